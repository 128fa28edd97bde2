"""item_fit: does each item belong to its scale, and do people answer it?"""

from __future__ import annotations

import polars as pl

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
    Column("item_id", "The item"),
    Column("item_label", "The item in our own short words"),
    integer("item_order", "Place of the item among all items"),
    Column("reversed", "True where agreeing lowers the score", dtype=pl.Boolean),
    integer("n", "Respondents who answered every item of the scale that was asked", "people"),
    number("value", "Correlation of the item with the sum of the scale's others", "-1 to 1"),
    number("alpha_without", "Cronbach's alpha of the scale's other items", "up to 1"),
    integer("n_asked", "Respondents who began the instrument", "people"),
    integer("n_answered", "Respondents who answered the item", "people"),
    integer("n_not_applicable", "Respondents to whom the item does not apply", "people"),
    number("share_unanswered", "Of those asked: left out, or don't know", "0 to 1"),
    number("share_not_applicable", "Of those asked: the item does not apply", "0 to 1"),
    Column("status", "ok, no spread, one item, not enough data, no answers, or not asked"),
    Column("warning", "What is odd about the item, in a sentence; empty where nothing is"),
)
