"""How many sites would seem to move by chance alone."""

from __future__ import annotations

from bridgeboard.charts import words
from bridgeboard.charts.comparison import Comparison, Estimate

_WORDS = {
    "by_chance": "Chance: {n} of {all} site intervals leave out 0. Of so many, about one in twenty "
    "would without any shift; {holm}.",
    "holm_none": "none of them still stands when that is allowed for (Holm)",
    "holm_some": "when that is allowed for (Holm), still standing: {names}",
}


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
        words.isolated(row["site_name"])
        for row in clear
        if row["p_holm"] is not None and row["p_holm"] < 0.05
    ]
    holm = _WORDS["holm_none"]
    if standing:
        holm = _WORDS["holm_some"].format(names=words.listed(standing, most=12))
    return _WORDS["by_chance"].format(n=len(clear), all=len(known), holm=holm)
