"""pooled_shift: how far each scale moved over all sites, and by income level."""

from __future__ import annotations

import polars as pl

from bridgeboard.measures.measure import COMPARISON, IS_TOTAL, SCALE, Column, integer, number

COLUMNS = (
    *COMPARISON,
    *SCALE,
    Column("design", "unpaired or paired, as in shift"),
    Column("metric", "points (raw scale points) or standardised (Hedges' g; paired: SMCC)"),
    Column("income_basis", "at_wave, at_baseline or as_reported; empty for all sites"),
    Column("income_level", "Income level of the sites at the earlier wave; empty for all sites"),
    IS_TOTAL,
    integer("n_sites", "Sites that are pooled", "sites"),
    Column("site_names", "Their names"),
    Column("site_ids", "Their ids", dtype=pl.List(pl.String)),
    integer("n_from", "Their respondents with a score at the earlier wave", "people"),
    integer("n_to", "Their respondents with a score at the later wave", "people"),
    number("value", "Mean of the sites' shifts (random effects)", "as metric says"),
    number("lower", "Lower end of its 95 % interval (Hartung-Knapp)", "as metric says"),
    number("upper", "Upper end of its 95 % interval", "as metric says"),
    number("se", "Standard error of value", "as metric says"),
    number("tau", "How far the sites' true shifts differ (sd, by REML)", "as metric says"),
    number("tau2", "Square of tau"),
    number("tau2_lower", "Lower end of the 95 % interval of tau2 (Q-profile)"),
    number("tau2_upper", "Upper end of the 95 % interval of tau2"),
    number("i2", "Share of the variance that is between sites", "%"),
    number("i2_lower", "Lower end of its 95 % interval", "%"),
    number("i2_upper", "Upper end of its 95 % interval", "%"),
    number("q", "Cochran's Q"),
    integer("q_degrees", "Degrees of freedom of Q"),
    number("q_p", "p of Q: do the sites differ?"),
    number("prediction_lower", "Lower end of the 95 % prediction interval", "as metric says"),
    number(
        "prediction_upper",
        "Upper end: where the shift of one more site would lie",
        "as metric says",
    ),
    integer("n_left_out", "Sites that are not pooled", "sites"),
    Column("left_out", "Their names, each with the reason"),
    Column("status", "ok, one site (see that site), or no sites"),
    Column("caveat", "What limits the estimate, in a sentence; empty where nothing does"),
)
