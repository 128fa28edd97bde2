"""Text that a spreadsheet program would run as a formula, made harmless."""

from __future__ import annotations

#: A spreadsheet program takes a text that begins so for a formula (the last four are full-width).
_FORMULA = (*"=+-@|%", *"\uff1d\uff0b\uff0d\uff20")
_CONTROL = ("\t", "\r", "\n")


def harmless(text: str) -> str:
    """The text, with an apostrophe before what a spreadsheet program would run as a formula."""
    runs = text.lstrip().startswith(_FORMULA) or text.startswith(_CONTROL)
    return "'" + text if runs else text
