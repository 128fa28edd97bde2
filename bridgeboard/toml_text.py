"""TOML text to settings, or the line that is not TOML."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class NotToml:
    """Where a text stops being TOML: the row, what stands there, and what is wrong in a few words.

    In a text that ends too early the row is its last.
    """

    row: int
    line: str
    what: str


def parsed(text: str) -> dict[str, Any] | NotToml:
    """The settings of a TOML text, or where it is not TOML. Never raises."""
    # Python's parser refuses the line ends of old Macs.
    text = re.sub(r"\r\n?", "\n", text)
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        return _fault(str(error), text)


def _fault(message: str, text: str) -> NotToml:
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    what = message[: place.start()] if place else message
    # As the parser counts: a form feed or the like ends no line.
    lines = text.removesuffix("\n").split("\n")
    row = min(int(place[1]) if place and place[1] else len(lines), len(lines))
    return NotToml(row, lines[row - 1].strip(), what[:1].lower() + what[1:])
