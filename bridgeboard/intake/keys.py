"""Rows that may not be twice, and rows that must agree with each other."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from bridgeboard.intake.working import SHOWN_ROWS, Words, Working, rows_in_words
from bridgeboard.readers.quoting import listed, quoted
from schemas._table import key

#: What says that two rows of respondents are one person at one wave.
SAME_PERSON = ["person_code", "wave_id"]


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
    named = " and ".join(columns)

    def words(place: int) -> Words:
        same = [pl.col(name).eq_missing(pl.lit(work.typed[name][place])) for name in columns]
        others = twice.filter(*same)["place"].drop_nulls().to_list()
        others.remove(place)
        few = others[:SHOWN_ROWS]
        rows = rows_in_words([work.row(other) for other in few], len(others))
        one = len(others) == 1
        has = "has" if one else "have"
        cells = listed([work.cell(place, name) for name in columns])
        if len(few) == len(others) and work.text[[place, *few]].n_unique() == 1:
            return Words(
                cells,
                f"{rows} {'is' if one else 'are'} the same in all cells",
                "Delete all but one of these rows.",
            )
        if columns == SAME_PERSON:
            return Words(cells, *_person_twice(work, place, others, f"{rows} {has}"))
        return Words(
            cells,
            f"{named} must name one row only, and {rows} {has} the same",
            "Keep the right row, or mend one of them.",
        )

    column = columns[0] if len(columns) == 1 else None
    places = twice["place"].to_numpy()
    work.report(places, rule=f"unique {' '.join(columns)}", column=column, words=words)


def _person_twice(
    work: Working, place: int, others: Sequence[int], rows_have: str
) -> tuple[str, str]:
    sites = work.typed["site_id"].gather(others).drop_nulls().unique(maintain_order=True)
    elsewhere = [quoted(site) for site in sites if site != work.typed["site_id"][place]]
    at = f" at site {listed(elsewhere)}" if elsewhere else ""
    which = "row of the site where the person answered" if elsewhere else "right row"
    return (
        f"a person answers once in a wave, and {rows_have} the same person_code and wave_id{at}",
        f"Keep the {which}; if they are two people, give one another person_code; if it was "
        "another wave, mend wave_id.",
    )


def _constant(work: Working, column: str, constant: str) -> None:
    frame = _numbered(work, [column, constant]).drop_nulls(column)
    frame = frame.filter(~pl.col("untyped"))
    values = pl.col(constant).n_unique().over(column)
    mixed = frame.filter(values > 1)
    if mixed.is_empty():
        return

    def words(place: int) -> Words:
        own = work.typed[constant][place]
        different = mixed.filter(
            pl.col(column) == work.typed[column][place],
            ~pl.col(constant).eq_missing(pl.lit(own)),
        )["place"].to_list()
        rows = [work.row(other) for other in different[:SHOWN_ROWS]]
        name = quoted(work.typed[column][place])
        return Words(
            work.cell(place, constant),
            f"all rows of {column} {name} must have the same {constant}, and "
            f"{rows_in_words(rows, len(different))} "
            f"{'says' if len(different) == 1 else 'say'} {work.cell(different[0], constant)}",
            f"Mend {constant}, or give one of them another {column}.",
        )

    places = mixed["place"].to_numpy()
    work.report(places, rule=f"same {constant}", column=constant, words=words)


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
