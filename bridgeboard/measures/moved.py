"""moved: who moved, of the people whose code links two waves."""

from __future__ import annotations

from bridgeboard.measures.measure import (
    COMPARISON,
    IS_TOTAL,
    SCALE,
    SITE,
    Column,
    integer,
)

COLUMNS = (
    *SITE,
    IS_TOTAL,
    *COMPARISON,
    *SCALE,
    integer("from_band", "Third of the scale's range at the earlier wave: 1, 2 or 3"),
    integer("to_band", "Third of the scale's range at the later wave: 1, 2 or 3"),
    Column("from_band_label", "lower third, middle third or upper third"),
    Column("to_band_label", "lower third, middle third or upper third"),
    integer("n", "Linked respondents who went from the one third to the other", "people"),
    integer("n_pairs", "Linked respondents with a score at both waves", "people"),
    integer("n_from", "Respondents with a score at the earlier wave, linked or not", "people"),
    integer("n_to", "Respondents with a score at the later wave, linked or not", "people"),
)
