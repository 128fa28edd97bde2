"""A column's rules in plain words, read from its Pandera declaration."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import polars as pl

from bridgeboard.readers.quoting import grouped, listed
from schemas._table import Table

Kind = Literal["text", "whole number", "number", "date", "true or false"]

_KINDS: dict[type[pl.DataType], Kind] = {
    pl.String: "text",
    pl.Int64: "whole number",
    pl.Float64: "number",
    pl.Date: "date",
    pl.Boolean: "true or false",
}

#: No cell of a spreadsheet can be longer; one that is comes from a damaged or misquoted file.
LONGEST_CELL = 32_767


@dataclass(frozen=True)
class Rule:
    """What a column takes. words: what may stand for a number, and as which it is kept."""

    name: str
    kind: Kind
    dtype: pl.DataType
    description: str
    nullable: bool
    unit: str | None = None
    allowed: tuple[str, ...] = ()
    form: str | None = None
    max_length: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    refers_to: str | None = None
    words: tuple[tuple[str, int], ...] = ()

    @property
    def expected(self) -> str:
        """What a cell must be, as "a whole number from -2 to 2"."""
        if self.allowed:
            return f"one of {listed(self.allowed, 'or')}"
        if self.form:
            return self.form
        if self.kind in ("number", "whole number"):
            words = [word for word, _ in self.words]
            or_words = f", or one of {listed(words, 'or')}" if words else ""
            return f"a {self.kind}{self._range()}{or_words}"
        if self.kind == "date":
            return "a date, written as 2020-01-31"
        if self.kind == "true or false":
            return "true or false"
        if self.max_length is not None:
            return f"text of {grouped(self.max_length)} characters or less"
        return "text"

    @property
    def or_empty(self) -> str:
        """How a sentence on mending ends where the cell may be empty."""
        return ", or leave the cell empty if there is none" if self.nullable else ""

    def _range(self) -> str:
        if self.above is not None:
            return f" above {self.above:g}"
        if self.minimum is not None and self.maximum is not None:
            return f" from {self.minimum:g} to {self.maximum:g}"
        if self.minimum is not None:
            return f" of {self.minimum:g} or more"
        if self.maximum is not None:
            return f" of {self.maximum:g} or less"
        return ""


@cache
def rules_of(model: type[Table]) -> dict[str, Rule]:
    """The rules of a table's columns, in order."""
    return {name: _rule(name, column) for name, column in model.to_schema().columns.items()}


def _rule(name: str, column: object) -> Rule:
    facts = {check.name: check.statistics for check in column.checks}
    metadata = column.metadata
    return Rule(
        name=name,
        kind=_KINDS[column.dtype.type.base_type()],
        dtype=column.dtype.type.base_type()(),
        description=column.description,
        nullable=column.nullable,
        unit=metadata["unit"],
        allowed=tuple(metadata["allowed"] or ()),
        form=metadata["form"],
        max_length=facts.get("str_length", {}).get("max_value"),
        minimum=facts.get("greater_than_or_equal_to", {}).get("min_value"),
        maximum=facts.get("less_than_or_equal_to", {}).get("max_value"),
        above=facts.get("greater_than", {}).get("min_value"),
        refers_to=metadata["refers_to"],
        words=tuple((metadata["words"] or {}).items()),
    )
