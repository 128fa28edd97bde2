"""Words of the page on attitudes."""

TITLE = "Attitudes"
QUESTION = "What do mental health workers answer, at each site and wave, and how sure is that?"
INSTRUMENT = "Instrument"
SCORES = "How do scores stand?"
SCALE = "Scale"
ANSWERS = "How was each statement answered?"
PART = "Statements on"
SITE = "Answers at"
ALL_SITES = "All sites together"
OWN = "{name} is our own instrument and not validated: read its scores as a first look only."
NOT_VALIDATED = "{name} is not validated."
NO_SCORES = "{name} has no scale score: each item stands for itself."
FIVE = (
    "With few people, an interval is wide and one person moves a mean. Waves are mostly different "
    "people: rows under each other are not a change in the same people."
)
NOTHING = "No survey answers are loaded for {programme}, so attitudes can't be shown in numbers."
HOW_TO_GET = (
    "Load two tables: respondents.csv (respondent_id, site_id, wave_id, provenance) and "
    "answers.csv (respondent_id, instrument_id, item_id, value, state); python -m bridgeboard "
    "templates FOLDER writes them empty, to fill in. Name the instruments in programme.toml, such "
    'as instruments = ["psa12"]. Then run python -m bridgeboard check FOLDER, and python -m '
    "bridgeboard publish FOLDER."
)
PUBLISHED = (
    "The sources of this programme print no survey scores. What people said is on the page Focus "
    "groups."
)
FILTERED = "No answers fit these filters."
CLEAR = "Take away a filter in the sidebar."
