"""What an instrument must fulfil beyond its shape: each rule gives findings, none raises."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import polars as pl

from bridgeboard.instruments.instrument import Instrument, WorkedExample
from bridgeboard.instruments.scoring import scores

#: Columns that a table of answers has besides its items.
TAKEN = ("place", "respondent_id", "site_id", "wave_id", "row", "garbled")
TAKEN_PREFIX = "n_"


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that the file breaks: where, what was found, what is expected, how to mend it."""

    rule: str
    key: str
    found: str
    expected: str
    mend: str


def findings(instrument: Instrument) -> list[Finding]:
    """Every rule that the instrument breaks; worked examples are run only when nothing else is."""
    found = [
        *_version(instrument),
        *_ids(instrument),
        *_responses(instrument),
        *_scales(instrument),
        *_mentioned(instrument),
    ]
    return found or list(_examples(instrument))


def _version(instrument: Instrument) -> Iterator[Finding]:
    if instrument.version_of == instrument.instrument_id:
        yield Finding(
            "version_of",
            "version_of",
            repr(instrument.version_of),
            "an instrument is a version of another one, not of itself",
            "Name the instrument that it is a version of, or leave version_of out.",
        )


def _ids(instrument: Instrument) -> Iterator[Finding]:
    for key, ids in (
        ("items", instrument.item_ids),
        ("scales", tuple(scale.scale_id for scale in instrument.scales)),
    ):
        for twice in _repeated(ids):
            yield Finding(
                "unique", key, f"{twice!r} twice", "ids are unique", "Rename one of the two."
            )
    for item_id in instrument.item_ids:
        if item_id in TAKEN or item_id.startswith(TAKEN_PREFIX):
            yield Finding(
                "taken_id",
                f"items {item_id}",
                repr(item_id),
                f"{', '.join(TAKEN)} and ids that begin with {TAKEN_PREFIX} name other columns",
                "Choose another item_id.",
            )


def _responses(instrument: Instrument) -> Iterator[Finding]:
    low, high = instrument.minimum, instrument.maximum
    if low >= high:
        yield Finding(
            "range",
            "responses.minimum",
            f"{low} to {high}",
            "minimum is below maximum",
            "Swap the two or mend one.",
        )
        return
    values = [level.value for level in instrument.levels]
    if values != list(range(low, high + 1)):
        yield Finding(
            "levels",
            "responses.levels",
            ", ".join(map(str, values)) or "no level",
            f"levels name every number from {low} to {high} once, in order",
            "Add, remove or reorder levels, or mend minimum and maximum.",
        )
    codes = (
        ("dont_know_code", instrument.dont_know_code),
        ("not_applicable_code", instrument.not_applicable_code),
    )
    for key, code in codes:
        if code is not None and low <= code <= high:
            yield Finding(
                "code",
                f"responses.{key}",
                str(code),
                f"a code lies outside {low} to {high}, or it would read as an answer",
                "Choose a number outside the range, or leave the key out.",
            )
    if codes[0][1] is not None and codes[0][1] == codes[1][1]:
        yield Finding(
            "code",
            "responses.not_applicable_code",
            str(codes[1][1]),
            "the two codes differ",
            "Choose another number for one of them.",
        )


def _scales(instrument: Instrument) -> Iterator[Finding]:
    scales = {scale.scale_id: scale for scale in instrument.scales}
    for scale in instrument.scales:
        key = f"scales {scale.scale_id}"
        yield from _unknown(f"{key} item_ids", scale.item_ids, instrument.item_ids, "item")
        for twice in _repeated(scale.item_ids):
            yield Finding(
                "unique",
                f"{key} item_ids",
                f"{twice!r} twice",
                "a scale counts an item once",
                "Remove one of the two.",
            )
        if scale.items_needed > len(scale.item_ids):
            yield Finding(
                "items_needed",
                f"{key} items_needed",
                str(scale.items_needed),
                f"the scale has {len(scale.item_ids)} items",
                f"Ask for at most {len(scale.item_ids)}.",
            )
        yield from _unknown(f"{key} needs_scales", scale.needs_scales, tuple(scales), "scale")
        for other in scale.needs_scales:
            # One step is enough: no chain can then run in a circle.
            if other in scales and (other == scale.scale_id or scales[other].needs_scales):
                yield Finding(
                    "needs_scales",
                    f"{key} needs_scales",
                    repr(other),
                    "a scale rests on scales that rest on no other",
                    "Name only scales without needs_scales.",
                )


def _mentioned(instrument: Instrument) -> Iterator[Finding]:
    scale_ids = tuple(scale.scale_id for scale in instrument.scales)
    for item in instrument.items:
        key = f"items {item.item_id}"
        if item.scale_id is not None:
            yield from _unknown(f"{key} scale_id", (item.scale_id,), scale_ids, "scale")
            if item.scale_id in scale_ids:
                members = instrument.scale(item.scale_id).item_ids
                if item.item_id not in members:
                    yield Finding(
                        "scale_id",
                        f"{key} scale_id",
                        repr(item.scale_id),
                        "that scale's item_ids leave this item out",
                        "Add the item to the scale, or mend scale_id.",
                    )
        if item.reversed and not any(item.item_id in s.item_ids for s in instrument.scales):
            yield Finding(
                "reversed",
                f"{key} reversed",
                "true",
                "only an item of a scale can be reversed",
                "Put the item into a scale, or remove reversed.",
            )
    for number, example in enumerate(instrument.worked_examples, start=1):
        key = f"worked_examples {number}"
        names = tuple(name for name, _ in example.answers)
        yield from _unknown(f"{key} answers", names, instrument.item_ids, "item")
        for item_id, value in example.answers:
            if not instrument.minimum <= value <= instrument.maximum:
                yield Finding(
                    "range",
                    f"{key} answers.{item_id}",
                    str(value),
                    f"answers run from {instrument.minimum} to {instrument.maximum}",
                    "Leave out what is not answered; mend the number otherwise.",
                )
        named = {name for name, _ in example.scores}
        yield from _unknown(f"{key} scores", sorted(named), scale_ids, "scale")
        for absent in (scale_id for scale_id in scale_ids if scale_id not in named):
            yield Finding(
                "worked_example",
                f"{key} scores",
                f"nothing for {absent!r}",
                "an example says what comes out for every scale",
                f'Add {absent} = the score, or {absent} = "none".',
            )
        if not example.scores and not example.levels:
            yield Finding(
                "worked_example",
                key,
                "neither scores nor levels",
                "an example says what comes out",
                "Add scores, or levels for an instrument without scales.",
            )
        yield from _unknown(f"{key} levels", [name for name, _ in example.levels], names, "answer")


def _examples(instrument: Instrument) -> Iterator[Finding]:
    for number, example in enumerate(instrument.worked_examples, start=1):
        for name, expected, came in differences(instrument, example):
            yield Finding(
                "worked_example",
                f"worked_examples {number} {name}",
                "none" if expected is None else str(expected),
                f"{'none' if came is None else came} comes out",
                "Mend the example, or the scoring that it shows to be wrong.",
            )


def differences(
    instrument: Instrument, example: WorkedExample
) -> list[tuple[str, float | str | None, float | str | None]]:
    """Where an example does not come out: name, what it says, what comes out."""
    answers = dict(example.answers)
    wide = pl.DataFrame(
        {"respondent_id": ["example"], **{i: [answers.get(i)] for i in instrument.item_ids}},
        schema={"respondent_id": pl.String, **dict.fromkeys(instrument.item_ids, pl.Int64)},
    )
    came = dict(scores(wide, instrument).select("scale_id", "score").iter_rows())
    labels = {level.value: level.label for level in instrument.levels}
    wrong: list[tuple[str, float | str | None, float | str | None]] = [
        (scale_id, expected, came[scale_id])
        for scale_id, expected in example.scores
        if not _same(expected, came[scale_id])
    ]
    wrong.extend(
        (item_id, label, labels[answers[item_id]])
        for item_id, label in example.levels
        if label != labels[answers[item_id]]
    )
    return wrong


def _same(expected: float | None, came: float | None) -> bool:
    if expected is None or came is None:
        return expected is came
    # Examples are written by hand: 3.67 may stand for 3.666...
    return math.isclose(expected, came, abs_tol=0.005)


def _unknown(key: str, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[Finding]:
    known = tuple(known)
    for name in names:
        if name not in known:
            yield Finding(
                f"known_{what}",
                key,
                repr(name),
                f"there is no such {what} (there are: {', '.join(known) or 'none'})",
                f"Mend the name, or add the {what}.",
            )


def _repeated(ids: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    return sorted({i for i in ids if i in seen or seen.add(i)})
