"""Rows that share a key, and what a sentence says of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bridgeboard.intake.keys import Same, keys_of, unique_column, unique_rule, unique_words
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.streaming.checks import Check, untyped
from bridgeboard.intake.streaming.loading import Loaded
from bridgeboard.intake.streaming.sql import name
from bridgeboard.intake.streaming.workplace import Workplace
from bridgeboard.intake.working import MOST_SITES, SHOWN_ROWS


def key_checks(place: Workplace, table: Loaded) -> Iterator[Check]:
    """That the table's keys name one row only; the rows that share one are looked up here."""
    for nth, (columns, empty_may_repeat) in enumerate(keys_of(table.model)):
        same = name(f"{table.name} same {nth}")
        _find(place, table, columns, empty_may_repeat, same)
        yield Check(
            unique_rule(columns),
            unique_column(columns),
            f"place IN (SELECT place FROM {same})",
            lambda work, of, columns=columns: unique_words(work, columns, of),
            facts=others(place, table, same, own_site=False),
        )


def _find(
    place: Workplace, table: Loaded, columns: Sequence[str], empty_may_repeat: bool, same: str
) -> None:
    """A table of place, first (the place of the first row of the same key) and n (rows of it)."""
    rules = rules_of(table.model)
    if not empty_may_repeat and any(rules[column].nullable for column in columns):
        raise NotImplementedError("a long table's key has no cell that may be empty")
    eligible = ["NOT garbled", *(f"{name(column)} IS NOT NULL" for column in columns)]
    eligible += [f"NOT ({untyped(column)})" for column in columns if column in table.known]
    key = ", ".join(map(name, columns))
    rows = f"SELECT place, {key} FROM {name(table.name)} WHERE {' AND '.join(eligible)}"
    # Numbers are quicker to count than texts, and hardly ever are two texts one number.
    place.run(
        "CREATE OR REPLACE TEMP TABLE twice AS SELECT h FROM "
        f"(SELECT hash({key}) AS h FROM ({rows})) GROUP BY h HAVING count(*) > 1"
    )
    place.run(
        f"""
        CREATE TABLE {same} AS
        WITH candidates AS (
            SELECT * FROM ({rows}) WHERE hash({key}) IN (SELECT h FROM twice)
        ), groups AS (
            SELECT {key}, min(place) AS first, count(*) AS n
            FROM candidates GROUP BY {key} HAVING count(*) > 1
        )
        SELECT place, first, n FROM candidates JOIN groups USING ({key})
        """
    )


def others(
    place: Workplace, table: Loaded, same: str, own_site: bool
) -> Callable[[Sequence[int]], dict[int, Same]]:
    """For rows, what there is to say of those of the same group.

    In: same: a table of place, first and n; own_site: are the row and its site among the others?
    """
    has_sites = "site_id" in rules_of(table.model)

    def of(row: int) -> Same:
        ((first, n),) = place.rows(f"SELECT first, n FROM {same} WHERE place = {row}")
        of_group = f"first = {first}" + ("" if own_site else f" AND place <> {row}")
        few = place.rows(
            f"SELECT place FROM {same} WHERE {of_group} ORDER BY place LIMIT {SHOWN_ROWS}"
        )
        sites = []
        if has_sites:
            sites = place.rows(
                f"SELECT site_id, min(place) AS earliest FROM {same} JOIN {name(table.name)} "
                f"USING (place) WHERE {of_group} AND site_id IS NOT NULL "
                f"GROUP BY site_id ORDER BY earliest LIMIT {MOST_SITES}"
            )
        return Same([one for (one,) in few], n if own_site else n - 1, [site for site, _ in sites])

    return lambda rows: {row: of(row) for row in rows}
