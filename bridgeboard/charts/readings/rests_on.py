"""What a shift rests on: who and how many, what is left out and why, which items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridgeboard.charts import words
from bridgeboard.charts.comparison import Comparison
from bridgeboard.charts.readings.chance import by_chance

if TYPE_CHECKING:
    pass

_WORDS = {
    "unpaired": "Who: everybody with a score at each wave, {n_from} at {first} and {n_to} at {last}"
    "{sites}; mostly different people, so this is not change within persons.",
    "paired": "Who: only people known to have answered both times, {n}{sites}. Who can be followed "
    "may differ from who can't.",
    "people_unknown": "Who: {design}; how many is hidden in this view.",
    "months": "Time: {months} months lie between {first} and {last}.",
    "not_compared": "Not compared: {names}. {why}",
    "unknown": "Not known whether the site is the same at both waves, but compared: {names}.",
    "items": "Items: {n} of {all} were asked at both waves, and only they count{left_out}.",
    "left_out": "; left out: {items}",
    "versions": "Versions: {versions} were used; their answers are read on one range by a straight "
    "line.",
    "all": "Sites together: all {n} sites of the programme that can be compared, whichever are "
    "chosen.",
    "sites": ", at {n}",
    "basis": {
        "at_wave": "Income levels: by the World Bank's list on the earlier wave's first day.",
        "at_baseline": "Income levels: by the World Bank's list on the first wave's first day.",
        "as_reported": "Income levels: as the programme reports them.",
    },
}


def rests_on(found: Comparison) -> tuple[str, ...]:
    """What the answer rests on: who and how many, which sites are left out and why, which items.

    Out: sentences, the most important first.
    """
    first = found.first
    if first is None:
        return ()
    said = [_who(found), *_left_out(found)]
    unknown = found.unknown()
    if unknown:
        said.append(_WORDS["unknown"].format(names=words.listed(unknown, most=12)))
    said += _items(found)
    chance = by_chance(found)
    if chance:
        said.append(chance)
    if found.is_chosen and len(found.sites) > 1 and found.total and found.total["n_sites"]:
        said.append(_WORDS["all"].format(n=found.total["n_sites"]))
    if first["months"] is not None:
        months = words.number(first["months"], 0)
        said.append(_WORDS["months"].format(months=months, **found.waves))
    if len(found.sites) > 1 and any(found.estimate(row) for row in found.levels):
        said.append(_WORDS["basis"][found.income_basis])
    return tuple(said)


def _who(found: Comparison) -> str:
    """Who answered: of the site, of all sites that are pooled, or of the chosen ones."""
    known = [row for row in found.sites if found.estimate(row) is not None]
    total = found.total
    if len(found.sites) > 1 and not found.is_chosen and total and found.estimate(total):
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
        **found.waves,
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
