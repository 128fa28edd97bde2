"""Does a map fit the next export of the same project? What is missing or new, in sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bridgeboard.collected import Field, Survey, SurveyTable
from bridgeboard.instruments import Instrument, shipped
from bridgeboard.mapping.conversion import table_of
from bridgeboard.mapping.survey_map import ItemColumn, SurveyMap
from bridgeboard.mapping.value_lookup import Answering, plain
from bridgeboard.readers.quoting import listed, quoted

#: Of different values of one column this many are named.
NAMED = 5
#: A column of more different values than these holds no choices that a map could name.
MOST_VALUES = 10_000


@dataclass(frozen=True, slots=True)
class NewValue:
    """A value that the map says nothing of. seen: does it stand in a row, or is it only offered?"""

    column: str
    value: str
    seen: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """How a map fits an export.

    no_table: is the table that the map reads not there at all?
    columns_missing: columns that the map reads and the export hasn't.
    columns_new: questions of the export that the map neither reads nor leaves out.
    values_new: values in columns that the map reads and does not know.
    """

    no_table: bool = False
    columns_missing: tuple[str, ...] = ()
    columns_new: tuple[str, ...] = ()
    values_new: tuple[NewValue, ...] = ()

    @property
    def exact(self) -> bool:
        """Can the export be converted without a question?"""
        return not (self.no_table or self.columns_missing or self.columns_new or self.values_new)

    @property
    def sentences(self) -> tuple[str, ...]:
        """What doesn't fit, a sentence each."""
        found = ["The table that the map reads is not in the file."] if self.no_table else []
        found += [
            f"The column {quoted(column)}, which the map reads, is not in the file."
            for column in self.columns_missing
        ]
        found += [
            f"The column {quoted(column)} is new: the map neither reads it nor leaves it out."
            for column in self.columns_new
        ]
        for column in dict.fromkeys(one.column for one in self.values_new):
            new = [one for one in self.values_new if one.column == column]
            for seen, where in ((True, "holds"), (False, "offers, though nobody chose it,")):
                values = [quoted(one.value) for one in new if one.seen == seen]
                if values:
                    more = [f"{len(values) - NAMED} more"] if len(values) > NAMED else []
                    named = listed([*values[:NAMED], *more])
                    found.append(
                        f"The column {quoted(column)} {where} {named}: the map does not say what "
                        "that means."
                    )
        return tuple(found)


def fit(
    survey_map: SurveyMap, survey: Survey, instruments: Mapping[str, Instrument] | None = None
) -> Fit:
    """How the map fits. instruments: the shipped ones if not given."""
    table = table_of(survey_map, survey)
    if table is None:
        return Fit(no_table=True)
    used = list(survey_map.used())
    there = set(table.frame.columns)
    known = {*used, *survey_map.left_out, *survey_map.confirmed}
    answering = Answering(survey_map.values, instruments or shipped())
    new: list[NewValue] = []
    for one in survey_map.answers:
        if one.column in there:
            new += _new_answers(table, one, answering)
    for column, values in _named_columns(survey_map):
        if column in there:
            new += _new_words(table, column, {plain(value) for value in survey_map.values[values]})
    return Fit(
        columns_missing=tuple(column for column in used if column not in there),
        columns_new=tuple(
            field.column
            for field in table.fields
            if field.role == "question" and field.column not in known
        ),
        values_new=tuple(new),
    )


def _named_columns(survey_map: SurveyMap) -> list[tuple[str, str]]:
    rules = [survey_map.site, survey_map.wave, *survey_map.people.values()]
    return [
        (rule.column, rule.values)
        for rule in rules
        if rule.column is not None and rule.values in survey_map.values
    ]


def values_of(table: SurveyTable, column: str) -> list[str]:
    """The different filled cells of a column, in order of appearance."""
    cells = table.frame[column].drop_nulls().unique(maintain_order=True)
    return [cell for cell in cells.head(MOST_VALUES) if cell.strip()]


def offered(table: SurveyTable, field: Field) -> list[str]:
    """What the tool lets people choose, as cells hold it: codes or labels."""
    if field.takes == "tick":
        return []
    return list(field.choices if table.holds == "codes" else field.choices.values())


def _new_answers(table: SurveyTable, one: ItemColumn, answering: Answering) -> list[NewValue]:
    seen = values_of(table, one.column)
    more = [value for value in offered(table, table.field(one.column)) if value not in seen]
    return [
        NewValue(one.column, value, value in seen)
        for value in [*seen, *more]
        if answering.meaning(value, one) is None
    ]


def _new_words(table: SurveyTable, column: str, known: set[str]) -> list[NewValue]:
    seen = values_of(table, column)
    more = [value for value in offered(table, table.field(column)) if value not in seen]
    return [
        NewValue(column, value, value in seen)
        for value in [*seen, *more]
        if plain(value) not in known
    ]
