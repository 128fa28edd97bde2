"""Which changes must wait before others may see them: those that two publishes would give away.

Each publish is safe by itself. Whoever kept the earlier one can subtract it from the later: of a
group that grew from 23 to 24 people both means are shown, and so the answers of the one. So what
the shareable view shows may only change by nobody or by as many as k at once: in each group that it
shows, in each total, and in what is left of a total when the groups that are shown are taken off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

import polars as pl

from bridgeboard.disclosure.counted import OF, SITE, Side, counted
from bridgeboard.store import Snapshot

_SCHEMA = {"wave_id": pl.String, "site_id": pl.String}


def must_wait(earlier: Snapshot, now: Snapshot) -> pl.DataFrame:
    """The sites and waves whose changes would give away 1 to k - 1 people.

    In:      what the shareable view showed, and what it would show now.
    Out:     wave_id, site_id; site_id is null where the whole wave must wait, both where nothing
             may change. No row: whoever keeps both learns nothing of fewer than k people.
    Missing: what is known by other ways, such as when somebody answered. A person who is replaced
             by one with the very same answers is no change.
    Source:  own rule; Hundepool et al. 2012, doi:10.1002/9781118348239 (differencing).
    """
    before, after = counted(earlier), counted(now)
    if before.is_same_as(after):
        return pl.DataFrame(schema=_SCHEMA)
    for gone, new in product(before.waves - after.waves, after.waves - before.waves):
        # What was called otherwise is the same to whoever compares.
        if len(_few_part(before.with_wave_called(new, instead_of=gone), after)):
            return pl.DataFrame({"wave_id": [None], "site_id": [None]}, schema=_SCHEMA)
    return _few_part(before, after)


def _few_part(before: Side, after: Side) -> pl.DataFrame:
    two = [before, after]
    k = max(side.k for side in two)
    found = pl.concat([_of_groups(two, k), *_of_scopes(two, k), *_of_categories(two, k)])
    # Mostly the same people; if not, this is what is left to find once the others wait.
    complete = _of_complete(two, k).join(found, on="wave_id", how="anti")
    return pl.concat([found, complete]).unique(maintain_order=True)


def _changed(two: Sequence[pl.DataFrame], key: list[str]) -> pl.DataFrame:
    """key, changed: people whom one of the two has more of, or the other; the larger number."""
    before, now = (frame.group_by(*key, "value").agg(pl.col("n").sum()) for frame in two)
    both = before.join(now, on=[*key, "value"], how="full", coalesce=True, suffix="_now")
    by = pl.col("n_now").fill_null(0) - pl.col("n").fill_null(0)
    return both.group_by(key).agg(
        changed=pl.max_horizontal(by.clip(lower_bound=0).sum(), (-by).clip(lower_bound=0).sum())
    )


def _few(column: str, k: int) -> pl.Expr:
    return pl.col(column).is_between(1, k - 1)


def _waits(rows: pl.DataFrame, also: pl.DataFrame) -> pl.DataFrame:
    """The sites and waves of these rows, and the second wave of pairs."""
    pairs = rows.join(also, on=["kind", "of"]).select(wave_id="also", site_id="site_id")
    return pl.concat([rows.select("wave_id", "site_id"), pairs]).cast(_SCHEMA)


def _also(two: Sequence[Side]) -> pl.DataFrame:
    return pl.concat(
        [side.counts.drop_nulls("also").select("kind", "of", "also") for side in two]
    ).unique()


def _of_groups(two: Sequence[Side], k: int) -> pl.DataFrame:
    """Groups that both show and that few people part."""
    changed = _changed([side.counts for side in two], SITE)
    shown = _shown_in_both(two, k)
    return _waits(changed.filter(_few("changed", k)).join(shown, on=SITE), _also(two))


def _shown_in_both(two: Sequence[Side], k: int) -> pl.DataFrame:
    before, now = (side.sizes(k).filter("shown").select(SITE) for side in two)
    return before.join(now, on=SITE)


def _of_scopes(two: Sequence[Side], k: int) -> Iterator[pl.DataFrame]:
    """Totals that few people part, what is left of them, and hidden groups that came to light."""
    at_site = _changed([side.counts for side in two], SITE)
    scope = [*OF, "scope"]
    whole = [side.in_scopes(side.counts) for side in two]
    shown = _shown_in_both(two, k)
    rest = [frame.join(shown, on=SITE, how="anti") for frame in whole]
    totals = _totals_in_both(two, whole, k)
    parted = [
        _changed(frames, scope).filter(_few("changed", k)).join(totals, on=scope).select(scope)
        for frames in (whole, rest)
    ]
    parted.append(_come_to_light(two, at_site, totals, k))
    members = pl.concat([frame.select(*scope, "site_id") for frame in whole]).unique()
    for rows in parted:
        moved = rows.unique().join(members, on=scope).join(at_site, on=SITE)
        moved = moved.filter(pl.col("changed") > 0)
        few = moved.filter(_few("changed", k))
        yield _waits(few, _also(two))
        # Where each site changed by enough, or only its income level did, the wave waits.
        many = rows.join(few, on=scope, how="anti")
        yield many.select("wave_id", site_id=pl.lit(None, pl.String)).cast(_SCHEMA)


def _totals_in_both(two: Sequence[Side], whole: Sequence[pl.DataFrame], k: int) -> pl.DataFrame:
    """kind, of, wave_id, scope: totals of which both tell the number; nobody is a number, too."""
    scope = [*OF, "scope"]
    told = []
    for side, frame in zip(two, whole, strict=True):
        without = side.without_total.with_columns(scope=pl.lit("all"))
        n = frame.group_by(*scope, "instrument_id").agg(n=pl.col("n").filter("counts").sum())
        n = n.join(without, on=["instrument_id", "wave_id", "scope"], how="anti")
        told.append(n.filter((pl.col("n") >= k) | (pl.col("n") == 0)).select(scope))
    seen = [frame.select(scope).unique() for frame in whole]
    # A wave that one of them doesn't know yet had nobody then.
    new = seen[1].join(seen[0], on=scope, how="anti").join(told[1], on=scope)
    gone = seen[0].join(seen[1], on=scope, how="anti").join(told[0], on=scope)
    return pl.concat([told[0].join(told[1], on=scope), new, gone]).unique()


def _come_to_light(
    two: Sequence[Side], at_site: pl.DataFrame, totals: pl.DataFrame, k: int
) -> pl.DataFrame:
    """Where one of them hides groups, and the other shows so many of these, unchanged, that 1 to
    k - 1 people are left."""
    scope = [*OF, "scope"]
    # Near enough: whoever takes a group for unchanged is wrong by a few people at most.
    same = at_site.filter(pl.col("changed") < k).select(SITE)
    found = [pl.DataFrame(schema=dict.fromkeys(scope, pl.String))]
    for side, other in (two, two[::-1]):
        hidden = side.in_scopes(side.sizes(k).filter(~pl.col("shown"), pl.col("n") > 0))
        learned = other.sizes(k).filter("shown").select(SITE).join(same, on=SITE)
        learned = learned.with_columns(_learned=True)
        left = (
            hidden.join(learned, on=SITE, how="left")
            .group_by(scope)
            .agg(
                left=pl.col("n").filter(pl.col("_learned").is_null()).sum(),
                any_learned=pl.col("_learned").is_not_null().any(),
            )
            .filter(_few("left", k), "any_learned")
        )
        found.append(left.join(totals, on=scope).select(scope))
    return pl.concat(found).unique()


def _of_categories(two: Sequence[Side], k: int) -> Iterator[pl.DataFrame]:
    """Kinds of people, of all sites together, that few people part; and those too small to show."""
    kind = ["of", "wave_id", "category"]
    sizes = [side.said.group_by(kind).agg(n=pl.col("n").filter("counts").sum()) for side in two]
    large = sizes[0].join(sizes[1], on=kind, suffix="_now")
    large = large.filter((pl.col("n") >= k) & (pl.col("n_now") >= k)).select(kind)
    changed = _changed([side.said for side in two], kind)
    parted = changed.filter(_few("changed", k)).join(large, on=kind).select("of", "wave_id")
    # Each large one changed by nobody or by many, so of whatever is hidden these alone are few.
    small = [side.said.join(large, on=kind, how="anti") for side in two]
    rest = _changed(small, ["of", "wave_id"]).filter(_few("changed", k)).select("of", "wave_id")
    for side in two:
        whole = side.said.group_by("of", "wave_id").agg(n=pl.col("n").filter("counts").sum())
        rest = rest.join(whole.filter(_few("n", k)), on=["of", "wave_id"], how="anti")
    at_site = _changed([side.said for side in two], ["of", "wave_id", "site_id"])
    for rows in (parted, rest):
        moved = rows.unique().join(at_site, on=["of", "wave_id"]).filter(_few("changed", k))
        yield moved.select("wave_id", "site_id").cast(_SCHEMA)
        many = rows.join(moved, on=["of", "wave_id"], how="anti")
        yield many.select("wave_id", site_id=pl.lit(None, pl.String)).cast(_SCHEMA)


def _of_complete(two: Sequence[Side], k: int) -> pl.DataFrame:
    """Waves at which few people more or fewer answered every item of a scale."""
    before, now = (side.complete for side in two)
    both = before.join(now, on=["of", "wave_id"], suffix="_now")
    by = (pl.col("n_complete_now") - pl.col("n_complete")).abs()
    shown = (pl.col("n_complete") >= k) & (pl.col("n_complete_now") >= k)
    rows = both.filter(shown & by.is_between(1, k - 1))
    return rows.select("wave_id", site_id=pl.lit(None, pl.String)).cast(_SCHEMA)
