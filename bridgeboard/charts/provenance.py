"""What every chart says about where its rows come from."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bridgeboard.charts import words

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown


def mark(shown: Shown) -> str:
    """What must stand on the drawing itself: that rows are simulated; else nothing."""
    return words.SIMULATED if "simulated" in shown.answer.provenance else ""


def source(shown: Shown, *labels: str) -> str:
    """The line under a chart: sources by name if given, kind of evidence, programme, snapshot."""
    kinds = ", ".join(
        words.PROVENANCES[kind] for kind in words.PROVENANCES if kind in shown.answer.provenance
    )
    named = "; ".join(dict.fromkeys(label for label in labels if label))
    parts = (named, kinds, shown.answer.programme_name, _published(shown.answer.snapshot_id))
    return "Source: " + ", ".join(part for part in parts if part)


def _published(snapshot_id: str) -> str:
    """The snapshot as people name it: by the time it was published, which begins its id."""
    time = re.match(r"(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)", snapshot_id)
    if time is None:
        return f"snapshot {snapshot_id}"
    year, month, day, hour, minute = time.groups()
    return f"snapshot of {year}-{month}-{day} {hour}:{minute} UTC"
