"""Foreign keys: a row that names what is not there is refused, and so is what names that row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from bridgeboard.intake.reference import reference_ids
from bridgeboard.intake.trees import check_tree
from bridgeboard.intake.validation import closest
from bridgeboard.intake.working import Words, Working, places_of, rows_in_words

#: How sentences name the reference tables.
_REFERENCES = {
    "reference:cfir_constructs.construct_id": "CFIR 2022 has no construct of this id",
    "reference:cfir_2009.construct": "CFIR 2009 has no construct of this name or id",
    "reference:eric_strategies.strategy": "ERIC has no strategy of this name or id",
}

#: Names to choose from are listed in a sentence if there are no more than these.
FEW = 12


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
    _report_unknown(
        work, name, lost[~fallen], good.to_list(), f"{parent.file} has no such {column}"
    )


def _report_no_table(
    work: Working, name: str, table: str, unreadable: bool, places: np.ndarray
) -> None:
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

    work.report(places, column=name, rule=f"refers to {table}", words=words, listed=1)


def _report_fallen(
    work: Working, name: str, parent: Working, column: str, places: np.ndarray
) -> None:
    def words(place: int) -> Words:
        same = places_of(parent.typed[column] == work.typed[name][place])
        rows = rows_in_words([parent.row(other) for other in same])
        return Words(
            work.cell(place, name),
            f"{rows} of {parent.file}, which {'it names, is' if len(same) == 1 else 'have it, are'}"
            " refused",
            f"Mend {parent.file} first.",
        )

    work.report_values(
        places, column=name, rule=f"refers to a refused row of {parent.name}", words=words
    )


def _report_unknown(
    work: Working,
    name: str,
    places: np.ndarray,
    ids: list[str],
    expected: str,
    can_be_added: bool = True,
) -> None:
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

    work.report_values(places, column=name, rule="known", words=words)


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
