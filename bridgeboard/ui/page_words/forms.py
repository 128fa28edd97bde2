"""Words of the offer to take a form away."""

TITLE = "Forms to collect with"
WHAT = (
    "A form with the sites and waves of {programme} in it. Keep its names as they are, and its "
    "export loads back by itself."
)
INSTRUMENTS = "Instruments"
NONE_CHOSEN = "Choose an instrument."
KIND = "To collect with"
KINDS = {
    "xlsform": "KoboToolbox, ODK",
    "redcap": "REDCap, new project",
    "redcap-zip": "REDCap, one more form",
    "html": "Paper",
    "csv": "Spreadsheet (CSV)",
}
WAVES = "Waves in REDCap"
WAVES_AS = {"field": "A question of the form", "events": "Events of the project"}
DOWNLOAD = "Download {name}"
HOW = {
    "xlsform": (
        "An XLSForm. KoboToolbox: New, Upload an XLSForm. ODK Central: New, upload the file, "
        "publish the draft."
    ),
    "redcap": (
        "A data dictionary. In a new, empty project: Project Setup, Data Dictionary, upload the "
        "file. It replaces the fields that are there."
    ),
    "redcap-zip": (
        "An instrument. In the Online Designer of a project: upload an instrument ZIP file. No "
        "field that is there is changed."
    ),
    "html": (
        "Open the file in a browser and print it on A4. What is ticked is typed into the CSV file: "
        "small print names the columns and codes."
    ),
    "csv": "One row for each person at each wave. What belongs into the columns:",
}
BEFORE = "Before anybody answers"
