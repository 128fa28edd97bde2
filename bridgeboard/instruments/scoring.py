"""Scores: from answers to one number per respondent and scale."""

from __future__ import annotations

import polars as pl

from bridgeboard.instruments.instrument import Instrument, Scale

SCORES_SCHEMA = {
    "respondent_id": pl.String,
    "scale_id": pl.String,
    "score": pl.Float64,
    "n_answered": pl.Int64,
    "n_items": pl.Int64,
}


def scores(wide: pl.DataFrame, instrument: Instrument) -> pl.DataFrame:
    """One score per respondent and scale.

    In:      one row per respondent: respondent_id and one whole-number column per item, as ticked.
    Out:     respondent_id, scale_id, score, n_answered, n_items; scale after scale in the
             instrument's order, respondents in the order given.
    Unit:    points of the response range (mean), or their sum over all items (sum).
    Missing: N/A, don't know and missing are null in `wide` and are not answers; score is null
             where too few items are answered.
    """
    parts = [
        wide.select(
            pl.col("respondent_id").cast(pl.String),
            pl.lit(scale.scale_id).alias("scale_id"),
            score_expression(scale, instrument).alias("score"),
            _n_answered(scale).alias("n_answered"),
            pl.lit(len(scale.item_ids), dtype=pl.Int64).alias("n_items"),
        )
        for scale in instrument.scales
    ]
    return pl.concat(parts) if parts else pl.DataFrame(schema=SCORES_SCHEMA)


def score_expression(
    scale: Scale, instrument: Instrument, *, n_items: int | None = None, unit: int = 1
) -> pl.Expr:
    """The scale's score as an expression over the item columns; null where it has none.

    n_items: items that a sum stands for; those of the scale if not given.
    unit: the columns count in such parts of a point (2: halves), as the instrument's range does.
    """
    # Whole numbers are added before the one division, so the order of items can't change a score.
    total = pl.sum_horizontal(
        pl.lit(0, dtype=pl.Int64), *(_turned(item_id, instrument) for item_id in scale.item_ids)
    )
    n = _n_answered(scale)
    value = total / (n * unit)
    if scale.method == "sum":
        value = total * (n_items or len(scale.item_ids)) / (n * unit)
    return pl.when(_enough(scale, instrument)).then(value)


def turned(value: int, instrument: Instrument) -> int:
    """The answer to a reversed item, the other way round; turning twice gives it back."""
    return instrument.minimum + instrument.maximum - value


def _turned(item_id: str, instrument: Instrument) -> pl.Expr:
    value = pl.col(item_id).cast(pl.Int64)
    if instrument.item(item_id).reversed:
        return pl.lit(instrument.minimum + instrument.maximum, dtype=pl.Int64) - value
    return value


def _n_answered(scale: Scale) -> pl.Expr:
    return pl.sum_horizontal(pl.col(i).is_not_null().cast(pl.Int64) for i in scale.item_ids)


def _enough(scale: Scale, instrument: Instrument) -> pl.Expr:
    enough = _n_answered(scale) >= scale.items_needed
    for scale_id in scale.needs_scales:
        enough &= _enough(instrument.scale(scale_id), instrument)
    return enough
