"""Numbers in cells: decimal point or comma, no thousands separators, and nothing guessed.

1,234 is a thousand to some and a bit more than one to others. It is read as a decimal only if
another cell of the same column shows that the column's comma is a decimal comma.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import polars as pl

from bridgeboard.intake.rules import Rule

#: Eighteen digits always fit 64 bits.
_WHOLE = r"^[+-]?[0-9]{1,18}$"
#: 5.0 and 5,00: how other programs write the whole number 5 in a column with gaps.
_WHOLE_WITH_ZERO = r"^[+-]?[0-9]{1,18}[.,]0{1,2}$"
_POINT = r"^[+-]?(?:[0-9]{1,300}\.?[0-9]{0,300}|\.[0-9]{1,300})(?:[eE][+-]?[0-9]{1,3})?$"
_COMMA = r"^[+-]?[0-9]{0,300},[0-9]{1,300}$"
_COMMA_OR_THOUSAND = r"^[+-]?[1-9][0-9]{0,2},[0-9]{3}$"
_POINT_OR_THOUSAND = r"^[+-]?[1-9][0-9]{0,2}\.[0-9]{3}$"
#: Further away than any number that can be ticked, and still a small one.
_FAR = 32_000
#: Between digits: space, no-break spaces, apostrophes.
_GROUPING = r"[ \u00a0\u2007\u2009\u202f'’]"


def whole(cells: pl.Series) -> pl.Series:
    """The whole numbers; null for all else."""
    cell = pl.col("cell")
    number = (
        pl.when(cell.str.contains(_WHOLE))
        .then(cell)
        .when(cell.str.contains(_WHOLE_WITH_ZERO))
        .then(cell.str.replace(r"[.,]0+$", ""))
        .str.strip_prefix("+")
        .cast(pl.Int64, strict=False)
    )
    return cells.alias("cell").to_frame().select(number).to_series()


def decimal(cells: pl.Series, decimal_comma: bool | None = None) -> pl.Series:
    """The numbers; null for all else, infinities and ambiguous commas included.

    decimal_comma: as has_decimal_comma() says of the whole column, if these are not all of it.
    """
    cell = pl.col("cell")
    point = cell.str.contains(_POINT)
    comma = cell.str.contains(_COMMA)
    if has_decimal_comma(cells) if decimal_comma is None else decimal_comma:
        point = point & ~cell.str.contains(_POINT_OR_THOUSAND)
    else:
        comma = comma & ~cell.str.contains(_COMMA_OR_THOUSAND)
    number = (
        pl.when(point)
        .then(cell)
        .when(comma)
        .then(cell.str.replace(",", ".", literal=True))
        .str.strip_prefix("+")
        .cast(pl.Float64, strict=False)
    )
    numbers = cells.alias("cell").to_frame().select(number).to_series()
    return numbers.to_frame().select(
        pl.when(pl.first().is_finite()).then(pl.first())
    ).to_series()  # fmt: skip


def or_words(numbers: pl.Series, cells: pl.Series, words: Sequence[tuple[str, int]]) -> pl.Series:
    """The numbers of cells, and what words stand for. In: words: with what each is kept as.

    A number that a word is kept as becomes one that nobody means, as all do that are far away.
    """
    number, kept = pl.col("number"), pl.col("cell").replace_strict(
        dict(words), default=None, return_dtype=pl.Int64
    )  # fmt: skip
    taken = number.is_in([code for _, code in words])
    frame = pl.DataFrame({"number": numbers, "cell": cells})
    return frame.select(
        pl.coalesce(pl.when(taken).then(_FAR).otherwise(number.clip(-_FAR, _FAR)), kept)
    ).to_series()


def has_decimal_comma(cells: pl.Series) -> bool:
    """Does a cell show beyond doubt that the comma here is a decimal comma?"""
    return bool(
        cells.alias("cell")
        .to_frame()
        .select(
            (
                pl.col("cell").str.contains(_COMMA)
                & ~pl.col("cell").str.contains(_COMMA_OR_THOUSAND)
            ).any()
        )
        .item()
    )


def why_not(cell: str, rule: Rule, decimal_comma: bool) -> tuple[str, str]:
    """What is expected of a cell that is no such number, and how to mend it."""
    expected = f"it must be {rule.expected}"
    plain = _plain(cell)
    if plain != cell and _accepted(plain, rule, decimal_comma):
        return expected, f"Write {plain}, with plain digits and a plain minus."
    if _grouped(cell):
        if rule.kind == "number" and re.fullmatch(r"[^.,]*[.,][0-9]{3}", cell) and _no_gaps(cell):
            both = f"{re.sub('[.,]', '', cell)} or {cell.replace(',', '.')}"
            return (
                "this can be read as a thousand or as a decimal",
                f"Write {both}, whichever is meant.",
            )
        return f"{expected}, without thousands separators", f"Write {_ungrouped(cell)}."
    if rule.kind == "whole number" and re.fullmatch(_POINT[1:-1], cell.replace(",", ".")):
        return expected, f"Write a whole number{rule.or_empty}."
    if re.fullmatch(r"[<>≤≥~≈]?\s*[-+]?[\d.,]+\s*\D{1,20}", cell) or cell[:1] in "<>≤≥~≈":
        return expected, "Write the number alone, without signs, units or words around it."
    return expected, f"Write the number alone{rule.or_empty}."


def _accepted(cell: str, rule: Rule, decimal_comma: bool) -> bool:
    cells = pl.Series([cell, "0,5"] if decimal_comma else [cell], dtype=pl.String)
    column = whole(cells) if rule.kind == "whole number" else decimal(cells)
    return column[0] is not None


def _plain(cell: str) -> str:
    """The cell with ASCII digits and minus, and without what can't be seen."""
    characters = []
    for character in unicodedata.normalize("NFKC", cell):
        if unicodedata.category(character) == "Cf":
            continue
        digit = unicodedata.digit(character, None)
        if digit is not None:
            characters.append(str(digit))
        else:
            characters.append("-" if character in "−–—‒‐‑" else character)
    return "".join(characters).strip()


def _grouped(cell: str) -> bool:
    thousands = rf"[+-]?[0-9]{{1,3}}((?:{_GROUPING}|[.,])[0-9]{{3}})+([.,][0-9]*)?"
    return bool(re.fullmatch(thousands, cell))


def _no_gaps(cell: str) -> bool:
    return not re.search(_GROUPING, cell)


def _ungrouped(cell: str) -> str:
    """The number without thousands separators, with a point for the decimals if it has any."""
    digits = re.sub(_GROUPING, "", cell)
    marks = re.findall("[.,]", digits)
    has_decimals = len(set(marks)) == 2 or (len(marks) == 1 and not _no_gaps(cell))
    if not has_decimals:
        return re.sub("[.,]", "", digits)
    whole_part, _, decimals = digits.rpartition(marks[-1])
    return f"{re.sub('[.,]', '', whole_part)}.{decimals}"
