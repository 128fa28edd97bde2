"""What would change if these rows were published in place of those."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.store import as_folder
from schemas._table import key
from schemas.tables import PROGRAMME_TABLES

if TYPE_CHECKING:
    from bridgeboard.intake import Accepted
    from bridgeboard.store.snapshot import Snapshot
    from schemas.programme import Programme

#: Of each table so many new, changed and gone rows each are listed.
LISTED = 200
NEW, CHANGED, GONE = "new", "changed", "gone"
#: what: new, changed or gone; key: the row's key, its parts joined by " · "; column, before and
#: after: of a changed cell, as text.
ROWS = dict.fromkeys(("table_name", "what", "key", "column", "before", "after"), pl.String)

Tables = Mapping[str, pl.DataFrame]


@dataclass(frozen=True, slots=True, eq=False)
class TableDifference:
    """How the rows of one table differ, told apart by the table's key.

    columns: how many cells changed, by column, in rows that both have.
    rows:    the first of them, with the columns of ROWS.
    """

    table_name: str
    n_before: int
    n_after: int
    n_new: int
    n_changed: int
    n_gone: int
    n_same: int
    columns: Mapping[str, int] = field(default_factory=dict)
    rows: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=ROWS))

    @property
    def any(self) -> bool:
        """Does anything differ?"""
        return bool(self.n_new or self.n_changed or self.n_gone)


@dataclass(frozen=True, slots=True, eq=False)
class Differences:
    """tables: those with rows before or after, in their order; settings: names of settings that
    differ; instruments_new, instruments_gone: ids; without_people: respondents and answers could
    not be compared, for their rows are not here."""

    tables: tuple[TableDifference, ...]
    settings: tuple[str, ...] = ()
    instruments_new: tuple[str, ...] = ()
    instruments_gone: tuple[str, ...] = ()
    without_people: bool = False

    @property
    def any(self) -> bool:
        """Does anything differ?"""
        settings = self.settings or self.instruments_new or self.instruments_gone
        return bool(settings) or any(table.any for table in self.tables)


def against(snapshot: Snapshot | None, accepted: Accepted) -> Differences:
    """What publishing these accepted rows would change; all is new where there is no snapshot.

    Missing: a row of answers that says "missing" is as good as none, so it is not counted.
    """
    from bridgeboard.store import relations

    before = {} if snapshot is None else as_folder.tables(snapshot)
    old = None if snapshot is None else snapshot.programme
    return differences(before, relations.frames(accepted), old, accepted.programme)


def between(earlier: Snapshot, later: Snapshot) -> Differences:
    """What changed from one snapshot to another.

    Missing: respondents and answers where one of the two was counted on a cluster: their rows are
             not in it.
    """
    counted = earlier.counted_on is not None or later.counted_on is not None
    names = [name for name in PROGRAMME_TABLES if not (counted and name in as_folder.OF_PEOPLE)]
    before, after = (as_folder.tables(one, names) for one in (earlier, later))
    found = differences(before, after, earlier.programme, later.programme)
    return replace(found, without_people=counted)


def differences(
    before: Tables,
    after: Tables,
    old: Programme | None = None,
    new: Programme | None = None,
) -> Differences:
    """The same of tables at hand, typed as the schemas say."""
    found = []
    for name, model in PROGRAMME_TABLES.items():
        empty = after.get(name, before.get(name))
        if empty is None:
            continue
        pair = (before.get(name, empty.clear()), after.get(name, empty.clear()))
        if any(frame.height for frame in pair):
            found.append(_of_table(name, key(model), *map(_said, pair)))
    ids = [frozenset(one.instruments) if one is not None else frozenset() for one in (old, new)]
    return Differences(
        tuple(found),
        _settings(old, new),
        tuple(one for one in (new.instruments if new else ()) if one not in ids[0]),
        tuple(one for one in (old.instruments if old else ()) if one not in ids[1]),
    )


def _said(frame: pl.DataFrame) -> pl.DataFrame:
    """Without rows that say no more than a missing row."""
    return frame.filter(pl.col("state") != "missing") if "item_id" in frame.columns else frame


def _of_table(
    name: str, keys: Sequence[str], before: pl.DataFrame, after: pl.DataFrame
) -> TableDifference:
    on = list(keys)
    others = [column for column in after.columns if column not in on]
    new = after.join(before, on=on, how="anti", nulls_equal=True, maintain_order="left")
    gone = before.join(after, on=on, how="anti", nulls_equal=True, maintain_order="left")
    both = after.join(
        before, on=on, how="inner", nulls_equal=True, maintain_order="left", suffix=" before"
    )
    differs = {c: pl.col(c).ne_missing(pl.col(f"{c} before")) for c in others}
    changed = both.filter(pl.any_horizontal(*differs.values())) if others else both.clear()
    n_cells = changed.select(is_new.sum().alias(c) for c, is_new in differs.items())
    columns = {c: int(n_cells[c].item()) for c in others if n_cells[c].item()}
    return TableDifference(
        table_name=name,
        n_before=before.height,
        n_after=after.height,
        n_new=new.height,
        n_changed=changed.height,
        n_gone=gone.height,
        n_same=both.height - changed.height,
        columns=columns,
        rows=_listed(name, on, new, gone, changed, list(columns)),
    )


def _listed(
    name: str,
    keys: list[str],
    new: pl.DataFrame,
    gone: pl.DataFrame,
    changed: pl.DataFrame,
    columns: list[str],
) -> pl.DataFrame:
    key_text = pl.concat_str(
        [pl.col(k).cast(pl.String).fill_null("–") for k in keys], separator=" · "
    )
    parts = [
        changed.head(LISTED)
        .with_row_index("_place")
        .filter(pl.col(column).ne_missing(pl.col(f"{column} before")))
        .select(
            "_place",
            pl.lit(CHANGED).alias("what"),
            key_text.alias("key"),
            pl.lit(column).alias("column"),
            pl.col(f"{column} before").cast(pl.String).alias("before"),
            pl.col(column).cast(pl.String).alias("after"),
        )
        for column in columns
    ]
    cells = pl.concat(parts).sort("_place", maintain_order=True).drop("_place") if parts else None
    whole = [
        frame.head(LISTED).select(pl.lit(what).alias("what"), key_text.alias("key"))
        for what, frame in ((NEW, new), (GONE, gone))
    ]
    listed = pl.concat([one for one in (cells, *whole) if one is not None], how="diagonal")
    table_name = pl.lit(name).alias("table_name")
    empty = pl.DataFrame(schema=ROWS)
    return pl.concat([empty, listed.with_columns(table_name)], how="diagonal")


def _settings(old: Programme | None, new: Programme | None) -> tuple[str, ...]:
    """Names of settings that differ; ratings of a matrix are rows, wherever they stood."""
    if old is None or new is None:
        return ()
    names = (name for name in type(new).model_fields if name != "rating_matrices")
    return tuple(name for name in names if getattr(old, name) != getattr(new, name))
