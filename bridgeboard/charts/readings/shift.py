"""Did it move, and how sure is that: the answer in one sentence, and what it rests on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bridgeboard.charts import words
from bridgeboard.charts.comparison import Comparison, Design, Estimate, Metric, compared
from bridgeboard.charts.readings.explained import plain_words
from bridgeboard.charts.readings.focus_groups import focus_group_line
from bridgeboard.charts.readings.reliability import missing_line, reliability_line

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

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
    "unpaired": "Who: everybody with a score at each wave, {n_from} at {first} and {n_to} at {last}"
    "{sites}; mostly different people, so this is not change within persons.",
    "paired": "Who: only people known to have answered both times, {n}{sites}. Who can be followed "
    "may differ from who can't.",
    "people_unknown": "Who: {design}; how many is hidden in this view.",
    "sites": ", at {n}",
    "months": "Time: {months} months lie between {first} and {last}.",
    "not_compared": "Not compared: {names}. {why}",
    "unknown": "Not known whether the site is the same at both waves, but compared: {names}.",
    "items": "Items: {n} of {all} were asked at both waves, and only they count{left_out}.",
    "left_out": "; left out: {items}",
    "versions": "Versions: {versions} were used; their answers are read on one range by a straight "
    "line.",
    "by_chance": "Chance: {n} of {all} site intervals leave out 0. Of so many, about one in twenty "
    "would without any shift; {holm}.",
    "holm_none": "none of them still stands when that is allowed for (Holm)",
    "holm_some": "when that is allowed for (Holm), still standing: {names}",
    "all": "Sites together: all {n} sites of the programme that can be compared, whichever are "
    "chosen.",
    "basis": {
        "at_wave": "Income levels: by the World Bank's list on the earlier wave's first day.",
        "at_baseline": "Income levels: by the World Bank's list on the first wave's first day.",
        "as_reported": "Income levels: as the programme reports them.",
    },
}


def headline(
    shift: Shown,
    pooled: Shown,
    instrument_id: str,
    scale_id: str,
    from_wave_id: str,
    to_wave_id: str,
    *,
    design: Design = "unpaired",
    metric: Metric = "points",
    income_basis: str | None = None,
) -> str:
    """The answer in one sentence with its interval: of the one chosen site, else of all together.

    In:      the measures `shift` and `pooled_shift`.
    Missing: why nothing can be said. An interval that has 0 in it is never "no change": the
             sentence says what fits.
    """
    found = compared(
        shift,
        pooled,
        instrument_id,
        scale_id,
        from_wave_id,
        to_wave_id,
        design=design,
        metric=metric,
        income_basis=income_basis,
    )
    if found.first is None:
        return _WORDS["nothing"]
    if len(found.sites) == 1:
        return _of_site(found, found.sites[0])
    if _is_chosen(shift):
        return _of_chosen(found)
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


def rests_on(
    shift: Shown,
    pooled: Shown,
    instrument_id: str,
    scale_id: str,
    from_wave_id: str,
    to_wave_id: str,
    *,
    design: Design = "unpaired",
    metric: Metric = "points",
    income_basis: str | None = None,
) -> tuple[str, ...]:
    """What the answer rests on: who and how many, which sites are left out and why, which items.

    In: as headline. Out: sentences, the most important first.
    """
    found = compared(
        shift,
        pooled,
        instrument_id,
        scale_id,
        from_wave_id,
        to_wave_id,
        design=design,
        metric=metric,
        income_basis=income_basis,
    )
    first = found.first
    if first is None:
        return ()
    said = [_who(found, shift), *_left_out(found)]
    unknown = found.unknown()
    if unknown:
        said.append(_WORDS["unknown"].format(names=words.listed(unknown, most=12)))
    said += _items(found)
    chance = by_chance(found)
    if chance:
        said.append(chance)
    if _is_chosen(shift) and len(found.sites) > 1 and found.total and found.total["n_sites"]:
        said.append(_WORDS["all"].format(n=found.total["n_sites"]))
    if first["months"] is not None:
        months = words.number(first["months"], 0)
        said.append(_WORDS["months"].format(months=months, **_waves(first)))
    basis = income_basis or shift.answer.income_basis
    if len(found.sites) > 1 and any(found.estimate(row) for row in found.levels):
        said.append(_WORDS["basis"][basis])
    return tuple(said)


def by_chance(found: Comparison) -> str:
    """How many site intervals leave out 0, and which still stand when there are many sites."""
    known = [row for row in found.sites if found.estimate(row) is not None]
    clear = [
        row
        for row in known
        if (found.estimate(row) or Estimate(0)).reading in (words.ROSE, words.FELL)
    ]
    if not clear or len(known) < 3:
        return ""
    standing = [
        row["site_name"] for row in clear if row["p_holm"] is not None and row["p_holm"] < 0.05
    ]
    holm = _WORDS["holm_none"]
    if standing:
        holm = _WORDS["holm_some"].format(names=words.listed(standing, most=12))
    return _WORDS["by_chance"].format(n=len(clear), all=len(known), holm=holm)


def _is_chosen(shift: Shown) -> bool:
    return bool(shift.filters.sites or shift.filters.income_levels)


def _waves(first: dict[str, Any]) -> dict[str, str]:
    return {
        "first": words.isolated(first["from_wave_label"]),
        "last": words.isolated(first["to_wave_label"]),
    }


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
        scale=first["scale_label"], n=len(found.sites), read="; ".join(read), **_waves(first)
    )


def _none(found: Comparison, where: str, why: str) -> str:
    first = found.first or {}
    said = _WORDS["none"].format(
        where=where,
        scale=f"“{first['scale_label']}”",
        why=words.sentence(why.rstrip(".")),
        **_waves(first),
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
        **_waves(first),
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


def _who(found: Comparison, shift: Shown) -> str:
    """Who answered: of the site, of all sites that are pooled, or of the chosen ones."""
    known = [row for row in found.sites if found.estimate(row) is not None]
    total = found.total
    if len(found.sites) > 1 and not _is_chosen(shift) and total and found.estimate(total):
        n_from, n_to, n_sites = total["n_from"], total["n_to"], total["n_sites"]
    else:
        # Nobody is compared, but somebody answered: who they are is still to be said.
        rows = known or [row for row in found.sites if not row["hidden"]]
        n_from, n_to = (
            sum(row[end] or 0 for row in rows) if rows else None for end in ("n_from", "n_to")
        )
        n_sites = len(rows)
    if n_from is None or n_to is None:
        return _WORDS["people_unknown"].format(design=words.DESIGNS[found.design])
    sites = _WORDS["sites"].format(n=words.count(n_sites, "site")) if n_sites > 1 else ""
    if found.design == "paired":
        return _WORDS["paired"].format(n=words.count(n_to, "person", "people"), sites=sites)
    return _WORDS["unpaired"].format(
        n_from=words.number(n_from, 0),
        n_to=words.number(n_to, 0),
        sites=sites,
        **_waves(found.first or {}),
    )


def _left_out(found: Comparison) -> list[str]:
    """Sites without a shift, those of one reason together."""
    reasons: dict[str, list[str]] = {}
    for row in found.sites:
        if found.estimate(row) is None:
            reasons.setdefault(found.why(row), []).append(words.isolated(row["site_name"]))
    return [
        _WORDS["not_compared"].format(
            names=words.listed(names, most=12), why=words.sentence(why.rstrip(".")) + "."
        )
        for why, names in reasons.items()
    ]


def _items(found: Comparison) -> list[str]:
    """Which items count, where not all of the scale do, and which versions were used."""
    row = next((row for row in found.sites if row["n_items"] is not None), None)
    if row is None:
        return []
    said = []
    if row["n_items_scale"] is not None and row["n_items"] < row["n_items_scale"]:
        left = row["items_left_out"]
        said.append(
            _WORDS["items"].format(
                n=row["n_items"],
                all=row["n_items_scale"],
                left_out=_WORDS["left_out"].format(items=left.rstrip(".")) if left else "",
            )
        )
    if row["versions"]:
        said.append(_WORDS["versions"].format(versions=row["versions"]))
    return said
