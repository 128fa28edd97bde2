"""Words without markup: what people see of a label that a tool keeps as HTML."""

from __future__ import annotations

import html
import re

# A tag begins with a letter: "a < 5 and b > 3" is no tag. Nothing here can search back and forth.
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<![^<>]*>")
#: What is between these is never shown.
_UNSHOWN = re.compile(r"<(style|script)\b[^<>]*>[^<]*</\1>", re.IGNORECASE)
#: How R writes a letter that its code page lacks.
_OF_R = re.compile(r"<U\+([0-9A-Fa-f]{4,6})>")


def plain_words(text: str) -> str:
    """The words of a label: no tags, entities as what they stand for, spaces as one space.

    In: text, as HTML or not. Out: "" if nothing is left to read (a picture).
    """
    if "<" in text:
        text = _TAG.sub(" ", _UNSHOWN.sub(" ", text))
    if "&" in text:
        text = html.unescape(text)
    return " ".join(text.split())


def letters_restored(text: str) -> str:
    """The text with <U+043E> as the letter it stands for."""
    return _OF_R.sub(_letter, text) if "<U+" in text else text


def _letter(match: re.Match[str]) -> str:
    number = int(match[1], 16)
    is_letter = 0x20 <= number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF
    return chr(number) if is_letter else match[0]
