"""programme.toml to a Programme, with each fault in a sentence."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bridgeboard.problems import Problem
from bridgeboard.readers.encoding import decoded
from bridgeboard.readers.quoting import listed, quoted
from bridgeboard.toml_text import NotToml, parsed
from schemas.programme import Programme

FILE = "programme.toml"

#: What each kind of value is called, and an example of how to write it.
_KINDS = {
    "string": "text in quotation marks",
    "int": "a whole number without quotation marks",
    "float": "a number without quotation marks",
    "list": 'a list, such as ["one", "two"]',
    "dict": "a section of its own",
    "model": "a section of its own",
    "bool": "true or false",
}


def read_programme(data: bytes, file: str = FILE) -> tuple[Programme | None, list[Problem]]:
    """The programme's settings, or None with what is wrong."""
    text = decoded(data, file)
    if isinstance(text, Problem):
        return None, [text]
    settings = parsed(text)
    if isinstance(settings, NotToml):
        return None, [_syntax(settings, file)]
    return validated(settings, text, file)


def validated(
    settings: dict[str, Any], text: str = "", file: str = FILE
) -> tuple[Programme | None, list[Problem]]:
    """The Programme that these settings make. text: the file, to find lines in."""
    try:
        # Strict: TOML has types of its own, so k = "10" is a mistake, not a number.
        return Programme.model_validate(settings, strict=True), []
    except ValidationError as error:
        return None, [_fault(detail, text, file) for detail in error.errors()]


def _syntax(fault: NotToml, file: str) -> Problem:
    return Problem(
        file=file,
        row=fault.row,
        rule="TOML",
        found=quoted(fault.line),
        expected=f"this line is not valid TOML ({fault.what})",
        mend="Settings are written name = value, one a line, with text in quotation marks: k = 10 "
        'or name = "Peer support North".',
    )


def _fault(detail: ErrorDetails, text: str, file: str) -> Problem:
    path = [str(part) for part in detail["loc"]]
    kind, context, value = detail["type"], detail.get("ctx", {}), detail["input"]
    name = ".".join(path)
    rule, found, expected, mend = "setting", _written(value), "", f"Mend {name}."
    if kind == "missing":
        found, expected = "", "this setting must be given"
        mend = f"Add it: {path[-1]} = ..." + _in_section(path)
    elif kind == "extra_forbidden":
        rule, found, expected = "known setting", "", ""
        found = "this setting"
        expected = "it is not one of ours" + _in_section(path, " in")
        mend = _closest(path[-1], _known(path))
    elif kind == "literal_error":
        allowed = re.findall(r"'([^']*)'", context["expected"])
        expected = f"it must be {listed(allowed, 'or')}"
        mend = _closest(str(value), allowed)
    elif kind.endswith("_type") or kind in ("int_from_float", "finite_number"):
        expected = f"it must be {_KINDS.get(kind.split('_')[0], 'of another kind')}"
        mend = f"Write {name} so."
    elif "than" in kind:
        expected = f"it must be {_bound(path, context)}"
        mend = "Choose a number in that range."
    elif kind == "string_pattern_mismatch":
        expected, mend = _pattern(path)
    elif kind == "reserved_id":
        expected = "the store has a folder of its own by this name"
        mend = f"Choose another, such as {value}-programme."
    elif kind == "string_too_long":
        expected = f"it must be {context['max_length']} characters or less"
        mend = "Shorten it."
    elif kind == "string_too_short":
        least = context["min_length"]
        expected = f"it must have {least} {'character' if least == 1 else 'characters'} or more"
        mend = "Fill it in."
    else:
        expected = "it is not what this setting takes"
    row = _line_of(path, text)
    return Problem(
        file=file, row=row, column=name, rule=rule, found=found, expected=expected, mend=mend
    )


def _written(value: Any) -> str:
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a section"
    if isinstance(value, list):
        return "a list"
    return str(value)


def _in_section(path: list[str], word: str = " under") -> str:
    if len(path) == 1:
        return ""
    inner = [part for part in path[:-1] if not part.isdecimal()]
    repeated = len(path) == 3 and path[1].isdecimal()
    return f"{word} [[{inner[0]}]]" if repeated else f"{word} [{'.'.join(inner)}]"


def _closest(word: str, known: list[str]) -> str:
    near = get_close_matches(word.lower(), known, n=1, cutoff=0.5)
    if near:
        return f"Did you mean {near[0]}?"
    return f"Known are {listed(known)}."


def _model_at(path: list[str]) -> type[BaseModel]:
    """The model that a setting belongs to: the programme's own, a source's or a target's."""
    if len(path) > 1:
        inner = Programme.model_fields[path[0]].annotation
        for part in getattr(inner, "__args__", ()):
            if isinstance(part, type) and issubclass(part, BaseModel):
                return part
    return Programme


def _known(path: list[str]) -> list[str]:
    return list(_model_at(path).model_fields)


def _bound(path: list[str], context: dict[str, Any]) -> str:
    bounds = {"ge": None, "le": None, "gt": None, "lt": None}
    field = _model_at(path).model_fields.get(path[-1])
    for rule in field.metadata if field else ():
        for name in bounds:
            bounds[name] = getattr(rule, name, None) if bounds[name] is None else bounds[name]
    if bounds["ge"] is not None and bounds["le"] is not None:
        return f"from {bounds['ge']} to {bounds['le']}"
    return ", ".join(f"{name} {value}" for name, value in context.items())


def _pattern(path: list[str]) -> tuple[str, str]:
    if path == ["id"]:
        return (
            "it must be short and in lower case: a letter, then up to 40 letters, digits, _ or -",
            'It names the programme\'s folder and address, such as id = "north".',
        )
    if path[-1] == "doi":
        return (
            "it must be a DOI alone, such as 10.1002/jcop.22749",
            "Leave out https://doi.org/ and the like.",
        )
    return "it is not written as this setting must be", "Mend it."


def _line_of(path: list[str], text: str) -> int | None:
    """The line that sets this, or that opens its section.

    A part of the path that is a number counts the sections [[so]] from 0.
    """
    section, best = "", None
    counts: Counter[str] = Counter()
    wanted_section, wanted = ".".join(path[:-1]), path[-1]
    for number, line in enumerate(text.splitlines(), start=1):
        if header := re.match(r"\s*(\[\[?)\s*([^\[\]]+?)\s*\]", line):
            section = re.sub(r"[\"'\s]", "", header[2])
            first, *rest = section.split(".")
            if header[1] == "[[":
                section = f"{section}.{counts[section]}"
                counts[first] += 1
            elif counts[first]:
                section = ".".join([first, str(counts[first] - 1), *rest])
            if section == ".".join(path):
                return number
            if section == wanted_section:
                best = number
        elif section == wanted_section and re.match(
            rf"\s*[\"']?{re.escape(wanted)}[\"']?\s*=", line
        ):
            return number
    return best
