"""Words of the shell and the blocks, in one place, ready to be translated."""

from __future__ import annotations

from collections.abc import Collection, Sequence

NAME = "Bridgeboard"

SECTIONS = {
    "sites": "Sites",
    "change": "Change",
    "compare": "Compare",
    "data": "Data",
    "about": "About",
}

PROGRAMME = "Programme"
SITES = "Sites"
INCOME_LEVEL = "Income level"
WAVES = "Waves"
VIEW = "View"
ALL = "All"
INCOME_HELP = {
    "at_wave": "World Bank income level of the site's country at the time of the wave.",
    "at_baseline": "World Bank income level of the site's country at the first wave.",
    "as_reported": "Income level as the source words it.",
}
INCOME_LEVELS = {
    "low": "Low",
    "lower-middle": "Lower-middle",
    "upper-middle": "Upper-middle",
    "high": "High",
}

VIEW_LABELS = {"team": "Team", "shareable": "Shareable"}
VIEW_MEANING = {
    "team": "Team view: everything, for people who work in the programme.",
    "shareable": (
        "Shareable view: groups of fewer than {k} people are hidden, and so is what would reveal "
        "them; of statements and facts only released ones appear. Where fewer than {k} people's "
        "answers changed, the earlier ones still stand."
    ),
}
NOT_FOR_ROLE = "Your role shows what may be shared; this is for the programme's team."
KEPT_UNDER = "It is kept under your name: {name}."
ASK_STEWARD = "Ask a steward of the programme if you need it."
ONLY_OWN = "You see {sites} only: “all sites” and “the programme” mean this here."
NONE_OWN = (
    "None of the sites that your role names is in this programme, so there is nothing to see. Ask "
    "a steward to look at their ids."
)
OWN_SITES = (
    "You see everything about your own sites, and nothing of others: all numbers, totals too, are "
    "of these."
)

PROVENANCE_MARK = {
    "simulated": "Simulated data",
    "published": "Published evidence",
    "collected": "",
}
PROVENANCE_MEANING = {
    "simulated": "All numbers are invented to show what Bridgeboard does; no real place has them.",
    "published": "From publications only; what they don't report is not known here.",
    "collected": "",
}

UNKNOWN_IN_LINK = {
    "programme": "The link asks for a programme that is not here: {}. You see another one.",
    "site": "The link asks for sites that this programme hasn't: {}. They are left out.",
    "income": "The link asks for income levels that this programme hasn't: {}. They are left out.",
    "wave": "The link asks for waves that this programme hasn't: {}. They are left out.",
    "view": "The link asks for a view that is not there for you: {}.",
}

UNKNOWN_CHOICE = "The link asks for something under “{label}” that is not here: {values}."
NUMBER_BEYOND = "The link asks for {value} under “{label}”, which goes from {least} to {most}."

NOTHING_PUBLISHED = "Nothing is published yet."
HOW_TO_PUBLISH = (
    "In Bridgeboard's folder, run: python -m bridgeboard publish --shipped (for the two programmes "
    "that come with it), or: python -m bridgeboard publish FOLDER (for your own). Then reload."
)
PROGRAMME_UNREADABLE = "This programme can't be shown."

VIEW_AS_TABLE = "View as table"
TAKE_AWAY = "Download"
CSV, XLSX = "Table as CSV", "Table as XLSX"
PNG, SVG = "Picture as PNG", "Picture as SVG"
FILE_HELP = {
    "csv": "Plain text that any program reads; lines with # say what it is.",
    "xlsx": "A workbook for Excel, LibreOffice or Numbers.",
}
NO_PICTURE = "The picture could not be made. Reload the page and try again, or take the table."
PICTURES_NEED_SERVER = "Pictures can be made where Bridgeboard is started with python serve.py."


def unknown_choice(label: str, values: str) -> str:
    """What a link asks a control of the page for, in vain."""
    return UNKNOWN_CHOICE.format(label=label, values=values)


def number_beyond(label: str, value: str, least: float, most: float) -> str:
    """What a link asks a control for numbers, beyond its limits or as no number."""
    return NUMBER_BEYOND.format(value=value, label=label, least=f"{least:g}", most=f"{most:g}")


def unit(name: str) -> str:
    """The unit as the line under a chart says it."""
    return f"Unit: {name}"


def exported(programme: str, view: str, snapshot_id: str, own: Collection[str] | None) -> str:
    """The line in a file that says where it comes from; own: the only sites that it is of."""
    said = f"Bridgeboard: {programme}, {VIEW_LABELS[view].lower()} view, snapshot {snapshot_id}"
    if own is None:
        return said
    return f"{said}. Of these sites only, totals too: {', '.join(sorted(own))}"


def filtered(sites: Sequence[str], income_levels: Sequence[str], waves: Sequence[str]) -> str:
    """The line in a file that says what was chosen; empty where nothing was."""
    parts = (("sites", sites), ("income levels", income_levels), ("waves", waves))
    chosen = [f"{name} {', '.join(values)}" for name, values in parts if values]
    return f"Only: {'; '.join(chosen)}" if chosen else ""


def state(published: str, by: str) -> str:
    """Which state of the programme is shown."""
    return f"Published {published} by {by}."
