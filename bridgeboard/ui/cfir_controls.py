"""What is asked about CFIR ratings: a wave or a change, and in which order sites stand.

Every control is part of the address. One that has a single choice isn't drawn.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from bridgeboard.charts import options, site_order
from bridgeboard.charts.figures import cfir as maps
from bridgeboard.charts.site_order import SiteOrder
from bridgeboard.disclosure import Shown
from bridgeboard.ui import pickers
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.page_words import cfir as words
from bridgeboard.ui.rating_answers import groups

#: Between the two waves of a change, in the address.
_TO = "~"
#: More choices than this stand in a list, not side by side.
_SIDE_BY_SIDE = 4


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asks: waves is one, or the earlier and the later one of a change."""

    waves: tuple[str, ...]
    order: SiteOrder

    @property
    def last(self) -> str:
        """The wave, or the later one."""
        return self.waves[-1]


def draw(choice: Choice, answer: Shown, changed: bool) -> Asked:
    """Draw the controls and read them. In: what is on the map; changed: may waves be compared?"""
    offered = _offered(answer, changed)
    left, right = st.columns((3, 2))
    with left:
        one = next(iter(offered))
        if 1 < len(offered) <= _SIDE_BY_SIDE:
            one = pickers.one_of(words.SHOW, offered, "show")
        elif len(offered) > 1:
            one = pickers.one_of_many(words.SHOW, offered, "show")
        waves = tuple(one.split(_TO))
    with right:
        return Asked(waves, _order(choice, answer, waves[0]))


def _offered(answer: Shown, changed: bool) -> dict[str, str]:
    waves = made(maps.waves, answer)
    pairs = {}
    if changed:
        ids = list(waves)
        pairs = {f"{a}{_TO}{b}": (a, b) for i, a in enumerate(ids) for b in ids[i + 1 :]}
    one = len(pairs) == 1
    named = {
        key: words.CHANGE
        if one
        else words.CHANGE_BETWEEN.format(first=waves[first], last=waves[last])
        for key, (first, last) in pairs.items()
    }
    return {**waves, **named}


def _order(choice: Choice, answer: Shown, wave: str) -> SiteOrder:
    told = site_order.groupings(groups(choice))
    total = site_order.total_scale(choice.snapshot.instruments.values())
    offered = dict(words.ORDERS)
    if total and len(options.waves(shown(choice, "waves"))) > 1:
        offered[site_order.SHIFT] = words.BY_SHIFT.format(name=total[0].short_name)
    offered |= told
    by = pickers.one_of_many(words.ORDER, offered, "order")
    if by == site_order.INCOME:
        return site_order.by_income(answer, choice.income_basis, wave)
    if by == site_order.SHIFT:
        return site_order.by_shift(answer, shown(choice, "shift"), *total)
    if by in told:
        return site_order.by_group(answer, groups(choice), by)
    return site_order.listed(answer)
