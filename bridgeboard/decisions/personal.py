"""What in a text looks as if it named or reached a person: a word of warning, never a verdict."""

from __future__ import annotations

import re

_TRACES = {
    "an e-mail address": re.compile(r"[^\s@,;]+@[^\s@,;]+\.[A-Za-z]{2,}"),
    # Nine to fifteen digits, whatever stands between them.
    "a telephone number": re.compile(r"(?<!\d)\+?\d(?:[ ./()-]{0,2}\d){8,14}(?!\d)"),
    "a name with a title": re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Sister|Nurse)\.? [A-Z]\w+"),
}


def personal_traces(text: str) -> tuple[str, ...]:
    """What looks personal in the text, in words; nothing where nothing does.

    Missing: a name without a title, a nickname or a story that everybody knows is not found.
    """
    return tuple(what for what, pattern in _TRACES.items() if pattern.search(text))
