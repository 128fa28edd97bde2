"""Words of the page on attitudes."""

from collections.abc import Sequence

TITLE = "Attitudes"
QUESTION = "Did attitudes move from one wave to a later one, where, and how sure is that?"

INSTRUMENT = "Instrument"
SCALE = "Scale"
FROM = "From"
TO = "To"
DESIGN = "Who is compared"
DESIGNS = {"unpaired": "Everyone", "paired": "Same people"}
UNITS = "Units"
METRICS = {"points": "Points", "standardised": "Standardised"}

RESTS_ON = "What this rests on"
HOW_GOOD = "How good the data are"
NOT_CERTAIN = "What is not certain about {name}"
SCORE = "The score: {rule}"
OF_ALL = "Reliability and what is missing are of all sites together, whichever are chosen."
TO_FOCUS_GROUPS = "See what was said"
MEANING = "What do these numbers mean?"

LOOK_CLOSER = "Look closer"
SECTIONS = {
    "shift": "Before and after",
    "statements": "Each statement",
    "time": "Over time",
    "moved": "Who moved",
    "who": "Who answered",
    "scores": "Each wave",
    "data": "Data behind",
}
SITE = "At"
ALL_SITES = "All sites together"
ATTRIBUTE = "By"
ATTRIBUTES = {
    "profession": "Profession",
    "experience": "Experience",
    "prior_peer_support": "Earlier peer support",
    "gender": "Gender",
}
NO_SCORES = (
    "{name} has no scale score: each item stands for itself, so there is no shift of a score. "
    "Compare the answers item by item."
)
FIVE = (
    "With few people, an interval is wide and one person moves a mean. Waves are mostly different "
    "people: rows under each other are not a change in the same people."
)

NO_SHIFT = "There is no shift to show yet: {scale} has answers at {waves}."
ONE_WAVE = "one wave only"
NO_WAVE = "no wave"
ONE_CHOSEN = (
    "The sidebar's filter leaves one wave, and a shift needs two. Take the filter away, or choose "
    "another wave as well."
)
NONE_IN_COMMON = "no two waves at which the same site answered"
SECOND_WAVE = (
    "Collect a second wave with the same items, add it to waves.csv, load respondents.csv and "
    "answers.csv for both, and publish. Meanwhile the scores of each wave stand below."
)
NOBODY_ANSWERED = (
    "Everybody left out its items, or too many of them for a score. Which ones stands below, under "
    "Each statement; or choose another scale."
)
NO_PAIRS = "Nobody can be followed from {first} to {last}."
NO_PAIRS_HOW = (
    "Only people whose person_code in respondents.csv is the same at both waves, at the same site, "
    "can be followed. Ask for a code that only they can make again, such as letters and numbers "
    "from answers that don't change; never a name."
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


def no_shift(scale: str, waves: Sequence[str]) -> str:
    """Why a scale has no shift, given the waves at which anybody answered it."""
    at = NO_WAVE if not waves else f"{ONE_WAVE} ({waves[0]})" if len(waves) == 1 else NONE_IN_COMMON
    return NO_SHIFT.format(scale=scale, waves=at)
