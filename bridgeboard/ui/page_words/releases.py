"""Words about releasing statements."""

TITLE = "Who may read these statements?"
HOW = (
    "Outside the team a statement is read, and counted, only once it is released: in the files, or "
    "here, one by one and by name. What is decided here last counts, also after the next publish."
)
STATEMENT = "Statement to release or hold back"
TO_RELEASE = "Release this statement"
TO_WITHDRAW = "Hold this statement back"
RELEASING = "Release this statement to be read outside the team?"
WITHDRAWING = "Hold this statement back from now on?"
RELEASE_MEANS = (
    "From now on anybody who opens the shareable view can read it, and pass it on. Your name and "
    "the time stand beside it. If its words change in the files, it must be released again."
)
WITHDRAW_MEANS = (
    "The shareable view no longer shows or counts it. Whoever has read or saved it before still "
    "has it."
)
RELEASE = "Release"
WITHDRAW = "Hold back"
RELEASED = "Released"
WITHDRAWN = "Held back"
BY = "Your name"
BY_HELP = "Kept with what you decide, and shown outside the team beside a released statement."
LIST = "Statements and who released them"
LIST_ALT = "Each statement with its sites, who may read it, and who released it when."
N = "{n} statements"
NONE = "No statement here may be read in this view."
DOUBTFUL = (
    "The file with decisions was damaged or can't be read. Until that is settled, statements that "
    "only the files release are held back outside the team, unless they were published."
)
_AT = "{sites}. {refs}"
_REFS = "In the transcript: {refs}"
_NO_SITE = "No site named"
_NO_REFS = "No reference to a transcript"


def where(sites: str | None, refs: str | None) -> str:
    """Where a statement is from."""
    said = _REFS.format(refs=refs) if refs else _NO_REFS
    return _AT.format(sites=sites or _NO_SITE, refs=said)
