"""Words of the page that lays the sources side by side."""

TITLE = "Together"
QUESTION = (
    "Do survey, ratings and focus groups say the same of a site, and what is the context beside?"
)
BY = "Look at"
BYS = {"site": "One site", "subject": "One subject"}
KIND = "Subjects"
KINDS = {"influence": "Influences", "construct": "Constructs", "theme": "Themes"}
SITE = "Site"
SUBJECT = "Subject"
WHEN = "When"
VERDICT = "Only rows with the verdict"
VERDICTS = {
    "diverge": "Diverge",
    "converge": "Converge",
    "not clear": "Not clear",
    "one source": "One source",
    "silent": "Silent",
}
RESTS_ON = "What this rests on"
MISSING = "What is missing"
RULE = "How does a verdict come about?"
NOTHING_FITS = "No row has this verdict."
LOOSEN = "Choose another verdict, or take the choice away."
NOTHING = "Nothing is loaded that could be laid side by side for this choice."
NO_KIND = {
    "influence": "No influences are known.",
    "construct": "No construct is rated, and none is asked or spoken about.",
    "theme": "No theme of the focus groups is loaded.",
}
HOW_TO_GET = (
    "Load any of: respondents.csv and answers.csv (survey), ratings.csv or a rating matrix, "
    "themes.csv and statements.csv (focus groups), context.csv; or take away a filter in the "
    "sidebar. Filters on waves must leave the waves that are compared."
)
