"""The rules of a table's cells and rows as SQL, from the same Pandera models as everywhere."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bridgeboard.instruments import Instrument
from bridgeboard.intake.columns import BROKEN_TEXT, WHOLE_CHARACTERS
from bridgeboard.intake.personal import personal_checks
from bridgeboard.intake.rules import Rule, rules_of
from bridgeboard.intake.streaming.checks import broken, matches
from bridgeboard.intake.typing_cells import FORMULA_ERROR
from bridgeboard.intake.validation import mend
from bridgeboard.readers.headings import plain_name
from bridgeboard.store.sql import identifier, literal
from schemas._table import Table
from schemas.respondents import Respondents

#: As intake reads numbers, but for a decimal comma: which a comma is, only a whole column tells.
_WHOLE = r"^[+-]?[0-9]{1,18}([.]0{1,2})?$"
_DECIMAL = r"^[+-]?([0-9]{1,300}[.]?[0-9]{0,300}|[.][0-9]{1,300})([eE][+-]?[0-9]{1,3})?$"


@dataclass(frozen=True)
class Broken:
    """One way in which a row can be wrong.

    rule, column: as intake names them; column is None where it is about the row.
    where:    SQL that is true of such a row, and false or null of others.
    expected: what must be, in words; mend: how to get there, from the cell.
    secret:   what was found, in words, where the cell may name a person: no sentence repeats it.
    """

    rule: str
    column: str | None
    where: str
    expected: str
    mend: Callable[[str], str]
    severity: Literal["refused", "doubtful"] = "refused"
    secret: str | None = None


def columns_by_name(columns: Iterable[str]) -> dict[str, str]:
    """The columns of a file by the names that their headings stand for, as readers take them."""
    return {plain_name(column.removeprefix("\ufeff")): column for column in columns}


def text_of(columns: Iterable[str], model: type[Table]) -> str:
    """The columns of the model as trimmed text, null where nothing is left; of no row more."""
    found = columns_by_name(columns)
    return ", ".join(
        f"nullif(trim(CAST({identifier(found[name])} AS VARCHAR)), '') AS {identifier(name)}"
        if name in found
        else f"CAST(NULL AS VARCHAR) AS {identifier(name)}"
        for name in rules_of(model)
    )


def number(column: str, rule: Rule) -> str:
    """The number in a cell of text; null where there is none."""
    cell = identifier(column)
    if rule.kind == "whole number":
        digits = f"regexp_replace(regexp_replace({cell}, '[.]0+$', ''), '^[+]', '')"
        kind, form = "BIGINT", _WHOLE
    else:
        digits, kind, form = f"regexp_replace({cell}, '^[+]', '')", "DOUBLE", _DECIMAL
    return (
        f"CASE WHEN regexp_matches({cell}, {literal(form)}) THEN TRY_CAST({digits} AS {kind}) END"
    )


def cell_rules(model: type[Table]) -> list[Broken]:
    """What can be wrong with a cell by itself, in the order in which intake says it.

    Raises: NotImplementedError for a check of Pandera's that has no SQL here: no rule is passed
    over in silence.
    """
    found = []
    for name, rule in rules_of(model).items():
        cell = identifier(name)
        if model is Respondents:
            found += [one for one in _personal("refused") if one.column == name]
        if rule.kind == "text":
            found.append(_formula(name))
        elif rule.kind in ("number", "whole number"):
            found.append(
                Broken(
                    rule.kind,
                    name,
                    f"{cell} IS NOT NULL AND {number(name, rule)} IS NULL",
                    f"it must be {rule.expected}, with a point before decimals",
                    lambda _, rule=rule: f"Write the number alone{rule.or_empty}.",
                )
            )
        else:
            raise NotImplementedError(f"a column of kind {rule.kind} on a cluster")
        if not rule.nullable:
            expected = "filled in" if rule.expected == "text" else rule.expected
            found.append(
                Broken(
                    "required cell",
                    name,
                    f"{cell} IS NULL",
                    f"it must be {expected}",
                    lambda _: "Fill in the cell.",
                )
            )
        for check in model.to_schema().columns[name].checks:
            value = cell if rule.kind == "text" else number(name, rule)
            where = broken(value, check.name, check.statistics)
            found.append(
                Broken(
                    check.name,
                    name,
                    where,
                    f"it must be {rule.expected}",
                    lambda cell, rule=rule: mend(cell, rule),
                )
            )
    return found


def _personal(severity: Literal["refused", "doubtful"]) -> list[Broken]:
    """Cells that may name a person."""
    found = []
    for name, rule, pattern, of_it, words in personal_checks():
        said = words(0)
        if of_it == severity:
            found.append(
                Broken(
                    rule,
                    name,
                    matches(identifier(name), pattern),
                    said.expected,
                    lambda _, said=said: said.mend,
                    severity,
                    secret=said.found,
                )
            )
    return found


def _formula(name: str) -> Broken:
    return Broken(
        "text",
        name,
        matches(identifier(name), FORMULA_ERROR),
        "a formula failed here",
        lambda _: "Mend the formula, or write the value itself.",
    )


def doubts() -> list[Broken]:
    """What is doubtful of a respondent's row."""
    characters = [
        Broken(
            WHOLE_CHARACTERS,
            name,
            matches(identifier(name), BROKEN_TEXT),
            "some of its characters look broken, as if the text was once saved in another encoding",
            lambda _: "Copy it again from where it came from, if it is not meant so.",
            "doubtful",
        )
        for name, rule in rules_of(Respondents).items()
        if rule.kind == "text" and not rule.allowed
    ]
    return [*characters, *_personal("doubtful")]


def answer_rules(
    model: type[Table], instruments: Mapping[str, Instrument], known: Sequence[str]
) -> list[Broken]:
    """What can be wrong with an answer, seen with the instruments.

    In: instruments in use; ids of all known ones.
    Raises: KeyError where the model has a rule of whole rows that isn't given in SQL.
    """
    if model.Config.metadata.get("constant_within"):
        raise NotImplementedError("a value that is constant within another, on a cluster")
    value = number("value", rules_of(model)["value"])
    used = ", ".join(literal(one) for one in instruments) or "''"
    among = ", ".join(literal(one) for one in known) or "''"
    found = [
        *_row_rules(model),
        Broken(
            "known instrument",
            "instrument_id",
            f"instrument_id NOT IN ({among})",
            "there is no instrument of this id",
            lambda _: "Mend the id, or add the instrument's file.",
        ),
        Broken(
            "instrument in use",
            "instrument_id",
            f"instrument_id IN ({among}) AND instrument_id NOT IN ({used})",
            "programme.toml does not list it under instruments",
            lambda cell: f'Add "{cell}" there.',
        ),
    ]
    for one in instruments.values():
        of_it = f"instrument_id = {literal(one.instrument_id)}"
        items = ", ".join(literal(item_id) for item_id in one.item_ids)
        levels = ", ".join(str(level.value) for level in one.levels)
        first, last = one.item_ids[0], one.item_ids[-1]
        found += [
            Broken(
                "known item",
                "item_id",
                f"{of_it} AND item_id NOT IN ({items})",
                f"{one.short_name} has no such item",
                lambda _, first=first, last=last: f"Its items are {first} to {last}.",
            ),
            Broken(
                "response range",
                "value",
                f"{of_it} AND {value} NOT IN ({levels})",
                f"{one.short_name} is answered from {one.minimum} to {one.maximum}",
                lambda _: "Mend the number, or leave it empty and say in state why there is none.",
            ),
        ]
    return found


def _row_rules(model: type[Table]) -> list[Broken]:
    found = []
    for check in model.to_schema().checks:
        expected, _, way = check.error.rpartition(": ")
        found.append(
            Broken(
                check.name,
                None,
                f"NOT ({model.Config.metadata['in_sql'][check.name]})",
                expected,
                lambda _, way=way: f"{way[:1].upper()}{way[1:]}.",
            )
        )
    return found


def place_rules(ids: Mapping[str, Sequence[str]], model: type[Table]) -> list[Broken]:
    """References to what lies here and is small: sites and waves. In: ids by table."""
    found = []
    for name, rule in rules_of(model).items():
        table = (rule.refers_to or "").partition(".")[0]
        if table in ids:
            among = ", ".join(literal(one) for one in ids[table]) or "''"
            found.append(
                Broken(
                    "known",
                    name,
                    f"{identifier(name)} NOT IN ({among})",
                    f"{table} has no such {name}",
                    lambda _: "Mend it here, or add it there.",
                )
            )
    return found


def faults(rules: Sequence[Broken]) -> dict[str, list[Broken]]:
    """The rules that refuse, by column, each column's in order; "" for those of whole rows."""
    found: dict[str, list[Broken]] = {}
    for rule in rules:
        if rule.severity == "refused":
            found.setdefault(rule.column or "", []).append(rule)
    return found


def judged(table: str, columns: str, rules: Sequence[Broken]) -> str:
    """The table's rows with, for each column, the number of the first rule that its cell breaks.

    In:  columns: text_of the table.
    Out: the columns, "fault_<column>" for each with rules (null where none is broken), fault_row of
         rules of whole rows, of which nothing is said where a cell is at fault; and bad, 0 or 1.
    """
    by_column = faults(rules)
    of_rows = by_column.pop("", [])
    of_cells = "".join(
        f", {_first(of)} AS {identifier(fault(name))}" for name, of in by_column.items()
    )
    whole = " AND ".join(f"{identifier(fault(name))} IS NULL" for name in by_column)
    of_row = f"CASE WHEN {whole} THEN {_first(of_rows)} END" if of_rows else "CAST(NULL AS INT)"
    return (
        f"SELECT z.*, CASE WHEN {whole} AND fault_row IS NULL THEN 0 ELSE 1 END AS bad FROM (\n"
        f"SELECT y.*, {of_row} AS fault_row FROM (\n"
        f"SELECT x.*{of_cells} FROM (\nSELECT {columns} FROM {identifier(table)}\n) x\n) y\n) z"
    )


def _first(rules: Sequence[Broken]) -> str:
    return f"CASE {' '.join(f'WHEN {one.where} THEN {at}' for at, one in enumerate(rules))} END"


def fault(column: str) -> str:
    """The name of a column's column of faults."""
    return f"fault_{column or 'row'}"
