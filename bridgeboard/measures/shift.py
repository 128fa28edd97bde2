"""shift: how far each scale moved at each site, from one wave to a later one."""

from __future__ import annotations

import polars as pl

from bridgeboard.measures.measure import COMPARISON, SCALE, SITE, Column, integer, number

_POINTS = pl.List(pl.Float64)

COLUMNS = (
    *SITE,
    *COMPARISON,
    *SCALE,
    Column("design", "unpaired (all who have a score) or paired (those linked by a person code)"),
    integer("n_from", "Respondents with a score at the earlier wave; paired: pairs", "people"),
    integer("n_to", "Respondents with a score at the later wave; paired: pairs", "people"),
    integer("n_pairs", "People with a score at both waves, linked by their code", "people"),
    integer(
        "n_asked_from", "Respondents who answered the instrument at the earlier wave", "people"
    ),
    integer("n_asked_to", "Respondents who answered the instrument at the later wave", "people"),
    number("mean_from", "Mean score at the earlier wave", "scale points"),
    number("from_lower", "Lower end of its 95 % interval", "scale points"),
    number("from_upper", "Upper end of its 95 % interval", "scale points"),
    number("mean_to", "Mean score at the later wave", "scale points"),
    number("to_lower", "Lower end of its 95 % interval", "scale points"),
    number("to_upper", "Upper end of its 95 % interval", "scale points"),
    number("value", "Later minus earlier mean; paired: mean change", "scale points"),
    number("lower", "Lower end of its 95 % interval (Welch; paired: t)", "scale points"),
    number("upper", "Upper end of its 95 % interval", "scale points"),
    number("se", "Standard error of value", "scale points"),
    number("g", "Hedges' g; paired: the standardised mean change (SMCC)", "sd"),
    number("g_lower", "Lower end of its 95 % interval", "sd"),
    number("g_upper", "Upper end of its 95 % interval", "sd"),
    number("g_variance", "Sampling variance of g", "sd squared"),
    number("delta", "Cliff's delta; empty for pairs", "-1 to 1"),
    number("delta_lower", "Lower end of its 95 % interval", "-1 to 1"),
    number("delta_upper", "Upper end of its 95 % interval", "-1 to 1"),
    number("hl", "Hodges-Lehmann estimate of the change; pairs only", "scale points"),
    number("hl_lower", "Lower end of its 95 % interval", "scale points"),
    number("hl_upper", "Upper end of its 95 % interval", "scale points"),
    number("p", "Two-sided p of the rank test"),
    Column("test", "The rank test and how its p was found"),
    number("p_holm", "p by Holm, over the sites of the same comparison, scale and design"),
    integer("n_items", "Items in common to both waves, on which the scores rest", "items"),
    integer("n_items_scale", "Items of the scale", "items"),
    Column("items_left_out", "Items of the scale that were not asked at both waves"),
    Column("versions", "Versions of the instrument that were used; empty where only itself"),
    Column("comparable", "Is the site the same at all waves: yes, no or unknown"),
    Column("reading", "rose, fell or no clear change: does the raw interval exclude 0?"),
    Column("status", "ok, no spread, not enough data, no answers, not comparable, or not asked"),
    Column("reason", "Why there is no value or interval, in a sentence; empty where there is"),
    Column("points_from", "Scores at the earlier wave; for the team only", "scale points", _POINTS),
    Column(
        "points_to",
        "Scores at the later wave, of the same people in the same order where paired",
        "scale points",
        _POINTS,
    ),
)
