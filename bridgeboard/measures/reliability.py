"""reliability: how well a scale's items hang together."""

from __future__ import annotations

from bridgeboard.measures.measure import (
    IS_TOTAL,
    SCALE,
    WAVE,
    Column,
    integer,
    number,
)

COLUMNS = (
    *WAVE,
    IS_TOTAL,
    *SCALE,
    integer("n", "Respondents who answered every item that was asked", "people"),
    integer("n_respondents", "Respondents who answered any item of the instrument", "people"),
    integer("n_items", "Items of the scale that were asked at this wave", "items"),
    Column("items_left_out", "Items of the scale that nobody was asked at this wave"),
    number("value", "Cronbach's alpha", "up to 1"),
    number("lower", "Lower end of its 95 % interval", "up to 1"),
    number("upper", "Upper end of its 95 % interval", "up to 1"),
    number("standardised", "Alpha of items brought to the same spread", "up to 1"),
    number("average_r", "Mean correlation between two items", "-1 to 1"),
    number("omega", "McDonald's omega total for one factor", "0 to 1"),
    Column("status", "ok, no spread, one item, not enough data, or no answers"),
    Column("caveat", "What limits the estimate, in a sentence; empty where nothing does"),
)
