"""What is asked when sites are compared: which measure, of what, on which income basis, in which
order. Every control is part of the address; one that has a single choice isn't drawn.
"""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from bridgeboard.charts import by_income, options
from bridgeboard.charts.by_income import Levels, Order
from bridgeboard.disclosure import Shown
from bridgeboard.instruments import Instrument, Scale
from bridgeboard.ui import pickers
from bridgeboard.ui.answers import everywhere, made, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.page_words import sites_and_income as words

#: More choices than this stand in a list, not side by side.
_SIDE_BY_SIDE = 4


def kind(choice: Choice) -> str:
    """What to compare; only what the programme has anything of."""
    offered = {one: words.KINDS[one] for one in words.KINDS if _has(choice, one)}
    return pickers.one_of_many(words.COMPARE, offered, "compare")


def _has(choice: Choice, one: str) -> bool:
    if one in ("score", "shift", "share"):
        return bool(choice.snapshot.instruments)
    if one == "readiness":
        return True
    measure = {"pay": "payment", "steps": "stages"}.get(one, one)
    return made(options.has_any, everywhere(choice, measure))


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


def levels(choice: Choice, answer: Shown, at: tuple[str, str] | None) -> Levels:
    """Income levels of the sites, on the basis that the reader chooses.

    In: at: the wave that is looked at, id and name; None for what has no wave.
    """
    own = choice.income_basis
    bases = {own: words.BASES[own], **words.BASES}
    basis = pickers.one_of(words.BASIS, bases, "basis")
    if at is None:
        at = made(by_income.last_wave, answer, shown(choice, "waves"), basis)
    return made(by_income.levels_at, answer, basis, *at)


def order(by_value: bool) -> Order:
    """How sites stand; by value only where intervals are drawn, and only if asked for."""
    offered = words.ORDERS | (words.BY_VALUE if by_value else {})
    return pickers.one_of(words.ORDER, offered, "order")


def look(offered: tuple[str, ...]) -> str:
    """One way of looking; only that one is drawn."""
    named = {one: words.LOOKS[one] for one in offered}
    return pickers.one_of(words.LOOK, named, "look") if len(named) > 1 else offered[0]
