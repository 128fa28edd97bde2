"""Rows that may not be twice, and rows that must agree with each other."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from bridgeboard.intake.working import Words, Working, rows_in_words
from bridgeboard.readers.quoting import listed, quoted
from schemas._table import key


def check_keys(work: Working) -> None:
    """Refuse all rows that share a key: which of them is right, only a person can say."""
    metadata = work.model.Config.metadata
    _unique(work, key(work.model))
    for columns in metadata.get("also_unique", ()):
        _unique(work, columns, empty_may_repeat=True)
    for column, constants in metadata.get("constant_within", {}).items():
        for constant in constants:
            _constant(work, column, constant)


def _unique(work: Working, columns: Sequence[str], empty_may_repeat: bool = False) -> None:
    frame = _numbered(work, columns).filter(~pl.col("untyped"))
    if empty_may_repeat:
        frame = frame.drop_nulls(columns)
    else:
        # What could not be typed is no key; an empty cell of a key that may be empty is.
        required = [name for name in columns if not work.rules[name].nullable]
        frame = frame.drop_nulls(required)
    if frame.select(columns).n_unique() == len(frame):
        return
    twice = frame.filter(pl.struct(columns).is_duplicated())
    same = twice.group_by(columns, maintain_order=True).agg("place")
    others = {place: places for places in same["place"].to_list() for place in places}
    whole = _same_in_all(work, twice)
    named = " and ".join(columns)

    def words(place: int) -> Words:
        rows = [work.row(other) for other in others[place] if other != place]
        cells = listed([work.cell(place, name) for name in columns])
        if whole.get(place):
            return Words(
                cells,
                f"{rows_in_words(rows)} {'is' if len(rows) == 1 else 'are'} the same in all cells",
                "Delete all but one of these rows.",
            )
        return Words(
            cells,
            f"{named} must name one row only, and {rows_in_words(rows)} "
            f"{'has' if len(rows) == 1 else 'have'} the same",
            "Keep the right row, or mend one of them.",
        )

    column = columns[0] if len(columns) == 1 else None
    work.report(sorted(others), rule=f"unique {' '.join(columns)}", column=column, words=words)


def _same_in_all(work: Working, twice: pl.DataFrame) -> dict[int, bool]:
    """Of rows with equal keys: which are equal in every other cell too?"""
    places = twice["place"]
    same = work.text[places.to_list()].is_duplicated()
    return dict(zip(places.to_list(), same.to_list(), strict=True))


def _constant(work: Working, column: str, constant: str) -> None:
    frame = _numbered(work, [column, constant]).drop_nulls(column)
    frame = frame.filter(~pl.col("untyped"))
    mixed = (
        frame.group_by(column, maintain_order=True)
        .agg(pl.col(constant).n_unique().alias("n"), "place")
        .filter(pl.col("n") > 1)
    )
    if mixed.is_empty():
        return
    others = {place: places for places in mixed["place"].to_list() for place in places}

    def words(place: int) -> Words:
        different = [
            other
            for other in others[place]
            if work.typed[constant][other] != work.typed[constant][place]
        ]
        name = quoted(work.typed[column][place])
        return Words(
            work.cell(place, constant),
            f"all rows of {column} {name} must have the same {constant}, and "
            f"{rows_in_words([work.row(other) for other in different])} "
            f"{'says' if len(different) == 1 else 'say'} {work.cell(different[0], constant)}",
            f"Mend {constant}, or give one of them another {column}.",
        )

    work.report(sorted(others), rule=f"same {constant}", column=constant, words=words)


def _numbered(work: Working, columns: Sequence[str]) -> pl.DataFrame:
    untyped = pl.Series("untyped", [False]).new_from_index(0, len(work.rows))
    for name in columns:
        if name in work.untyped:
            untyped = untyped | pl.Series(work.untyped[name])
    return (
        work.typed.select(columns)
        .with_columns(untyped.alias("untyped"))
        .with_row_index("place")
        .filter(pl.Series(~work.garbled))
    )
