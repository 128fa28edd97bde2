"""Words of the page on loading data."""

from __future__ import annotations

TITLE = "Load data"
QUESTION = (
    "Drop what your survey tool or your analysis program exports, see what it is taken for, mend "
    "what doesn't fit, see what would change, and publish."
)
TEAM_ONLY = "Data can't be loaded in the shareable view."
TEAM_ONLY_HOW = "Loading is for those who look after the data. Choose the team view in the sidebar."

INTO = "Into which programme?"
NEW = "A new programme"
COUNTED = "This programme's answers are not here"
COUNTED_HOW = (
    "Its respondents and answers were counted on a cluster, and only the counts came here, so "
    "nothing can be added to them. Change the files there and publish them as before, or begin a "
    "new programme."
)
NEW_HOW = "Its id names its folder and its address; the name stands on every page."
ID = "Id"
ID_HELP = "Short, in small letters: a letter first, then letters, digits, _ or -."
NAME = "Name"
PROVENANCE = "Where its data come from"
PROVENANCES = {
    "collected": "Collected by the programme",
    "published": "Taken from publications",
    "simulated": "Invented, to try things out",
}
EXISTS = "There is a programme of this id already: choose it above, or take another id."

DROP = "Files"
DROP_HELP = (
    "Exports of REDCap, KoboToolbox, ODK, Qualtrics, SurveyMonkey, SPSS, Excel, plain CSV; coded "
    "documents of MAXQDA, NVivo, ATLAS.ti, Taguette, QualCoder; our own tables; each with its data "
    "dictionary or form beside it."
)
DROP_NOTE = (
    "Up to {megabytes} MB a file, and {together} MB together: what is more gets a red mark "
    "and isn't taken; export one wave or one instrument at a time. "
    "Files stay in this server's memory while you work, and are not kept: only the rows that you "
    "publish are. Names, addresses, e-mails, coordinates and the like are left out before anything "
    "is looked at."
)
READING = "Looking into the files…"
RECOGNISED = "What these files are"
IS = "{label}: {why}."
UNREAD = "Not recognised: {why}."
KIND = "“{file}” is"
AS_GUESSED = "as recognised: {label}"
ENCODING = "Encoding of {file}"
AS_UTF8 = "UTF-8, as it should be"
SAID = "What was found"
LEFT_OUT = "Left out, and gone"
LEFT_OUT_LINE = "{file}, {what}: left out, since {why}."
SUSPECTS = "Do these columns name people?"
SUSPECTS_NOTE = (
    "They look as if they did, so they are not read. Tick one only if you know that it names "
    "nobody."
)
SUSPECT = "“{column}” names nobody: read it"
SUSPECT_WHY = "{column} looks as if it named people, since {why}."
PROBLEMS = "What could not be read"
PROBLEMS_ALT = (
    "For each problem: file, row, column, what stands there, what is expected, how to mend."
)

TABLES = "Our own tables"
TABLES_NOTE = (
    "Merge: rows whose key is there already are taken as the file has them, others are added. "
    "Replace: the table is then what the file has, and nothing else."
)
HOW = "Table {table}: {n} rows from {file}"
HOWS = {"merge": "Merge", "replace": "Replace"}
SETTINGS_OTHER = (
    "{file} is of the programme “{other}”, and you load into “{own}”: it is left aside. To begin "
    "that programme, choose “A new programme” above."
)
SETTINGS_BAD = "{file} can't be used: {why}"
SETTINGS_TAKEN = "Settings are taken from {file}."

CHECK = "Check"
CHECKING = "Checking every row…"
GOOD = "Every row fits."
REFUSED = "{n} rows or cells can't be loaded as they are."
DOUBTFUL = "{n} things to look at; the rows are loaded all the same."
HAND_ON = "Download this table and hand it to whoever can mend the file."
CHECKED = "What must be mended"
TOO_LITTLE = "This is too little to publish: a programme needs at least one site and one wave."
CHANGES = "What would change"
CHANGES_ALT = "For each table: rows before, new, changed, gone, as they were, after."
ROWS = "Rows that would change"
ROWS_ALT = "For each row that is new, changed or gone: its table, key, column, before and after."
ROWS_NOTE = "Of each table the first 200 new, changed and gone rows are listed."
NOTHING = "Nothing would change: all of it is published already."

PUBLISH = "Publish"
PUBLISH_NOTE = (
    "Everybody who opens this programme then sees the new state. The one before stays under "
    "History, and can be shown again."
)
BY = "Your name"
BY_HELP = "It stands in the history."
GOOD_ALONE = "Publish without what can't be loaded"
GOOD_ALONE_FIRST = "Mend what can't be loaded, or tick the box to publish without it."
NO_NAME = "Say who you are: the history keeps it."
MEANWHILE = (
    "Somebody published meanwhile. What would change is worked out again against the new state: "
    "look at it, then publish."
)
PUBLISHING = "Publishing"
DONE = "{name} is published."
SEE = "See what came of it:"
ATTITUDES = "Attitudes"
QUALITY = "Data quality"
HISTORY = "History"
MAP_NOT_KEPT = "The rows are published, but the map was not kept: {why}"
NOT_DONE = "Nothing was published."

MAP = "What the columns of {file} mean"
SHEET = "Sheet or form"
WHICH_MAP = "Map"
GUESSED = "Guessed from names, labels and values"
UPLOADED = "From a file: {name}"
UPLOAD_MAP = "Use a map from a file (.toml)"
MAP_BAD = "This file is no map that can be used:"
STILL_OPEN = "Still open"
COLUMNS = "Columns"
COLUMNS_ALT = "For each column: the question, what it is used for, why, and a few of its values."
COLUMNS_NOTE = "Choose a column to change what it is used for. What is left open is not loaded."
COLUMN = "Column"
USE = "It is"
AT_WAVE = "Answered at"
WAVES_ELSEWHERE = "as told for the whole row"
PLACES = {"site": "Sites", "wave": "Waves"}
ALL_AT = {"site": "Every row is of", "wave": "Every row is of the wave"}
BY_COLUMN = {
    "site": "The column {column} tells the site.",
    "wave": "The column {column} tells the wave.",
}
BY_DATE = "The day in {column} tells the wave, by the days of each wave."
PER_COLUMN = "Each column tells its wave."
NOT_CHOSEN = "Choose one"
IS_LEFT_OUT = "none of ours: leave these rows out"
VALUE = "“{value}” ({n} rows) is"
MANY_VALUES = "Only the first {n} values are shown; the column may be no site or wave."
NEW_SITE, NEW_WAVE = "Add a site", "Add a wave"
SITE_ID, SITE_NAME, COUNTRY = "Id of the site", "Its name", "Its country, three capital letters"
WAVE_ID, WAVE_LABEL, WAVE_ORDER = "Id of the wave", "Its name", "Its place in time, 1 is the first"
FROM_ON, TO_ON = "First day", "Last day"
ADD = "Add"
VALUES = "Values"
VALUES_OF = "Map of values"
MEANS = "“{value}” means"
MEANS_NOTHING = "○ open"
TAKE_OUT = "Take out rows of the programme that lie within this file and are not in it any more"
TAKE_OUT_HELP = "Only for the sites, waves and instruments that the file speaks of."
KEEP_MAP = "Keep this map for the next file, under the name"
DOWNLOAD_MAP = "Download the map"
CONVERTED = "{n} rows of {file} are read; {left} left out, {empty} without any answer."
CODING = "What the documents and codes of {file} are"
DOCUMENTS, CODES = "Documents", "Codes"
WITH_QUOTES = "Load the coded words themselves, too"
WITH_QUOTES_HELP = (
    "Quotes can tell who spoke. They are for the team alone, until somebody releases them one by "
    "one on the page Focus groups."
)
DOCUMENTS_ALT = "For each document: which focus group it is, why, and how many passages it has."
CODES_ALT = "For each code: which theme it is, its stance, why, and how many passages it has."
DOCUMENT, CODE = "Document", "Code"
SITE, WAVE, STAKEHOLDER, STANCE = "Site", "Wave", "Who spoke", "Stance"
NEW_SITE_NAME, NEW_SITE_COUNTRY = "Name of the new site {place}", "Country of {place}"
COUNTRY_HELP = "Three capital letters (ISO 3166-1 alpha-3), such as UGA, IND, TZA, ISR or DEU."
NEW_WAVE_LABEL = "Name of the new wave {place}"
FROM_ON_OF, TO_ON_OF = "First day of {place}", "Last day of {place}"
