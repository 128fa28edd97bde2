"""Words of the Methods page."""

TITLE = "Methods"
QUESTION = "How does each number come about, and what is it worth?"
MEASURES = "Measures"
MEASURE = "Read a measure in full"
SHAREABLE = "In the shareable view"
COLUMNS = "Columns of {measure}"
COLUMNS_ALT = "Every column of the answer, with what it says and its unit."
INSTRUMENTS = "Instruments"
INSTRUMENTS_TITLE = "Instruments in use and at hand"
INSTRUMENTS_ALT = (
    "Every instrument, those in use first, with its items and scores and the number of facts about "
    "it that are not verified."
)
INSTRUMENTS_NOTE = (
    "An instrument is in use where programme.toml lists it. “Not verified” counts what we could "
    "not read in a source or chose ourselves; each is said in full below. Items are never shown in "
    "their own wording. A programme’s own instrument is one file in its folder instruments."
)
INSTRUMENT = "Read an instrument in full"
ITEMS = "Items of {instrument}"
ITEMS_ALT = "Every item in our own short words, with its scale and whether it is reversed."
REFERENCE = "Reference tables"
REFERENCE_ALT = "Every reference table with its rows, and how many are not verified."
TABLE = "Read a reference table"
ROWS_ALT = "The rows of the table, with what is not verified marked in the first column."
ROWS_N = "{n} rows"
UNVERIFIED = (
    "“Not verified” marks rows with something that we could not read in a source, or that is our "
    "own mapping. Check it before you rely on it."
)
DISCLOSURE = "What the shareable view hides"
DISCLOSURE_RULES = (
    "Two views: the team's, with everything, and one that can be shared.",
    "In the shareable view nothing is shown that rests on fewer than {k} people: no number, no "
    "mean, no distribution. This programme's limit is {k}; programme.toml may set 5 to 20.",
    "Where a total is shown, further groups are hidden, so that no hidden group can be worked out "
    "from the rest. One sentence stands for both reasons, on purpose.",
    "What is hidden is decided for the whole programme before you filter: no two filters reveal "
    "what one hides.",
    "Single respondents never appear; statements and facts only if they were released.",
)
INCOME = "Income levels"
INCOME_RULES = (
    "A site's income level is the World Bank's group of its country on the wave's first day; a "
    "World Bank fiscal year runs from 1 July to 30 June.",
    "Example: on 1 November 2019 Tanzania was low income; from 1 July 2020 it was lower-middle.",
    "A programme may fix the level at its first wave, or use what its sources say. This programme "
    "uses: {basis}.",
    "Where a wave has no date, the level is “not dated”: it is not guessed.",
    "With few sites, income level and site are nearly the same thing: a difference between levels "
    "can't be told from one between cultures or services.",
)
BASES = {
    "at_wave": "the level at each wave",
    "at_baseline": "the level at the first wave",
    "as_reported": "the level as its sources word it",
}
PROVENANCE = "Where rows come from"
PROVENANCES = (
    ("Published", "read from a paper, report or abstract; each row names its place there"),
    ("Collected", "brought by the programme from its own survey, groups or records"),
    ("Simulated", "made by a random number generator; every drawing and file of it says so"),
)
THINKING = "How numbers are read here"
THINKING_RULES = (
    "A mean needs at least {minimum} people; below that it says “not enough data”. Intervals are "
    "95 % t intervals.",
    "Statements count once, however many sites they name. Their number mirrors what authors chose "
    "to print.",
    "“Not reported” and “nothing loaded” say something about sources, never about a site.",
    "What the authors conclude is marked, and isn't an opinion of mental health workers.",
)
VERSIONS = "Versions"
VERSIONS_ALT = "Versions of Bridgeboard and of what it stands on."
