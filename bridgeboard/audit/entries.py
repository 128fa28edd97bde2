"""What the audit may say: a closed list of events, of words beside them, and of their shapes.

Nothing here takes a sentence, so no answer and no statement can get into the log, whoever calls.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any, get_args

from bridgeboard.access import ROLES, Deed
from bridgeboard.access.admission import Why

#: For an id or a name that isn't a single short word: who reads it learns that there was one.
NOT_SAID = "?"
_LONGEST_NAME, _MOST_IDS = 80, 50
_ID = re.compile(r"[\w.:-]{1,80}")
#: As bridgeboard.ui.csv_file.file_name makes names.
_FILE = re.compile(r"[\w.-]{1,120}\.[a-z]{2,5}")
_EMAIL = re.compile(r"[^\s@]{1,64}@[^\s@]{1,120}")
_KEY = re.compile(r"[0-9a-f]{16}")


def _text(shape: re.Pattern[str]) -> Callable[[Any], Any]:
    return lambda said: said if isinstance(said, str) and shape.fullmatch(said) else NOT_SAID


def _ids(said: Iterable[Any]) -> list[str]:
    return [_text(_ID)(one) for one in list(said)[:_MOST_IDS]]


def _number(said: Any) -> int:
    if isinstance(said, bool) or not isinstance(said, int):
        raise ValueError("a number in the audit is a whole one")
    return said


def _one_of(*words: str) -> Callable[[Any], Any]:
    def one(said: Any) -> str:
        if said not in words:
            raise ValueError(f"the audit knows {', '.join(words)}")
        return said

    return one


#: Every word that may stand beside an event, and what becomes of what is given for it.
DETAILS: Mapping[str, Callable[[Any], Any]] = {
    "file": _text(_FILE),
    "bytes": _number,
    "files": _number,
    "measure": _text(_ID),
    "report": _one_of("programme", "site", "comparison"),
    "format": _one_of("table", "csv", "json", "html", "pdf", "xlsx"),
    "view": _one_of("team", "shareable"),
    "sites": _ids,
    "waves": _ids,
    "income_levels": _ids,
    "site": _text(_ID),
    "snapshot_id": _text(_ID),
    "role": _one_of(*ROLES),
    "sign_in": _text(_KEY),
    "person": lambda said: said if said == "everybody" else _text(_EMAIL)(said),
    "deed": _one_of(*get_args(Deed)),
    "why": _one_of(*get_args(Why)),
}
#: Every event, and which details it may have.
EVENTS: Mapping[str, frozenset[str]] = {
    "downloaded": frozenset(
        ("file", "bytes", "view", "snapshot_id", "sites", "waves", "income_levels")
    ),
    "exported": frozenset(
        ("measure", "report", "format", "view", "sites", "waves", "snapshot_id", "bytes")
    ),
    "signed in": frozenset(("role", "sign_in")),
    "signed out": frozenset(("person",)),
    "turned away": frozenset(("why",)),
    "refused": frozenset(("deed", "site")),
    "backed up": frozenset(("files", "bytes")),
    "restored": frozenset(("files", "bytes")),
}


def entry(event: str, by: str, programme: str, details: Mapping[str, Any]) -> dict[str, Any]:
    """What a line says: when, who, what, of which programme, and a few short words beside it.

    Missing: a detail that is None is left out; what is no short word stands as a question mark.
    Raises:  ValueError if the event or a detail is none that the audit knows.
    """
    known = EVENTS.get(event)
    if known is None or (unknown := set(details) - known):
        raise ValueError(f"the audit doesn't know {event}: {sorted(unknown) if known else ''}")
    return {
        "at": datetime.now(UTC).isoformat(timespec="milliseconds"),
        "by": _name(by),
        "event": event,
        "programme": _text(_ID)(programme) if programme else "",
        "details": {
            word: DETAILS[word](said) for word, said in details.items() if said is not None
        },
    }


def _name(by: str) -> str:
    """A name on one line, that any file and terminal can hold."""
    plain = "".join(c if c.isprintable() else " " for c in by)
    return " ".join(plain.split())[:_LONGEST_NAME]
