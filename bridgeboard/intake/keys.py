"""Rows that may not be twice, and rows that must agree with each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import polars as pl

from bridgeboard.intake.working import (
    MOST_SITES,
    SHOWN_ROWS,
    Say,
    Words,
    Working,
    listed_shortly,
    rows_in_words,
)
from bridgeboard.readers.quoting import listed, quoted
from schemas._table import Table, key

#: What says that two rows of respondents are one person at one wave.
SAME_PERSON = ["person_code", "wave_id"]


def check_keys(work: Working) -> None:
    """Refuse all rows that share a key: which of them is right, only a person can say."""
    metadata = work.model.Config.metadata
    for columns, empty_may_repeat in keys_of(work.model):
        _unique(work, columns, empty_may_repeat)
    for column, constants in metadata.get("constant_within", {}).items():
        for constant in constants:
            _constant(work, column, constant)


@dataclass(frozen=True)
class Same:
    """The other rows that share a row's key.

    few: places of the first of them; n: how many there are; sites: where they say they are, once
    each, as far as a sentence names them.
    """

    few: Sequence[int]
    n: int
    sites: Sequence[str] = ()


def keys_of(model: type[Table]) -> list[tuple[tuple[str, ...], bool]]:
    """What may not be twice in a table: the columns, and whether rows without them may be many."""
    also = model.Config.metadata.get("also_unique", ())
    return [(key(model), False), *((tuple(columns), True) for columns in also)]


def _unique(work: Working, columns: Sequence[str], empty_may_repeat: bool) -> None:
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

    def same(place: int) -> Same:
        equal = [pl.col(name).eq_missing(pl.lit(work.typed[name][place])) for name in columns]
        others = twice.filter(*equal)["place"].drop_nulls().to_list()
        others.remove(place)
        sites: list[str] = []
        if "site_id" in work.typed.columns:
            column = work.typed["site_id"].gather(others).drop_nulls()
            sites = column.unique(maintain_order=True).head(MOST_SITES).to_list()
        return Same(others[:SHOWN_ROWS], len(others), sites)

    work.report(
        twice["place"].to_numpy(),
        rule=unique_rule(columns),
        column=unique_column(columns),
        words=unique_words(work, columns, same),
    )


def unique_rule(columns: Sequence[str]) -> str:
    """The rule that these columns name one row only, as problems name it."""
    return f"unique {' '.join(columns)}"


def unique_column(columns: Sequence[str]) -> str | None:
    """The column in which such a problem is; None if the key has several."""
    return columns[0] if len(columns) == 1 else None


def unique_words(work: Working, columns: Sequence[str], same: Callable[[int], Same]) -> Say:
    """What to say of a row whose key other rows have too."""
    named = " and ".join(columns)

    def words(place: int) -> Words:
        others = same(place)
        rows = rows_in_words([work.row(other) for other in others.few], others.n)
        one = others.n == 1
        has = "has" if one else "have"
        cells = listed([work.cell(place, name) for name in columns])
        if len(others.few) == others.n and work.text[[place, *others.few]].n_unique() == 1:
            return Words(
                cells,
                f"{rows} {'is' if one else 'are'} the same in all cells",
                "Delete all but one of these rows.",
            )
        if list(columns) == SAME_PERSON:
            return Words(cells, *_person_twice(work, place, others.sites, f"{rows} {has}"))
        return Words(
            cells,
            f"{named} must name one row only, and {rows} {has} the same",
            "Keep the right row, or mend one of them.",
        )

    return words


def _person_twice(
    work: Working, place: int, sites: Sequence[str], rows_have: str
) -> tuple[str, str]:
    elsewhere = [quoted(site) for site in sites if site != work.typed["site_id"][place]]
    at = f" at site {listed_shortly(elsewhere)}" if elsewhere else ""
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
