"""What people write into a cell of a rating matrix, and what it means."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import quoted

#: Hyphens, dashes and minus signs that spreadsheets, papers and keyboards set for a minus.
_MINUS = dict.fromkeys("‐‑‒–—―−﹣－˗⁻", "-")
_PLAIN = str.maketrans(_MINUS | dict.fromkeys("＋﹢⁺", "+") | dict.fromkeys("＊∗﹡", "*"))
#: Spaces, and what can't be seen.
_GAPS = re.compile(r"[\s\u00ad\u200b-\u200f\u2060\ufeff]+")

_NUMBER = r"([+-]?[0-2])(?:[.,]0{1,2})?"
_WORD = r"(?:mixed|mix|x)"
_RATED = re.compile(_NUMBER)
#: 0*, 0 (mix), +1/mixed; and mixed (+1).
_LEANING = re.compile(rf"{_NUMBER}(?:\*|[(\[/,;:-]?{_WORD}[)\]]?)|{_WORD}[(\[/,;:]{_NUMBER}[)\]]?")
_WORDS = {
    **dict.fromkeys(("x", "mix", "mixed"), "mixed"),
    **dict.fromkeys(("m", "missing"), "missing"),
    **dict.fromkeys(("n/a", "na", "n.a.", "n.a", "notapplicable", "not_applicable"),
                    "not_applicable"),
}  # fmt: skip
#: Where an innovation comes from, which is a fact and no rating.
_ORIGIN = {"e": "External", "external": "External", "internal": "Internal"}


@dataclass(frozen=True, slots=True)
class Mark:
    """The meaning of a cell: a rating, or why there is none."""

    state: str
    rating: int | None = None
    note: str | None = None


class Marks:
    """The marks of one matrix: ours, and those that its programme has named."""

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        self._own: dict[str, Mark] = {}
        self.unknown: list[tuple[str, str]] = []
        for cell, meaning in (own or {}).items():
            mark = read_mark(meaning)
            if mark is None:
                self.unknown.append((cell, meaning))
            else:
                self._own[_plain(cell)] = mark

    def read(self, cell: str) -> Mark | None:
        """The meaning of a cell; None where it has none."""
        return self._own.get(_plain(cell)) or read_mark(cell)


def read_mark(cell: str) -> Mark | None:
    """The meaning of a cell by the marks that are in use everywhere.

    A star or the word mixed beside a number: mixed, and leaning that way. External and internal
    tell where an innovation comes from: not applicable as a rating.
    """
    text = _plain(cell)
    if len(text) > 20:
        return None
    if rated := _RATED.fullmatch(text):
        return Mark("rated", int(rated[1]))
    if leaning := _LEANING.fullmatch(text):
        return Mark("mixed", int(leaning[1] or leaning[2]))
    if text in _ORIGIN:
        note = f"{_ORIGIN[text]}: where the innovation comes from, no rating"
        return Mark("not_applicable", note=note)
    return Mark(_WORDS[text]) if text in _WORDS else None


def unknown_marks(marks: Marks, file: str) -> list[Problem]:
    """A problem for each mark of the programme's own whose meaning is none."""
    return [
        Problem(
            file=file,
            column=f"rating_matrices.marks.{cell}",
            rule="meaning of a mark",
            found=quoted(meaning),
            expected="a mark must mean a rating such as +1 or -1*, or mixed, missing or "
            "not_applicable",
            mend=f'Write it so: "{cell}" = "missing".',
        )
        for cell, meaning in marks.unknown
    ]


def why_not(cell: str) -> tuple[str, str]:
    """What is expected of a cell that has no meaning, and how to mend it."""
    text = _plain(cell)
    if re.fullmatch(r"#(?:n/a|div/0!|ref!|value!|name\?|num!|null!)", text):
        return "a formula failed here", "Mend the formula, or write the rating itself."
    if re.fullmatch(r"[+-]?\d+([.,]\d+)?", text):
        return (
            "ratings are whole numbers from -2 to +2",
            "Mend the number; ratings on another scale can't be loaded as they are.",
        )
    return (
        "a cell holds a rating from -2 to +2 (with * if mixed), X or mixed, M or missing, N/A, "
        "or nothing",
        f"Write one of these, or say under [rating_matrices.marks] what it means: "
        f'"{cell[:20]}" = "missing".',
    )


def _plain(cell: str) -> str:
    return _GAPS.sub("", cell.translate(_PLAIN)).removeprefix("'").casefold()
