"""A table's rules as SQL, made from its Pandera model: each says where a row breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from bridgeboard.intake.columns import BROKEN_TEXT, WHOLE_CHARACTERS, broken_words, untyped_words
from bridgeboard.intake.personal import personal_checks
from bridgeboard.intake.rules import LONGEST_CELL, Rule, rules_of
from bridgeboard.intake.streaming.sql import literal, literals, name
from bridgeboard.intake.typing_cells import FORMULA_ERROR
from bridgeboard.intake.validation import NOT_EMPTY, cell_rule, cell_words, looked_at, row_words
from bridgeboard.intake.working import Say, Working
from bridgeboard.problems import LISTED
from schemas._table import Table, table_name

#: What Polars takes for a space, for DuckDB's regular expressions, which know ASCII's only.
SPACES = r"\t-\r \x{85}\x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}"


@dataclass(frozen=True)
class Check:
    """One rule of a table.

    sql:      true where a row breaks it; typed columns have their names, texts text_of() theirs.
    say:      the words, of rows of a table and what facts tell of each besides.
    facts:    for places of the whole table, what the words need besides the row.
    by_value: is a problem a value, and not a row?
    looks_at: columns of which a reported cell keeps a rule of whole rows from being said.
    listed:   so many are written out.
    """

    rule: str
    column: str | None
    sql: str
    say: Callable[[Working, Any], Say]
    severity: Literal["refused", "doubtful"] = "refused"
    by_value: bool = False
    looks_at: tuple[str, ...] = ()
    listed: int = LISTED
    facts: Callable[[Sequence[int]], dict[int, Any]] | None = None


def text_of(column: str) -> str:
    """The column that holds a cell as it stands in the file."""
    return name(f"{column} text")


def matches(column: str, pattern: str) -> str:
    """Does this column match a pattern that was written for Polars?"""
    return f"regexp_matches({column}, {literal(pattern.replace(chr(92) + 's', SPACES))})"


def typed_text(text: str) -> str:
    """A cell of text as typed() takes it."""
    return (
        f"CASE WHEN length({text}) <= {LONGEST_CELL} AND NOT (starts_with({text}, '#') AND "
        f"{matches(text, FORMULA_ERROR)}) THEN {text} END"
    )


def cell_checks(model: type[Table], known: Sequence[str]) -> Iterator[Check]:
    """Every rule of cells and whole rows, in the order in which they are said.

    known: the columns of the model that the file has.
    """
    yield from typing_checks(model, known)
    if table_name(model) == "respondents":
        for column, rule, pattern, severity, words in personal_checks():
            if column in known:
                sql = matches(text_of(column), pattern)
                yield Check(rule, column, sql, lambda work, of, words=words: words, severity)
    yield from model_checks(model)


def typing_checks(model: type[Table], known: Sequence[str]) -> Iterator[Check]:
    """Cells that are not of their column's type, or whose characters look broken."""
    for column, rule in rules_of(model).items():
        if column not in known:
            continue
        yield Check(
            rule.kind,
            column,
            untyped(column),
            lambda work, of, rule=rule: untyped_words(work, rule),
        )
        if rule.kind == "text" and not rule.allowed:
            yield Check(
                WHOLE_CHARACTERS,
                column,
                matches(name(column), BROKEN_TEXT),
                lambda work, of, column=column: broken_words(work, column),
                "doubtful",
            )


def untyped(column: str) -> str:
    """Is this cell filled in and not of its type?"""
    return f"{text_of(column)} IS NOT NULL AND {name(column)} IS NULL"


def model_checks(model: type[Table]) -> Iterator[Check]:
    """What the model itself says: its columns' checks, then those of whole rows."""
    rules = rules_of(model)
    schema = model.to_schema()
    for column, declared in schema.columns.items():
        if not declared.nullable:
            yield _cell_check(rules[column], NOT_EMPTY, f"{name(column)} IS NULL")
        for check in declared.checks:
            sql = broken(name(column), check.name, check.statistics)
            yield _cell_check(rules[column], check.error, sql)
    for check in schema.checks:
        holds = model.Config.metadata["in_sql"][check.name]
        yield Check(
            check.name,
            None,
            f"({holds}) IS FALSE",
            lambda work, of, check=check: row_words(work, check),
            looks_at=tuple(looked_at(model, check.name)),
        )


def _cell_check(rule: Rule, check: str, sql: str) -> Check:
    return Check(cell_rule(check), rule.name, sql, lambda work, of: cell_words(work, rule, check))


def broken(column: str, check: str, facts: dict[str, Any]) -> str:
    """Where a column breaks a check of Pandera's; on a cluster, too.

    Raises: NotImplementedError for a check that no table with long files has.
    """
    match check:
        case "isin":
            return f"{column} NOT IN ({literals(facts['allowed_values'])})"
        case "str_matches":
            return f"NOT {matches(column, facts['pattern'])}"
        case "str_length" if facts["max_value"] is not None and facts["min_value"] is None:
            return f"length({column}) > {facts['max_value']}"
        case "greater_than_or_equal_to":
            return f"{column} < {facts['min_value']}"
        case "less_than_or_equal_to":
            return f"{column} > {facts['max_value']}"
    raise NotImplementedError(f"{check} is not made into SQL")
