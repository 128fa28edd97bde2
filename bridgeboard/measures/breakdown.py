"""breakdown: where each scale stands among kinds of respondents."""

from __future__ import annotations

import polars as pl

from bridgeboard.measures.measure import (
    IS_TOTAL,
    SCALE,
    SITE,
    WAVE,
    Column,
    integer,
    number,
)

COLUMNS = (
    *SITE,
    *WAVE,
    IS_TOTAL,
    *SCALE,
    Column("attribute", "profession, experience, prior_peer_support or gender"),
    Column("attribute_label", "Its name"),
    Column("category", 'The kind of respondent; "not said" where a respondent did not say'),
    integer("category_order", "Place of the category within the attribute"),
    integer("n", "Respondents of this kind with a score on this scale", "people"),
    integer("n_respondents", "Respondents of this kind who answered the instrument", "people"),
    number("value", "Mean score", "scale points"),
    number("lower", "Lower end of the 95 % interval of the mean", "scale points"),
    number("upper", "Upper end of the 95 % interval of the mean", "scale points"),
    number("sd", "Standard deviation between respondents (n - 1)", "scale points"),
    Column(
        "points",
        "Every respondent's score, sorted; for the team only",
        "scale points",
        pl.List(pl.Float64),
    ),
    Column("status", "ok, not enough data, no score, or no answers"),
)
