"""rater_agreement: how far raters agree before they talk to each other."""

from __future__ import annotations

import polars as pl

from bridgeboard.measures.measure import WAVE, Column, integer, number

COLUMNS = (
    *WAVE,
    Column("raters", 'The two raters, as "rater-1 and rater-2", or "All raters"'),
    Column("rater_a", "The first of the pair; empty for all raters"),
    Column("rater_b", "The second"),
    Column("is_all", "True for all raters of the wave together", dtype=pl.Boolean),
    integer("n_raters", "Raters of the row", "raters"),
    integer(
        "n_units",
        "Constructs at sites on which both said something; all raters: at least two did",
        "constructs at sites",
    ),
    integer("n_rated", "Of them, those with a rating from -2 to +2 by both (two or more)"),
    number("share_equal", "Of n_units, the share on which all said the same, mixed or missing too"),
    number(
        "share_within_one",
        "Of n_units, the share on which all said the same or were one step apart at most",
    ),
    number("kappa", "Weighted kappa, linear weights, over n_rated; pairs of raters only"),
    number("kappa_lower", "Lower end of its 95 % interval"),
    number("kappa_upper", "Upper end of its 95 % interval"),
    number("alpha_ordinal", "Krippendorff's alpha, ordinal, over n_rated"),
    number(
        "alpha_nominal",
        "Krippendorff's alpha, nominal, over n_units: every mark is a category of its own, mixed, "
        "missing and not applicable too",
    ),
    Column("status", "ok, no spread, not enough data, or one rater"),
    Column("reason", "Why there is no kappa or alpha, in a sentence; empty where there is"),
    Column("provenance", "published, collected or simulated; several joined by a comma"),
)
