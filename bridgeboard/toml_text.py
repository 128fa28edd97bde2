"""TOML text to settings, or the line that is not TOML; and settings to TOML text."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

#: A key of more parts takes Python's parser time and memory with the square of their number.
MOST_PARTS = 200

_QUOTED = re.compile(r"""\"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""")


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
    for row, line in enumerate(text.split("\n"), start=1):
        # Nothing but a key has that many dots outside of quotation marks in one line.
        if (
            line.count(".") > MOST_PARTS
            and not line.lstrip().startswith("#")
            and _QUOTED.sub("", line).count(".") > MOST_PARTS
        ):
            return NotToml(row, line.strip(), "a key of too many parts")
    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        # Not TOMLDecodeError alone: a number of thousands of digits raises its parent.
        return _fault(str(error), text)


def written(settings: Mapping[str, Any]) -> str:
    """The settings as TOML that parsed() gives back; what is None is left out."""
    return "\n".join(_section(settings, "")).strip("\n") + "\n"


def _section(settings: Mapping[str, Any], path: str) -> list[str]:
    """Lines of a section: first its own settings, for what follows belongs to sections within."""
    given = {name: value for name, value in settings.items() if value is not None}
    lines = [
        f"{_key(name)} = {_value(value)}"
        for name, value in given.items()
        if not isinstance(value, Mapping) and not _is_sections(value)
    ]
    for name, value in given.items():
        within = f"{path}{_key(name)}"
        if isinstance(value, Mapping):
            lines += ["", f"[{within}]", *_section(value, f"{within}.")]
        elif _is_sections(value):
            for one in value:
                lines += ["", f"[[{within}]]", *_section(one, f"{within}.")]
    return lines


def _is_sections(value: Any) -> bool:
    return isinstance(value, list | tuple) and any(isinstance(one, Mapping) for one in value)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _text(name)


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(one) for one in value) + "]"
    return _text(str(value))


def _text(text: str) -> str:
    # JSON's text in quotation marks is TOML's, but for one character.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _fault(message: str, text: str) -> NotToml:
    place = re.search(r" \(at (?:line (\d+), column (\d+)|end of document)\)$", message)
    what = message[: place.start()] if place else message
    # As the parser counts: a form feed or the like ends no line.
    lines = text.removesuffix("\n").split("\n")
    row = min(int(place[1]) if place and place[1] else len(lines), len(lines))
    return NotToml(row, lines[row - 1].strip(), what[:1].lower() + what[1:])
