"""What a cell means by a value map: case, spaces and ".0" don't matter, anything else does."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bridgeboard.instruments import Instrument
from bridgeboard.mapping.survey_map import STATES, ItemColumn, Values

_TICKED = frozenset({"1", "checked", "true", "yes", "x", "selected"})
_NOT_TICKED = frozenset({"0", "", "unchecked", "false", "no", "not selected"})


@dataclass(frozen=True, slots=True)
class Meaning:
    """An answer: a number, or a state; nothing: the cell says that there is no answer here."""

    value: int | None = None
    state: str = "answered"
    nothing: bool = False


def plain(cell: str) -> str:
    """The cell for comparing: "5.0" is "5", " Agree" is "agree"."""
    text = re.sub(r"\s+", " ", unicodedata.normalize("NFKC", cell)).strip().casefold()
    return re.sub(r"^(-?\d+)\.0+$", r"\1", text)


def plain_keys(values: Values) -> dict[str, int | str]:
    """A value map by the plain forms of what it names."""
    return {plain(value): meaning for value, meaning in values.items()}


class Answering:
    """The meanings of cells in columns of items. One per map; maps are made plain once."""

    def __init__(self, values: Mapping[str, Values], instruments: Mapping[str, Instrument]) -> None:
        self._values = {name: plain_keys(one) for name, one in values.items()}
        self._instruments = instruments

    def meaning(self, cell: str, one: ItemColumn) -> Meaning | None:
        """What the cell means in this column; None if the map doesn't say."""
        found = plain(cell)
        if one.tick is not None:
            if found in _TICKED:
                return self._meant(one.tick, one)
            return Meaning(nothing=True) if found in _NOT_TICKED else None
        if one.values is not None:
            meant = self._values.get(one.values, {}).get(found)
            return None if meant is None else self._meant(meant, one)
        if not re.fullmatch(r"-?\d{1,4}", found):
            return Meaning(state=found) if found in STATES else None
        return self._meant(int(found), one)

    def _meant(self, meant: int | str, one: ItemColumn) -> Meaning | None:
        if isinstance(meant, str):
            return Meaning(state=meant)
        instrument = self._instruments.get(one.instrument_id)
        if instrument is None:
            return None
        if meant == instrument.dont_know_code:
            return Meaning(state="dont_know")
        if meant == instrument.not_applicable_code:
            return Meaning(state="not_applicable")
        inside = instrument.minimum <= meant <= instrument.maximum
        return Meaning(value=meant) if inside else None
