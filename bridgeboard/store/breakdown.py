"""Scores by what respondents said of themselves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import polars as pl

from bridgeboard.store.counting import Scores, counted
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


def breakdown(given: Answered, scores: Mapping[str, Scores], people: People) -> pl.DataFrame:
    """How many respondents of each category have which score.

    In:  the scores of each scale, one per row of the answers.
    Out: scale_id, site_id, wave_id, attribute, category, score, n.
    """
    parts = [pl.DataFrame(schema=SCHEMA)]
    places = given.places
    site, wave = people.site.codes[places], people.wave.codes[places]
    for attribute, coded in people.attributes.items():
        category = coded.codes[places]
        counts = []
        for number, of_scale in enumerate(scores.values()):
            found, n = counted(
                (site, len(people.site.texts)),
                (wave, len(people.wave.texts)),
                (category, len(coded.texts)),
                (of_scale.codes, len(of_scale.known)),
            )
            counts.append((np.full(len(n), number), *found[:3], of_scale.known[found[3]], n))
        if counts:
            scale, at_site, at_wave, said, score, n = map(np.concatenate, zip(*counts, strict=True))
            columns = {
                "scale_id": pl.Series(list(scores)).gather(scale),
                "site_id": people.site.named(at_site),
                "wave_id": people.wave.named(at_wave),
                "attribute": pl.repeat(attribute, len(n), eager=True),
                "category": coded.named(said),
                "score": pl.Series(score, nan_to_null=True),
                "n": n,
            }
            parts.append(pl.DataFrame(columns, schema=SCHEMA))
    return pl.concat(parts)


def score_counts(given: Answered, scores: Mapping[str, Scores], people: People) -> pl.DataFrame:
    """How many respondents have which score; exact, because equal answers give equal numbers.

    Out: scale_id, site_id, wave_id, score, n.
    """
    schema = {name: SCHEMA[name] for name in ("scale_id", "site_id", "wave_id", "score", "n")}
    parts = [pl.DataFrame(schema=schema)]
    for scale_id, of_scale in scores.items():
        (site, wave, score), n = counted(
            (people.site.codes[given.places], len(people.site.texts)),
            (people.wave.codes[given.places], len(people.wave.texts)),
            (of_scale.codes, len(of_scale.known)),
        )
        columns = {
            "scale_id": pl.repeat(scale_id, len(n), eager=True),
            "site_id": people.site.named(site),
            "wave_id": people.wave.named(wave),
            "score": pl.Series(of_scale.known[score], nan_to_null=True),
            "n": n,
        }
        parts.append(pl.DataFrame(columns, schema=schema))
    return pl.concat(parts)
