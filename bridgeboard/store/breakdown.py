"""Scores by what respondents said of themselves."""

from __future__ import annotations

import polars as pl

from bridgeboard.instruments import score_expression
from bridgeboard.store.counting import coded_scores, counted
from bridgeboard.store.families import Answered
from bridgeboard.store.people import People

SCHEMA = {
    "scale_id": pl.String,
    "site_id": pl.String,
    "wave_id": pl.String,
    "attribute": pl.String,
    "category": pl.String,
    "score": pl.Float64,
    "n": pl.Int64,
}


def breakdown(given: Answered, people: People) -> pl.DataFrame:
    """How many respondents of each category have which score.

    Out: scale_id, site_id, wave_id, attribute, category, score, n.
    """
    instrument, places = given.instrument, given.places
    site, wave = people.site.codes[places], people.wave.codes[places]
    parts = [pl.DataFrame(schema=SCHEMA)]
    for scale in instrument.scales:
        score, known = coded_scores(
            given.items.select(score_expression(scale, instrument).alias("score"))["score"]
        )
        for attribute, coded in people.attributes.items():
            (at_site, at_wave, category, scored), n = counted(
                (site, len(people.site.texts)),
                (wave, len(people.wave.texts)),
                (coded.codes[places], len(coded.texts)),
                (score, len(known)),
            )
            parts.append(
                pl.DataFrame(
                    {
                        "scale_id": pl.repeat(scale.scale_id, len(n), eager=True),
                        "site_id": people.site.named(at_site),
                        "wave_id": people.wave.named(at_wave),
                        "attribute": pl.repeat(attribute, len(n), eager=True),
                        "category": coded.named(category),
                        "score": known.gather(scored),
                        "n": n,
                    },
                    schema=SCHEMA,
                )
            )
    return pl.concat(parts)
