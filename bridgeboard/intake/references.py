"""Foreign keys: a row that names what is not there is refused, and so is what names that row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from bridgeboard.intake.reference import reference_ids
from bridgeboard.intake.trees import check_tree
from bridgeboard.intake.validation import closest
from bridgeboard.intake.working import SHOWN_ROWS, Say, Words, Working, places_of, rows_in_words

#: How sentences name the reference tables.
_REFERENCES = {
    "reference:cfir_constructs.construct_id": "CFIR 2022 has no construct of this id",
    "reference:cfir_2009.construct": "CFIR 2009 has no construct of this name or id",
    "reference:eric_strategies.strategy": "ERIC has no strategy of this name or id",
}

#: Names to choose from are listed in a sentence if there are no more than these.
FEW = 12

KNOWN = "known"


@dataclass
class Known:
    """What rows may refer to.

    tables: the programme's tables so far; refused rows are known to be refused.
    unreadable: tables whose file is there and could not be read.
    references: reads the reference tables; called only where a row refers to them.
    """

    tables: Mapping[str, Working]
    unreadable: frozenset[str] = frozenset()
    sources: Sequence[str] | None = None
    references: Callable[[], Mapping[str, pl.Series]] = reference_ids


def check_references(work: Working, known: Known) -> None:
    """Refuse rows whose reference leads nowhere, until no more rows fall.

    A table may refer to itself (a theme's parent), so a refused row can orphan others of its own.
    """
    for name, rule in work.rules.items():
        target = rule.refers_to
        if target is None or target == "instruments":
            continue
        if work.typed[name].null_count() == len(work.typed):
            continue
        if target == "sources":
            _check_sources(work, name, known)
        elif target == "reference:constructs_by_framework":
            _check_constructs(work, name, known)
        elif target.startswith("reference:"):
            _check_reference(work, name, target, known)
        elif not _is_own(work, target):
            _check_table(work, name, target, known)
    own = [name for name, rule in work.rules.items() if _is_own(work, rule.refers_to)]
    tree = work.model.Config.metadata.get("tree")
    # Rows of a circle are refused for that; that each also names a refused row goes without saying.
    said = {(tree, place) for place in check_tree(work, tree)} if tree else set()
    before = -1
    while own and before != int(work.refused.sum()):
        before = int(work.refused.sum())
        for name in own:
            _check_table(work, name, work.rules[name].refers_to or "", known, said)


def _is_own(work: Working, target: str | None) -> bool:
    return target is not None and target.startswith(f"{work.name}.")


def _check_table(
    work: Working,
    name: str,
    target: str,
    known: Known,
    said: set[tuple[str | None, int]] | None = None,
) -> None:
    table, _, column = target.partition(".")
    parent = known.tables.get(table)
    cells = work.typed[name]
    if parent is None:
        unreadable = table in known.unreadable
        _report_no_table(work, name, table, unreadable, places_of(cells.is_not_null()))
        return
    good = parent.typed[column].filter(pl.Series(~parent.refused))
    lost = places_of(cells.is_not_null() & ~cells.is_in(good.implode()))
    if said is not None:
        lost = np.array([place for place in lost if (name, int(place)) not in said], dtype=np.int64)
        said.update((name, int(place)) for place in lost)
    if not len(lost):
        return
    refused = parent.typed[column].filter(pl.Series(parent.refused))
    fallen = cells.gather(lost).is_in(refused.drop_nulls().implode()).to_numpy()
    _report_fallen(work, name, parent, column, lost[fallen])
    _report_unknown(work, name, lost[~fallen], good.to_list(), no_such(parent.file, column))


def no_such(file: str, column: str) -> str:
    """What is expected of a name: that the file has it."""
    return f"{file} has no such {column}"


def _report_no_table(
    work: Working, name: str, table: str, unreadable: bool, places: np.ndarray
) -> None:
    words = no_table_words(work, name, table, unreadable)
    work.report(places, column=name, rule=no_table_rule(table), words=words, listed=1)


def no_table_rule(table: str) -> str:
    """The rule that a table must be there, as problems name it."""
    return f"refers to {table}"


def no_table_words(work: Working, name: str, table: str, unreadable: bool) -> Say:
    """What to say of a reference to a table that is not there, or can't be read."""

    def words(place: int) -> Words:
        if unreadable:
            return Words(
                work.cell(place, name),
                f"{table} could not be read, so this can't be looked up",
                f"Mend {table} first.",
            )
        return Words(
            work.cell(place, name),
            f"there is no table {table} to look this up in",
            f"Add {table}.csv, or the sheet {table}.",
        )

    return words


def _report_fallen(
    work: Working, name: str, parent: Working, column: str, places: np.ndarray
) -> None:
    def rows_of(value: str) -> tuple[list[int], int]:
        same = places_of(parent.typed[column] == value)
        return [parent.row(other) for other in same[:SHOWN_ROWS]], len(same)

    words = fallen_words(work, name, parent.file, rows_of)
    work.report_values(places, column=name, rule=fallen_rule(parent.name), words=words)


def fallen_rule(table: str) -> str:
    """The rule that what is named may not be refused, as problems name it."""
    return f"refers to a refused row of {table}"


def fallen_words(
    work: Working, name: str, file: str, rows_of: Callable[[str], tuple[Sequence[int], int]]
) -> Say:
    """What to say of a reference to refused rows.

    In: their file; for a value the numbers of the first of its rows, and how many there are.
    """

    def words(place: int) -> Words:
        first, n = rows_of(work.typed[name][place])
        return Words(
            work.cell(place, name),
            f"{rows_in_words(first, n)} of {file}, which "
            f"{'it names, is' if n == 1 else 'have it, are'} refused",
            f"Mend {file} first.",
        )

    return words


def _report_unknown(
    work: Working,
    name: str,
    places: np.ndarray,
    ids: list[str],
    expected: str,
    can_be_added: bool = True,
) -> None:
    words = unknown_words(work, name, ids, expected, can_be_added)
    work.report_values(places, column=name, rule=KNOWN, words=words)


def unknown_words(
    work: Working, name: str, ids: list[str], expected: str, can_be_added: bool = True
) -> Say:
    """What to say of a name that is not there. In: ids: those that are."""

    def words(place: int) -> Words:
        near = closest(work.typed[name][place], ids)
        if near:
            mend = f"Did you mean {near}?"
        elif ids and len(ids) <= FEW:
            mend = f"Known are {', '.join(ids)}."
        elif can_be_added:
            mend = "Mend it here, or add it there."
        else:
            mend = f"{'Names' if ' ' in ids[0] else 'Ids'} are written like {ids[0]}."
        return Words(work.cell(place, name), expected, mend)

    return words


def _check_reference(work: Working, name: str, target: str, known: Known) -> None:
    cells, ids = work.typed[name], known.references()[target.removeprefix("reference:")]
    lost = places_of(cells.is_not_null() & ~cells.is_in(ids.implode()))
    expected = _REFERENCES[target]
    _report_unknown(work, name, lost, ids.to_list(), expected, can_be_added=False)


def _check_sources(work: Working, name: str, known: Known) -> None:
    if known.sources is None:
        return  # programme.toml has problems of its own; without it nothing can be published
    cells = work.typed[name]
    lost = places_of(cells.is_not_null() & ~cells.is_in(list(known.sources)))
    expected = "programme.toml has no such entry under [sources]"
    _report_unknown(work, name, lost, list(known.sources), expected)


def _check_constructs(work: Working, name: str, known: Known) -> None:
    for framework, table in (("2009", "cfir_2009"), ("2022", "cfir_constructs")):
        ids = known.references()[f"{table}.construct_id"]
        cells = work.typed[name]
        lost = places_of((work.typed["framework"] == framework) & ~cells.is_in(ids.implode()))
        _report_unknown(
            work,
            name,
            lost,
            ids.to_list(),
            f"CFIR {framework} has no construct of this id",
            can_be_added=False,
        )
