"""Planning a wave in words: what so many people would show, and how many a shift needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridgeboard.charts import words
from bridgeboard.charts.comparison import Design
from bridgeboard.charts.planning import Plan, plan

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "people": "With {n} at each wave of a site, a shift of {value} points or more would show at "
    "that site ({power} power); the 95 % interval would reach about {half} points to each side.",
    "together": " Over all {sites} together, a mean shift of {pooled} points or more would show.",
    "too_few": "With {n} at each wave no shift of a site is computed: at least {least} are needed.",
    "needed": "To show a shift of {shift} points at one site ({power} power), {n} at each wave of "
    "that site are needed{same}.",
    "never": "No number of people that a site could have shows a shift of {shift} points.",
    "unknown": "How many people are needed can't be said: {why}.",
    "no_spread": "nothing is known about how far people at one site differ",
    "same": " if the same people answer both times",
    "together_needed": " Over all {sites} together, {n} at each wave of each site would do for a "
    "mean shift of that size.",
    "sd": "Spread between people",
    "some": "a hidden number of",
    "sd_is": "People of one site and wave differ by a standard deviation of {sd} points, from {n} "
    "scores over all sites and waves.",
    "power": "Power",
    "power_is": "A true shift of that size would give an interval that leaves out 0 in {power} of "
    "such surveys; in the others it would go unseen. A smaller one would mostly go unseen.",
    "correlation": "Same people",
    "correlation_is": "Scores of the same people at two waves correlate by {r} ({basis}). The more "
    "alike they answer, the fewer people show a shift.",
    "tau": "Sites differ",
    "tau_is": "True shifts of sites differ by a standard deviation of {tau} points: more people a "
    "site don't take that away, more sites do.",
    "shift": "Which shift matters",
    "shift_is": "Nobody has shown which shift of this scale matters. Decide on it before looking, "
    "and write it down.",
}


def people_sentence(
    shown: Shown, instrument_id: str, scale_id: str, n: int, *, design: Design = "unpaired"
) -> str:
    """What n people at each wave would show: at one site, and over all sites."""
    found = plan(shown, instrument_id, scale_id, design)
    row = found.with_people(n)
    if row is None:
        if not found.shown:
            return _WORDS["unknown"].format(why=_why(found))
        return _WORDS["too_few"].format(n=_people(n), least=_people(found.shown[0]["n_planned"]))
    said = _WORDS["people"].format(
        n=_people(row["n_planned"]),
        value=words.number(row["value"], found.places),
        power=words.percent(row["power"]),
        half=words.number(row["half_width"], found.places),
    )
    if row["pooled_value"] is not None:
        said += _WORDS["together"].format(
            sites=words.count(row["n_sites"], "site"),
            pooled=words.number(row["pooled_value"], found.places),
        )
    return said


def needed_sentence(
    shown: Shown, instrument_id: str, scale_id: str, shift: float, *, design: Design = "unpaired"
) -> str:
    """How many people at each wave would show a shift of this size at one site."""
    found = plan(shown, instrument_id, scale_id, design)
    if not found.shown:
        return _WORDS["unknown"].format(why=_why(found))
    wanted = words.number(abs(shift), found.places)
    n = found.needed(shift)
    if n is None:
        return _WORDS["never"].format(shift=wanted)
    said = _WORDS["needed"].format(
        shift=wanted,
        power=words.percent(found.shown[0]["power"]),
        n=_people(n),
        same=_WORDS["same"] if design == "paired" else "",
    )
    together = next(
        (
            row
            for row in found.shown
            if row["pooled_value"] is not None and row["pooled_value"] <= abs(shift)
        ),
        None,
    )
    if together is not None and together["n_planned"] < n:
        said += _WORDS["together_needed"].format(
            sites=words.count(together["n_sites"], "site"), n=_people(together["n_planned"])
        )
    return said


def how(
    shown: Shown, instrument_id: str, scale_id: str, *, design: Design = "unpaired"
) -> list[tuple[str, str]]:
    """What the plan rests on, term by term, with its own numbers."""
    found = plan(shown, instrument_id, scale_id, design)
    if not found.shown:
        return []
    row, places = found.shown[0], found.places
    terms = [
        (
            _WORDS["sd"],
            _WORDS["sd_is"].format(
                sd=words.number(row["sd"], places),
                n=_WORDS["some"] if row["n"] is None else words.number(row["n"], 0),
            ),
        ),
        (_WORDS["power"], _WORDS["power_is"].format(power=words.percent(row["power"]))),
    ]
    if row["correlation"] is not None:
        said = _WORDS["correlation_is"].format(
            r=words.number(row["correlation"], 2), basis=row["correlation_basis"]
        )
        terms.append((_WORDS["correlation"], said))
    if row["tau"] is not None:
        tau = words.number(row["tau"], places)
        terms.append((_WORDS["tau"], _WORDS["tau_is"].format(tau=tau)))
    return [*terms, (_WORDS["shift"], _WORDS["shift_is"])]


def _why(found: Plan) -> str:
    hidden = next((row["hidden"] for row in found.planned if row["hidden"]), None)
    return hidden or _WORDS["no_spread"]


def _people(n: int) -> str:
    return words.count(n, "person", "people")
