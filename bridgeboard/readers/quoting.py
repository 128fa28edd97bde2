"""Cells shown in sentences: in quotation marks, short, with nothing invisible."""

from __future__ import annotations

import unicodedata

#: Longer cells are cut: a sentence is for finding the cell, not for reading it.
SHOWN_CHARACTERS = 60

#: Written out because an editor shows them as nothing or as a plain space: other control, format
#: and space characters. Marks that a right-to-left or Indic script needs stay as they are.
_NEEDED_BY_SCRIPTS = "\u200c\u200d\u200e\u200f\u061c"


def quoted(cell: str | None) -> str:
    """The cell in quotation marks; "nothing" if it is empty."""
    if cell is None or cell == "":
        return "nothing"
    shown = cell[:SHOWN_CHARACTERS]
    text = "".join(_visible(character) for character in shown)
    if len(cell) > SHOWN_CHARACTERS:
        return f'"{text}…" ({grouped(len(cell))} characters)'
    return f'"{text}"'


def grouped(number: int) -> str:
    """1234567 as 1 234 567, with narrow spaces: comma and point each mean a decimal to some."""
    return f"{number:,}".replace(",", "\u202f")


def listed(words: list[str] | tuple[str, ...], joined_by: str = "and") -> str:
    """a, b and c."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {joined_by} {words[-1]}"


def _visible(character: str) -> str:
    if character in " " or character in _NEEDED_BY_SCRIPTS:
        return character
    if character in "\r\n\t":
        return {"\r": "", "\n": "⏎", "\t": "⇥"}[character]
    if unicodedata.category(character) in ("Cc", "Cf", "Zs", "Zl", "Zp", "Co", "Cn"):
        return f"⟨U+{ord(character):04X}⟩"
    return character
