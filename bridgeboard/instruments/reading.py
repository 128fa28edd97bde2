"""Reading an instrument's TOML file: an instrument, or what is wrong with the file."""

from __future__ import annotations

import difflib
import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bridgeboard.instruments.instrument import Instrument, Item, Level, Scale, WorkedExample
from bridgeboard.instruments.rules import findings
from bridgeboard.problems import Problem
from bridgeboard.toml_text import NotToml, parsed

if TYPE_CHECKING:
    from bridgeboard.instruments._file import InstrumentFile, ScalePart

#: A questionnaire is a few kilobytes; more is some other file.
LARGEST = 1_000_000

#: Pydantic's words for a wrong kind of value, said so that no programmer is needed.
KINDS = {
    "bool_type": "it should be true or false, without quotation marks",
    "int_type": "it should be a whole number, without quotation marks",
    "float_type": "it should be a number, without quotation marks",
    "string_type": "it should be a text in quotation marks",
    "list_type": "it should be a list in square brackets",
    "dict_type": "it should be pairs in curly brackets, such as { b1 = 4 }",
    "model_type": "it should be pairs in curly brackets, or a section of its own",
}


def read(path: Path) -> Instrument | list[Problem]:
    """The instrument of a file, or the problems that keep it from being one. Never raises.

    Problems name the file, the line of a syntax error, the key otherwise, what was found, and how
    to mend it. Its worked examples are run: one that does not come out is a problem too.
    """
    name = f"{path.parent.name}/{path.name}"
    try:
        if path.stat().st_size > LARGEST:
            return [_whole(name, "size", "a file over 1 MB", "an instrument's file is small")]
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        where = f"a byte that is not UTF-8 at place {error.start + 1}"
        mend = "Save the file as UTF-8."
        return [_whole(name, "encoding", where, "TOML files are UTF-8 text", mend)]
    except OSError as error:
        return [_whole(name, "readable", error.strerror or "no access", "the file can't be read")]
    content = parsed(text)
    if isinstance(content, NotToml):
        return [_syntax(name, content)]
    return _from_content(content, path, name)


def _from_content(content: dict[str, Any], path: Path, name: str) -> Instrument | list[Problem]:
    # Here and not above: pages read instruments from a snapshot and need no file rules.
    from pydantic import ValidationError

    from bridgeboard.instruments._file import InstrumentFile

    try:
        file = InstrumentFile.model_validate(content)
    except ValidationError as error:
        return [_shape(name, details, content) for details in error.errors(include_url=False)]
    problems = list(_file_rules(file, path, name))
    if problems:
        return problems
    instrument = _instrument(file, Path(path.parent.name) / path.name)
    problems = [
        Problem(
            file=name,
            rule=finding.rule,
            found=finding.found,
            expected=finding.expected,
            mend=finding.mend,
            column=finding.key,
        )
        for finding in findings(instrument)
    ]
    return problems or instrument


def _file_rules(file: InstrumentFile, path: Path, name: str) -> list[Problem]:
    problems = []
    if path.stem != file.instrument_id:
        problems.append(
            Problem(
                file=name,
                rule="file_name",
                found=repr(file.instrument_id),
                expected="the file is named after the instrument_id",
                mend=_mend_name(path, file.instrument_id),
                column="instrument_id",
            )
        )
    problems.extend(
        Problem(
            file=name,
            rule="items_needed",
            found="both" if scale.items_needed is not None else "neither",
            expected="a scale says once how many items must be answered",
            mend="Give either items_needed (a number) or share_needed (such as 0.5).",
            column=f"scales {scale.scale_id} items_needed",
        )
        for scale in file.scales
        if (scale.items_needed is None) == (scale.share_needed is None)
    )
    return problems


def _mend_name(path: Path, instrument_id: str) -> str:
    name = f"{instrument_id}.toml"
    if (path.parent / name).exists():
        return f"{name} is there too: delete one of the two, or give this one an id of its own."
    return f"Rename the file to {name}, or mend the id."


def _instrument(file: InstrumentFile, source: Path) -> Instrument:
    responses = file.responses
    return Instrument(
        instrument_id=file.instrument_id,
        name=file.name,
        short_name=file.short_name,
        citation=file.citation,
        doi=file.doi,
        version_of=file.version_of,
        licence=file.licence,
        licence_note=file.licence_note,
        own=file.own,
        validated=file.validated,
        verified=tuple(file.verified),
        unverified=tuple(file.unverified),
        minimum=responses.minimum,
        maximum=responses.maximum,
        levels=tuple(Level(**level.model_dump()) for level in responses.levels),
        dont_know_code=responses.dont_know_code,
        not_applicable_code=responses.not_applicable_code,
        items=tuple(Item(**item.model_dump()) for item in file.items),
        scales=tuple(_scale(scale) for scale in file.scales),
        worked_examples=tuple(
            WorkedExample(
                says=example.says,
                answers=tuple(example.answers.items()),
                scores=tuple(
                    (scale_id, None if score == "none" else float(score))
                    for scale_id, score in example.scores.items()
                ),
                levels=tuple(example.levels.items()),
            )
            for example in file.worked_examples
        ),
        source=source,
    )


def _scale(part: ScalePart) -> Scale:
    needed = part.items_needed
    if needed is None:
        # 0.8 of 5 items is 4, though 0.8 * 5 is a hair more than 4 in floating point elsewhere.
        needed = max(1, math.ceil(round(part.share_needed * len(part.item_ids), 9)))
    return Scale(
        scale_id=part.scale_id,
        label=part.label,
        item_ids=tuple(part.item_ids),
        method=part.method,
        higher_is=part.higher_is,
        items_needed=needed,
        needs_scales=tuple(part.needs_scales),
    )


def _whole(
    file: str, rule: str, found: str, expected: str, mend: str = "Replace the file."
) -> Problem:
    return Problem(file=file, rule=rule, found=found, expected=expected, mend=mend)


def _syntax(file: str, fault: NotToml) -> Problem:
    return Problem(
        file=file,
        rule="TOML",
        found=repr(fault.line[:80]),
        expected=f"this line is not valid TOML ({fault.what})",
        mend="Mend this line; a text stands in quotation marks, a list in square brackets.",
        row=fault.row,
    )


def _shape(file: str, details: dict[str, Any], content: dict[str, Any]) -> Problem:
    place = tuple(details["loc"])
    kind = details["type"]
    found, expected = _short(details["input"]), KINDS.get(kind) or _lower(details["msg"])
    mend = "Mend the value."
    if kind == "extra_forbidden":
        near = difflib.get_close_matches(str(place[-1]), _known_keys(place), n=1)
        found, expected = repr(place[-1]), "no such key is known here"
        mend = f"Did you mean {near[0]}?" if near else "Remove the key, or mend its name."
    elif kind == "missing":
        found, expected = "", f"{place[-1]} is needed"
        mend = f"Add {place[-1]} = ..."
    elif kind == "string_pattern_mismatch":
        expected = f"it must match {details['ctx']['pattern']}"
        mend = "Use lower-case letters, digits and _ (in instrument_id: -) only, a letter first."
        if place[-1] == "doi":
            mend = "Give the DOI alone, without https://doi.org/."
    return Problem(
        file=file,
        rule=kind,
        found=found,
        expected=expected,
        mend=mend,
        column=_named(place, content),
    )


def _known_keys(place: tuple[int | str, ...]) -> list[str]:
    from bridgeboard.instruments import _file

    part = {
        "responses": _file.LevelPart if len(place) > 2 else _file.ResponsesPart,
        "items": _file.ItemPart,
        "scales": _file.ScalePart,
        "worked_examples": _file.ExamplePart,
    }.get(str(place[0]) if len(place) > 1 else "", _file.InstrumentFile)
    return list(part.model_fields)


def _named(place: tuple[int | str, ...], content: dict[str, Any]) -> str:
    """The key in words: a list's entry by its own id if it has one, else by its number."""
    words: list[str] = []
    here: Any = content
    for step in place:
        if isinstance(step, int) and isinstance(here, list) and step < len(here):
            here = here[step]
            own = here if isinstance(here, dict) else {}
            words.append(str(own.get("item_id") or own.get("scale_id") or step + 1))
            continue
        if isinstance(here, dict) and step not in here and step != place[-1]:
            continue  # pydantic names the member of a union that it tried
        here = here.get(step) if isinstance(here, dict) else None
        words.append(str(step))
    return " ".join(words)


def _short(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 80 else f"{text[:77]}..."


def _lower(message: str) -> str:
    text = message[:1].lower() + message[1:]
    return text.replace("input should be", "it should be")
