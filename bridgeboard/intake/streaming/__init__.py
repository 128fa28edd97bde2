"""Long respondents and answers, checked in DuckDB: the same rules and words, in bounded memory."""
