"""Respondents and their answers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from bridgeboard.simulation.draws import Draws
from bridgeboard.simulation.latent import Array, Model
from bridgeboard.simulation.plan import ANSWERS, PEOPLE, Plan

Places = NDArray[np.int64]

PROFESSIONS = ("nurse", "psychiatrist", "psychologist", "social worker", "occupational therapist")
PROFESSION_WEIGHTS = (42, 14, 15, 19, 10)
GENDERS = ("female", "male", "other", "undisclosed")
GENDER_WEIGHTS = (62, 33, 1, 4)

#: Of those who answered a wave, this share still works there at the next and answers again.
STAYING = 0.4
#: Of those who come back, some cannot be recognised: no code was given.
WITHOUT_CODE = 0.12
WITHOUT_PROFESSION = 0.07

#: Each item of an instrument is skipped by the same chance, so that skipping can't move a mean.
NOT_ANSWERED = {"not_applicable": 0.006, "dont_know": 0.014, "missing": 0.015}
STATES = ("answered", "not_applicable", "dont_know", "missing")
NO_ROW = 4
#: People who end before the last page, and people who have never worked with a PSW before the
#: start: neither has a role or collaboration answer, so neither has a total.
ENDS_EARLY = 0.02
NEVER_WORKED_WITH_PSW = 0.08
LAST_PAGE = ("r1", "r2", "t1", "t2")
#: Of the respondents of a wave with pCAT, this share fills it in too.
FILLS_PCAT = 0.6


@dataclass(frozen=True, slots=True)
class People:
    """All respondents, one entry per person and wave; site and wave are places in the plan."""

    respondent: list[str]
    site: Places
    wave: Places
    person: Places
    bent: Places


def people(plan: Plan) -> People:
    """Who answers where and when: some come back from wave to wave, most are new."""
    site, wave, person = [], [], []
    n_people = 0
    for place, planned in enumerate(plan.sites):
        draws = Draws(plan.seed, PEOPLE, 1, place)
        before = np.empty(0, dtype=np.int64)
        for number, one_wave in enumerate(plan.waves):
            n = planned.people.get(one_wave.wave_id, 0)
            staying = before[draws.uniform(len(before)) < STAYING][:n]
            new = np.arange(n_people, n_people + n - len(staying))
            n_people += len(new)
            before = np.concatenate([staying, new])
            site.append(np.full(n, place))
            wave.append(np.full(n, number))
            person.append(before)
    bent = Draws(plan.seed, PEOPLE, 2).steps(n_people)
    persons = np.concatenate(person)
    width = max(4, len(str(len(persons))))
    return People(
        respondent=[f"r{number:0{width}d}" for number in range(1, len(persons) + 1)],
        site=np.concatenate(site),
        wave=np.concatenate(wave),
        person=persons,
        bent=bent[persons],
    )


def respondents(plan: Plan, who: People) -> pl.DataFrame:
    """The table of respondents."""
    draws = Draws(plan.seed, PEOPLE, 3)
    n_people = int(who.person.max()) + 1
    profession = draws.places(n_people, PROFESSION_WEIGHTS)
    gender = draws.places(n_people, GENDER_WEIGHTS)
    half_years = draws.below(61, n_people)
    prior = draws.places(n_people, (30, 60, 10))
    # Codes in no order, so that a code tells nothing of its site.
    code = np.argsort(draws.uniform(n_people), kind="stable")
    n = len(who.person)
    has_code = draws.uniform(n_people) >= WITHOUT_CODE
    has_profession = draws.uniform(n) >= WITHOUT_PROFESSION
    months = np.array([wave.months for wave in plan.waves])
    later = np.maximum(0, months - months[0])[who.wave]
    years = half_years[who.person] / 2 + np.floor(later / 6) / 2
    width = max(4, len(str(n_people)))
    return pl.DataFrame(
        {
            "respondent_id": who.respondent,
            "site_id": [plan.sites[place].site_id for place in who.site],
            "wave_id": [plan.waves[place].wave_id for place in who.wave],
            "person_code": [
                f"p{code[person]:0{width}d}" if has_code[person] else None for person in who.person
            ],
            "profession": [
                PROFESSIONS[profession[person]] if known else None
                for person, known in zip(who.person, has_profession, strict=True)
            ],
            "gender": [GENDERS[gender[person]] for person in who.person],
            "years_experience": [f"{value:.1f}" for value in years],
            "prior_peer_support": [("yes", "no", "unknown")[prior[p]] for p in who.person],
            "provenance": ["simulated"] * n,
        }
    )


def answers(
    plan: Plan, who: People, models: dict[str, tuple[Model, Array]]
) -> tuple[pl.DataFrame, str | None]:
    """The table of answers, and the respondent who ticks one answer all the way down.

    In: for each instrument its model and the levels of (site, wave, block).
    """
    parts = []
    straight = _straight_liner(plan, who)
    for number, (instrument_id, (model, levels)) in enumerate(models.items()):
        draws = Draws(plan.seed, ANSWERS, number)
        values = _values(who, model, levels, draws)
        states = _states(plan, who, model, draws)
        if instrument_id == "psa12" and straight is not None:
            values[straight], states[straight] = 4, 0
        if instrument_id == "pcat":
            with_pcat = np.array([wave.has_pcat for wave in plan.waves])[who.wave]
            fills = draws.uniform(len(who.site)) < FILLS_PCAT
            states[~(with_pcat & fills)] = NO_ROW
        parts.append(_long(who, model, values, states))
    return pl.concat(parts), None if straight is None else who.respondent[straight]


def _values(who: People, model: Model, levels: Array, draws: Draws) -> NDArray[np.int16]:
    """What each would tick: the number of thresholds that chance lets pass."""
    passed = model.passed(levels)  # site, wave, item, bent, threshold
    values = np.empty((len(who.site), len(model.instrument.items)), dtype=np.int16)
    for item in range(values.shape[1]):
        chance = passed[who.site, who.wave, item, who.bent]
        drawn = draws.uniform(len(who.site))
        values[:, item] = model.instrument.minimum + (drawn[:, None] < chance).sum(axis=1)
    return values


def _states(plan: Plan, who: People, model: Model, draws: Draws) -> NDArray[np.int8]:
    """Answered, and if not, why; NO_ROW where the file has no row at all."""
    n = len(who.site)
    weights = (1 - sum(NOT_ANSWERED.values()), *NOT_ANSWERED.values())
    items = model.instrument.item_ids
    states = draws.places(n * len(items), weights).reshape(n, len(items)).astype(np.int8)
    last = [items.index(item_id) for item_id in LAST_PAGE if item_id in items]
    if last:
        months = np.array([wave.months for wave in plan.waves])[who.wave]
        never = (draws.uniform(n) < NEVER_WORKED_WITH_PSW) & (months < 0)
        states[np.ix_(never, last)] = STATES.index("not_applicable")
        early = draws.uniform(n) < ENDS_EARLY
        states[np.ix_(early, last)] = NO_ROW
    return states


def _straight_liner(plan: Plan, who: People) -> int | None:
    if plan.straight_liner is None:
        return None
    site_id, wave_id = plan.straight_liner
    site = next(place for place, site in enumerate(plan.sites) if site.site_id == site_id)
    wave = next(place for place, wave in enumerate(plan.waves) if wave.wave_id == wave_id)
    return int(np.flatnonzero((who.site == site) & (who.wave == wave))[0])


def _long(
    who: People, model: Model, values: NDArray[np.int16], states: NDArray[np.int8]
) -> pl.DataFrame:
    """One row per respondent and item, but none where the file has none."""
    items = model.instrument.item_ids
    person, item = np.nonzero(states != NO_ROW)
    state = states[person, item]
    names = pl.Series("respondent_id", who.respondent)
    return pl.DataFrame(
        {
            "respondent_id": names.gather(person),
            "instrument_id": pl.repeat(model.instrument.instrument_id, len(person), eager=True),
            "item_id": pl.Series(items).gather(item),
            "value": pl.Series(values[person, item], dtype=pl.Int64).set(
                pl.Series(state != 0), None
            ),
            "state": pl.Series(STATES).gather(state),
        }
    )
