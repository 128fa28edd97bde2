"""A table's text to its typed columns: what is missing, what is not ours, what can't be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches

import polars as pl

from bridgeboard.intake.rules import Rule, rules_of
from bridgeboard.intake.typing_cells import trimmed, typed, why_not
from bridgeboard.intake.working import Say, Words, Working, places_of, working
from bridgeboard.problems import LISTED, Problem
from bridgeboard.readers import TextTable
from bridgeboard.readers.quoting import listed
from schemas._table import Table

#: UTF-8 that was read as Windows-1252 (Ã¼ for ü, â€™ for ’), or the mark of a lost character.
BROKEN_TEXT = r"Ã[\x{80}-\x{bf}ƒ‚„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€[\x{80}-\x{bf}˜™œ¦“”]|\x{fffd}"
WHOLE_CHARACTERS = "whole characters"


def typed_table(table: TextTable, model: type[Table]) -> tuple[Working | None, list[Problem]]:
    """The table with typed columns; None, with problems, if a column that must be is not there."""
    rules = rules_of(model)
    problems, whole = check_headings(table.file, table.frame.columns, rules)
    if not whole:
        return None, problems
    known = [name for name in rules if name in table.frame.columns]
    work = working(table, model, trimmed(table.frame.select(known)))
    columns = {
        name: typed(work.text[name], rule).alias(name)
        if name in known
        else pl.repeat(None, len(work.rows), dtype=rule.dtype, eager=True).alias(name)
        for name, rule in rules.items()
    }
    work.typed = pl.DataFrame(columns)
    for name in known:
        _report_untyped(work, rules[name])
        if rules[name].kind == "text" and not rules[name].allowed:
            _report_broken_text(work, name)
    return work, problems


def _report_untyped(work: Working, rule: Rule) -> None:
    flags = work.text[rule.name].is_not_null() & work.typed[rule.name].is_null()
    work.untyped[rule.name] = flags.to_numpy()
    words = untyped_words(work, rule)
    work.report(places_of(flags), rule=rule.kind, column=rule.name, words=words)


def untyped_words(work: Working, rule: Rule) -> Say:
    """What to say of a cell that is not of its column's type."""

    def words(place: int) -> Words:
        comma = work.has_decimal_comma(rule.name)
        expected, mend = why_not(work.text[rule.name][place], rule, comma)
        return Words(work.cell(place, rule.name), expected, mend)

    return words


def _report_broken_text(work: Working, name: str) -> None:
    broken = work.typed[name].str.contains(BROKEN_TEXT)
    work.report(
        places_of(broken),
        rule=WHOLE_CHARACTERS,
        column=name,
        words=broken_words(work, name),
        severity="doubtful",
    )


def broken_words(work: Working, name: str) -> Say:
    """What to say of a cell whose characters look broken."""

    def words(place: int) -> Words:
        return Words(
            work.cell(place, name),
            "some of its characters look broken, as if the text was once saved in another encoding",
            "Copy it again from where it came from, if it is not meant so.",
        )

    return words


def check_headings(
    file: str, columns: Sequence[str], rules: dict[str, Rule]
) -> tuple[list[Problem], bool]:
    """Problems of a table's headings, and whether every column that must be is there."""
    missing = _missing_columns(file, columns, rules)
    return missing + _foreign_columns(file, columns, rules), not missing


def _missing_columns(file: str, columns: Sequence[str], rules: dict[str, Rule]) -> list[Problem]:
    problems = []
    for name, rule in rules.items():
        if rule.nullable or name in columns:
            continue
        near = _near(name, [other for other in columns if other not in rules])
        problems.append(
            Problem(
                file=file,
                column=name,
                rule="required column",
                found=f"only a column {near}" if near else "",
                expected=f"the table must have this column ({_lower(rule.description)})",
                mend=f"Rename {near} to {name}, if that is it."
                if near
                else "Add it; the heading must be in the first row.",
            )
        )
    return problems


def _foreign_columns(file: str, columns: Sequence[str], rules: dict[str, Rule]) -> list[Problem]:
    missing = [name for name in rules if name not in columns]
    foreign = [name for name in columns if name not in rules]
    problems = []
    for name in foreign[:LISTED]:
        near = _near(name, missing)
        if near and not rules[near].nullable:
            continue  # The missing column's own problem names it.
        problems.append(_foreign(file, name, near, missing))
    if problems and len(foreign) > LISTED:
        problems[-1] = replace(problems[-1], also=len(foreign) - LISTED)
    return problems


def _foreign(file: str, name: str, near: str | None, missing: list[str]) -> Problem:
    if near:
        mend = f"Did you mean {near}?"
    else:
        mend = "Nothing needs to be done if you don't need it here."
        if missing:
            mend += f" Columns still unused: {listed(missing[:12])}."
    return Problem(
        file=file,
        column=name,
        rule="known column",
        severity="doubtful",
        found="a column of this name",
        expected="it is not one of ours and was left out",
        mend=mend,
    )


def _near(name: str, names: list[str]) -> str | None:
    joined = {other.replace("_", ""): other for other in names}
    near = get_close_matches(name.replace("_", ""), joined, n=1, cutoff=0.75)
    return joined[near[0]] if near else None


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
