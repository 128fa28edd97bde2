"""Readiness in sentences: what holds sites back, and the reasons of one state."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import polars as pl

from bridgeboard.charts import words
from bridgeboard.measures.readiness_rule import BESIDE, STATES

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Each state has a shape of its own, so that nothing rests on colour.
SHAPES = {"act": "▼", "watch": "◆", "not enough data": "?", "ready": "✓"}
HIDDEN, HIDDEN_SHAPE = "hidden", "–"
#: And each outcome of a reason.
OUTCOME_SHAPES = {
    "reached": "✓",
    "close": "◆",
    "missed": "▼",
    "not known": "?",
    "for": "▲",
    "against": "▼",
    "neither": "○",
}
_OUTCOMES = {
    "reached": "target reached",
    "close": "not quite reached",
    "missed": "target missed",
    "not known": "not known",
    "for": "speaks for it",
    "against": "speaks against it",
    "neither": "says neither",
}
#: Outcomes by how much they weigh for a state.
_WEIGHTS = ("missed", "close", "not known", "against", "reached", "neither", "for")
_SOME = {
    "act": "act on {named}",
    "watch": "watch {named}",
    "not enough data": "not enough data on {named}",
    "ready": "ready: {named}",
}
#: Influences that the sentence names.
_MOST = 3
_WORDS = {
    "nothing": "Nothing is known of any site.",
    "act": "action is needed most often on {named}",
    "watch": "watch {named}; no target is clearly missed",
    "no_data": "not enough data for {n} of {all} states",
    "quiet": "nothing to act on, and nothing to watch, at the sites shown",
    "times": "{name} ({n} of {all})",
    "hidden": " {n} states are hidden.",
    "hidden_one": " One state is hidden.",
    "at": "{site}, {wave}: {said}.",
    "all_unknown": "not enough data on any of the eight influences",
}


class Told(NamedTuple):
    """A reason as a page tells it: shape, what became of it, the sentence, source, what to do."""

    shape: str
    outcome: str
    sentence: str
    source: str
    mend: str
    kind: str
    ref: str
    wave_id: str
    is_target: bool


def influences(shown: Shown) -> dict[str, str]:
    """The influences by id, in their order. In: the measure `readiness`."""
    rows = shown.frame.select("influence_id", "influence_label", "influence_order").unique()
    return dict(rows.sort("influence_order").drop("influence_order").iter_rows())


def headline(shown: Shown, wave_id: str) -> str:
    """What holds sites back, in one sentence: of one site which influences, of several where most.

    In: the measure `readiness`. Out: no order of sites: influences are counted over them.
    """
    rows = shown.frame.filter(pl.col("wave_id") == wave_id)
    if rows.is_empty():
        return _WORDS["nothing"]
    wave = words.isolated(rows["wave_label"][0])
    sites = rows["site_id"].n_unique()
    hidden = rows["state"].null_count()
    more = _WORDS["hidden_one" if hidden == 1 else "hidden"].format(n=hidden) if hidden else ""
    if sites == 1:
        return _of_one(rows, wave) + more
    said = [
        _WORDS[form].format(named=named)
        for one, form in (("act", "act"), ("watch", "watch"))
        if (named := _most(rows.filter(pl.col("state") == one), sites))
    ][:1]
    unknown = rows.filter(pl.col("state") == "not enough data").height
    if unknown:
        lack = _WORDS["no_data"].format(
            n=words.number(unknown, 0), all=words.number(rows.height, 0)
        )
        # What is mostly unknown must not sound as if it were well.
        said.insert(0 if 2 * unknown > rows.height else 1, lack)
    first, *rest = said or [_WORDS["quiet"]]
    return " ".join([f"{wave}: {first}.", *(f"{words.sentence(one)}." for one in rest)]) + more


def headline_of(shown: Shown, site_id: str, wave_id: str) -> str:
    """Where one site stands, in one sentence."""
    rows = shown.frame.filter((pl.col("site_id") == site_id) & (pl.col("wave_id") == wave_id))
    return _of_one(rows, words.isolated(rows["wave_label"][0])) if rows.height else ""


def reasons(shown: Shown, site_id: str, wave_id: str, influence_id: str) -> list[Told]:
    """The reasons of one state, targets first."""
    found = _row(shown, site_id, wave_id, influence_id)
    if found is None:
        return []
    columns = ("outcomes", "sentences", "sources_of", "mends", "kinds", "refs", "wave_ids")
    return [
        Told(
            shape=OUTCOME_SHAPES[outcome],
            outcome=_OUTCOMES[outcome],
            sentence=sentence,
            source=source,
            mend=mend,
            kind=kind,
            ref=ref,
            wave_id=wave,
            is_target=outcome not in BESIDE,
        )
        for outcome, sentence, source, mend, kind, ref, wave in zip(
            *(found[name] for name in columns), strict=True
        )
    ]


def state(shown: Shown, site_id: str, wave_id: str, influence_id: str) -> tuple[str, str]:
    """Shape and words of one state."""
    found = _row(shown, site_id, wave_id, influence_id)
    if found is None or found["state"] is None:
        return HIDDEN_SHAPE, (found or {}).get("hidden") or HIDDEN
    return SHAPES[found["state"]], found["state"]


def barrier(shown: Shown, site_id: str, wave_id: str, influence_id: str) -> str:
    """The reason that weighs most, which an action on this influence would answer; "" for none."""
    found = _row(shown, site_id, wave_id, influence_id)
    if found is None:
        return ""
    told = zip(found["outcomes"], found["sentences"], strict=True)
    first = sorted(told, key=lambda one: _WEIGHTS.index(one[0]))
    return first[0][1] if first else ""


def _row(shown: Shown, site_id: str, wave_id: str, influence_id: str) -> dict[str, Any] | None:
    rows = shown.frame.filter(
        (pl.col("site_id") == site_id)
        & (pl.col("wave_id") == wave_id)
        & (pl.col("influence_id") == influence_id)
    )
    return rows.row(0, named=True) if rows.height else None


def _of_one(rows: pl.DataFrame, wave: str) -> str:
    """Act on A and B; watch C; ready: D."""
    parts = []
    for one in STATES:
        named = rows.filter(pl.col("state") == one)["influence_label"].to_list()
        if named:
            parts.append(_SOME[one].format(named=words.listed(named, len(named))))
    if rows.filter(pl.col("state") == "not enough data").height == rows.height:
        parts = [_WORDS["all_unknown"]]
    site = words.isolated(rows["site_name"][0])
    said = "; ".join(parts) or HIDDEN
    return _WORDS["at"].format(site=site, wave=words.lowered(wave), said=said)


def _most(rows: pl.DataFrame, sites: int) -> str:
    counted = (
        rows.group_by("influence_label", "influence_order")
        .agg(n=pl.len())
        .sort("n", "influence_order", descending=(True, False))
        .head(_MOST)
    )
    if counted.is_empty():
        return ""
    return words.listed(
        [
            _WORDS["times"].format(name=name, n=n, all=words.count(sites, "site"))
            for name, _, n in counted.iter_rows()
        ],
        _MOST,
    )
