"""What people type, checked in words before it is kept. Text stays text: nothing in it is run."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from bridgeboard.decisions import rows
from bridgeboard.problems import Refusal

#: Characters at most; a page's fields take no more either.
LONGEST = {
    "what": 500,
    "barrier": 1000,
    "owner": 120,
    "note": 5000,
    "reason": 2000,
    "by": 80,
    "grouping": 80,
    "map_name": 80,
    "toml": 1_000_000,
}
#: Ids and names of tables, and constructs that are a programme's own and written out in full.
_LONGEST_ID = 200
_YEARS = (1900, 2200)
_WORDS = {
    "what": "what is to be done",
    "barrier": "the barrier",
    "owner": "who does it",
    "note": "the note",
    "reason": "the reason",
    "by": "your name",
    "grouping": "the name of the grouping",
    "map_name": "the name of the map",
    "toml": "the map",
    "kind": "the kind of export",
    "site_id": "the site",
    "wave_id": "the wave",
    "influence_id": "the influence",
    "construct_id": "the construct",
    "theme_id": "the theme",
    "strategy_id": "the strategy",
    "statement_id": "the statement",
}
_IDS = ("site_id", *rows.SUBJECTS, "strategy_id")


def action(fields: Mapping[str, Any]) -> dict[str, Any]:
    """All of an action's fields, ready to be kept. Raises: Refusal."""
    about = [name for name in rows.SUBJECTS if fields[name]]
    if len(about) > 1:
        named = " and ".join(_WORDS[name] for name in about)
        raise Refusal(f"An action is about one thing, not about {named}: choose one of them.")
    status = fields["status"]
    if status not in rows.STATUSES:
        raise Refusal(f"“{_cut(status)}” is no status: choose one of {_listed(rows.STATUSES)}.")
    return {
        "what": line("what", fields["what"], needed=True),
        **{name: identifier(name, fields[name], needed=name == "site_id") for name in _IDS},
        "barrier": paragraphs("barrier", fields["barrier"]),
        "owner": line("owner", fields["owner"]),
        "due": day(fields["due"]),
        "status": status,
        "note": paragraphs("note", fields["note"]),
    }


def rating(fields: Mapping[str, Any]) -> dict[str, Any]:
    """All fields of an accepted rating, ready to be kept. Raises: Refusal."""
    state, value, basis = fields["state"], fields["rating"], fields["basis"]
    if state not in rows.STATES:
        raise Refusal(f"“{_cut(state)}” is no state: choose one of {_listed(rows.STATES)}.")
    if basis not in rows.BASES:
        raise Refusal(f"“{_cut(basis)}” is no basis: choose one of {_listed(rows.BASES)}.")
    whole = isinstance(value, int) and not isinstance(value, bool) and -2 <= value <= 2
    if value is not None and not whole:
        raise Refusal(f"“{_cut(value)}” is no rating: a rating is a whole number from −2 to +2.")
    if state == "rated" and value is None:
        raise Refusal("A construct that is rated needs its rating, from −2 to +2.")
    if state in ("missing", "not_applicable") and value is not None:
        raise Refusal(f"A construct that is {state.replace('_', ' ')} has no rating: leave it out.")
    reason = paragraphs("reason", fields["reason"])
    if reason is None:
        raise Refusal("Say why the rating is accepted: others must be able to follow it.")
    return {"rating": value, "state": state, "reason": reason, "basis": basis}


def rating_key(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Which rating: site, wave, framework, construct. Raises: Refusal."""
    framework = fields["framework"]
    if framework not in rows.FRAMEWORKS:
        listed = _listed(rows.FRAMEWORKS)
        raise Refusal(f"“{_cut(framework)}” is no framework: choose one of {listed}.")
    return {
        "site_id": identifier("site_id", fields["site_id"], needed=True),
        "wave_id": identifier("wave_id", fields["wave_id"], needed=True),
        "framework": framework,
        "construct_id": identifier("construct_id", fields["construct_id"], needed=True),
    }


def groups(given: Mapping[str, str]) -> dict[str, str]:
    """Sites by id with their group, ready to be kept. Raises: Refusal."""
    for group in given.values():
        if group not in rows.GROUPS:
            raise Refusal(f"“{_cut(group)}” is no group: a site is in “high” or in “low”.")
    if not all(group in given.values() for group in rows.GROUPS):
        raise Refusal("A grouping needs at least one site in “high” and one in “low”.")
    sites = {identifier("site_id", site, needed=True): given[site] for site in given}
    return dict(sorted(sites.items()))


def name(by: str | None) -> str:
    """Who it is; empty where nobody says so. Raises: Refusal."""
    return line("by", by) or ""


def line(field: str, text: str | None, *, needed: bool = False) -> str | None:
    """A text on one line, without space around it; None if it is empty. Raises: Refusal."""
    return _fitting(field, " ".join(_plain(field, text).split()), LONGEST[field], needed)


def paragraphs(field: str, text: str | None) -> str | None:
    """A text that may have several lines; None if it is empty. Raises: Refusal."""
    plain = _plain(field, text).replace("\r\n", "\n").replace("\r", "\n")
    return _fitting(field, plain.strip(), LONGEST[field], needed=False)


def identifier(field: str, text: str | None, *, needed: bool = False) -> str | None:
    """An id as a table has it; None if it is empty. Raises: Refusal."""
    return _fitting(field, " ".join(_plain(field, text).split()), _LONGEST_ID, needed)


def day(due: dt.date | str | None) -> dt.date | None:
    """A day, also from YYYY-MM-DD; None if there is none. Raises: Refusal."""
    if due is None or due == "":
        return None
    if isinstance(due, str):
        try:
            due = dt.date.fromisoformat(due.strip())
        except ValueError:
            raise Refusal(f"“{_cut(due)}” is no day: write it as 2027-03-31.") from None
    if isinstance(due, dt.datetime):
        due = due.date()
    first, last = _YEARS
    if not first <= due.year < last:
        raise Refusal(f"{due} can't be right: a due date lies between {first} and {last - 1}.")
    return due


def _plain(field: str, text: str | None) -> str:
    if text is None:
        return ""
    unfit = [c for c in text if unicodedata.category(c) in ("Cc", "Cs") and c not in "\t\n\r\f\v"]
    if unfit:
        raise Refusal(
            f"{_first_big(_WORDS[field])} has a character that can't be shown "
            f"(U+{ord(unfit[0]):04X}): delete it, or write the text again."
        )
    return unicodedata.normalize("NFC", text)


def _fitting(field: str, text: str, longest: int, needed: bool) -> str | None:
    if needed and not text:
        raise Refusal(f"Say {_WORDS[field]}: it is empty.")
    if len(text) > longest:
        length = f"{len(text):,}".replace(",", "\u202f")
        most = f"{longest:,}".replace(",", "\u202f")
        raise Refusal(
            f"{_first_big(_WORDS[field])} is too long: {length} characters, at most {most}. "
            "Shorten it."
        )
    return text or None


def _first_big(words: str) -> str:
    return words[0].upper() + words[1:]


def _listed(values: Sequence[str]) -> str:
    return ", ".join(values[:-1]) + " or " + values[-1]


def _cut(value: Any, longest: int = 60) -> str:
    text = str(value)
    return text if len(text) <= longest else text[:longest] + "…"
