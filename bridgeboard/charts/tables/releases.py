"""Which statements are released, by whom and when: a table, names to choose by, and sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.decisions.personal import personal_traces
from bridgeboard.measures.releases import DOUBT, EDITED, FILES, PERSON

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown
    from bridgeboard.store import SnapshotRecord

#: As much of a statement as tells it from others in a list.
_LONGEST = 90
_WORDS = {
    (FILES, "shareable"): "released in the files, which {publisher} published on {published}",
    (FILES, "team"): "not released",
    (PERSON, "shareable"): "released by {by} on {on}",
    (PERSON, "team"): "held back by {by} on {on}",
    (EDITED, "shareable"): "released in the files; {by} released other words on {on}",
    (EDITED, "team"): "not released: its words changed since {by} released it on {on}",
    (DOUBT, "team"): "held back until the damaged file of decisions is restored",
}
_COLUMNS = ("Statement", "Who may read it", "Released", "Sites", "In the transcript")
#: As many lines as a summary has; whoever wants all of them has the table.
_MOST = 5
_REST = "{n}: by others, or at other times; see the table"
_TEAM, _ALL = "the team", "everybody"
_TRACES = "Look again: it has what looks like {traces}."


def ids(shown: Shown, wave_id: str) -> frozenset[str]:
    """The statements of a wave that the view shows at the chosen sites. In: the measure itself."""
    return frozenset(shown.frame.filter(pl.col("wave_id") == wave_id)["statement_id"])


def of_statement(told: pl.DataFrame, statement_id: str) -> dict[str, Any]:
    """The row of one statement."""
    return told.row(by_predicate=pl.col("statement_id") == statement_id, named=True)


def listed(told: pl.DataFrame, of: Collection[str], record: SnapshotRecord) -> pl.DataFrame:
    """The statements of these ids, with who released them when.

    In: measures.releases.releases; the record of the snapshot that it is of.
    """
    rows = [
        (
            row["text"],
            _ALL if row["release"] == "shareable" else _TEAM,
            state(row, record),
            row["site_names"] or "",
            row["transcript_refs"] or "",
        )
        for row in told.to_dicts()
        if row["statement_id"] in of
    ]
    return pl.DataFrame(rows, schema=dict.fromkeys(_COLUMNS, pl.String), orient="row")


def summary(told: pl.DataFrame, of: Collection[str], record: SnapshotRecord) -> list[str]:
    """How many of these statements were released by whom and when, most first, in a few words."""
    counted = Counter(
        state(row, record) for row in told.to_dicts() if row["statement_id"] in of
    ).most_common()
    said = [f"{n}: {words}" for words, n in counted[:_MOST]]
    rest = sum(n for _, n in counted[_MOST:])
    return [*said, _REST.format(n=rest)] if rest else said


def state(row: dict[str, Any], record: SnapshotRecord) -> str:
    """Whether a statement is released, and who decided that when."""
    return _WORDS[row["basis"], row["release"]].format(
        by=row["by"],
        on=row["at"] and f"{row['at']:%Y-%m-%d %H:%M} UTC",
        publisher=record.by,
        published=f"{record.published_at:%Y-%m-%d}",
    )


def named(told: pl.DataFrame, of: Collection[str]) -> dict[str, str]:
    """Names to choose one of these statements by: its first words, its sites, and its state."""
    names = {}
    for row in told.to_dicts():
        if row["statement_id"] in of:
            text = row["text"]
            text = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
            may_read = "released" if row["release"] == "shareable" else "team"
            where = f" ({row['site_names']})" if row["site_names"] else ""
            names[row["statement_id"]] = f"{text}{where} · {may_read} · {row['statement_id']}"
    return names


def warnings(row: dict[str, Any]) -> list[str]:
    """What whoever releases a statement should look at twice."""
    traces = personal_traces(f"{row['text']} {row['transcript_refs'] or ''}")
    return [_TRACES.format(traces=" and ".join(traces))] if traces else []
