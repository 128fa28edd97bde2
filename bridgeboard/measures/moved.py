"""moved: who moved, of the people whose code links two waves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.comparisons import comparisons
from bridgeboard.measures.measure import COMPARISON, IS_TOTAL, SCALE, SITE, Column, Measure, integer
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.scales import scales

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

BANDS = {1: "lower third", 2: "middle third", 3: "upper third"}

COLUMNS = (
    *SITE,
    IS_TOTAL,
    *COMPARISON,
    *SCALE,
    integer("from_band", "Third of the scale's range at the earlier wave: 1, 2 or 3"),
    integer("to_band", "Third of the scale's range at the later wave: 1, 2 or 3"),
    Column("from_band_label", ", ".join(BANDS.values())),
    Column("to_band_label", ", ".join(BANDS.values())),
    integer("n", "Linked respondents who went from the one third to the other", "people"),
    integer("n_pairs", "Linked respondents with a score at both waves", "people"),
    integer("n_from", "Respondents with a score at the earlier wave, linked or not", "people"),
    integer("n_to", "Respondents with a score at the later wave, linked or not", "people"),
)

#: A site that is not the same at all waves, or stands for one that is not, is never compared.
_COMPARABLE = """
site_id NOT IN (
    SELECT s.site_id FROM sites s
    LEFT JOIN sites p ON p.site_id = s.alias_of OR p.alias_of = s.site_id
    WHERE 'no' IN (s.comparable_across_waves, p.comparable_across_waves)
)
"""

_PAIRS = f"""
SELECT instrument_id, scale_id, site_id, from_wave_id, to_wave_id, score_from, score_to, n
FROM mart_pairs WHERE {_COMPARABLE}
"""

_PEOPLE = f"""
SELECT instrument_id, scale_id, site_id, from_wave_id, to_wave_id,
       coalesce(sum(n) FILTER (wave_id = from_wave_id), 0)::BIGINT AS n_from,
       coalesce(sum(n) FILTER (wave_id = to_wave_id), 0)::BIGINT AS n_to
FROM comparison_scores WHERE score IS NOT NULL AND {_COMPARABLE} GROUP BY ALL
"""

_WAVES = ["from_wave_id", "to_wave_id"]
_PLACE = ["instrument_id", "scale_id", *_WAVES, "site_id", "is_total"]
_BANDS = ["from_band", "to_band"]

#: A score of three items may miss a third of the range by a rounding.
_NOISE = 1e-9


def moved(snapshot: Snapshot) -> pl.DataFrame:
    """How many linked people went from which third of a scale's range to which.

    In:      mart_pairs (people whose code links two waves at one site, with a score at both, on the
             items in common), comparison_scores, sites, waves.
    Out:     nine rows, one for each third at the earlier wave and third at the later one, per site,
             two waves, instrument and scale where anybody is linked; "All sites" as total. A score
             on the border between two thirds belongs to the middle one.
    Unit:    people.
    Missing: a site, or two waves, without linked people has no row; nor has a site that is not
             comparable across waves, and "All sites" is without it. Who is not linked is in no
             flow: n_pairs of n_from and n_to says how many are.
    Source:  own definition.
    """
    about = scales(snapshot)
    pairs = _with_total(snapshot.query(_PAIRS)).join(about, on=["instrument_id", "scale_id"])
    pairs = pairs.with_columns(from_band=_band("score_from"), to_band=_band("score_to"))
    flows = pairs.group_by([*_PLACE, *_BANDS]).agg(pl.col("n").sum())
    sizes = _with_total(snapshot.query(_PEOPLE)).group_by(_PLACE)
    places = pairs.group_by(_PLACE).agg(n_pairs=pl.col("n").sum())
    places = places.join(
        sizes.agg(pl.col("n_from", "n_to").sum()), on=_PLACE, how="left", nulls_equal=True
    )
    rows = (
        places.join(_nine(), how="cross")
        .join(flows, on=[*_PLACE, *_BANDS], how="left", nulls_equal=True)
        .with_columns(pl.col("n").fill_null(0))
        .join(about, on=["instrument_id", "scale_id"])
        .join(comparisons(snapshot), on=_WAVES)
    )
    then = ["from_wave_order", "to_wave_order", "scale_order", *_BANDS]
    return laid_out(rows, COLUMNS, snapshot, then=then)


def _with_total(frame: pl.DataFrame) -> pl.DataFrame:
    """Every row once for its site and once for all sites."""
    return pl.concat(
        [
            frame.with_columns(is_total=pl.lit(False)),
            frame.with_columns(site_id=pl.lit(None, pl.String), is_total=pl.lit(True)),
        ]
    )


def _band(score: str) -> pl.Expr:
    third = (pl.col("maximum") - pl.col("minimum")) / 3
    return (
        pl.when(pl.col(score) < pl.col("minimum") + third - _NOISE)
        .then(1)
        .when(pl.col(score) > pl.col("maximum") - third + _NOISE)
        .then(3)
        .otherwise(2)
        .cast(pl.Int64)
    )


def _nine() -> pl.DataFrame:
    bands = [
        {
            "from_band": before,
            "to_band": after,
            "from_band_label": BANDS[before],
            "to_band_label": BANDS[after],
        }
        for before in BANDS
        for after in BANDS
    ]
    return pl.DataFrame(bands, schema_overrides=dict.fromkeys(_BANDS, pl.Int64))


MEASURE = Measure(
    name="moved",
    title="Who moved",
    question="Of the people who can be followed, how many moved up, and how many down?",
    unit="people",
    source="own definition",
    evidence=("survey:",),
    columns=COLUMNS,
    compute=moved,
    people="n_pairs",
    hides=("n", "n_pairs", "n_from", "n_to"),
    rule="flows",
)
