"""Two waves of one instrument: the items in common, scores on them, and linked respondents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl

from bridgeboard.instruments import Instrument, Scale, score_expression
from bridgeboard.store.counting import Scores, coded, counted
from bridgeboard.store.families import Family, Member
from bridgeboard.store.people import People

COMPARISONS = {
    "instrument_id": pl.String,
    "scale_id": pl.String,
    "from_wave_id": pl.String,
    "to_wave_id": pl.String,
    "n_items": pl.Int64,
    "n_items_scale": pl.Int64,
    "items": pl.List(pl.String),
    "left_out": pl.List(pl.String),
    "versions": pl.List(pl.String),
}


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


def compared(family: Family, whole: Mapping[str, Scores], people: People) -> Compared:
    """All comparisons of an instrument and its versions.

    whole: the scores of each of the instrument's own scales, one per row of its answers.
    """
    waves = sorted({wave for member in family.members for wave in member.asked})
    linked = {two: people.linked(*two) for two in combinations(waves, 2)}
    said, common, pairs = [], [_NONE], [_NONE]
    for number, scale in enumerate(family.base.scales):
        own = family.members[0].places, whole[scale.scale_id]
        for two in linked:
            shared = _shared(family, scale, two)
            said.append(_said(family.base, scale, two, shared, people))
            places, scores = own if shared.whole else _scored(family, scale, shared, two)
            if not shared.whole:
                common.append(_counted((number, *two), _by_wave(places, scores, people)))
            pairs.append(_counted((number, *two), _by_pair(places, scores, linked[two], people)))
    return Compared(
        comparisons=pl.DataFrame(said, schema=COMPARISONS, orient="row"),
        common=_frame(family.base, people, common, ("wave_id", "score")),
        pairs=_frame(family.base, people, pairs, ("score_from", "score_to")),
    )


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
    family: Family, scale: Scale, shared: _Shared, two: tuple[int, int]
) -> tuple[np.ndarray, Scores]:
    """Who answered at these waves, by their places, and their scores on the items in common."""
    places, scores = [], []
    instrument = replace(family.base, scales=shared.needs)
    for member in shared.used:
        at_waves = np.isin(member.wave, two)
        score = pl.lit(None, dtype=pl.Float64)
        if shared.scale is not None:
            score = score_expression(
                shared.scale, instrument, n_items=len(scale.item_ids), unit=family.unit
            )
        items = member.items.filter(pl.Series(at_waves))
        places.append(member.places[at_waves])
        scores.append(items.with_columns(score.alias("score"))["score"])
    return np.concatenate(places), coded(pl.concat(scores))


def _said(
    base: Instrument, scale: Scale, two: tuple[int, int], shared: _Shared, people: People
) -> tuple[Any, ...]:
    items = () if shared.scale is None else shared.scale.item_ids
    return (
        base.instrument_id,
        scale.scale_id,
        *(people.wave.texts[wave] for wave in two),
        len(items),
        len(scale.item_ids),
        list(items),
        [item_id for item_id in scale.item_ids if item_id not in items],
        [member.instrument.instrument_id for member in shared.used],
    )


def _by_wave(places: np.ndarray, scores: Scores, people: People) -> tuple[np.ndarray, ...]:
    """Sites, waves, scores and how many respondents have them."""
    (site, wave, score), n = counted(
        (people.site.codes[places], len(people.site.texts)),
        (people.wave.codes[places], len(people.wave.texts)),
        (scores.codes, len(scores.known)),
    )
    return site, wave, scores.known[score], n


def _by_pair(
    places: np.ndarray, scores: Scores, linked: tuple[np.ndarray, np.ndarray], people: People
) -> tuple[np.ndarray, ...]:
    """Sites, scores at both waves and how many linked respondents have them."""
    code_of = np.zeros(len(people.site.codes), dtype=np.int64)
    code_of[places] = scores.codes
    before, after = code_of[linked[0]], code_of[linked[1]]
    both = (before > 0) & (after > 0)
    (site, score_from, score_to), n = counted(
        (people.site.codes[linked[0][both]], len(people.site.texts)),
        (before[both], len(scores.known)),
        (after[both], len(scores.known)),
    )
    return site, scores.known[score_from], scores.known[score_to], n


def _counted(which: tuple[int, ...], counts: tuple[np.ndarray, ...]) -> tuple[np.ndarray, ...]:
    return *(np.full(len(counts[0]), number) for number in which), *counts


def _frame(
    base: Instrument,
    people: People,
    counts: Sequence[tuple[np.ndarray, ...]],
    names: tuple[str, str],
) -> pl.DataFrame:
    """Counts of all comparisons as one frame: text is written once, not for each of them."""
    scale, before, after, site, *two, n = map(np.concatenate, zip(*counts, strict=True))
    columns = {
        "instrument_id": pl.repeat(base.instrument_id, len(n), eager=True),
        "scale_id": pl.Series([s.scale_id for s in base.scales], dtype=pl.String).gather(scale),
        "site_id": people.site.named(site),
        "from_wave_id": people.wave.named(before),
        "to_wave_id": people.wave.named(after),
    }
    for name, values in zip(names, two, strict=True):
        is_wave = name == "wave_id"
        columns[name] = (
            people.wave.named(values) if is_wave else pl.Series(values, nan_to_null=True)
        )
    return pl.DataFrame({**columns, "n": n})


#: No counts, so that there is something to join where there are none.
_NONE = (np.zeros(0, dtype=np.int64),) * 7
