"""What is asked when sites are compared: which measure, of what, on which income basis, in which
order. Every control is part of the address; one that has a single choice isn't drawn.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from bridgeboard.charts import options, side_by_side
from bridgeboard.charts.by_income import Order
from bridgeboard.charts.side_by_side import MEASURES, Kind
from bridgeboard.disclosure import Shown
from bridgeboard.instruments import Instrument, Scale
from bridgeboard.ui import pickers
from bridgeboard.ui.answers import everywhere, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.page_words import sites_and_income as words
from bridgeboard.ui.rating_answers import with_decisions

#: More choices than this stand in a list, not side by side.
_SIDE_BY_SIDE = 4
#: What people decided in the app changes these.
_DECIDED = ("cfir", "readiness")


def answers(choice: Choice, kind: Kind) -> tuple[Shown, ...]:
    """What the view may show of each measure that the kind needs, decisions laid over."""
    return tuple(
        with_decisions(choice, one) if one in _DECIDED else shown(choice, one)
        for one in MEASURES[kind]
    )


def kind(choice: Choice) -> Kind:
    """What to compare; only what the programme has anything of."""
    offered = {one: words.KINDS[one] for one in words.KINDS if _has(choice, one)}
    return pickers.one_of_many(words.COMPARE, offered, "compare")


def _has(choice: Choice, one: Kind) -> bool:
    return side_by_side.has_any(
        one, lambda measure: everywhere(choice, measure), choice.snapshot.instruments
    )


def beside() -> DeltaGenerator:
    """Where the choices of how to look stand: side by side, each as wide as it needs."""
    return st.container(horizontal=True, key="how")


def wave(waves: Mapping[str, str]) -> str:
    """One of several waves in time; the latest at first."""
    return one_wave(dict(reversed(waves.items())))


def one_wave(waves: Mapping[str, str]) -> str:
    """One of several waves, the first of them at first."""
    if len(waves) == 1:
        return next(iter(waves))
    if len(waves) <= _SIDE_BY_SIDE:
        return pickers.one_of(words.WAVE, waves, "at_wave")
    return pickers.one_of_many(words.WAVE, waves, "at_wave")


def scale(choice: Choice) -> tuple[Instrument, Scale] | None:
    """An instrument and one of its scales; None where no instrument has any."""
    found = {key: one for key, one in choice.snapshot.instruments.items() if one.scales}
    if not found:
        return None
    named = options.instruments(found.values())
    first = next(iter(named))
    if len(named) > 1:
        first = pickers.one_of_many(words.INSTRUMENT, named, "instrument")
    scales = options.scales_of(found[first])
    scale_id = next(iter(scales))
    if len(scales) > 1:
        scale_id = pickers.one_of_many(words.SCALE, scales, "scale")
    return found[first], found[first].scale(scale_id)


def item(choice: Choice) -> tuple[Instrument, str]:
    """An instrument and one of its items."""
    found = choice.snapshot.instruments
    named = options.instruments(found.values())
    first = next(iter(named))
    if len(named) > 1:
        first = pickers.one_of_many(words.INSTRUMENT, named, "instrument")
    return found[first], pickers.one_of_many(words.ITEM, options.item_names(found[first]), "item")


def basis(choice: Choice) -> str:
    """By which rule a site has its income level; the programme's own at first."""
    own = choice.income_basis
    bases = {own: words.BASES[own], **words.BASES}
    return pickers.one_of(words.BASIS, bases, "basis")


def order(by_value: bool) -> Order:
    """How sites stand; by value only where intervals are drawn, and only if asked for."""
    offered = words.ORDERS | (words.BY_VALUE if by_value else {})
    return pickers.one_of(words.ORDER, offered, "order")


def look(offered: tuple[str, ...]) -> str:
    """One way of looking; only that one is drawn."""
    named = {one: words.LOOKS[one] for one in offered}
    return pickers.one_of(words.LOOK, named, "look") if len(named) > 1 else offered[0]
