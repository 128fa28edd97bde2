"""People who answer a form at random, and what must come out of their answers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from bridgeboard.forms import Form, Places
from bridgeboard.instruments import Instrument, scores

PROFESSIONS = ("nurse", "social worker", "psychiatrist", None)


@dataclass(frozen=True)
class Person:
    """One person at one wave. said: by the form's own names, what was chosen, as its code."""

    record: str
    wave_id: str
    said: dict[str, str]


def people_of(form: Form, places: Places, n: int, seed: int) -> list[Person]:
    """n people a site, all asked at each wave; every kind of answer occurs, and none at all."""
    draw = random.Random(seed)
    found = []
    for site, (site_id, _) in enumerate(places.sites):
        for number in range(n):
            record = str(site * n + number + 1)
            profession = draw.choice(PROFESSIONS)
            for wave, (wave_id, _) in enumerate(places.waves):
                said = {
                    "site_id": site_id,
                    "wave_id": wave_id,
                    "answered_on": str(date(2025, 1, 13) + timedelta(360 * wave + number)),
                    "years_experience": draw.choice(("0", "3.5", "12")),
                } | ({"profession": profession} if profession else {})
                # Some have no code, and so can't be followed.
                if number % 5:
                    said["person_code"] = f"k{record}"
                for section in form.sections:
                    for question in section.questions:
                        # One in ten left empty; the choices include don't know and the like.
                        left_empty = section.is_grid and draw.random() < 0.1
                        if question.takes == "one" and question.name not in said and not left_empty:
                            said[question.name] = draw.choice(question.choices).code
                found.append(Person(record, wave_id, said))
    return found


def expected_scores(people: list[Person], instrument: Instrument) -> pl.DataFrame:
    """Each person's scores by bridgeboard.instruments alone, as site, wave, scale and score."""
    prefix = instrument.instrument_id.replace("-", "_")
    levels = {str(level.value): level.value for level in instrument.levels}
    wide = pl.DataFrame(
        [
            {"respondent_id": str(place)}
            | {
                item: levels.get(person.said.get(f"{prefix}_{item}", ""))
                for item in instrument.item_ids
            }
            for place, person in enumerate(people)
        ],
        schema={"respondent_id": pl.String} | dict.fromkeys(instrument.item_ids, pl.Int64),
    )
    where = pl.DataFrame(
        {
            "respondent_id": [str(place) for place in range(len(people))],
            "site_id": [person.said["site_id"] for person in people],
            "wave_id": [person.wave_id for person in people],
        }
    )
    return (
        scores(wide, instrument)
        .drop_nulls("score")
        .join(where, on="respondent_id")
        .select("site_id", "wave_id", "scale_id", "score")
        .sort(pl.all())
    )
