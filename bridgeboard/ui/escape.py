"""Text from files, made safe for the few Streamlit elements that read Markdown or HTML."""

from __future__ import annotations

import html
import re

_MARKDOWN = re.compile(r"([!-/:-@\[-`{-~])")
#: Streamlit makes links of these by itself, escaped or not; an invisible joiner stops it.
_LINKS = re.compile(r"(?i)(://|www\.|@)")
_WORD_JOINER = "\u2060"


def markdown(text: str) -> str:
    """The text as Markdown that shows exactly it: no emphasis, link, image, icon or maths."""
    parted = _LINKS.sub(lambda found: found[1][0] + _WORD_JOINER + found[1][1:], text)
    return _MARKDOWN.sub(r"\\\1", " ".join(parted.split()))


def html_text(text: str) -> str:
    """The text as HTML that shows exactly it."""
    return html.escape(text, quote=True)
