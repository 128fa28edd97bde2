"""What surveys say of a subject: the scale whose items are its items, or else item by item."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bridgeboard.measures.once import once
from bridgeboard.measures.rated import joined
from bridgeboard.measures.score import score
from bridgeboard.measures.shift import shift
from bridgeboard.statistics import Sample, counted, mean_interval, welch

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument, Item, Scale
    from bridgeboard.store import Snapshot

_COUNTS = """
SELECT instrument_id, item_id, site_id, wave_id, value, sum(n)::BIGINT AS n
FROM mart_distribution WHERE state = 'answered' AND site_id IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""
_ASKED = """
SELECT evidence[8:] AS instrument_id, site_id, wave_id, provenance FROM mart_coverage
WHERE starts_with(evidence, 'survey:')
"""

#: What people's answers fill; the shareable view empties these together.
NUMBERS = ("n_from", "n_to", "value", "lower", "upper", "survey", "survey_reading", "survey_reason")


@dataclass(frozen=True, slots=True)
class Part:
    """One scale or item at a site: a number, where people answered, and which way it points.

    way: 1 up, or above the middle; -1 down, or below it; 0 neither; None where too few answered.
    """

    n_from: int | None
    n_to: int
    value: float | None
    lower: float | None
    upper: float | None
    way: int | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A scale or an item with its instrument."""

    instrument: Instrument
    scale: Scale | None
    item: Item | None

    @property
    def label(self) -> str:
        if self.scale:
            return f"{self.scale.label} ({self.instrument.short_name})"
        return f"{self.item.label} ({self.instrument.short_name} {self.item.item_id})"

    @property
    def which(self) -> str:
        """The scale or item with its instrument: psa12:roles."""
        own = self.scale.scale_id if self.scale else self.item.item_id
        return f"{self.instrument.instrument_id}:{own}"

    @property
    def range(self) -> tuple[float, float]:
        if self.scale:
            return self.instrument.score_range(self.scale)
        return self.instrument.minimum, self.instrument.maximum


@once
def survey_side(snapshot: Snapshot) -> SurveySide:
    """What the snapshot's surveys say; both views' frames rest on it."""
    return SurveySide(snapshot)


class SurveySide:
    """All that surveys say of a programme's subjects."""

    def __init__(self, snapshot: Snapshot) -> None:
        """Read scores, shifts and the counts of items once."""
        self._instruments = snapshot.instruments
        self._minimum = snapshot.programme.minimum_n
        self._shifts = {
            tuple(row[name] for name in ("instrument_id", "scale_id", "site_id", *_WAVES)): row
            for row in shift(snapshot).select(_OF_SHIFT).iter_rows(named=True)
            if row["design"] == "unpaired"
        }
        self._scores = {
            tuple(row[name] for name in ("instrument_id", "scale_id", "site_id", "wave_id")): row
            for row in score(snapshot).select(_OF_SCORE).iter_rows(named=True)
        }
        self._levels: dict[tuple[str, ...], list[tuple[int, int]]] = {}
        for *where, value, n in snapshot.query(_COUNTS).iter_rows():
            self._levels.setdefault(tuple(where), []).append((value, n))
        self._known: dict[tuple[Any, ...], Part] = {}
        self._provenance = {
            tuple(where): provenance for *where, provenance in snapshot.query(_ASKED).iter_rows()
        }

    def asked(self, items: Sequence[tuple[str, str]]) -> list[_Asked]:
        """What answers for these items: the scale that has just these, or else each of them."""
        found = []
        for instrument_id in dict.fromkeys(name for name, _ in items):
            instrument = self._instruments[instrument_id]
            own = [item for name, item in items if name == instrument_id]
            scale = next((s for s in instrument.scales if {*s.item_ids} == {*own}), None)
            if scale and len(own) > 1:
                found.append(_Asked(instrument, scale, None))
            else:
                found += [_Asked(instrument, None, instrument.item(item)) for item in own]
        return found

    def said(self, asked: Sequence[_Asked], site: str, waves: tuple[str, str]) -> dict[str, Any]:
        """The columns of the survey at one site; one wave where both waves are the same.

        Intervals of several items are so wide that all of them hold together in 95 % of cases
        (Bonferroni). Items are turned where agreeing lowers the score.
        """
        if not asked:
            return {}
        n_items = sum(one.item is not None for one in asked)
        level = 1 - 0.05 / max(n_items, 1)
        parts = [self._part(one, site, waves, level) for one in asked]
        ways = {part.way for part in parts} - {None}
        there = [part for part in parts if part.way is not None]
        alone = parts[0] if len(parts) == 1 else None
        first = asked[0]
        found = {
            "survey_kind": "scale" if first.scale else "item" if alone else "items",
            "survey_of": "; ".join(one.label for one in asked),
            "scale_ids": joined(one.which for one in asked if one.scale),
            "item_ids": joined(one.which for one in asked if one.item),
            "n_from": _least([part.n_from for part in there or parts]),
            "n_to": _least([part.n_to for part in there or parts]),
            "survey_reading": _reading(ways, waves[0] == waves[1]),
        }
        if there:
            said = (_words(*both) for both in zip(asked, parts, strict=True))
            found["survey"] = "; ".join(said)
        else:
            found["survey_reason"] = parts[0].reason
        if alone:
            low, high = first.range
            found |= {"instrument_id": first.instrument.instrument_id}
            found |= {"scale_id": first.scale and first.scale.scale_id}
            found |= {"value": alone.value, "lower": alone.lower, "upper": alone.upper}
            found |= {"minimum": low, "maximum": high}
        return found

    def provenance(self, asked: Sequence[_Asked], site: str, waves: tuple[str, str]) -> list[str]:
        """Where the answers behind it come from."""
        keys = [(one.instrument.instrument_id, site, wave) for one in asked for wave in waves]
        return [word for key in keys for word in (self._provenance.get(key) or "").split(", ")]

    def _part(self, asked: _Asked, site: str, waves: tuple[str, str], level: float) -> Part:
        # An item bears on an influence, a construct and themes; it is computed once for all.
        which = (asked.label, site, waves, level)
        if which not in self._known:
            found = self._of_scale(asked, site, waves) if asked.scale else None
            self._known[which] = found or self._of_item(asked, site, waves, level)
        return self._known[which]

    def _of_item(self, asked: _Asked, site: str, waves: tuple[str, str], level: float) -> Part:
        before, after = (self._answers(asked, site, wave) for wave in waves)
        if waves[0] == waves[1]:
            mean = mean_interval(after, level=level)
            return self._at_one_wave(asked, mean.n, mean.mean, mean.lower, mean.upper)
        n = before.n, after.n
        if min(n) < max(3, self._minimum):
            reason = f"{n[0]} and {n[1]} people answered: too few to compare."
            return Part(*n, None, None, None, None, reason if max(n) else "Nobody answered.")
        found = welch(before, after, level)
        return Part(*n, found.value, found.lower, found.upper, _way(found.lower, found.upper), None)

    def _of_scale(self, asked: _Asked, site: str, waves: tuple[str, str]) -> Part:
        which = asked.instrument.instrument_id, asked.scale.scale_id, site
        turn = -1 if asked.scale.higher_is == "worse" else 1
        if waves[0] == waves[1]:
            row = self._scores[*which, waves[0]]
            part = self._at_one_wave(asked, *(row[n] for n in ("n", "value", "lower", "upper")))
        else:
            row = self._shifts[*which, *waves]
            numbers = (row[name] for name in ("n_from", "n_to", "value", "lower", "upper"))
            way = None if row["value"] is None else _way(row["lower"], row["upper"])
            part = Part(*numbers, way, row["reason"])
        way = part.way and part.way * turn
        return Part(*(getattr(part, name) for name in _NUMBERS), way, part.reason)

    def _at_one_wave(
        self, asked: _Asked, n: int, value: float | None, lower: float | None, upper: float | None
    ) -> Part:
        if n < self._minimum or value is None:
            reason = f"{n} people answered: too few." if n else "Nobody answered."
            return Part(None, n, None, None, None, None, reason)
        middle = sum(asked.range) / 2
        if lower is None or upper is None or lower == upper:
            return Part(None, n, value, None, None, 0, None)
        return Part(None, n, value, lower, upper, _way(lower - middle, upper - middle), None)

    def _answers(self, asked: _Asked, site: str, wave: str) -> Sample:
        instrument, item = asked.instrument, asked.item
        levels = self._levels.get((instrument.instrument_id, item.item_id, site, wave), ())
        ends = instrument.minimum + instrument.maximum
        turned = [ends - value if item.reversed else value for value, _ in levels]
        return counted(turned, [n for _, n in levels])


_WAVES = ("from_wave_id", "to_wave_id")
_NUMBERS = ("n_from", "n_to", "value", "lower", "upper")
_OF_SHIFT = ("instrument_id", "scale_id", "site_id", *_WAVES, "design", *_NUMBERS, "reason")
_OF_SCORE = ("instrument_id", "scale_id", "site_id", "wave_id", "n", "value", "lower", "upper")

_UP = {True: "above the middle", False: "up"}
_DOWN = {True: "below the middle", False: "down"}
_NEITHER = {True: "not clearly off the middle", False: "no clear change"}


def _way(lower: float | None, upper: float | None) -> int:
    if lower is None or upper is None:
        return 0
    return 1 if lower > 0 else -1 if upper < 0 else 0


def _reading(ways: set[int | None], is_one_wave: bool) -> str | None:
    if not ways:
        return None
    if {1, -1} <= ways:
        return "both ways"
    words = _UP if 1 in ways else _DOWN if -1 in ways else _NEITHER
    return words[is_one_wave]


def _least(numbers: Sequence[int | None]) -> int | None:
    return min((n for n in numbers if n is not None), default=None)


def _signed(number: float) -> str:
    return f"{number:+.2f}".replace("-", "\N{MINUS SIGN}")


def _words(asked: _Asked, part: Part) -> str:
    """Clear roles (PSA-12) +0.42 (+0.10 to +0.74), n 12 and 11."""
    if part.value is None:
        return f"{asked.label}: too few answers"
    is_change = part.n_from is not None
    number = _signed if is_change else "{:.2f}".format
    interval = ""
    if part.lower is not None and part.upper is not None:
        interval = f" ({number(part.lower)} to {number(part.upper)})"
    n = f"{part.n_from} and {part.n_to}" if is_change else part.n_to
    return f"{asked.label} {number(part.value)}{interval}, n {n}"
