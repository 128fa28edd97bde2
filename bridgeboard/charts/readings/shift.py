"""Did it move, and how sure is that: the answer in one sentence, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bridgeboard.charts import words
from bridgeboard.charts.comparison import Comparison, Estimate
from bridgeboard.charts.readings.explained import plain_words
from bridgeboard.charts.readings.focus_groups import focus_group_line
from bridgeboard.charts.readings.reliability import missing_line, reliability_line
from bridgeboard.charts.readings.rests_on import rests_on

if TYPE_CHECKING:
    pass

__all__ = [
    "focus_group_line",
    "headline",
    "missing_line",
    "plain_words",
    "reliability_line",
    "rests_on",
]

_WORDS = {
    "moved": "{where}{scale} {verb} by {size} (95 % interval {interval}){over} from {first} to "
    "{last}{scale_of}.{people}",
    "unsure": "{where}it can't be said whether {scale} moved{over} from {first} to {last}: "
    "{value} {unit} (95 % interval {interval}){people}. Anything from {low} to {high} fits these "
    "answers.",
    "same": "{where}{scale} {verb} by {size}{over} from {first} to {last}{scale_of}: everybody did "
    "alike, so there is no interval.{people}",
    "still": "{where}{scale} is the same{over} at {first} and at {last}{scale_of}, for everybody.",
    "none": "{where}no shift of {scale} from {first} to {last} can be shown. {why}.",
    "nothing": "There is nothing to compare between these waves.",
    "chosen": "{scale}, {first} to {last}, at the {n} chosen sites: {read}.",
    "read": "{reading} at {names}",
    "at": "At {site} ",
    "over": " on average over {n} sites",
    "scale_of": ", on a scale from {low} to {high} where {higher}",
    "people_two": " {n_from} and {n_to} people.",
    "people_in": ", {n_from} and {n_to} people",
    "people_each": ", {n} at each wave",
    "pairs": " {n} at both waves.",
    "pairs_in": ", {n} at both waves",
    "points": "{value} {unit}",
    "unit": {
        "points": ("point", "points"),
        "standardised": ("standard deviation", "standard deviations"),
    },
    "fall": "a fall of {value}",
    "rise": "a rise of {value}",
    "no_shift": "no shift",
}


def headline(found: Comparison) -> str:
    """The answer in one sentence with its interval: of the one chosen site, else of all together.

    Missing: why nothing can be said. An interval that has 0 in it is never "no change": the
             sentence says what fits.
    """
    if found.first is None:
        return _WORDS["nothing"]
    if len(found.sites) == 1:
        return _of_site(found, found.sites[0])
    if found.is_chosen:
        return _of_chosen(found) if found.sites else _WORDS["nothing"]
    total = found.total
    if total is None:
        return _WORDS["nothing"]
    estimate = found.estimate(total)
    if estimate is None:
        alone = [row for row in found.sites if found.estimate(row) is not None]
        if total["status"] == "one site" and len(alone) == 1 and not total["hidden"]:
            return _of_site(found, alone[0])
        return _none(found, "", found.why(total))
    over = _WORDS["over"].format(n=total["n_sites"])
    said = _moved(found, estimate, where="", over=over, people=("", ""))
    return f"{total['caveat']} {said}" if total["caveat"] else said


def _of_site(found: Comparison, row: dict[str, Any]) -> str:
    where = _WORDS["at"].format(site=words.isolated(row["site_name"]))
    estimate = found.estimate(row)
    if estimate is None:
        return _none(found, where, found.why(row))
    n_from, n_to = row["n_from"], row["n_to"]
    if n_from is None or n_to is None:
        people = ("", "")
    elif found.design == "paired":
        n = words.count(n_to, "person", "people")
        people = (_WORDS["pairs"].format(n=n), _WORDS["pairs_in"].format(n=n))
    else:
        two = {"n_from": words.number(n_from, 0), "n_to": words.number(n_to, 0)}
        within = _WORDS["people_in"].format(**two)
        if n_from == n_to:
            within = _WORDS["people_each"].format(n=words.count(n_to, "person", "people"))
        people = (_WORDS["people_two"].format(**two), within)
    return _moved(found, estimate, where=where, over="", people=people)


def _of_chosen(found: Comparison) -> str:
    """Several chosen sites: they are not pooled by themselves, so each is read by itself."""
    first = found.first or {}
    read = [
        _WORDS["read"].format(reading=reading, names=words.listed(names, most=12))
        for reading in (words.ROSE, words.FELL, words.NO_CLEAR_CHANGE)
        if (names := found.read(reading))
    ]
    if not read:
        return _none(found, "", found.why(found.sites[0]))
    return _WORDS["chosen"].format(
        scale=first["scale_label"], n=len(found.sites), read="; ".join(read), **found.waves
    )


def _none(found: Comparison, where: str, why: str) -> str:
    first = found.first or {}
    said = _WORDS["none"].format(
        where=where,
        scale=f"“{first['scale_label']}”",
        why=words.sentence(why.rstrip(".")),
        **found.waves,
    )
    return words.sentence(said)


def _moved(
    found: Comparison, estimate: Estimate, *, where: str, over: str, people: tuple[str, str]
) -> str:
    """The sentence of an estimate: moved, or what fits; people as a sentence and as a part."""
    first = found.first or {}
    places = found.places
    one, many = _WORDS["unit"][found.metric]
    value = words.number(abs(estimate.value), places)
    unit = one if value == words.number(1, places) else many
    named = {
        "where": where,
        "scale": f"“{first['scale_label']}”" if where else first["scale_label"],
        "over": over,
        "size": _WORDS["points"].format(value=value, unit=unit),
        "scale_of": _scale_of(found),
        **found.waves,
    }
    if estimate.lower is None or estimate.upper is None:
        if not float(value.replace("\u202f", "")):
            return _WORDS["still"].format(**named)
        verb = words.ROSE if estimate.value > 0 else words.FELL
        return _WORDS["same"].format(verb=verb, people=people[0], **named)
    ends = (estimate.lower, estimate.upper)
    if estimate.reading == words.NO_CLEAR_CHANGE:
        low, high = (_way(end, places) for end in ends)
        named["scale"] = f"“{first['scale_label']}”"
        said = _WORDS["unsure"].format(
            value=words.signed(estimate.value, places),
            unit=many,
            interval=words.interval(*ends, places),
            low=low,
            high=high,
            people=people[1],
            **named,
        )
        return words.sentence(said)
    if estimate.reading == words.FELL:
        # "Fell by 0.37 (0.65 to 0.09)" would read backwards.
        ends = (-estimate.upper, -estimate.lower)
    said = _WORDS["moved"].format(
        verb=estimate.reading,
        interval=words.interval(*ends, places),
        people=people[0],
        **named,
    )
    return words.sentence(said)


def _way(end: float, places: int) -> str:
    written = words.number(abs(end), places)
    if not written.strip("0."):
        return _WORDS["no_shift"]
    return _WORDS["rise" if end > 0 else "fall"].format(value=written)


def _scale_of(found: Comparison) -> str:
    first = found.first or {}
    if found.metric == "standardised":
        return f"; {words.BETTER_OR_WORSE[first['higher_is']]}"
    return _WORDS["scale_of"].format(
        low=words.end(first["minimum"]),
        high=words.end(first["maximum"]),
        higher=words.BETTER_OR_WORSE[first["higher_is"]],
    )
