"""Which groups of people are hidden: decided once for a programme, the same in all measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from bridgeboard.disclosure.tables import UNBOUNDED, one_way

_KEY = {"evidence": pl.String, "site_id": pl.String, "wave_id": pl.String}


@dataclass(frozen=True, slots=True, eq=False)
class HiddenGroups:
    """groups: evidence, site_id, wave_id; totals: evidence, wave_id, for all sites together."""

    groups: pl.DataFrame
    totals: pl.DataFrame


#: Per site that was asked: how many answered. Those asked are as many or more, so whatever keeps
#: the answered from being worked out keeps the asked, too.
Counts = Mapping[str, int]


def hidden_groups(people: pl.DataFrame, k: int) -> HiddenGroups:
    """The groups, and totals over all sites, that the shareable view must not show.

    In:  Answer.people: evidence, site_id, wave_id, n_asked, n.
    Out: groups in which people were asked and fewer than k answered; and of the others so many that
         no total reveals these. A group that is hidden only to protect another is hidden in all
         surveys of that wave: mostly the same people answer them, so its size in one would tell its
         size in the other. Focus groups are other people than respondents and stand alone.
    """
    groups: list[tuple[str, str, str]] = []
    totals: list[tuple[str, str]] = []
    asked = people.filter(pl.col("n_asked") > 0).sort("evidence", "wave_id", "site_id")
    for (wave_id, _), part in asked.group_by(
        "wave_id", pl.col("evidence").str.starts_with("survey:"), maintain_order=True
    ):
        together: dict[str, dict[str, int]] = {}
        for evidence, site_id, n in part.select("evidence", "site_id", "n").iter_rows():
            together.setdefault(evidence, {})[site_id] = n
        hidden, without_total = _hidden_sites(together, k)
        groups += [(evidence, site, wave_id) for evidence in hidden for site in hidden[evidence]]
        totals += [(evidence, wave_id) for evidence in without_total]
    return HiddenGroups(
        pl.DataFrame(groups, schema=_KEY, orient="row"),
        pl.DataFrame(totals, schema={n: _KEY[n] for n in ("evidence", "wave_id")}, orient="row"),
    )


def _hidden_sites(together: Mapping[str, Counts], k: int) -> tuple[dict[str, set[str]], set[str]]:
    """Per kind of evidence the hidden sites, and the kinds whose total is hidden."""
    small = {
        evidence: {site for site, n in counts.items() if n < k}
        for evidence, counts in together.items()
    }
    protecting: set[str] = set()
    while True:
        hidden = {
            evidence: small[evidence] | (protecting & set(counts))
            for evidence, counts in together.items()
        }
        without_total = set()
        more: set[str] = set()
        for evidence in together:
            sites, hides_total = _for_one(evidence, together, hidden, small, k)
            more |= sites - hidden[evidence]
            if hides_total:
                without_total.add(evidence)
        if not more:
            return hidden, without_total
        protecting |= more


def _for_one(
    evidence: str,
    together: Mapping[str, Counts],
    hidden: Mapping[str, set[str]],
    small: Mapping[str, set[str]],
    k: int,
) -> tuple[set[str], bool]:
    """The sites to hide in one survey, and whether to hide its total."""
    counts = together[evidence]
    # A site that another survey of the wave shows is not hidden to protect others: anyone can see
    # that it must be small.
    seen_small = {
        site
        for site in small[evidence]
        if any(
            site in others and site not in hidden[other]
            for other, others in together.items()
            if other != evidence
        )
    }
    cells, hides_total = one_way(
        list(counts.values()),
        k,
        forced=[site in hidden[evidence] for site in counts],
        most=[k - 1 if site in seen_small else UNBOUNDED for site in counts],
    )
    return {site for site, is_hidden in zip(counts, cells, strict=True) if is_hidden}, hides_total
