"""How many sites would seem to move by chance alone."""

from __future__ import annotations

from typing import Any

from bridgeboard.charts import words
from bridgeboard.charts.comparison import Comparison, Estimate

#: With fewer sites, none stands out by their number.
_SEVERAL = 3
_WORDS = {
    "by_chance": "Chance: {n} of {all} site intervals leave out 0. Without any shift about one in "
    "twenty would; allowing for that (Holm), {holm}.",
    "holm_none": "no site stands out",
    "holm_some": "there still stand out: {names}",
    "holm_hidden": "which sites still stand out is hidden in this view",
    "of_many": "Chance: this is one of {all} sites that can be compared, and without any shift "
    "about one interval in twenty leaves out 0. Allowing for that (Holm), this site {holm}.",
    "one_gone": "does not stand out",
    "one_stands": "still stands out",
}


def by_chance(found: Comparison) -> str:
    """How many site intervals leave out 0, and which sites still stand out among so many.

    Where one site was chosen of several, whether it would among all of them.
    """
    if len(found.sites) == 1:
        return _of_many(found, found.sites[0])
    known = [row for row in found.sites if found.estimate(row) is not None]
    clear = [
        row
        for row in known
        if (found.estimate(row) or Estimate(0)).reading in (words.ROSE, words.FELL)
    ]
    if not clear or len(known) < _SEVERAL:
        return ""
    standing = [words.isolated(row["site_name"]) for row in clear if _stands(row)]
    holm = _WORDS["holm_none"]
    if any(row["p_holm"] is None for row in clear):
        holm = _WORDS["holm_hidden"]
    if standing:
        holm = _WORDS["holm_some"].format(names=words.listed(standing, most=12))
    return _WORDS["by_chance"].format(n=len(clear), all=len(known), holm=holm)


def _of_many(found: Comparison, row: dict[str, Any]) -> str:
    estimate, total = found.estimate(row), found.total
    is_clear = estimate is not None and estimate.reading in (words.ROSE, words.FELL)
    n_sites = (total or {}).get("n_sites")
    if not is_clear or row["p_holm"] is None or not n_sites or n_sites < _SEVERAL:
        return ""
    holm = _WORDS["one_stands" if _stands(row) else "one_gone"]
    return _WORDS["of_many"].format(all=n_sites, holm=holm)


def _stands(row: dict[str, Any]) -> bool:
    return row["p_holm"] is not None and row["p_holm"] < 0.05
