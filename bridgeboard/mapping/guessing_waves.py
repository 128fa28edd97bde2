"""Which wave a value means: an event, a label, the n-th repeat, a name in a column's or file's."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bridgeboard.mapping.guessing_names import Moment, moment_of, tokens
from bridgeboard.mapping.known import Known, KnownWave
from bridgeboard.mapping.survey_map import NewWave
from bridgeboard.mapping.value_lookup import plain

_ARM = re.compile(r"[_ (]*arm[_ ]?\d+.*$")
_LABELS = {"before": "Before", "after": "After"}


@dataclass(frozen=True)
class GuessedWaves:
    """waves: value -> wave_id; new: waves that the programme gets; unclear: values left open."""

    waves: dict[str, str]
    new: tuple[NewWave, ...] = ()
    unclear: tuple[str, ...] = ()


def moment_in(value: str) -> Moment | None:
    """The time that a value or a file's name gives: "post_arm_1", "Staff_T1", "18 months"."""
    words = tokens(_ARM.sub("", plain(value)))
    whole = moment_of(words)
    if whole is not None:
        return whole
    parts = [words[n : n + size] for size in (1, 2) for n in range(len(words) - size + 1)]
    found = {moment for part in parts if (moment := moment_of(part)) is not None}
    if any(moment.what == "months" for moment in found):
        # "Follow-up, 6 months" says twice when it is.
        found.discard(Moment("after"))
    return found.pop() if len(found) == 1 else None


def guessed_waves(values: Sequence[str], known: Known, labels: Sequence[str] = ()) -> GuessedWaves:
    """The wave of each value. For a programme without waves they are made, in order of time.

    labels: what the tool calls each value, where it says so.
    """
    moments = [
        moment_in(value) or moment_in(label) or _counted(value)
        for value, label in zip(values, labels or [""] * len(values), strict=True)
    ]
    numbers = [moment.number for moment in moments if moment is not None and moment.what == "nth"]
    if not known.waves:
        return _new_waves(values, moments, labels)
    found: dict[str, str] = {}
    unclear = []
    for value, moment in zip(values, moments, strict=True):
        wave = _of_name(value, known.waves)
        if wave is None and moment is not None:
            # T1 alone: the first time to some, the second to others.
            wave = _of_moment(moment, known.waves, min(numbers, default=0), len(numbers) > 1)
        if wave is None or wave.wave_id in found.values():
            unclear.append(value)
        else:
            found[value] = wave.wave_id
    return GuessedWaves(found, unclear=tuple(unclear))


def _counted(value: str) -> Moment | None:
    number = plain(value)
    return Moment("nth", int(number)) if re.fullmatch(r"\d{1,2}", number) else None


def _of_name(value: str, waves: Sequence[KnownWave]) -> KnownWave | None:
    said = "".join(tokens(_ARM.sub("", plain(value))))
    for wave in waves:
        if said in ("".join(tokens(wave.wave_id)), "".join(tokens(wave.label))):
            return wave
    return None


def _of_moment(
    moment: Moment, waves: Sequence[KnownWave], first: int, several: bool
) -> KnownWave | None:
    own = {wave.wave_id: moment_in(wave.wave_id) or moment_in(wave.label) for wave in waves}
    same = [wave for wave in waves if own[wave.wave_id] == moment and moment.what != "nth"]
    if len(same) == 1:
        return same[0]
    if moment.what == "before" or (moment.what == "months" and moment.number == 0):
        return waves[0]
    if moment.what == "after":
        return waves[1] if len(waves) == 2 else None
    if moment.what == "months":
        near = [w for w in waves if w.months is not None and abs(w.months - moment.number) < 1]
        return near[0] if len(near) == 1 else None
    place = moment.number - first
    return waves[place] if several and first <= 1 and place < len(waves) else None


def _new_waves(
    values: Sequence[str], moments: Sequence[Moment | None], labels: Sequence[str]
) -> GuessedWaves:
    order = {"before": 0, "nth": 1, "months": 1, "after": 2}
    named = list(zip(values, moments, labels or values, strict=True))
    unclear = [value for value, moment, _ in named if moment is None]
    timed = sorted(
        (entry for entry in named if entry[1] is not None),
        key=lambda entry: (order[entry[1].what], entry[1].number),
    )
    found: dict[str, str] = {}
    new: dict[str, NewWave] = {}
    for value, moment, label in timed:
        wave_id = {"before": "pre", "after": "post", "months": f"m{moment.number:02}",
                   "nth": f"t{moment.number}"}[moment.what]  # fmt: skip
        if wave_id in new:
            unclear.append(value)
            continue
        words = _LABELS.get(moment.what) or (
            f"{moment.number} months" if moment.what == "months" else label
        )
        new[wave_id] = NewWave(wave_id, words, len(new) + 1)
        found[value] = wave_id
    return GuessedWaves(found, tuple(new.values()), tuple(unclear))
