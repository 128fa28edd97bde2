"""Each statistic of a shift in plain words, with this result's own numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bridgeboard.charts import words
from bridgeboard.charts.comparison import Comparison

if TYPE_CHECKING:
    pass

_WORDS = {
    "shift": "Shift",
    "shift_unpaired": "The mean at {last} minus the mean at {first}{where}: {value}.",
    "shift_paired": "The mean change of the same people from {first} to {last}{where}: {value}.",
    "shift_pooled": "The mean of the shifts of {n} sites, surer sites counting for more (random "
    "effects, REML): {value}.",
    "interval": "95 % interval",
    "interval_is": "{low} to {high}: shifts in this range fit the answers. Of 100 such intervals "
    "about 95 have the true shift in them. {zero}",
    "with_zero": "It includes 0, so the direction is not clear; it doesn't say that nothing moved.",
    "without_zero": "It leaves out 0, so the direction is clear as far as chance goes; other "
    "reasons, such as other people answering, remain.",
    "tau": "Do sites differ? (tau, I²)",
    "tau_is": "True shifts of sites differ by a standard deviation of about {tau} {unit}; of the "
    "differences seen, {i2} % ({i2_low} to {i2_high} %) are more than chance. With few sites this "
    "is unsure.",
    "tau_only": "True shifts of sites differ by a standard deviation of about {tau} {unit}.",
    "prediction": "Prediction interval",
    "prediction_is": "{low} to {high}: where the true shift of one more site like these would "
    "probably lie. In simulations with known truth, intervals meant to hold 95 % of new sites held "
    "84 to 99 %: with few sites it is a rough guide.",
    "g": "Hedges' g",
    "smcc": "Standardised mean change (SMCC)",
    "g_is": "{where}the shift in standard deviations between people: {g} ({interval}), so that "
    "scales of different length can be compared. Whether that is much depends on what is at stake, "
    "not on a table of small and large.",
    "smcc_is": "{where}the mean change in standard deviations of the changes: {g} ({interval}).",
    "delta": "Cliff's delta",
    "delta_is": "{where}of all pairs of one person from each wave, the share in which the later "
    "one scores higher less the share in which the earlier one does: {delta} ({interval}); 0 is "
    "balance, 1 is all higher. It asks only who is higher, not by how much.",
    "hl": "Hodges-Lehmann",
    "hl_is": "{where}the middle of the people's changes, which one extreme person moves little: "
    "{hl} ({interval}).",
    "p": "p of the rank test",
    "p_is": "{where}{test}: p = {p}, how often answers at least so far apart would come about "
    "without any shift. After allowing for {n} (Holm): {holm}. Not the chance that nothing moved.",
    "p_one": "{where}{test}: p = {p}, how often answers at least so far apart would come about "
    "without any shift. Not the chance that nothing moved.",
    "at": "At {site}",
    "for_example": "At {site}, for example",
    "no_interval": "no 95 % interval from so few",
    "small": "below 0.001",
    "unit_points": "points",
    "unit_g": "standard deviations",
}


def plain_words(found: Comparison) -> list[tuple[str, str]]:
    """Terms and what they mean here: of the one chosen site, else of all together.

    Out:     (term, meaning); statistics that only sites have are read at the first site that has
             them, named as an example.
    Missing: a statistic that this result doesn't have is left out.
    """
    known = [row for row in found.sites if found.estimate(row) is not None]
    one = found.sites[0] if len(found.sites) == 1 and known else None
    terms = []
    if one is not None:
        terms += _estimate(found, one)
    elif found.total is not None and found.estimate(found.total) is not None:
        terms += [*_estimate(found, found.total), *_between(found, found.total)]
    example = one or (known[0] if known else None)
    if example is not None:
        form = "at" if one is not None else "for_example"
        where = _WORDS[form].format(site=words.isolated(example["site_name"])) + ", "
        terms += _of_site(found, example, where, len(known))
    return terms


def _estimate(found: Comparison, row: dict[str, Any]) -> list[tuple[str, str]]:
    """The shift and its interval."""
    estimate = found.estimate(row)
    if estimate is None:
        return []
    value = words.signed(estimate.value, found.places)
    if "is_total" in row:
        said = _WORDS["shift_pooled"].format(n=row["n_sites"], value=value)
    else:
        said = _WORDS[f"shift_{found.design}"].format(
            first=words.isolated(row["from_wave_label"]),
            last=words.isolated(row["to_wave_label"]),
            where=f" at {words.isolated(row['site_name'])}",
            value=value,
        )
    terms = [(_WORDS["shift"], said)]
    if estimate.lower is not None and estimate.upper is not None:
        zero = "with_zero" if estimate.reading == words.NO_CLEAR_CHANGE else "without_zero"
        low, high = (words.signed(end, found.places) for end in (estimate.lower, estimate.upper))
        said = _WORDS["interval_is"].format(low=low, high=high, zero=_WORDS[zero])
        terms.append((_WORDS["interval"], said))
    return terms


def _between(found: Comparison, row: dict[str, Any]) -> list[tuple[str, str]]:
    """How far sites differ, and where another one would lie."""
    terms = []
    unit = _WORDS["unit_g" if found.metric == "standardised" else "unit_points"]
    if row["tau"] is not None:
        tau = words.number(row["tau"], found.places)
        if row["i2"] is None or row["i2_lower"] is None or row["i2_upper"] is None:
            said = _WORDS["tau_only"].format(tau=tau, unit=unit)
        else:
            said = _WORDS["tau_is"].format(
                tau=tau,
                unit=unit,
                i2=words.number(row["i2"], 0),
                i2_low=words.number(row["i2_lower"], 0),
                i2_high=words.number(row["i2_upper"], 0),
            )
        terms.append((_WORDS["tau"], said))
    if row["prediction_lower"] is not None:
        low, high = (
            words.signed(row[f"prediction_{end}"], found.places) for end in ("lower", "upper")
        )
        terms.append((_WORDS["prediction"], _WORDS["prediction_is"].format(low=low, high=high)))
    return terms


def _of_site(
    found: Comparison, row: dict[str, Any], where: str, n_sites: int
) -> list[tuple[str, str]]:
    """Standardised, ordinal and rank statistics of one site."""
    terms = []
    name = "g" if found.design == "unpaired" else "smcc"
    for term, column, places in (
        (name, "g", 2),
        ("delta", "delta", 2),
        ("hl", "hl", words.places(row["minimum"], row["maximum"])),
    ):
        ends = (row[f"{column}_lower"], row[f"{column}_upper"])
        if row[column] is None:
            continue
        value = words.signed(row[column], places)
        said = _WORDS[f"{term}_is"].format(
            where=where, interval=_interval(*ends, places), **{column: value}
        )
        terms.append((_WORDS[term], said))
    if row["p"] is not None:
        form = "p_one" if n_sites < 2 or row["p_holm"] is None else "p_is"
        said = _WORDS[form].format(
            where=where,
            test=row["test"],
            p=_p(row["p"]),
            n=words.count(n_sites, "site"),
            holm=_p(row["p_holm"] or 0.0),
        )
        terms.append((_WORDS["p"], said))
    return terms


def _interval(lower: float | None, upper: float | None, places: int) -> str:
    if lower is None or upper is None:
        return _WORDS["no_interval"]
    return words.interval(lower, upper, places)


def _p(value: float) -> str:
    return _WORDS["small"] if value < 0.001 else words.number(value, 3)
