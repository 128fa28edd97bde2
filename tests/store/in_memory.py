"""The marts of answers computed in Polars and numpy, a second opinion on the SQL of the store.

This is how they were made before: an answer is put in its cell by two small numbers, and everything
is counted by codes in numpy arrays.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import Any

import numpy as np
import polars as pl

from bridgeboard.instruments import Instrument, Scale, score_expression, turned


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of many respondents: each one's as its place among those that occur.

    codes: 0 where there is no score. Equal scores have one code.
    known: the scores in order, after a first that is not a number.
    """

    codes: np.ndarray
    known: np.ndarray


def coded(scores: pl.Series) -> Scores:
    """The scores as codes."""
    known = scores.drop_nulls().unique().sort().to_numpy()
    # Nulls are looked up as any number would be, and then made 0.
    codes = np.searchsorted(known, scores.fill_null(0.0).to_numpy()) + 1
    codes[scores.is_null().to_numpy()] = 0
    return Scores(codes, np.concatenate([[np.nan], known]))


def counted(*keys: tuple[np.ndarray, int]) -> tuple[tuple[np.ndarray, ...], np.ndarray]:
    """The combinations that occur, in order, and how often; a tenth of the time of a group-by.

    In: for each key its codes, from 0, and how many codes there are.
    """
    sizes = [size for _, size in keys]
    whole = np.zeros(len(keys[0][0]), dtype=np.int64)
    for codes, size in keys:
        whole *= size
        whole += codes
    if np.prod(sizes, dtype=np.float64) <= 8 * len(whole):
        every = np.bincount(whole)
        found = np.flatnonzero(every)
        n = every[found]
    else:
        found, n = np.unique(whole, return_counts=True)
    return np.unravel_index(found, sizes), n


#: What a breakdown says of a respondent whose cell is empty.
NOT_SAID = "not said"
#: Years in mental health work, as a breakdown words them: each up to, not with, the next one's.
EXPERIENCE = (
    (0, "under 2 years"),
    (2, "2 to under 5 years"),
    (5, "5 to under 10 years"),
    (10, "10 years or more"),
)
ATTRIBUTES = ("profession", "experience", "prior_peer_support", "gender")


@dataclass(frozen=True, slots=True)
class Coded:
    """A text per respondent, each as its place among the texts that occur."""

    texts: tuple[str, ...]
    codes: np.ndarray

    def named(self, codes: np.ndarray) -> pl.Series:
        """The texts of these codes."""
        return pl.Series(self.texts, dtype=pl.String).gather(codes)


@dataclass(frozen=True, slots=True)
class People:
    """All respondents, in their file's order.

    site, wave: waves in order of time.
    attributes: by name, for the breakdown.
    place_of: for each wave and person code, the respondent's place; -1 where there is none.
    """

    site: Coded
    wave: Coded
    attributes: dict[str, Coded]
    place_of: np.ndarray

    def linked(self, from_wave: int, to_wave: int) -> tuple[np.ndarray, np.ndarray]:
        """The places, at the two waves, of everybody with one code and site at both."""
        before, after = self.place_of[from_wave], self.place_of[to_wave]
        both = (before >= 0) & (after >= 0)
        before, after = before[both], after[both]
        stayed = self.site.codes[before] == self.site.codes[after]
        return before[stayed], after[stayed]


def people(respondents: pl.DataFrame, waves: pl.DataFrame) -> People:
    """The respondents' sites, waves, attributes and links.

    In: accepted respondents and waves.
    """
    in_order = waves.sort("order", maintain_order=True)["wave_id"].to_list()
    wave = _text_coded(respondents["wave_id"], in_order)
    person = _text_coded(respondents["person_code"])
    place_of = np.full((len(in_order), len(person.texts)), -1, dtype=np.int32)
    has_code = np.flatnonzero(person.codes >= 0)
    place_of[wave.codes[has_code], person.codes[has_code]] = has_code
    if np.count_nonzero(place_of >= 0) != has_code.size:
        raise AssertionError("a person is twice in a wave; intake should have refused it")
    return People(
        site=_text_coded(respondents["site_id"]),
        wave=wave,
        attributes={
            name: _text_coded(
                (_experience(respondents) if name == "experience" else respondents[name])
                .cast(pl.String)
                .fill_null(NOT_SAID)
            )
            for name in ATTRIBUTES
        },
        place_of=place_of,
    )


def _text_coded(texts: pl.Series, known: Sequence[str] | None = None) -> Coded:
    if known is None:
        known = texts.drop_nulls().unique(maintain_order=True).to_list()
    codes = texts.cast(pl.Enum(known)).to_physical().cast(pl.Int32).fill_null(-1)
    return Coded(tuple(known), codes.to_numpy())


def _experience(respondents: pl.DataFrame) -> pl.Series:
    years = respondents["years_experience"]
    words = pl.Series([words for _, words in EXPERIENCE])
    starts = np.array([start for start, _ in EXPERIENCE])
    at = np.searchsorted(starts, years.fill_null(0).to_numpy(), side="right") - 1
    return pl.select(pl.when(years.is_not_null()).then(words.gather(at))).to_series()


@dataclass(frozen=True, slots=True)
class Answered:
    """The answers to one instrument.

    items:  a column per item; one row per respondent who answered any.
    places: of the rows among all respondents.
    """

    instrument: Instrument
    items: pl.DataFrame
    places: np.ndarray


@dataclass(frozen=True, slots=True)
class Member:
    """The answers to one instrument of a family that count in it.

    items: a column per item of the family's base, on its response range.
    wave:  of each row, as a number.
    asked: for each wave with answers, the items that anybody answered there.
    """

    instrument: Instrument
    items: pl.DataFrame
    places: np.ndarray
    wave: np.ndarray
    asked: dict[int, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Family:
    """An instrument and its versions as one.

    base:    the instrument, its response range counted in parts of a point.
    unit:    parts of a point: as many as make every version's answers whole numbers.
    members: the base first.
    """

    base: Instrument
    unit: int
    members: tuple[Member, ...]


def families(instruments: Mapping[str, Instrument]) -> list[list[Instrument]]:
    """Instruments in use, each with its versions after it.

    Intake refuses versions of what is not in use, and of versions; one that is published all the
    same, with the rows that are good, stands for itself.
    """
    found: dict[str, list[Instrument]] = {}
    for instrument in instruments.values():
        if (base := _base(instrument, instruments)) is instrument:
            found[instrument.instrument_id] = [base]
    for instrument in instruments.values():
        if (base := _base(instrument, instruments)) is not instrument:
            found[base.instrument_id].append(instrument)
    return list(found.values())


def _base(instrument: Instrument, instruments: Mapping[str, Instrument]) -> Instrument:
    base = instruments.get(instrument.version_of or "")
    return instrument if base is None or base.version_of is not None else base


def family_of(answered: Sequence[Answered], wave: np.ndarray) -> Family:
    """The answers of a family as one; who answered several versions counts with the first of them.

    In: the base's answers first; wave: of all respondents, as numbers.
    """
    base = answered[0].instrument
    unit = _unit([given.instrument for given in answered])
    counts = np.zeros(len(wave), dtype=bool)
    members = []
    for given in answered:
        items, places = given.items, given.places
        new = ~counts[places]
        if not new.all():
            items, places = items.filter(pl.Series(new)), places[new]
        counts[places] = True
        if len(answered) > 1:
            items = _on_range(items, given.instrument, base, unit)
        at = wave[places]
        asked = {}
        for number in np.unique(at).tolist():
            part = items.filter(pl.Series(at == number))
            asked[number] = frozenset(i for i in part.columns if part[i].null_count() < len(part))
        members.append(Member(given.instrument, items, places, at, asked))
    parts = replace(base, minimum=base.minimum * unit, maximum=base.maximum * unit)
    return Family(parts, unit, tuple(members))


def _unit(family: Sequence[Instrument]) -> int:
    base = family[0]
    span = base.maximum - base.minimum
    spans = (version.maximum - version.minimum for version in family)
    return math.lcm(*(own // math.gcd(span, own) for own in spans))


def _on_range(
    items: pl.DataFrame, version: Instrument, base: Instrument, unit: int
) -> pl.DataFrame:
    """Answers to a version as answers to the base, in parts of a point.

    A straight line leads from one response range to the other. An item that only one of the two
    has reversed is the other way round afterwards, so that turning it as the base says gives what
    turning it as the version says would have given.
    """
    span = (base.maximum - base.minimum) * unit
    step = span // (version.maximum - version.minimum)
    columns = []
    for item in base.items:
        value = pl.lit(None, dtype=pl.Int64)
        if item.item_id in version.item_ids:
            value = (pl.col(item.item_id).cast(pl.Int64) - version.minimum) * step
            if version.item(item.item_id).reversed != item.reversed:
                value = span - value
            value = value + base.minimum * unit
        columns.append(value.alias(item.item_id))
    return items.select(columns)


STATES = ("answered", "not_applicable", "dont_know", "missing")
#: Of these the wide table tells how many a respondent gave, not at which item.
REASONS = ("not_applicable", "dont_know")
#: Rows taken at a time, so that the numbers beside them take megabytes, not gigabytes.
SLICE = 1 << 22
#: Stands for "no answer" while cells are filled; answers lie between -100 and 1000.
_EMPTY = np.iinfo(np.int16).min


@dataclass(frozen=True, slots=True)
class Arranged:
    """The answers to one instrument.

    wide:    respondent_id, site_id, wave_id, a column per item, n_not_applicable, n_dont_know,
             n_missing; one row per respondent who started the instrument.
    places:  of the rows of wide among all respondents.
    counts:  item_id, site_id, wave_id, state, value, n: answers as they came in.
    started: site_id, wave_id, n_started, n_answered, provenance (a list).
    unanswered: respondent_id, item_id, state: items with a reason for giving no answer.
    n_rows:  answers arranged.
    """

    wide: pl.DataFrame
    places: np.ndarray
    counts: pl.DataFrame
    started: pl.DataFrame
    unanswered: pl.DataFrame
    n_rows: int


def arranged(answers: pl.DataFrame, respondents: pl.DataFrame, instrument: Instrument) -> Arranged:
    """The instrument's answers, one row per respondent, and what the marts need of them.

    In: accepted answers (of any instruments) and respondents.
    """
    people = respondents.select("respondent_id", "site_id", "wave_id")
    groups = people.select("site_id", "wave_id").unique(maintain_order=True).with_row_index("group")
    group_of = people.join(groups, on=["site_id", "wave_id"], maintain_order="left")["group"]
    cells = np.full((people.height, len(instrument.items)), _EMPTY, dtype=np.int16)
    states = np.zeros((len(STATES), people.height), dtype=np.int32)
    parts, reasons = [], []
    for coded in _answers_coded(answers, people["respondent_id"], instrument):
        respondent = coded["respondent"].to_numpy()
        cells[respondent, coded["item"].to_numpy()] = coded["value"].fill_null(_EMPTY).to_numpy()
        for state, of_state in enumerate(STATES):
            chosen = respondent[(coded["state"] == of_state).to_numpy()]
            states[state] += np.bincount(chosen, minlength=people.height).astype(np.int32)
        reasons.append(
            coded.filter(pl.col("state").cast(pl.String).is_in(REASONS)).select(
                "respondent", "item", pl.col("state").cast(pl.String)
            )
        )
        parts.append(
            coded.with_columns(group=group_of.gather(coded["respondent"]))
            .group_by("group", "item", "state", "value")
            .len("n")
        )
    n_answered, n_not_applicable, n_dont_know, n_missing = states
    started = states.sum(axis=0) > 0
    if (filled := int((cells != _EMPTY).sum())) != n_answered.sum():
        raise AssertionError(f"{n_answered.sum() - filled} answers are there twice")
    n_missing = len(instrument.items) - n_answered - n_not_applicable - n_dont_know
    wide = (
        people.with_columns(
            *(pl.Series(i, cells[:, at]) for at, i in enumerate(instrument.item_ids)),
            pl.Series("n_not_applicable", n_not_applicable, dtype=pl.Int16),
            pl.Series("n_dont_know", n_dont_know, dtype=pl.Int16),
            pl.Series("n_missing", n_missing, dtype=pl.Int16),
        )
        .with_columns(
            pl.when(pl.col(i) != int(_EMPTY)).then(pl.col(i)).alias(i) for i in instrument.item_ids
        )
        .filter(pl.Series(started))
    )
    return Arranged(
        wide=wide,
        places=np.flatnonzero(started),
        counts=_counts(parts, groups, instrument),
        started=_started(wide, respondents["provenance"].filter(pl.Series(started)), instrument),
        unanswered=_with_reason(reasons, people["respondent_id"], instrument),
        n_rows=int(states.sum()),
    )


def _answers_coded(
    answers: pl.DataFrame, respondent_ids: pl.Series, instrument: Instrument
) -> Iterator[pl.DataFrame]:
    """Slice by slice: respondent and item as their places, state, value."""
    numbers = respondent_ids.to_frame("id").with_row_index("respondent")
    items = pl.Enum(instrument.item_ids)
    # At least one slice, be it empty: an instrument may be in use before anybody answered.
    for start in range(0, max(answers.height, 1), SLICE):
        part = answers.slice(start, SLICE).filter(
            pl.col("instrument_id") == instrument.instrument_id
        )
        # A respondent's answers mostly stand together: then one look-up does for all of them.
        runs = part["respondent_id"].rle().struct.unnest()
        found = runs.join(
            numbers, left_on="value", right_on="id", how="left", maintain_order="left"
        )
        if found["respondent"].null_count():
            raise AssertionError("an answer has no respondent; intake should have refused it")
        yield part.select(
            pl.Series(
                "respondent", np.repeat(found["respondent"].to_numpy(), found["len"].to_numpy())
            ),
            pl.col("item_id").cast(items).to_physical().alias("item"),
            pl.col("state").cast(pl.Enum(STATES)),
            pl.col("value").cast(pl.Int16),
        )


def _counts(
    parts: list[pl.DataFrame], groups: pl.DataFrame, instrument: Instrument
) -> pl.DataFrame:
    whole = pl.concat(parts).group_by("group", "item", "state", "value").agg(pl.col("n").sum())
    items = pl.DataFrame({"item_id": instrument.item_ids}).with_row_index("item")
    return (
        whole.with_columns(pl.col("item").cast(pl.UInt32), pl.col("state").cast(pl.String))
        .join(items, on="item")
        .join(groups, on="group")
        .select("item_id", "site_id", "wave_id", "state", "value", "n")
    )


def _with_reason(
    parts: list[pl.DataFrame], respondent_ids: pl.Series, instrument: Instrument
) -> pl.DataFrame:
    whole = pl.concat(parts).sort("respondent", "item")
    item_ids = pl.Series(instrument.item_ids, dtype=pl.String)
    return whole.select(
        respondent_ids.gather(whole["respondent"]).alias("respondent_id"),
        item_ids.gather(whole["item"]).alias("item_id"),
        "state",
    )


def _any_answered(instrument: Instrument) -> pl.Expr:
    return pl.any_horizontal(pl.col(i).is_not_null() for i in instrument.item_ids)


def _started(wide: pl.DataFrame, provenance: pl.Series, instrument: Instrument) -> pl.DataFrame:
    # Chosen first, for an item may have any name.
    whom = wide.select("site_id", "wave_id", _any_answered(instrument).alias("answered"))
    return (
        whom.with_columns(provenance.alias("provenance"))
        .group_by("site_id", "wave_id")
        .agg(
            pl.len().alias("n_started"),
            pl.col("answered").sum().alias("n_answered"),
            pl.col("provenance").filter("answered").unique(),
        )
    )


BREAKDOWN = {
    "scale_id": pl.String,
    "site_id": pl.String,
    "wave_id": pl.String,
    "attribute": pl.String,
    "category": pl.String,
    "score": pl.Float64,
    "n": pl.Int64,
}


def breakdown(given: Answered, scores: Mapping[str, Scores], people: People) -> pl.DataFrame:
    """How many respondents of each category have which score.

    In:  the scores of each scale, one per row of the answers.
    Out: scale_id, site_id, wave_id, attribute, category, score, n.
    """
    parts = [pl.DataFrame(schema=BREAKDOWN)]
    places = given.places
    site, wave = people.site.codes[places], people.wave.codes[places]
    for attribute, coded in people.attributes.items():
        category = coded.codes[places]
        counts = []
        for number, of_scale in enumerate(scores.values()):
            found, n = counted(
                (site, len(people.site.texts)),
                (wave, len(people.wave.texts)),
                (category, len(coded.texts)),
                (of_scale.codes, len(of_scale.known)),
            )
            counts.append((np.full(len(n), number), *found[:3], of_scale.known[found[3]], n))
        if counts:
            scale, at_site, at_wave, said, score, n = map(np.concatenate, zip(*counts, strict=True))
            columns = {
                "scale_id": pl.Series(list(scores)).gather(scale),
                "site_id": people.site.named(at_site),
                "wave_id": people.wave.named(at_wave),
                "attribute": pl.repeat(attribute, len(n), eager=True),
                "category": coded.named(said),
                "score": pl.Series(score, nan_to_null=True),
                "n": n,
            }
            parts.append(pl.DataFrame(columns, schema=BREAKDOWN))
    return pl.concat(parts)


def score_counts(given: Answered, scores: Mapping[str, Scores], people: People) -> pl.DataFrame:
    """How many respondents have which score; exact, because equal answers give equal numbers.

    Out: scale_id, site_id, wave_id, score, n.
    """
    schema = {name: BREAKDOWN[name] for name in ("scale_id", "site_id", "wave_id", "score", "n")}
    parts = [pl.DataFrame(schema=schema)]
    for scale_id, of_scale in scores.items():
        (site, wave, score), n = counted(
            (people.site.codes[given.places], len(people.site.texts)),
            (people.wave.codes[given.places], len(people.wave.texts)),
            (of_scale.codes, len(of_scale.known)),
        )
        columns = {
            "scale_id": pl.repeat(scale_id, len(n), eager=True),
            "site_id": people.site.named(site),
            "wave_id": people.wave.named(wave),
            "score": pl.Series(of_scale.known[score], nan_to_null=True),
            "n": n,
        }
        parts.append(pl.DataFrame(columns, schema=schema))
    return pl.concat(parts)


ITEM_SUMS = {
    "scale_id": pl.String,
    "wave_id": pl.String,
    "n_complete": pl.Int64,
    "item_a": pl.String,
    "item_b": pl.String,
    "sum_a": pl.Int64,
    "sum_b": pl.Int64,
    "sum_ab": pl.Int64,
}
#: Rows multiplied at a time, so that a million respondents take megabytes.
_PART = 1 << 16


def item_sums(given: Answered, people: People) -> pl.DataFrame:
    """Sums of items and of their products over respondents who answered every asked item.

    Out: per scale and wave one row for each two of the items that anybody answered at that wave,
         an item with itself included, in the instrument's order; none where fewer than two were
         asked.
    """
    instrument = given.instrument
    wave = people.wave.codes[given.places]
    rows = []
    for number in np.unique(wave).tolist():
        answers = given.items.filter(pl.Series(wave == number))
        asked = [i for i in instrument.item_ids if answers[i].null_count() < answers.height]
        for scale in instrument.scales:
            items = [item_id for item_id in asked if item_id in scale.item_ids]
            if len(items) >= 2:
                n, sums, products = _summed(answers.select(items).drop_nulls(), instrument)
                which = scale.scale_id, people.wave.texts[number], n
                rows += [
                    (*which, a, b, int(sums[i]), int(sums[j]), int(products[i, j]))
                    for i, a in enumerate(items)
                    for j, b in enumerate(items[i:], start=i)
                ]
    return pl.DataFrame(rows, schema=ITEM_SUMS, orient="row")


def _summed(complete: pl.DataFrame, instrument: Instrument) -> tuple[int, np.ndarray, np.ndarray]:
    n_items = complete.width
    sums, products = np.zeros(n_items), np.zeros((n_items, n_items))
    for part in complete.iter_slices(_PART):
        # Whole numbers up to 2^53 are exact as floats, which numpy multiplies much faster.
        values = part.to_numpy().astype(np.float64)
        for at, item_id in enumerate(complete.columns):
            if instrument.item(item_id).reversed:
                values[:, at] = turned(values[:, at], instrument)
        sums += values.sum(axis=0)
        products += values.T @ values
    return complete.height, sums.astype(np.int64), products.astype(np.int64)


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
                common.append(_compared_counted((number, *two), _by_wave(places, scores, people)))
            pairs.append(
                _compared_counted((number, *two), _by_pair(places, scores, linked[two], people))
            )
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


def _compared_counted(
    which: tuple[int, ...], counts: tuple[np.ndarray, ...]
) -> tuple[np.ndarray, ...]:
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


#: Two people who agree on fewer items may well do so by chance.
ITEMS_TO_BE_ALIKE = 10

_FLAGS = ("asked", "answered", "could_straight", "straight", "could_be_alike", "alike")
#: A row without an instrument is about all of them: a person counts once.
COUNTS = {
    "instrument_id": pl.String,
    "site_id": pl.String,
    "wave_id": pl.String,
    **{f"n_{flag}": pl.Int64 for flag in _FLAGS},
}


def tells_straight_lining(instrument: Instrument) -> bool:
    """Has it reversed items beside others, so that one answer to all contradicts itself?"""
    return len({item.reversed for item in instrument.items}) == 2


def tells_alike(instrument: Instrument) -> bool:
    """Has it so many items that nobody answers all of them as somebody else does by chance?"""
    return len(instrument.items) >= ITEMS_TO_BE_ALIKE


@dataclass
class Quality:
    """What was counted so far, instrument by instrument.

    In: respondents, in the order of which Arranged.places are places.
    """

    respondents: pl.DataFrame
    parts: list[pl.DataFrame] = field(default_factory=list)
    flags: dict[str, np.ndarray] = field(init=False)

    def __post_init__(self) -> None:
        self.flags = {name: np.zeros(self.respondents.height, dtype=bool) for name in _FLAGS}

    def add(self, instrument: Instrument, done: Arranged) -> None:
        """Count an instrument's answers.

        straight: answered all items, all with the same number, where tells_straight_lining.
        alike: answered all items as somebody else of the site and wave did, where tells_alike (by a
            hash of 64 bits: two different rows are taken for one less than once in 100,000
            programmes of a million people).
        """
        wide, item_ids = done.wide, list(instrument.item_ids)
        items = wide.select(item_ids)
        n_given = items.select(pl.sum_horizontal(pl.all().is_not_null())).to_series().to_numpy()
        complete = n_given == len(item_ids)
        nobody = np.zeros(wide.height, dtype=bool)
        found = {"asked": ~nobody, "answered": n_given > 0}
        could_straight = complete if tells_straight_lining(instrument) else nobody
        same = items.select(pl.min_horizontal(pl.all()) == pl.max_horizontal(pl.all())).to_series()
        found |= {
            "could_straight": could_straight,
            "straight": could_straight & same.fill_null(False).to_numpy(),
        }
        could_be_alike = complete if tells_alike(instrument) else nobody
        found |= {"could_be_alike": could_be_alike, "alike": _alike(wide, item_ids, could_be_alike)}
        for name, flag in found.items():
            self.flags[name][done.places] |= flag
        self.parts.append(_quality_counted(wide, found, instrument.instrument_id))

    def counts(self) -> pl.DataFrame:
        """The rows of mart_quality: those without an instrument first."""
        whole = _quality_counted(self.respondents, self.flags, None)
        return pl.concat([whole, *self.parts])


def _alike(wide: pl.DataFrame, item_ids: list[str], could: np.ndarray) -> np.ndarray:
    found = np.zeros(wide.height, dtype=bool)
    rows = wide.filter(pl.Series(could)).select("site_id", "wave_id", *item_ids)
    if rows.height:
        found[could] = rows.hash_rows(seed=0).is_duplicated().to_numpy()
    return found


def _quality_counted(
    where: pl.DataFrame, flags: dict[str, np.ndarray], instrument_id: str | None
) -> pl.DataFrame:
    columns: Iterable[pl.Series] = (pl.Series(f"n_{name}", flag) for name, flag in flags.items())
    counted = (
        where.select(pl.col("site_id", "wave_id"))
        .with_columns(columns)
        .group_by("site_id", "wave_id", maintain_order=True)
        .agg(pl.col("^n_.*$").sum().cast(pl.Int64))
    )
    of = pl.lit(instrument_id, pl.String).alias("instrument_id")
    return counted.select(of, *(name for name in COUNTS if name != "instrument_id"))


def marts(
    respondents: pl.DataFrame,
    waves: pl.DataFrame,
    answers: pl.DataFrame,
    instruments: dict[str, Instrument],
) -> dict[str, pl.DataFrame]:
    """Every table that comes from answers, by its name in a snapshot; answer_counts and started,
    which others are made from, too."""
    everybody = people(respondents, waves)
    quality = Quality(respondents.select("site_id", "wave_id"))
    found: dict[str, list[pl.DataFrame]] = {}
    for family in families(instruments):
        answered, scores = [], []
        for instrument in family:
            done = arranged(answers, respondents, instrument)
            found[instrument.table] = [done.wide]
            quality.add(instrument, done)
            answered.append(_answered(instrument, done))
            scores.append(_scores(answered[-1]))
            for table, frame in (
                ("answer_counts", done.counts),
                ("started", done.started),
                ("mart_scores", score_counts(answered[-1], scores[-1], everybody)),
                ("mart_breakdown", breakdown(answered[-1], scores[-1], everybody)),
                ("mart_item_sums", item_sums(answered[-1], everybody)),
                ("unanswered", done.unanswered),
            ):
                which = pl.repeat(instrument.instrument_id, frame.height, eager=True)
                found.setdefault(table, []).append(
                    frame.insert_column(0, which.alias("instrument_id"))
                )
        both = compared(family_of(answered, everybody.wave.codes), scores[0], everybody)
        found.setdefault("mart_comparisons", []).append(both.comparisons)
        found.setdefault("mart_common_scores", []).append(both.common)
        found.setdefault("mart_pairs", []).append(both.pairs)
    found["mart_quality"] = [quality.counts()]
    return {name: pl.concat(frames, how="vertical_relaxed") for name, frames in found.items()}


def _answered(instrument: Instrument, done: Arranged) -> Answered:
    items = done.wide.select(instrument.item_ids)
    any_item = items.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
    return Answered(instrument, items.filter(any_item), done.places[any_item.to_numpy()])


def _scores(given: Answered) -> dict[str, Scores]:
    """Each scale's scores; a scale at a time, for the memory's sake."""
    return {
        scale.scale_id: coded(
            given.items.select(score_expression(scale, given.instrument).alias("score"))["score"]
        )
        for scale in given.instrument.scales
    }
