"""Who did what when: published, decided, took away or tried, from the three records of it.

Publishing and rolling back stand in a programme's history, which the pointer to what is served
completes; what people decide in the log of decisions; all else in the audit. Each is written in the
same step as the deed, or before it, so nothing is missing where a program was stopped in between.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard import audit
from bridgeboard.decisions import Decisions
from bridgeboard.problems import Refusal
from bridgeboard.store.shelf import PROGRAMME_ID, Shelf

if TYPE_CHECKING:
    from bridgeboard.access import Viewer

SCHEMA = {
    "at": pl.Datetime("us", "UTC"),
    "by": pl.String,
    "event": pl.String,
    "programme": pl.String,
    "what": pl.String,
}
#: What one line of the groupings' log has in common in its rows, one per site.
_ENTRY = ("grouping", "event", "version", "at", "by")
_UNREADABLE = "What was decided about “{programme}” can't be read: {why}"

Row = tuple[datetime | None, str, str, str, str]


@dataclass(frozen=True, slots=True, eq=False)
class Deeds:
    """Who did what, and how far that is all.

    frame:    one row per deed, oldest first: at, by (empty where nobody said who), event, programme
              (empty where it is of none), what (words and ids: "file: …; view: team").
    troubles: what is wrong with the records, in sentences; none if they are whole.
    n_sealed: lines of the audit that were checked against each other; seal: of the last one.
    """

    frame: pl.DataFrame
    troubles: tuple[str, ...]
    n_sealed: int
    seal: str


def deeds(root: Path, viewer: Viewer, programme: str | None = None) -> Deeds:
    """Who did what, of one programme or of all, as far as somebody may read it.

    In:      what is of no programme (sign-ins, backups, refused attempts) is for those alone whose
             role is for all programmes.
    Missing: a day that can't be read is null, and such rows come first.
    Raises:  Forbidden if the viewer may not read it; Refusal if the audit can't be read.
    """
    if programme is not None or not any(
        viewer.may("read_audit", one) for one in viewer.programmes or ()
    ):
        viewer.must("read_audit", programme)
    log, rows, troubles = audit.read(root), [], []
    for name in _programmes(root) if programme is None else [programme]:
        if viewer.may("read_audit", name):
            rows += _published(root, name)
            decided, trouble = _decided(root, name)
            rows += decided
            troubles += trouble
    reads_all = viewer.may("read_audit")
    for event in log.events:
        of = event["programme"]
        is_seen = viewer.may("read_audit", of) if of else reads_all
        if is_seen and (programme is None or of in ("", programme)):
            what = _said(event["details"])
            rows.append((_moment(event["at"]), event["by"], event["event"], of, what))
    frame = pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("at", maintain_order=True)
    seal = log.seals[-1] if log.seals else ""
    return Deeds(frame, (*log.troubles, *troubles), len(log.seals), seal)


def _programmes(root: Path) -> list[str]:
    """All that ever were in the store, also if nothing of them can be shown any more."""
    try:
        names = sorted(path.name for path in root.iterdir() if path.is_dir())
    except OSError:
        return []
    return [name for name in names if PROGRAMME_ID.fullmatch(name)]


def _published(root: Path, programme: str) -> Iterator[Row]:
    shelf = Shelf(root, programme)
    history, last = shelf.history(), shelf.pointer().event
    if last is not None and last not in history:
        # Stopped between the one step that publishes and the line that tells it.
        history.append(last)
    for event in history:
        said = {"snapshot_id": event["snapshot_id"]} if event.get("snapshot_id") else {}
        by, what = str(event.get("by", "")), str(event.get("what", ""))
        yield _moment(event.get("at")), by, what, programme, _said(said)


def _decided(root: Path, programme: str) -> tuple[list[Row], list[str]]:
    kept = Decisions(root, programme)
    try:
        warning = kept.warning()
        found = [
            *_of(kept.history(), "action", ("site_id", "action_id")),
            *_of(kept.rating_history(), "rating", ("site_id", "wave_id", "construct_id")),
            *_of(kept.grouping_history().unique(_ENTRY, maintain_order=True), "grouping", ()),
            *_of(kept.release_history(), "statement", ("statement_id",)),
            *_of(kept.map_history(), "map", ("kind",)),
        ]
    except Refusal as why:
        return [], [_UNREADABLE.format(programme=programme, why=why)]
    return [(at, by, event, programme, what) for at, by, event, what in found], [
        *([warning] if warning else [])
    ]


def _of(
    history: pl.DataFrame, kind: str, ids: Iterable[str]
) -> Iterator[tuple[datetime, str, str, str]]:
    """Lines of one kind of decision; of all that was written only ids."""
    for row in history.iter_rows(named=True):
        yield row["at"], row["by"], f"{kind} {row['event']}", _said({one: row[one] for one in ids})


def _said(details: Mapping[str, Any]) -> str:
    parts = (
        f"{_plain(word)}: {', '.join(said) if isinstance(said, list) else said}"
        for word, said in details.items()
        if said is not None
    )
    return "; ".join(parts)


def _plain(word: str) -> str:
    return word.removesuffix("_id").replace("_", " ")


def _moment(text: Any) -> datetime | None:
    try:
        at = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
