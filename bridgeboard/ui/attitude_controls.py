"""What is asked about attitudes: instrument, scale, two waves, who is compared, and in what units.

Every control is part of the address. One that has a single choice isn't drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from bridgeboard.charts import options
from bridgeboard.charts.comparison import Design, Metric
from bridgeboard.instruments import Instrument, Scale
from bridgeboard.ui import pickers
from bridgeboard.ui.answers import everywhere, made
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.page_words import attitudes as words

#: Two controls a row on a phone, four where there is room.
_LEAST_PIXELS = 158


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks about attitudes.

    versions: the instrument and its other versions, whose answers are compared together.
    scale: None for an instrument whose items stand for themselves.
    compared: the earlier and the later wave; empty where no two waves can be compared.
    """

    instrument: Instrument
    versions: tuple[Instrument, ...]
    scale: Scale | None
    compared: tuple[str, str] | tuple[()]
    labels: Mapping[str, str]
    design: Design
    metric: Metric

    @property
    def each_version(self) -> list[tuple[str, str]]:
        """Instrument and scale, once for each version of the instrument."""
        return [(one.instrument_id, self.scale.scale_id) for one in self.versions]

    @property
    def of(self) -> tuple[str, str, str, str]:
        """Instrument, scale, earlier and later wave, as charts and readings take them."""
        return (self.instrument.instrument_id, self.scale.scale_id, *self.compared)


def draw(choice: Choice) -> Asked:
    """Draw the controls and read them."""
    with control_grid():
        return draw_in(choice)


def draw_in(choice: Choice) -> Asked:
    """The same in a grid that holds others as well."""
    instrument, scale = instrument_and_scale(choice)
    scale_id = scale.scale_id if scale else None
    versions = options.versions(choice.snapshot.instruments.values(), instrument, scale_id)
    if scale is None:
        return Asked(instrument, versions, None, (), {}, "unpaired", "points")
    return _compared(choice, instrument, versions, scale)


def control_grid(key: str = "asked") -> DeltaGenerator:
    """Where controls stand: side by side, as many as there is room for."""
    return st.grid("auto", min_column_width=_LEAST_PIXELS, key=key)


def instrument_and_scale(choice: Choice) -> tuple[Instrument, Scale | None]:
    """Which instrument, and which of its scales."""
    found = choice.snapshot.instruments
    named = options.asked_of_all(found.values())
    first = next(iter(named))
    if len(named) > 1:
        first = pickers.one_of_many(words.INSTRUMENT, named, "instrument")
    instrument = found[first]
    scales = options.scales_of(instrument)
    if not scales:
        return instrument, None
    scale_id = next(iter(scales))
    if len(scales) > 1:
        scale_id = pickers.one_of_many(words.SCALE, scales, "scale")
    return instrument, instrument.scale(scale_id)


def _compared(
    choice: Choice, instrument: Instrument, versions: tuple[Instrument, ...], scale: Scale
) -> Asked:
    shift = everywhere(choice, "shift")
    of = (instrument.instrument_id, scale.scale_id)
    pairs = made(options.compared, shift, *of)
    labels = made(options.wave_names, shift)
    if not pairs:
        return Asked(instrument, versions, scale, (), labels, "unpaired", "points")
    earlier = {wave: labels[wave] for wave in pairs}
    first = next(iter(earlier))
    if len(earlier) > 1:
        first = pickers.one_of_many(words.FROM, earlier, "from")
    # The latest first: how far it is from the first wave to the last is asked before all else.
    later = dict(reversed(pairs[first].items()))
    last = next(iter(later))
    if len(later) > 1 or len(earlier) > 1:
        last = pickers.one_of_many(words.TO, later, "to")
    design = "unpaired"
    if made(options.has_pairs, shift, *of, first, last):
        design = pickers.one_of(words.DESIGN, words.DESIGNS, "design")
    metric = pickers.one_of(words.UNITS, words.METRICS, "units")
    return Asked(instrument, versions, scale, (first, last), labels, design, metric)
