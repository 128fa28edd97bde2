"""Two waves of one instrument: the items in common, scores on them, and linked respondents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, NamedTuple

import numpy as np
import polars as pl

from bridgeboard.instruments import Scale, score_expression
from bridgeboard.store.counting import coded_scores, counted
from bridgeboard.store.families import Family, Member
from bridgeboard.store.people import People

_WHICH = {
    "instrument_id": pl.String,
    "scale_id": pl.String,
    "from_wave_id": pl.String,
    "to_wave_id": pl.String,
}
_SITE = {"instrument_id": pl.String, "scale_id": pl.String, "site_id": pl.String}
_WAVES = {"from_wave_id": pl.String, "to_wave_id": pl.String}
COMPARISONS = {
    **_WHICH,
    "n_items": pl.Int64,
    "n_items_scale": pl.Int64,
    "items": pl.List(pl.String),
    "left_out": pl.List(pl.String),
    "versions": pl.List(pl.String),
}
COMMON = {**_SITE, **_WAVES, "wave_id": pl.String, "score": pl.Float64, "n": pl.Int64}
PAIRS = {**_SITE, **_WAVES, "score_from": pl.Float64, "score_to": pl.Float64, "n": pl.Int64}


@dataclass(frozen=True, slots=True)
class Compared:
    """What the waves of a family of instruments give; columns as the marts of these names.

    comparisons: one row per scale and two waves; common: scores on the items in common, where
    these are fewer than the scale's or a version was used; pairs: scores of linked respondents.
    """

    comparisons: pl.DataFrame
    common: pl.DataFrame
    pairs: pl.DataFrame


@dataclass(frozen=True, slots=True)
class _Shared:
    """What a scale has in common at two waves.

    scale: the scale on the items in common; None if there are none.
    needs: the scales that it needs, on theirs.
    used:  members whose answers count.
    whole: are all items in common, asked by the instrument itself alone?
    """

    scale: Scale | None
    needs: tuple[Scale, ...]
    used: tuple[Member, ...]
    whole: bool


def compared(family: Family, people: People) -> Compared:
    """All comparisons of an instrument and its versions."""
    waves = sorted({wave for member in family.members for wave in member.asked})
    linked = {two: people.linked(*two) for two in combinations(waves, 2)}
    comparisons, common, pairs = [], [], []
    for scale in family.base.scales:
        whole = None
        for two in combinations(waves, 2):
            shared = _shared(family, scale, two)
            which = _Which(family.base.instrument_id, scale.scale_id, *two)
            comparisons.append(_said(which, scale, shared, people))
            if shared.whole:
                if whole is None:
                    whole = _by_place(*_scored(family, scale, shared, waves), people)
                by_place = whole
            else:
                places, scores = _scored(family, scale, shared, two)
                common.append(_counted_common(which, places, scores, people))
                by_place = _by_place(places, scores, people)
            pairs.append(_counted_pairs(which, by_place, linked[two], people))
    return Compared(
        comparisons=pl.DataFrame(comparisons, schema=COMPARISONS, orient="row"),
        common=pl.concat([pl.DataFrame(schema=COMMON), *common]),
        pairs=pl.concat([pl.DataFrame(schema=PAIRS), *pairs]),
    )


class _Which(NamedTuple):
    """Which comparison; waves by their numbers."""

    instrument_id: str
    scale_id: str
    from_wave: int
    to_wave: int


def _shared(family: Family, scale: Scale, two: tuple[int, int]) -> _Shared:
    part = _part(family, scale, two)
    needed = [family.base.scale(scale_id) for scale_id in scale.needs_scales]
    needs = [_part(family, other, two) for other in needed]
    used = [
        member
        for member in family.members
        if any(member.asked.get(wave, frozenset()) & set(scale.item_ids) for wave in two)
    ]
    if part is not None:
        kept = tuple(other for other in needs if other is not None)
        part = replace(part, needs_scales=tuple(other.scale_id for other in kept))
    return _Shared(
        scale=part,
        needs=kept if part is not None else (),
        # Where nobody was asked any of its items, all who answered anything were asked none.
        used=tuple(used or (m for m in family.members if any(wave in m.asked for wave in two))),
        whole=part == scale and needs == needed and used == [family.members[0]],
    )


def _part(family: Family, scale: Scale, two: tuple[int, int]) -> Scale | None:
    """The scale on the items that were asked at both waves; None if there are none.

    A version that asked any of the scale's items at a wave must have asked an item for it to count:
    else some sites would be compared on items that they were asked only once.
    """
    whole = frozenset(scale.item_ids)
    common = whole
    for wave in two:
        asked = [some for m in family.members if (some := m.asked.get(wave, frozenset()) & whole)]
        common &= frozenset.intersection(*asked) if asked else frozenset()
    if not common:
        return None
    # In proportion, rounded up.
    needed = -(-scale.items_needed * len(common) // len(whole))
    items = tuple(item_id for item_id in scale.item_ids if item_id in common)
    return replace(scale, item_ids=items, items_needed=needed)


def _scored(
    family: Family, scale: Scale, shared: _Shared, waves: Sequence[int]
) -> tuple[np.ndarray, pl.Series]:
    """Who answered at these waves, by their places, and their scores on the items in common."""
    places, scores = [], []
    instrument = replace(family.base, scales=shared.needs)
    for member in shared.used:
        at_waves = np.isin(member.wave, waves)
        score = pl.lit(None, dtype=pl.Float64)
        if shared.scale is not None:
            score = score_expression(
                shared.scale, instrument, n_items=len(scale.item_ids), unit=family.unit
            )
        items = member.items.filter(pl.Series(at_waves))
        places.append(member.places[at_waves])
        scores.append(items.with_columns(score.alias("score"))["score"])
    return np.concatenate(places), pl.concat(scores)


def _by_place(places: np.ndarray, scores: pl.Series, people: People) -> np.ndarray:
    """Every respondent's score; not a number for those who have none."""
    found = np.full(len(people.site.codes), np.nan)
    found[places] = scores.fill_null(np.nan).to_numpy()
    return found


def _said(which: _Which, scale: Scale, shared: _Shared, people: People) -> tuple[Any, ...]:
    items = () if shared.scale is None else shared.scale.item_ids
    return (
        which.instrument_id,
        which.scale_id,
        people.wave.texts[which.from_wave],
        people.wave.texts[which.to_wave],
        len(items),
        len(scale.item_ids),
        list(items),
        [item_id for item_id in scale.item_ids if item_id not in items],
        [member.instrument.instrument_id for member in shared.used],
    )


def _counted_common(
    which: _Which, places: np.ndarray, scores: pl.Series, people: People
) -> pl.DataFrame:
    score, known = coded_scores(scores)
    (site, wave, scored), n = counted(
        (people.site.codes[places], len(people.site.texts)),
        (people.wave.codes[places], len(people.wave.texts)),
        (score, len(known)),
    )
    return _rows(
        which,
        people,
        COMMON,
        site_id=people.site.named(site),
        wave_id=people.wave.named(wave),
        score=known.gather(scored),
        n=n,
    )


def _counted_pairs(
    which: _Which,
    by_place: np.ndarray,
    linked: tuple[np.ndarray, np.ndarray],
    people: People,
) -> pl.DataFrame:
    before, after = by_place[linked[0]], by_place[linked[1]]
    both = ~np.isnan(before) & ~np.isnan(after)
    from_score, from_known = coded_scores(pl.Series(before[both]))
    to_score, to_known = coded_scores(pl.Series(after[both]))
    (site, scored_from, scored_to), n = counted(
        (people.site.codes[linked[0][both]], len(people.site.texts)),
        (from_score, len(from_known)),
        (to_score, len(to_known)),
    )
    return _rows(
        which,
        people,
        PAIRS,
        site_id=people.site.named(site),
        score_from=from_known.gather(scored_from),
        score_to=to_known.gather(scored_to),
        n=n,
    )


def _rows(
    which: _Which, people: People, schema: dict[str, Any], **columns: pl.Series | np.ndarray
) -> pl.DataFrame:
    return (
        pl.DataFrame(columns)
        .select(
            pl.lit(which.instrument_id).alias("instrument_id"),
            pl.lit(which.scale_id).alias("scale_id"),
            pl.lit(people.wave.texts[which.from_wave]).alias("from_wave_id"),
            pl.lit(people.wave.texts[which.to_wave]).alias("to_wave_id"),
            pl.all(),
        )
        .select(pl.col(name).cast(kind) for name, kind in schema.items())
    )
