"""Text from files as HTML that shows exactly it."""

from __future__ import annotations

import html


def html_text(text: str) -> str:
    """The text as HTML that shows exactly it."""
    return html.escape(text, quote=True)


def prose(text: str) -> str:
    """A sentence as HTML; names that it isolates are passed over when its direction is found.

    A browser takes the direction from the first letter that has one, even of a name that Unicode's
    marks set apart: an English sentence about a Hebrew name would run from right to left.
    """
    return html_text(text).replace("\u2068", "<bdi>").replace("\u2069", "</bdi>")
