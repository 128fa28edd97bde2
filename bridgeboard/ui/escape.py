"""Text from files, made safe for the few Streamlit elements that read Markdown or HTML."""

from __future__ import annotations

import re

from bridgeboard.charts.prose import html_text, prose

__all__ = ["html_text", "label", "markdown", "option", "prose"]

#: What begins something inside a line: the rest of the punctuation can stay as it is.
_INLINE = re.compile(r"([\\`*_\[\]~$<&]|:(?=\S))")
#: The same, where a line between letters, as in a column's name, begins nothing.
_IN_LABEL = re.compile(r"([\\`*\[\]~$<&]|(?<!\w)_|_(?!\w)|:(?=\S))")
_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
#: Streamlit makes links of these by itself, escaped or not; an invisible joiner stops it.
_LINKS = re.compile(r"(?i)(://|www\.|@)")
_WORD_JOINER = "\u2060"


def markdown(text: str) -> str:
    """The text as Markdown that shows exactly it: no emphasis, link, image, icon or maths."""
    parted = _LINKS.sub(lambda found: found[1][0] + _WORD_JOINER + found[1][1:], text)
    return _MARKDOWN.sub(r"\\\1", " ".join(parted.split()))


def option(text: str) -> str:
    """The text as the label of a button in a row of choices, which Streamlit reads as Markdown.

    Such a label stands in the address of the page as well, so an ordinary name stays as it is.
    """
    parted = _LINKS.sub(lambda found: found[1][0] + _WORD_JOINER + found[1][1:], text)
    return _INLINE.sub(r"\\\1", " ".join(parted.split()))


def label(text: str) -> str:
    """The text as the label of a control, which Streamlit reads as Markdown and a screen reader as
    it is: names of columns and files stay as they are, with nothing between their letters.

    In: text that doesn't begin with what begins a list or a heading.
    """
    parted = _LINKS.sub(lambda found: found[1][0] + _WORD_JOINER + found[1][1:], text)
    return _IN_LABEL.sub(r"\\\1", " ".join(parted.split()))
