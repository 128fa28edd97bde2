"""Words of the page on history."""

TITLE = "History"
QUESTION = "Who published what and when, from which files, and what did it change?"
TEAM_ONLY = "The history is not shown in the shareable view."
TEAM_ONLY_HOW = (
    "It names people and files, and is for those who look after the data. Choose the team view in "
    "the sidebar."
)
KEPT = "States that are kept"
KEPT_ALT = (
    "For each published state: when, by whom, whether it is shown now, rows, files, condition."
)
KEPT_NOTE = "The last ten are kept. What is shown now is what every page shows."
EVENTS = "What happened"
EVENTS_ALT = "Who published or rolled back, and when, the newest first."
LOOK = "Look at one state"
WHICH = "State"
FILES = "Files it was made from"
FILES_ALT = "For each file: its name, rows, bytes, and the SHA-256 of its content."
NO_FILES = "Which files it was made from is not known."
NO_FILES_HOW = "Its record is lost; the rows may still be there."
DAMAGED = "This state can't be shown: {damage}."
COMPARE = "Show what it changed"
FIRST = "It is the first that is kept: nothing older is there to compare it with."
CHANGES = "What it changed against {before}"
CHANGES_ALT = "For each table: rows before, new, changed, gone, as they were, after."
ROWS = "Rows that changed"
ROWS_ALT = "For each row that is new, changed or gone: its table, key, column, before and after."
ROWS_NOTE = "Of each table the first 200 new, changed and gone rows are listed."
SKIPPED = "Older states that can't be read were passed over: {n}."
WITHOUT_PEOPLE = (
    "Respondents and answers are not compared: those of one of the two states were counted on a "
    "cluster, and only the counts are here."
)
ROLL_BACK = "Show this state again"
ROLL_BACK_NOTE = (
    "Every page then shows this state to everybody, until somebody publishes or chooses another. "
    "Nothing is lost: the one that is shown now stays in the list. Actions and releases are not "
    "touched."
)
IS_SHOWN = "This is the state that is shown now."
BY = "Your name"
BY_HELP = "It stands in the history."
SURE = "Yes, show the state of {at} to everybody"
NOT_SURE = "Tick the box first: then everybody sees the other state."
NO_NAME = "Say who you are: the history keeps it."
DONE = "The state of {at} is shown now."

DEEDS = "Who did what"
DEEDS_NOTE = (
    "Who published, went back, released, decided, took a file away, or tried what their role "
    "doesn't give. It names no answer and no statement. Pictures of charts, and what is printed, "
    "are made in the reader's own browser, so they are not in it."
)
DEEDS_TABLE = "All that was done"
DEEDS_ALT = "For each deed: when, by whom, what was done, in which programme, and to what."
DEEDS_NOT_WHOLE = "The records below are not as they were written. Ask whoever runs the server why."
DEEDS_UNREADABLE = "Who did what can't be read now."
DEEDS_WHOLE = (
    "Lines in the log of files taken and of attempts: {n}. None was changed or is missing; the "
    "last one's seal begins with {seal}."
)


def deeds_counted(n: int, shown: int) -> str:
    """How many deeds there are, and how many of them are shown."""
    if n == shown:
        return f"{n} in all"
    return f"the newest {shown} of {n}; the files have all"
