"""Words of the page on actions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from bridgeboard.decisions import Action, Conflict
from bridgeboard.decisions.changes import Change, differing
from bridgeboard.decisions.sentences import NOT_SAID, moment

TITLE = "Actions"
QUESTION = "What is to be done at each site, by whom, and what is late?"
ADD = "Add an action"
EDIT = "Edit"
EDITING = "Edit the action"
HISTORY = "History"
CALENDAR = "Download calendar"
STATUS = "Status"
AS_TABLE = "View as table"
TABLE = "Actions"
LABEL = "{programme}: actions"
STATUSES = {
    "open": "○ Open",
    "doing": "► Doing",
    "done": "● Done",
    "dropped": "✕ Dropped",
}
LATE = "▲ {days} late"
DUE = "due {day}"
NO_DUE = "no due date"
NO_OWNER = "nobody named"
ABOUT = "About: {subject}"
BARRIER = "Barrier: {barrier}"
STRATEGY = "Strategy: {strategy}"
NOTE = "Note: {note}"
COUNT = "{actions}, {late}."
NONE_LATE = "none is late"
SOURCE = "Source: what people entered on this page"

TEAM_ONLY = "Actions are not shown in the shareable view."
TEAM_ONLY_HOW = "They are for the team that works on them. Choose the team view in the sidebar."
NOT_YOURS = "This action is not about a site of yours."
UNREADABLE = "Actions can't be shown."
NONE = "No action is written down yet."
NONE_HOW = "Add what is to be done next: at which site, what, who does it, and by when."
NOTHING_FITS = "No action fits."
LOOSEN = "Choose another status, or take away a filter in the sidebar."

SITE = "Site"
WHAT = "What is to be done"
ABOUT_FIELD = "About"
NOTHING_CHOSEN = "None chosen"
KINDS = {"influence": "Influence", "construct": "CFIR", "theme": "Theme"}
SUBJECT = "{kind}: {label}"
BARRIER_FIELD = "Barrier"
STRATEGY_FIELD = "Strategy (ERIC)"
OWNER = "Who does it"
OWNER_HELP = "A role or a name."
DUE_FIELD = "Due"
NOTE_FIELD = "Note"
BY = "Your name"
BY_HELP = "For the history. It may stay empty; it is asked once a visit."
SAVE = "Save"
SAVED = "Saved."
YOURS = "{field}: yours is {yours}; now stands {theirs}"
NOTHING = "nothing"

FIELDS = {
    "what": WHAT,
    "site_id": SITE,
    "owner": OWNER,
    "due": DUE_FIELD,
    "status": STATUS,
    "influence_id": ABOUT_FIELD,
    "construct_id": ABOUT_FIELD,
    "theme_id": ABOUT_FIELD,
    "barrier": BARRIER_FIELD,
    "strategy_id": STRATEGY_FIELD,
    "note": NOTE_FIELD,
}
EVENTS = {
    "added": "{at}, {by}: added",
    "changed": "{at}, {by}: changed",
    "not saved": "{at}, {by}: not put in place, since somebody had saved meanwhile",
}
CHANGED = "{field}: {before} → {after}"
SAID = "{field}: {after}"
COLUMNS = {
    "site_name": SITE,
    "what": WHAT,
    "subject_label": ABOUT_FIELD,
    "barrier": BARRIER_FIELD,
    "strategy": "Strategy",
    "owner": OWNER,
    "due": DUE_FIELD,
    "days_late": "Days late",
    "status": STATUS,
    "note": NOTE_FIELD,
    "created_at": "Added",
    "created_by": "Added by",
    "changed_at": "Changed",
    "changed_by": "Changed by",
    "version": "Version",
    "action_id": "Id",
}


def counted(shown: pl.DataFrame, of: int) -> str:
    """How many actions are shown, and how many of them are late."""
    n_late = shown["days_late"].count()
    late = NONE_LATE if not n_late else f"{n_late} {'is' if n_late == 1 else 'are'} late"
    actions = f"{of} action{'' if of == 1 else 's'}"
    some = actions if shown.height == of else f"{shown.height} of {actions}"
    return COUNT.format(actions=some, late=late)


def state(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Status, lateness, due date, who, and where, as an action's line says them."""
    days = row["days_late"]
    late = [LATE.format(days=f"{days} day{'' if days == 1 else 's'}")] if days else []
    due = NO_DUE if row["due"] is None else DUE.format(day=day(row["due"]))
    return (*late, STATUSES[row["status"]], due, row["owner"] or NO_OWNER, row["site_name"])


def about(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What the action is about, one line each; nothing for what nobody said."""
    lines = (
        (ABOUT, "subject", row["subject_label"]),
        (BARRIER, "barrier", row["barrier"]),
        (STRATEGY, "strategy", row["strategy"]),
        (NOTE, "note", row["note"]),
    )
    return tuple(line.format(**{name: text}) for line, name, text in lines if text)


def entry(change: Change, names: Mapping[str, str]) -> str:
    """One line of an action's history; names of ids where there are any."""
    how = SAID if change.event == "added" else CHANGED
    fields = "; ".join(
        how.format(field=label, before=_said(before, names), after=_said(after, names))
        for name, label in FIELDS.items()
        if name in change.fields
        for before, after in [change.fields[name]]
    )
    head = EVENTS[change.event].format(at=moment(change.at), by=change.by or NOT_SAID)
    return f"{head}. {fields}." if fields else f"{head}."


def conflict(told: Conflict, names: Mapping[str, str]) -> list[str]:
    """What a person is told who saved on something older: what happened, and what differs."""
    newer: Action = told.newer
    differs = differing(told.wanted, newer.fields())
    lines = [
        YOURS.format(field=label, yours=_said(yours, names), theirs=_said(theirs, names))
        for name, label in FIELDS.items()
        if name in differs
        for yours, theirs in [differs[name]]
    ]
    return [str(told), *lines]


def day(due: date) -> str:
    """A day as people write it, such as 31 March 2027."""
    return f"{due.day} {due:%B %Y}"


def _said(value: Any, names: Mapping[str, str]) -> str:
    if value is None:
        return NOTHING
    if isinstance(value, date):
        return day(value)
    return STATUSES.get(value) or f"“{names.get(value, value)}”"
