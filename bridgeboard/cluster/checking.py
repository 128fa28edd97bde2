"""Respondents and answers judged where they are: what is wrong, how often, and the first of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bridgeboard.cluster import long_tables
from bridgeboard.cluster.engine import Engine
from bridgeboard.cluster.long_tables import GIVEN, JUDGED, PEOPLE
from bridgeboard.cluster.rules import (
    Broken,
    answer_rules,
    cell_rules,
    columns_by_name,
    doubts,
    fault,
    faults,
    place_rules,
)
from bridgeboard.cluster.several_rows import NAMED, of_nobody, said, twice, versions
from bridgeboard.instruments import registry
from bridgeboard.intake import Accepted
from bridgeboard.intake.rules import rules_of
from bridgeboard.problems import Problem, Refusal
from bridgeboard.readers import FileRead
from bridgeboard.readers.quoting import quoted
from bridgeboard.store.sql import identifier
from schemas._table import key
from schemas.answers import Answers
from schemas.respondents import Respondents

_MODELS = {"respondents": Respondents, "answers": Answers}
_KEYS = {name: key(model) for name, model in _MODELS.items()}


@dataclass(frozen=True)
class Long:
    """A table on the cluster: the columns of its file, and what its rows must keep."""

    columns: list[str]
    rules: list[Broken]


@dataclass
class Checked:
    """What came of it. n_read: rows by table; files: as a snapshot remembers them."""

    n_read: dict[str, int]
    files: list[FileRead]
    problems: list[Problem] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Is any row refused?"""
        return any(problem.severity == "refused" for problem in self.problems)


def read(engine: Engine, accepted: Accepted) -> dict[str, Long]:
    """Name the two tables on the cluster, and their rows with their faults.

    Raises: Refusal if one of them isn't there or lacks a column.
    """
    rules = {
        "respondents": [
            *cell_rules(Respondents),
            *place_rules(
                {
                    "sites": accepted.tables["sites"]["site_id"].to_list(),
                    "waves": accepted.tables["waves"]["wave_id"].to_list(),
                },
                Respondents,
            ),
        ],
        "answers": [
            *cell_rules(Answers),
            *answer_rules(Answers, accepted.instruments, list(registry(accepted.folder))),
        ],
    }
    found = {}
    for table, of_table in rules.items():
        columns = engine.read(table)
        if columns is None:
            raise Refusal(
                f"The cluster sees no {table}.csv and no {table}.parquet in {engine.place}: say "
                "with --data where they are, as the cluster names the place."
            )
        _refuse_missing(table, columns)
        engine.view(JUDGED[table], long_tables.judged_rows(table, columns, of_table))
        found[table] = Long(columns, of_table)
    return found


def _refuse_missing(table: str, columns: Iterable[str]) -> None:
    there = columns_by_name(columns)
    must = [name for name, rule in rules_of(_MODELS[table]).items() if not rule.nullable]
    if missing := [name for name in must if name not in there]:
        raise Refusal(
            f"{table} on the cluster has no column {' and no column '.join(missing)}: its first "
            "row must hold the names of the columns, separated by commas."
        )


def checked(engine: Engine, accepted: Accepted, long: dict[str, Long]) -> Checked:
    """Look for all that is wrong with the rows that read() named.

    Out: what the store's steps read is named on the cluster: respondents and, once, what each of
         them answered. A row that several rules refuse is told for each.
    """
    people, answers = long["respondents"], long["answers"]
    engine.keep(PEOPLE, long_tables.people())
    engine.view("respondents", f"SELECT place, {_columns(Respondents)} FROM {PEOPLE}")
    n_people, n_bad = engine.rows(
        f"SELECT count(*) AS n, CAST(coalesce(sum(bad), 0) AS BIGINT) AS bad FROM {PEOPLE}"
    ).row(0)
    instruments = accepted.instruments
    engine.keep(GIVEN, long_tables.given(answers.columns, answers.rules, instruments))
    filled = f"CASE WHEN place IS NULL THEN 0 ELSE {long_tables.n_cells(instruments)} END"
    n_answers, n_wrong = engine.rows(
        "SELECT CAST(coalesce(sum(n_rows), 0) AS BIGINT) AS n, "
        f"CAST(coalesce(sum(n_rows - {filled}), 0) AS BIGINT) AS wrong FROM {GIVEN}"
    ).row(0)
    problems = [
        *(_judged(engine, "respondents", people.rules) if n_bad else ()),
        *twice(engine, "respondents", PEOPLE, [_KEYS["respondents"], *_also_unique()]),
        *_doubts(engine),
    ]
    if n_wrong:
        of_rows = [
            *_judged(engine, "answers", answers.rules),
            *twice(engine, "answers", JUDGED["answers"], [_KEYS["answers"]]),
        ]
        if not of_rows:
            raise AssertionError(f"{n_wrong} answers are in no cell, and no rule says why")
        problems += of_rows
    problems += [*of_nobody(engine), *versions(engine, accepted)]
    n_read = {"respondents": n_people, "answers": n_answers}
    files = [engine.remembered(table, n) for table, n in n_read.items()]
    return Checked(n_read, files, problems)


def _judged(engine: Engine, table: str, rules: Sequence[Broken]) -> Iterable[Problem]:
    """A problem for each rule that is broken, of its first rows."""
    by_column = faults(rules)
    sums = [_n(name, at) for name, of in by_column.items() for at in range(len(of))]
    counts = engine.rows(f"SELECT {', '.join(sums)} FROM {JUDGED[table]}").row(0)
    found = iter(counts)
    for name, of_column in by_column.items():
        for at, rule in enumerate(of_column):
            if n := int(next(found) or 0):
                where = f"{identifier(fault(name))} = {at}"
                yield from _first(engine, table, rule, where, n)


def _n(column: str, at: int) -> str:
    name = fault(column)
    as_name = identifier(f"{name} {at}")
    return f"sum(CASE WHEN {identifier(name)} = {at} THEN 1 ELSE 0 END) AS {as_name}"


def _first(engine: Engine, table: str, rule: Broken, where: str, n: int) -> Iterable[Problem]:
    keys = _KEYS[table]
    cell = "CAST(NULL AS VARCHAR)" if rule.column is None else identifier(rule.column)
    named = ", ".join(identifier(key) for key in keys)
    rows = engine.rows(
        f"SELECT {cell} AS cell, {named} FROM {JUDGED[table]} WHERE {where} "
        f"ORDER BY {named}, cell LIMIT {NAMED}"
    ).rows()
    for nth, (text, *values) in enumerate(rows, start=1):
        if rule.secret is not None:
            what = rule.secret
        elif rule.column is None:
            what = f"a row of {said(keys, values)}"
        else:
            what = f"{quoted(text)} of {said(keys, values)}"
        yield Problem(
            file=engine.file(table),
            column=rule.column,
            rule=rule.rule,
            found=what,
            expected=rule.expected,
            mend=rule.mend(text or ""),
            severity=rule.severity,
            also=n - NAMED if nth == NAMED else 0,
        )


def _also_unique() -> list[tuple[str, ...]]:
    return [tuple(columns) for columns in Respondents.Config.metadata["also_unique"]]


def _doubts(engine: Engine) -> Iterable[Problem]:
    rules = doubts()
    sums = (
        f"sum(CASE WHEN {one.where} THEN 1 ELSE 0 END) AS n{at}" for at, one in enumerate(rules)
    )
    counts = engine.rows(f"SELECT {', '.join(sums)} FROM {PEOPLE}").row(0)
    for rule, n in zip(rules, counts, strict=True):
        if n:
            yield from _first(engine, "respondents", rule, rule.where, int(n))
    moved = engine.rows(
        "SELECT person_code, one, other, count(*) OVER () AS n FROM (\n"
        f"    SELECT person_code, min(site_id) AS one, max(site_id) AS other FROM {PEOPLE}\n"
        "    WHERE person_code IS NOT NULL GROUP BY person_code HAVING min(site_id) < max(site_id)"
        f") p\nORDER BY person_code LIMIT {NAMED}"
    ).rows()
    for nth, (person, one, other, n) in enumerate(moved, start=1):
        yield Problem(
            file=engine.file("respondents"),
            column="person_code",
            rule="one site per person",
            found=quoted(person),
            expected=f"rows give this person the sites {quoted(one)} and {quoted(other)}",
            mend="Nothing needs to be done if the person moved; else mend the code or the site.",
            severity="doubtful",
            also=int(n) - NAMED if nth == NAMED else 0,
        )


def _columns(model: type) -> str:
    return ", ".join(identifier(name) for name in rules_of(model))
