"""The texts of survey_sql.py, part by part."""
