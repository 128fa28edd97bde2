"""What is wrong between rows on a cluster: those that are there twice, and those of nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bridgeboard.cluster import long_tables
from bridgeboard.cluster.engine import Engine
from bridgeboard.cluster.long_tables import GIVEN, PEOPLE
from bridgeboard.intake import Accepted
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import grouped, quoted
from bridgeboard.store.sql import identifier

#: Of each kind of problem so many rows are named.
NAMED = 5


def twice(
    engine: Engine, table: str, among: str, keys: Iterable[Sequence[str]]
) -> Iterable[Problem]:
    """Rows that share what must name one row only."""
    for columns in keys:
        named = ", ".join(identifier(column) for column in columns)
        there = " AND ".join(f"{identifier(column)} IS NOT NULL" for column in columns)
        found = engine.rows(
            f"SELECT {named}, n, sum(n) OVER () AS n_all FROM (\n"
            f"    SELECT {named}, count(*) AS n FROM {among} WHERE {there}\n"
            f"    GROUP BY {named} HAVING count(*) > 1) g\nORDER BY {named} LIMIT {NAMED}"
        ).rows()
        told = 0
        for nth, (*values, n, n_all) in enumerate(found, start=1):
            told += int(n)
            yield Problem(
                file=engine.file(table),
                column=columns[0] if len(columns) == 1 else None,
                rule=f"unique {' '.join(columns)}",
                found=f"{grouped(int(n))} rows of {said(columns, values)}",
                expected=f"{' and '.join(columns)} must name one row only",
                mend="Keep the right row, or mend the others.",
                also=int(n) - 1 + (int(n_all) - told if nth == len(found) else 0),
            )


def of_nobody(engine: Engine) -> Iterable[Problem]:
    """Answers of whom the table of respondents doesn't know."""
    found = engine.rows(
        "SELECT g.place, g.n_rows, sum(g.n_rows) OVER () AS n_all FROM "
        f"(SELECT place, n_rows FROM {GIVEN} WHERE place IS NOT NULL) g\n"
        f"LEFT JOIN (SELECT DISTINCT place AS known FROM {PEOPLE}) p ON p.known = g.place\n"
        f"WHERE p.known IS NULL ORDER BY g.place LIMIT {NAMED}"
    ).rows()
    told = 0
    for nth, (who, n, n_all) in enumerate(found, start=1):
        told += int(n)
        yield Problem(
            file=engine.file("answers"),
            column="respondent_id",
            rule="known",
            found=quoted(who),
            expected="respondents has no such respondent_id",
            mend="Mend it here, or add it there.",
            also=int(n) - 1 + (int(n_all) - told if nth == len(found) else 0),
        )


def versions(engine: Engine, accepted: Accepted) -> Iterable[Problem]:
    """Who answered several versions of one instrument: one of them counts in comparisons."""
    used = list(enumerate(accepted.instruments.values()))
    families: dict[str, list[int]] = {}
    for at, one in used:
        families.setdefault(one.version_of or one.instrument_id, []).append(at)
    for base, members in families.items():
        if len(members) < 2:
            continue
        answered = " + ".join(
            f"CASE WHEN {long_tables.n_answered(at, used[at][1])} > 0 THEN 1 ELSE 0 END"
            for at in members
        )
        several = f"SELECT place FROM {GIVEN} WHERE {answered} > 1"
        found = engine.rows(
            f"SELECT place, count(*) OVER () AS n FROM ({several}) v ORDER BY place LIMIT {NAMED}"
        ).rows()
        for nth, (who, n) in enumerate(found, start=1):
            yield Problem(
                file=engine.file("answers"),
                column="instrument_id",
                rule="one version",
                found=quoted(who),
                expected=f"one person answers one version of {quoted(base)}, and only one counts "
                "when waves are compared",
                mend="If one of them was not meant, remove its answers.",
                severity="doubtful",
                also=int(n) - NAMED if nth == NAMED else 0,
            )


def said(keys: Sequence[str], values: Sequence[str | None]) -> str:
    """How a sentence names a row: a cluster knows no numbers of rows."""
    return ", ".join(f"{key} {quoted(value)}" for key, value in zip(keys, values, strict=True))
