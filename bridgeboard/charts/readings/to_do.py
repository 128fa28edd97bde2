"""An open action in a sentence: what, who, by when, how far, and whether it is late."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_WORDS = {
    "action": "{what}: {owner}, {due}, {status}{late}",
    "nobody": "nobody named",
    "no_due": "no due date",
    "due": "due {day}",
    "late": " (late)",
}


def action(row: Mapping[str, Any]) -> str:
    """The action of a row of `action_list.to_do`, as the page and the report on a site say it."""
    return _WORDS["action"].format(
        what=row["what"],
        owner=row["owner"] or _WORDS["nobody"],
        due=_WORDS["due"].format(day=row["due"]) if row["due"] else _WORDS["no_due"],
        status=row["status"],
        late=_WORDS["late"] if row["days_late"] else "",
    )
