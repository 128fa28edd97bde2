"""The text of a map, as TOML; what is no TOML is said with its row."""

from __future__ import annotations

from typing import Any

from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import grouped, quoted
from bridgeboard.toml_text import NotToml, parsed

#: Of the faults of one map so many are said: a file of another kind has thousands.
MOST_FAULTS = 50


def settings_in(text: str, file: str, largest: int) -> dict[str, Any] | Problem:
    """The keys and values of a map of up to so many characters."""
    if len(text) > largest:
        return Problem(
            file=file,
            rule="map",
            found=f"{grouped(len(text))} characters",
            expected=f"a map has up to {grouped(largest)}",
            mend="Is this the right file?",
        )
    settings = parsed(text)
    if isinstance(settings, NotToml):
        return Problem(
            file=file,
            row=settings.row,
            rule="TOML",
            found=quoted(settings.line),
            expected=f"this line is not valid TOML ({settings.what})",
            mend='A map is written name = "value", one a line, text in quotation marks.',
        )
    return settings
