"""Which rows break which rule, as a set; and the first of them in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import polars as pl

from bridgeboard.intake.keys import Same
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.streaming.checks import Check, text_of
from bridgeboard.intake.streaming.loading import Loaded
from bridgeboard.intake.streaming.sql import any_of, name
from bridgeboard.intake.streaming.workplace import Workplace
from bridgeboard.intake.working import Working
from bridgeboard.problems import LISTED, Problem

#: Checks that are made in one pass over a table.
_AT_ONCE = 24


class Finding:
    """What is found of one table, kept as (place, nth): row and number of the check."""

    def __init__(self, place: Workplace, table: Loaded, checks: Sequence[Check]) -> None:
        self.place, self.table, self.checks = place, table, list(checks)
        self.found = name(f"{table.name} found")
        place.run(f"CREATE TABLE {self.found} (place BIGINT, nth SMALLINT)")

    def find(self, source: str, extra: str = "") -> None:
        """Judge every row by every check that has SQL.

        In: source: the table, or what is joined to it, with all that the checks ask for.
        A cell that was refused has been reported; nothing more is said of it.
        """
        for asked in self._together():
            self._find(source, extra, asked)

    def _together(self) -> list[list[tuple[int, Check]]]:
        """Checks with SQL, in parts: of very many at once DuckDB would take too much memory.

        Those of one column stay together, and all do where a check looks at several columns.
        """
        asked = [(nth, check) for nth, check in enumerate(self.checks) if check.sql]
        if any(check.column is None for _, check in asked):
            return [asked]
        parts: list[list[tuple[int, Check]]] = [[]]
        for column in dict.fromkeys(check.column for _, check in asked):
            if len(parts[-1]) >= _AT_ONCE:
                parts.append([])
            parts[-1] += [one for one in asked if one[1].column == column]
        return parts

    def _find(self, source: str, extra: str, asked: Sequence[tuple[int, Check]]) -> None:
        flags = ", ".join(
            f"coalesce(({check.sql}), false) AS {name(f'c{nth}')}" for nth, check in asked
        )
        said = ", ".join(f"CASE WHEN {self._unsaid(nth, asked)} THEN {nth} END" for nth, _ in asked)
        some = any_of(name(f"c{nth}") for nth, _ in asked)
        self.place.run(
            f"""
            INSERT INTO {self.found}
            SELECT place, nth FROM (
                SELECT place, unnest([{said}])::SMALLINT AS nth FROM (
                    SELECT place, {flags} FROM {source} WHERE NOT garbled {extra}
                ) WHERE {some}
            ) WHERE nth IS NOT NULL
            """
        )

    def _unsaid(self, nth: int, asked: Sequence[tuple[int, Check]]) -> str:
        check = self.checks[nth]
        columns = check.looks_at if check.column is None else (check.column,)
        before = [
            name(f"c{other}")
            for other, earlier in asked
            if other < nth and earlier.column in columns and earlier.severity == "refused"
        ]
        own = name(f"c{nth}")
        return f"{own} AND NOT ({any_of(before)})" if before else own

    def add(self, nth: int, places: str) -> None:
        """Rows that something else found. In: places: SQL that gives them."""
        self.place.run(f"INSERT INTO {self.found} SELECT place, {nth} FROM ({places})")

    def refused(self, before: int | None = None) -> str:
        """SQL for the places of refused rows; before: by checks before this one only."""
        refusing = [
            str(nth)
            for nth, check in enumerate(self.checks)
            if check.severity == "refused" and (before is None or nth < before)
        ]
        return (
            f"SELECT place FROM {self.found} WHERE nth IN ({', '.join(refusing)}) "
            f"UNION SELECT place FROM {name(self.table.name)} WHERE garbled"
        )

    def listed(self) -> list[tuple[Check, int, int]]:
        """What is written out: the check, the place, and how many more are like it."""
        out = []
        for nth, check in enumerate(self.checks):
            rows = self._values(nth) if check.by_value else self._first(nth)
            out += [(check, place, also) for place, also in rows]
        return out

    def _first(self, nth: int) -> list[tuple[int, int]]:
        most = self.checks[nth].listed
        rows = self.place.rows(
            f"SELECT place FROM {self.found} WHERE nth = {nth} ORDER BY place LIMIT {most}"
        )
        n = self.place.number(f"SELECT count(*) FROM {self.found} WHERE nth = {nth}")
        return [
            (place, n - most if number == most and n > most else 0)
            for number, (place,) in enumerate(rows, start=1)
        ]

    def _values(self, nth: int) -> list[tuple[int, int]]:
        column = name(self.checks[nth].column or "")
        values = f"""
            SELECT min(f.place) AS first, count(*) AS n
            FROM {self.found} AS f JOIN {name(self.table.name)} AS t ON t.place = f.place
            WHERE f.nth = {nth} GROUP BY t.{column}
        """
        rows = self.place.rows(f"{values} ORDER BY first LIMIT {LISTED}")
        n = self.place.number(f"SELECT count(*) FROM {self.found} WHERE nth = {nth}")
        beyond = n - sum(rows_of for _, rows_of in rows)
        return [
            (place, rows_of - 1 + (beyond if number == len(rows) else 0))
            for number, (place, rows_of) in enumerate(rows, start=1)
        ]


def sample(
    place: Workplace, table: Loaded, places: Sequence[int]
) -> tuple[Working, dict[int, int]]:
    """These rows as a table to say words of, and where each of them is in it."""
    wanted = sorted(set(places))
    place.run("CREATE OR REPLACE TEMP TABLE wanted (place BIGINT)")
    place.insert("wanted", pl.DataFrame({"place": wanted}, schema={"place": pl.Int64}))
    frame = place.frame(
        f"SELECT * FROM {name(table.name)} SEMI JOIN wanted USING (place) ORDER BY place"
    )
    rules = rules_of(table.model)
    text = {column: text_of(column)[1:-1] for column in table.known}
    n = len(frame)
    work = Working(
        name=table.name,
        file=table.file,
        model=table.model,
        text=frame.select(pl.col(held).alias(column) for column, held in text.items()),
        rows=frame["row"],
        typed=frame.select(pl.col(column).cast(rule.dtype) for column, rule in rules.items()),
        refused=np.zeros(n, dtype=bool),
        garbled=np.zeros(n, dtype=bool),
        decimal_comma=dict(table.decimal_comma),
    )
    return work, {one: nth for nth, one in enumerate(frame["place"].to_list())}


def problems(finding: Finding) -> list[Problem]:
    """All that was found, in words: the first few rows of each check, and how many more."""
    listed = finding.listed()
    facts: dict[tuple[int, int], Any] = {}
    for check in {id(check): check for check, _, _ in listed if check.facts}.values():
        places = [place for other, place, _ in listed if other is check]
        facts |= {(id(check), place): fact for place, fact in check.facts(places).items()}
    beside = [place for fact in facts.values() if isinstance(fact, Same) for place in fact.few]
    places = [*(place for _, place, _ in listed), *beside]
    work, at = sample(finding.place, finding.table, places)

    def in_sample(fact: Any) -> Any:
        if isinstance(fact, Same):
            return replace(fact, few=[at[place] for place in fact.few])
        return fact

    return [
        _problem(work, check, at[place], also, in_sample(facts.get((id(check), place))))
        for check, place, also in listed
    ]


def _problem(work: Working, check: Check, place: int, also: int, fact: Any) -> Problem:
    said = check.say(work, lambda _: fact)(place)
    return Problem(
        file=work.file,
        row=work.row(place),
        column=check.column,
        rule=check.rule,
        found=said.found,
        expected=said.expected,
        mend=said.mend,
        severity=check.severity,
        also=also,
    )
