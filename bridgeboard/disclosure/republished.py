"""What two publishes give away together: groups that are shown in both and differ by a few people.

Each publish is safe by itself. Whoever kept the earlier one can subtract it from the later: of a
group that grew from 23 to 24 people both means are shown, and so the answers of the one. Nothing
that a single snapshot shows can tell that; so it is found here, said, and never helped by showing
what moved at such a site.
"""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.groups import hidden_groups
from bridgeboard.measures.measure import Answer

_KEY = ["evidence", "site_id", "wave_id"]
_SCHEMA = {**dict.fromkeys(_KEY, pl.String), "n_before": pl.Int64, "n_now": pl.Int64}


def changed_by_few(before: Answer, now: Answer) -> pl.DataFrame:
    """The groups, and totals of groups, that both publishes show and that 1 to k - 1 people part.

    In:      answers to the same measure, of an earlier and of a later publish.
    Out:     evidence, site_id (null for all sites together), wave_id, n_before, n_now: how many
             answered.
    Missing: that somebody's answers were changed, or somebody was put in another's place, can't be
             seen: as many people answered before and after.
    Source:  own rule.
    """
    k = max(before.k, now.k)
    both = _shown(before, k).join(_shown(now, k), on=_KEY, nulls_equal=True, suffix="_now")
    found = both.select(*_KEY, n_before="n", n_now="n_now").filter(
        (pl.col("n_now") - pl.col("n_before")).abs().is_between(1, k - 1)
    )
    return found.cast(_SCHEMA).sort(_KEY, nulls_last=True)


def _shown(answer: Answer, k: int) -> pl.DataFrame:
    """The groups and totals that this publish shows, with their number of people."""
    hidden = hidden_groups(answer.people, k)
    asked = answer.people.filter(pl.col("n_asked") > 0)
    totals = (
        asked.group_by("evidence", "wave_id")
        .agg(pl.col("n").sum())
        .join(hidden.totals, on=["evidence", "wave_id"], how="anti")
        .filter(pl.col("n") >= k)
        .with_columns(site_id=pl.lit(None, pl.String))
    )
    groups = asked.join(hidden.groups, on=_KEY, how="anti")
    return pl.concat([part.select(*_KEY, "n") for part in (groups, totals)])
