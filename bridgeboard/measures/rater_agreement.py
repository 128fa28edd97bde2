"""rater_agreement: how far raters agree before they talk to each other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.measure import WAVE, Column, Measure, integer, number
from bridgeboard.measures.places import waves
from bridgeboard.measures.rated import Given, Unit, agree, joined, units
from bridgeboard.statistics import krippendorff_alpha, weighted_kappa

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *WAVE,
    Column("raters", 'The two raters, as "rater-1 and rater-2", or "All raters"'),
    Column("rater_a", "The first of the pair; empty for all raters"),
    Column("rater_b", "The second"),
    Column("is_all", "True for all raters of the wave together", dtype=pl.Boolean),
    integer("n_raters", "Raters of the row", "raters"),
    integer(
        "n_units",
        "Constructs at sites on which both said something; all raters: at least two did",
        "constructs at sites",
    ),
    integer("n_rated", "Of them, those with a rating from -2 to +2 by both (two or more)"),
    number("share_equal", "Of n_units, the share on which all said the same, mixed or missing too"),
    number(
        "share_within_one",
        "Of n_units, the share on which all said the same or were one step apart at most",
    ),
    number("kappa", "Weighted kappa, linear weights, over n_rated; pairs of raters only"),
    number("kappa_lower", "Lower end of its 95 % interval"),
    number("kappa_upper", "Upper end of its 95 % interval"),
    number("alpha_ordinal", "Krippendorff's alpha, ordinal, over n_rated"),
    number(
        "alpha_nominal",
        "Krippendorff's alpha, nominal, over n_units: every mark is a category of its own, mixed, "
        "missing and not applicable too",
    ),
    Column("status", "ok, no spread, not enough data, or one rater"),
    Column("reason", "Why there is no kappa or alpha, in a sentence; empty where there is"),
    Column("provenance", "published, collected or simulated; several joined by a comma"),
)

#: Below so many units that were rated twice, kappa and alpha say nothing.
MINIMUM_UNITS = 10
#: The scale, lowest first.
SCALE = (-2, -1, 0, 1, 2)
ALL = "All raters"


def rater_agreement(snapshot: Snapshot) -> pl.DataFrame:
    """How far raters agree, two by two and all together, before they settle on a consensus.

    In:      ratings of every rater but "consensus".
    Out:     one row per wave with ratings and pair of raters who both rated something there, after
             one row for all raters of the wave. A unit is a construct at a site. kappa has linear
             weights, its interval is for large samples and takes units to be independent, which
             constructs of one site are not quite; alpha is Krippendorff's.
    Unit:    share_ of units; kappa and alpha at most 1, 0 is chance.
    Missing: kappa and alpha_ordinal rest on units with a rating from -2 to +2 by both; mixed,
             missing and not applicable are not on that scale and count in the shares and in
             alpha_nominal. Below 10 such units, status is "not enough data". Where only one person
             rated, or only a consensus is known, status is "one rater".
    Source:  Cohen 1968, doi:10.1037/h0026256; Krippendorff 2011, Computing Krippendorff's
             Alpha-Reliability, https://repository.upenn.edu/asc_papers/43
    """
    found = units(snapshot)
    rows = []
    for wave_id, wave_label, wave_order in waves(snapshot).iter_rows():
        here = [unit for unit in found if unit.place[1] == wave_id]
        if not here:
            continue
        names = sorted({given.rater for unit in here for given in unit.raters})
        of_wave = {"wave_id": wave_id, "wave_label": wave_label, "wave_order": wave_order}
        rows.append(of_wave | _row(here, names, is_all=True))
        pairs = [_row(here, pair, is_all=False) for pair in combinations(names, 2)]
        rows += [of_wave | row for row in pairs if row["n_units"]]
    return pl.DataFrame(rows, schema=MEASURE.schema)


def _row(here: Sequence[Unit], names: Sequence[str], *, is_all: bool) -> dict[str, Any]:
    """What these raters said of the same units."""
    each = [[given for given in unit.raters if given.rater in names] for unit in here]
    both = [given for given in each if len(given) > 1]
    rated = [r for r in (_rated(given) for given in both) if len(r) > 1]
    return {
        "raters": ALL if is_all else " and ".join(names),
        "rater_a": None if is_all else names[0],
        "rater_b": None if is_all else names[1],
        "is_all": is_all,
        "n_raters": len(names),
        "n_units": len(both),
        "n_rated": len(rated),
        "share_equal": _share(both, 0),
        "share_within_one": _share(both, 1),
        "provenance": joined(
            (given.provenance for unit in (both if names else []) for given in unit), ", "
        ),
        **_estimates(both, rated, names),
    }


def _estimates(
    both: Sequence[Sequence[Given]], rated: Sequence[dict[str, int]], names: Sequence[str]
) -> dict[str, Any]:
    """kappa, alpha, status and reason."""
    if len(names) < 2:
        return {"status": "one rater", "reason": _one_rater(names)}
    if len(rated) < MINIMUM_UNITS:
        counted = (
            "1 construct at a site has"
            if len(rated) == 1
            else (f"{len(rated) or 'No'} constructs at sites have")
        )
        reason = f"{counted} a rating by two raters: at least {MINIMUM_UNITS} are needed."
        return {"status": "not enough data", "reason": reason}
    ordinal = krippendorff_alpha(
        [[unit.get(name, float("nan")) for unit in rated] for name in names], "ordinal"
    )
    estimates: dict[str, Any] = {
        "alpha_ordinal": ordinal.value,
        "alpha_nominal": _alpha_of_marks(both, names),
        "status": "ok",
        "reason": None,
    }
    if len(names) == 2:
        first, second = ([unit[name] for unit in rated] for name in names)
        kappa = weighted_kappa(first, second, SCALE, "linear")
        estimates |= {
            "kappa": kappa.value,
            "kappa_lower": kappa.lower,
            "kappa_upper": kappa.upper,
        }
        if kappa.value is not None and kappa.lower is None:
            estimates["reason"] = _no_interval(first, second)
    if ordinal.value is None:
        estimates["status"] = "no spread"
        estimates["reason"] = "Every rating is the same: nothing could have shown a difference."
    return estimates


def _rated(given: Sequence[Given]) -> dict[str, int]:
    """Ratings on the scale by rater."""
    return {
        one.rater: one.rating for one in given if one.state == "rated" and one.rating is not None
    }


def _share(both: Sequence[Sequence[Given]], steps: int) -> float | None:
    """The share of units on which raters said the same, or rated so many steps apart at most."""
    if not both:
        return None
    return sum(_near(given, steps) for given in both) / len(both)


def _near(given: Sequence[Given], steps: int) -> bool:
    ratings = list(_rated(given).values())
    on_scale = len(ratings) == len(given)
    return agree(given) or (on_scale and max(ratings) - min(ratings) <= steps)


def _alpha_of_marks(both: Sequence[Sequence[Given]], names: Sequence[str]) -> float | None:
    """Nominal alpha over all that can be said: each rating, mixed, missing, not applicable."""
    marks = sorted({_mark(given) for unit in both for given in unit})
    said = [{given.rater: float(marks.index(_mark(given))) for given in unit} for unit in both]
    matrix = [[unit.get(name, float("nan")) for unit in said] for name in names]
    return krippendorff_alpha(matrix, "nominal").value


def _mark(given: Given) -> str:
    return given.cell if given.state == "rated" else given.state


def _no_interval(first: Sequence[int], second: Sequence[int]) -> str:
    if first == second:
        return "They agree on all of them, so kappa has no interval."
    if 1 in (len(set(first)), len(set(second))):
        return "One of them gave every unit the same rating, so kappa has no interval."
    return "They agree on none of them, so kappa has no interval."


def _one_rater(names: Sequence[str]) -> str:
    if not names:
        return "Only the consensus is known, not what each rater gave."
    return "Only one person rated."


MEASURE = Measure(
    name="rater_agreement",
    title="Agreement of raters",
    question="How far do raters agree before they settle on a consensus?",
    unit="share; kappa and alpha",
    source="Cohen 1968, doi:10.1037/h0026256; Krippendorff 2011, "
    "https://repository.upenn.edu/asc_papers/43",
    evidence=("ratings",),
    columns=COLUMNS,
    compute=rater_agreement,
    rule="ratings",
)
