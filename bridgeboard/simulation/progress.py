"""Ratings of CFIR constructs, and milestones: how far sites are."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from bridgeboard.simulation.draws import Draws
from bridgeboard.simulation.latent import Array
from bridgeboard.simulation.plan import (
    NO_LATER_WAVE,
    RATINGS,
    SOURCE,
    STARTED_ON,
    STEPS,
    Plan,
    WavePlan,
)

Row = dict[str, Any]

#: CFIR 2022 constructs that the influences rest on, with the subscale of PSA-12 they go with.
CONSTRUCTS = (
    ("I-C", 0),
    ("II-C", 0),
    ("II-D", 0),
    ("II-F", 2),
    ("III-A-3", 2),
    ("III-B", 3),
    ("III-C", 2),
    ("III-D-1", 3),
    ("III-D-2", 3),
    ("III-D-4", 3),
    ("III-E", 0),
    ("III-F", 1),
    ("III-G", 0),
    ("III-H", 1),
    ("III-I", 1),
    ("III-J-1", 2),
    ("III-J-2", 2),
    ("III-J-3", 2),
    ("III-K", 1),
    ("V-A", 3),
)
RATERS = ("rater-1", "rater-2")
CONSENSUS = "consensus"
WORDS = {
    -2: "Named as a strong obstacle by several people.",
    -1: "Named as an obstacle in passing.",
    0: "No clear bearing either way.",
    1: "Named as a help in passing.",
    2: "Named as a strong help by several people.",
}

#: Three phases, eight stages; each step with the day it is planned for, counted from the start.
MILESTONES = (
    ("Preparation 1: agreement", "Service has named peer support in its own plan", -150),
    ("Preparation 1: agreement", "Management and team have agreed to take part", -120),
    ("Preparation 2: feasibility", "Need and feasibility have been looked at", -100),
    ("Preparation 2: feasibility", "Room and materials in place", -45),
    ("Preparation 3: readiness", "MHWs have been told and have met the PSWs", -30),
    ("Preparation 3: readiness", "Written role description agreed with the team", -20),
    ("Preparation 3: readiness", "Contracts or stipend agreements signed", -14),
    ("Implementation 4: training", "PSWs have finished their training", -5),
    ("Implementation 5: start", "First service user has met a PSW", 10),
    ("Implementation 5: start", "Supervision under way at least monthly", 30),
    ("Implementation 6: quality", "Two PSWs or more at the site or intervision in place", 120),
    ("Implementation 6: quality", "Fidelity has been looked at together", 200),
    ("Sustainment 7: embedding", "PSW posts are in the budget of the coming year", 420),
    ("Sustainment 8: independence", "The service trains and supervises PSWs itself", 640),
)
#: Nothing that is done later than this is known.
KNOWN_UNTIL = date(2024, 11, 29)


def ratings(plan: Plan, levels: Array) -> list[Row]:
    """Two raters and their consensus, for each site at its first and last wave with groups.

    levels: of PSA-12, (site, wave, block): where attitudes are better, constructs are rated higher.
    """
    rows: list[Row] = []
    for place, site in enumerate(plan.sites):
        held = [wave for wave in plan.held(site) if wave.has_groups]
        for wave in {wave.wave_id: wave for wave in (held[0], held[-1])}.values():
            number = plan.waves.index(wave)
            draws = Draws(plan.seed, RATINGS, place, number)
            for construct_id, block in CONSTRUCTS:
                lean = 1.3 * float(levels[place, number, block]) + float(draws.bell(1)[0])
                true = max(-2, min(2, round(lean)))
                for rater, (rating, state) in _rated(true, draws):
                    rows.append(_rating(site.site_id, wave, construct_id, rater, rating, state))
    return rows


def _rated(true: int, draws: Draws) -> list[tuple[str, tuple[int | None, str]]]:
    """The two raters' ratings around a true one, and what they agree on."""
    state = draws.one(("rated", "mixed", "missing", "not_applicable"), (84, 8, 5, 3))
    if state in ("missing", "not_applicable"):
        return [(rater, (None, state)) for rater in (*RATERS, CONSENSUS)]
    given: list[tuple[int | None, str]] = []
    for _ in RATERS:
        rating = max(-2, min(2, true + draws.one((-1, 0, 1), (15, 70, 15))))
        # A rater who sees both sides may still lean; one in two does.
        seen_mixed = state == "mixed" and draws.chance(0.7)
        leaning = rating if rating != 0 and draws.chance(0.5) else None
        given.append((leaning, "mixed") if seen_mixed else (rating, "rated"))
    if draws.chance(0.03):
        # One rater had no time: the other's rating stands.
        return list(zip((*RATERS, CONSENSUS), (given[0], (None, "missing"), given[0]), strict=True))
    (first, first_state), (second, second_state) = given
    if "mixed" in (first_state, second_state):
        agreed: tuple[int | None, str] = (first if first == second else None, "mixed")
    else:
        # Raters who differ settle on the more cautious rating.
        agreed = (min(first or 0, second or 0, key=abs), "rated")
    return list(zip((*RATERS, CONSENSUS), (*given, agreed), strict=True))


def _rating(
    site_id: str, wave: WavePlan, construct_id: str, rater: str, rating: int | None, state: str
) -> Row:
    rationale = None
    if state == "mixed":
        rationale = "Some see a help in it, others an obstacle."
    elif rating is not None:
        rationale = WORDS[rating]
    return {
        "site_id": site_id,
        "wave_id": wave.wave_id,
        "framework": "2022",
        "construct_id": construct_id,
        "rater": rater,
        "rating": rating,
        "state": state,
        "rationale": rationale,
        "provenance": "simulated",
        "source": SOURCE,
    }


def milestones(plan: Plan) -> list[Row]:
    """Each site's steps: sites are slow or fast, some steps are late, some open."""
    rows: list[Row] = []
    for place, site in enumerate(plan.sites):
        draws = Draws(plan.seed, STEPS, place)
        pace = draws.between(-5, 45)
        left = site.site_id == NO_LATER_WAVE and len(site.people) == 1
        for stage, milestone, days in MILESTONES:
            planned = STARTED_ON + timedelta(days=days)
            delay = pace + draws.between(-15, 40)
            skipped = draws.chance(0.06)
            done = planned + timedelta(days=delay)
            open_still = skipped or done > KNOWN_UNTIL or (left and done > STARTED_ON)
            rows.append(
                {
                    "site_id": site.site_id,
                    "stage": stage,
                    "milestone": milestone,
                    "planned_on": planned.isoformat(),
                    "done_on": None if open_still else done.isoformat(),
                    "provenance": "simulated",
                    "note": None,
                }
            )
    return rows
