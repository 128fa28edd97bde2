"""Words of reports, in one place, ready to be translated."""

from __future__ import annotations

KINDS = {
    "site": "One site",
    "programme": "The whole programme",
    "comparison": "Sites and income levels compared",
}
TITLE = "{subject}: {kind}"

VIEWS = {
    "team": "Team view: everything, for people who work in the programme. Not to be passed on.",
    "shareable": "Shareable view: numbers under k = {k} hidden.",
}
SHAREABLE_MEANS = (
    "Numbers that rest on fewer than {k} people are hidden, and so is what would reveal them; of "
    "statements and facts only released ones appear."
)
TEAM_MEANS = "Everything is shown, also what rests on a few people who could be recognised."
OWN_SITES = " Of these sites only, totals too: {sites}."
SIMULATED = "Simulated data."

ABOUT = "About this report"
ABOUT_TERMS = {
    "programme": "Programme",
    "what": "What it is about",
    "view": "View",
    "filters": "Filters",
    "n": "n",
    "snapshot": "Snapshot",
    "made": "Made on",
    "provenance": "Provenance",
    "decisions": "Decided in the app",
    "rules": "Rules",
    "instruments": "Instruments",
    "versions": "Versions",
}
FILTERS = {"sites": "sites: {}", "income_levels": "income levels: {}", "waves": "waves: {}"}
NO_FILTER = "none: all sites, all waves"
N = "{sites}, {waves}. Each chart and table names its own n; a site and wave are often five people."
SNAPSHOT = "{id}, published on {at} UTC from {files}"
MADE = "{day}. What is late, or done, is read on that day."
DECISIONS = {
    0: "nothing so far",
    1: "accepted ratings, released statements and actions, state {version} of the decisions",
}
#: How much was decided is the team's: an action that somebody wrote must not show.
DECISIONS_SHARED = "ratings that were accepted and statements that were released are counted in"
RULES = (
    "Smallest group shown in the shareable view: k = {k}. No score or shift under {minimum} "
    "people. Income level: {basis}. 95 % intervals throughout. Readiness: {targets}."
)
TARGETS = {True: "Bridgeboard's default targets", False: "the programme's own targets for {names}"}
BASES = {
    "at_wave": "the World Bank's group of the country at each wave",
    "at_baseline": "the World Bank's group of the country at the first wave",
    "as_reported": "as the sources word it",
}
INSTRUMENT = "{name} ({id}, rules {checksum})"
NO_INSTRUMENT = "none in use"

CONTENTS = "Contents"
METHODS = "Methods"
SOURCES = "Sources"
NO_SOURCES = "The programme names no source."
FILES = {
    "team": "Files of this snapshot, each with the beginning of its SHA-256",
    "shareable": "Files of this snapshot",
}

STANDS = "Where does it stand?"
CHANGED = "What changed since the last wave?"
MOVED = "Readiness, from “{before}” to “{now}”:"
NOTHING_MOVED = "No state of readiness that is shown moved from “{before}” to “{now}”."
SINCE_PUBLISH = "What changed since the last publish?"
FIRST = "Nothing was published before, or it is no longer kept: there is nothing to compare with."
SINCE = "Since {at} UTC, when {by} published:"
NOTHING_NEW = "Nothing that this report compares changed since {at} UTC, when {by} published."
UNREADABLE = "What was published on {at} UTC can't be compared: {damage}."
ONE_WAVE = "There is one wave only: nothing to compare with."
ATTITUDES = "Did attitudes move?"
ATTITUDES_OF = "{instrument}: {scale}"
NO_SURVEY = "No survey is loaded: nothing can be said about attitudes."
RATINGS = "What helps and what hinders (CFIR)?"
NO_RATINGS = "No CFIR construct is rated."
SAID = "What was said in focus groups?"
NO_STATEMENTS = "No statement of a focus group may be shown."
CONTEXT = "Which facts of the context are on record?"
NO_CONTEXT = "No context fact is on record."
PAYMENT = "How are peer support workers paid?"
STEPS = "Which steps of implementation are done?"
NO_STEPS = "No step of implementation is on record."
ACTIONS = "What is to be done?"
NO_ACTIONS = "No action is open."
GAPS = "What is missing for a sound answer?"
EVIDENCE = "What evidence is there?"
READINESS = "Is each site ready, and what holds it back?"
NO_READINESS = "There is nothing to read readiness from."
CANNOT_TELL = "What can't the sources tell?"
NOTHING_UNKNOWN = "The programme names nothing that its sources leave open."
COMPARE = "How do sites and income levels compare, and how sure is that?"
COMPARED = {
    "score": "How do scores compare?",
    "shift": "How did attitudes move, site by site and taken together?",
    "share": "How many agree with single items?",
    "themes": "What was said for and against?",
    "context": "What is on record of the context?",
    "cfir": "How are CFIR constructs rated?",
    "readiness": "Which sites are ready?",
    "pay": "How much are PSWs paid, of a local wage?",
    "steps": "Which steps of implementation are done?",
}
#: Sheets of the workbook that hold what the drawings show; at most 31 letters.
COMPARED_SHEETS = {
    "score": "Compared, scores",
    "shift": "Compared, shifts",
    "share": "Compared, items",
    "themes": "Compared, themes",
    "context": "Compared, context",
    "cfir": "Compared, CFIR",
    "readiness": "Compared, readiness",
    "pay": "Compared, pay",
    "steps": "Compared, steps",
}
CONFOUNDED = (
    "Income level and site can't be told apart here: {levels}. A difference between levels may as "
    "well be one between countries, services or people."
)
ONE_LEVEL = "{sites} with {level}"
UNDATED = "no known income level"

CHART = {
    "table": "The same as a table: {title}",
    "too_tall": "Its picture would be taller than a page: the table has its numbers.",
    "no_rows": "There is nothing to list.",
    "no_picture": "There is no picture of this chart here: no browser was found to draw it. The "
    "table has its numbers.",
    "left_out": "The drawing is a table itself. Its longer form is left out here, so that the file "
    "stays small: the full HTML file and the workbook have it.",
    "unit": "Unit: {unit}",
}
SHEET_ABOUT, SHEET_METHODS = "About", "Methods and sources"
COLUMN = "{name} ({unit})"
TABLE, TABLES = "Table {number}: {title}", "Tables"
COMMON = "{name}: {value}"
SEE_TABLE = "Its numbers: table {number} at the end."
SKIP = "Skip to the report"
MADE_WITH = "Made with Bridgeboard {version}."
OFFLINE = "This file is complete: it opens without a network, and asks for nothing."

REFUSED = {
    "site": "The programme {programme} has no site “{site}”: choose among {known}.",
    "ending": "A report is a file that ends in .html, .pdf or .xlsx: {file} does not.",
    "kinds": "There is nothing to compare here: {kinds} Leave out --compare to see all there is.",
    "light": "Only an HTML report has a light form: leave out --light, or end the file in .html.",
}
