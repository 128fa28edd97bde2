"""Words of the page on data quality."""

TITLE = "Data quality"
QUESTION = "What are the data of each site and wave worth, and what must be mended?"
TEAM_ONLY = "Data quality is not shown in the shareable view."
TEAM_ONLY_HOW = (
    "It says how single people answered and what stands in single rows, for the people who can "
    "mend it. Choose the team view in the sidebar."
)
MATRIX = "Who answered, by site and wave"
MATRIX_ALT = (
    "Sites down, waves across: how many answered of those asked, and how much was left out."
)
NUMBERS = "Answers and rows, by site and wave"
NUMBERS_ALT = (
    "For each site and wave: respondents, asked, answered, items left out, same answer to all, "
    "alike with somebody, rows refused."
)
HOW_COUNTED = (
    "Same answer to all: people who answered every item of an instrument that has reversed items, "
    "all with the same number, of those who answered every item of such an instrument. Alike with "
    "somebody: people who answered every item of an instrument of ten items or more exactly as "
    "another person of the same site and wave did. Neither is proof of carelessness: look at the "
    "forms."
)
LOOK = "What to look at"
NOTHING_ODD = "Nothing stands out: every site and wave has data, and few items were left out."
ITEMS = "Items left out"
ITEMS_ALT = "For each item: how many were asked, answered, left out, don't know, not applicable."
PLACE = "Instrument, site and wave"
NO_ITEMS = "No survey is loaded here, so there are no items to look at."
NO_ITEMS_HOW = "Load answers to an instrument, or take away a filter in the sidebar."
FILES = "What was read, and what was refused"
READ = "Rows read, by table"
READ_ALT = "For each table: rows read, rows refused, and how many of these name no site."
RULES = "Rules that were broken"
RULES_ALT = "For each file, column and rule: how often it was broken, and what is expected."
PROBLEMS = "What must be mended"
PROBLEMS_ALT = (
    "For each problem: file, row, column, what stands there, what is expected, how to mend."
)
PROBLEMS_NOTE = (
    "Download this table and hand it to the site that must mend it. What was found may be text "
    "from the files: it is for the team."
)
NO_PROBLEMS = "Nothing was wrong in the files."
NO_PROBLEMS_HOW = "Every row that was read is counted."
FILE = "File"
ALL_FILES = "All files"
UNIT_ROWS = "rows"
UNIT_PEOPLE = "people"
