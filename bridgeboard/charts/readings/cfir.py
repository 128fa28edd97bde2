"""What the page on CFIR says in words: what stands out, and what is behind one cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import style, words

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown
    from bridgeboard.measures.overlaid import Evidence

_MOST = 3
_WORDS = {
    "wave": "{wave}: {barriers} {facilitators}",
    "barriers": "most often rated a barrier: {names}.",
    "no_barriers": "no construct is rated below 0 at any site.",
    "facilitators": "Most often a facilitator: {names}.",
    "no_facilitators": "None is rated above 0.",
    "at": "{name} ({n} of {of})",
    "moved": "From {first} to {last}, {up} of {n} ratings that can be compared went up, {down} "
    "down. {most_up} {most_down}",
    "most_up": "Most often up: {names}.",
    "most_down": "Most often down: {names}.",
    "none_moved": "From {first} to {last} no rating can be compared.",
    "proposed": "Nobody has rated a construct yet. There are only proposals: {n} for {constructs} "
    "at {sites} and {waves}, from {bases}. None is a rating before a person accepts it.",
    "bases": {"statements": "statements", "pcat": "pCAT answers"},
    "rests": "{constructs} rated at {sites} and {waves}: {cells} ratings.",
    "states": "{mixed} are mixed, {missing} missing (too little was said), {na} not applicable. "
    "None of these is 0, and none is averaged.",
    "differ": "Raters differ without a consensus on {n}.",
    "agreed": "Raters first differed on {n} of the {of} ratings that several gave; {settled} of "
    "these now have a consensus.",
    "all_agreed": "Raters first differed on {n} of the {of} ratings that several gave; all of "
    "these now have a consensus.",
    "accepted": "{n} accepted on this page, with a reason each.",
    "open": "{n} more have only a proposal: nobody has rated them.",
}


def headline(shown: Shown, wave_id: str) -> str:
    """Which constructs hinder, and which help, at the most sites at a wave. In: `cfir`."""
    rows = shown.frame.filter((pl.col("wave_id") == wave_id) & pl.col("hidden").is_null())
    wave = words.isolated(rows["wave_label"][0]) if rows.height else ""
    rated = rows.filter(pl.col("rating").is_not_null())
    below, above = (_most(rated.filter(side), rated) for side in (_BELOW, _ABOVE))
    return _WORDS["wave"].format(
        wave=wave,
        barriers=_WORDS["barriers"].format(names=below) if below else _WORDS["no_barriers"],
        facilitators=_WORDS["facilitators"].format(names=above)
        if above
        else _WORDS["no_facilitators"],
    )


_BELOW, _ABOVE = pl.col("rating") < 0, pl.col("rating") > 0


def headline_changed(shown: Shown, from_wave_id: str, to_wave_id: str) -> str:
    """How many ratings went up and down between two waves, and which. In: `cfir_change`."""
    rows = shown.frame.filter(
        (pl.col("from_wave_id") == from_wave_id)
        & (pl.col("to_wave_id") == to_wave_id)
        & pl.col("hidden").is_null()
    )
    first, last = (
        map(words.isolated, rows.select("from_wave_label", "to_wave_label").row(0))
        if rows.height
        else ("", "")
    )
    rated = rows.filter(pl.col("steps").is_not_null())
    if not rated.height:
        return _WORDS["none_moved"].format(first=first, last=last)
    up, down = pl.col("steps") > 0, pl.col("steps") < 0
    most_up, most_down = (_most(rated.filter(side), rated) for side in (up, down))
    return (
        _WORDS["moved"]
        .format(
            first=first,
            last=last,
            up=rated.filter(up).height,
            down=rated.filter(down).height,
            n=rated.height,
            most_up=_WORDS["most_up"].format(names=most_up) if most_up else "",
            most_down=_WORDS["most_down"].format(names=most_down) if most_down else "",
        )
        .strip()
    )


def headline_proposed(shown: Shown) -> str:
    """That nothing is rated yet, and how much is proposed. In: `proposed_ratings`."""
    rows = shown.frame.filter(pl.col("state").is_not_null())
    bases = [_WORDS["bases"][basis] for basis in _WORDS["bases"] if basis in set(rows["basis"])]
    return _WORDS["proposed"].format(
        n=words.count(rows.height, "proposal"),
        constructs=words.count(rows.select("framework", "construct_id").n_unique(), "construct"),
        sites=words.count(rows["site_id"].n_unique(), "site"),
        waves=words.count(rows["wave_id"].n_unique(), "wave"),
        bases=words.listed(bases),
    )


def rests_on(cfir: Shown, disagreements: Shown, proposed: Shown) -> list[str]:
    """What the ratings rest on: how many, of what kind, by whom agreed, and what is only proposed.

    In: the measures `cfir`, `rater_disagreements` and `proposed_ratings`.
    """
    rows = cfir.frame.filter((pl.col("state") != "not_rated") & pl.col("hidden").is_null())
    states = Counter(rows["state"])
    apart, settled = disagreements.frame, disagreements.frame.filter("resolved")
    place = ["site_id", "wave_id", "framework", "construct_id"]
    unrated = proposed.frame.filter(pl.col("state").is_not_null()).join(rows, on=place, how="anti")
    accepted = rows.filter(pl.col("basis") == "accepted").height
    return [
        _WORDS["rests"].format(
            constructs=words.count(
                rows.select("framework", "construct_id").n_unique(), "construct"
            ),
            sites=words.count(rows["site_id"].n_unique(), "site"),
            waves=words.count(rows["wave_id"].n_unique(), "wave"),
            cells=words.number(rows.height, 0),
        ),
        _WORDS["states"].format(
            mixed=states["mixed"], missing=states["missing"], na=states["not_applicable"]
        ),
        _WORDS["all_agreed" if settled.height == apart.height else "agreed"].format(
            n=apart.height, of=rows.filter(pl.col("n_raters") > 1).height, settled=settled.height
        )
        if apart.height
        else "",
        _WORDS["differ"].format(n=states["raters_differ"]) if states["raters_differ"] else "",
        _WORDS["accepted"].format(n=accepted) if accepted else "",
        _WORDS["open"].format(n=unrated.select(place).n_unique()) if unrated.height else "",
    ]


def _most(found: pl.DataFrame, rated: pl.DataFrame) -> str:
    """The constructs found at the most sites, each with at how many of those that are rated."""
    key = ["framework", "construct_id", "construct_label"]
    counted = found.group_by(key, maintain_order=True).len()
    of = dict(rated.group_by("construct_id").len().iter_rows())
    top = counted.sort("len", descending=True, maintain_order=True).head(_MOST)
    names = [
        _WORDS["at"].format(name=name, n=n, of=of[construct_id])
        for _, construct_id, name, n in top.iter_rows()
    ]
    return words.listed(names) if names else ""


_CELL = {
    "rating": "Rating: {cell}, {basis}.",
    "bases": {
        "consensus": "agreed on by raters",
        "raters agree": "all raters say so",
        "one rater": "by one rater",
        "accepted": "accepted here; it rests on {basis}",
        "none": "no consensus yet",
    },
    "from": {"statements": "statements", "pcat": "pCAT answers", "raters": "raters"},
    "not_rated": "Nobody has rated it.",
    "cells": {
        "raters_differ": "raters differ",
        "missing": "missing (too little was said)",
        "not_applicable": "not applicable",
    },
    "raters": "Raters: {ratings}.",
    "why": "Why: {why}",
    "raw": "As it was written: {raw}",
    "note": "Note: {note}",
    "said": "Statements at this site and wave: {n_for} for, {n_against} against, {n_mixed} mixed.",
    "unmapped": "Statements are mapped to constructs of 2022: none bear on this edition's.",
    "proposed": "Proposed from statements: {cell}. {sentence}",
    "too_little": "From statements nothing can be proposed. {sentence}",
    "rule": "The rule: {rule}",
    "all_sites": "{n} more speak of all sites, or of none by name: they count at no site.",
    "pcat": "pCAT, “{item}”{role}: {sentence}",
    "of": " ({role})",
    "context": "{shape} {factor}: {finding} ({source})",
}


def behind(cfir: Shown, key: tuple[str, str, str, str]) -> list[str]:
    """The rating of one construct at one site and wave, by whom and why.

    In: `cfir`; key: site_id, wave_id, framework, construct_id.
    """
    row = _one(cfir, key)
    if row is None or (row["state"] == "not_rated" and not row["hidden"]):
        return [_CELL["not_rated"]]
    if row["hidden"]:
        return [words.sentence(row["hidden"])]
    basis = _CELL["bases"][row["basis"]]
    if row["basis"] == "accepted":
        basis = basis.format(basis=_CELL["from"].get(row["accepted_from"], ""))
    shown_as = _CELL["cells"].get(row["state"], row["cell"])
    said = [_CELL["rating"].format(cell=shown_as, basis=basis)]
    for name, value in (("raters", "ratings"), ("raw", "raw"), ("note", "note")):
        if row[value] and not (value == "ratings" and not row["n_raters"]):
            said.append(_CELL[name].format(**{value: row[value]}))
    said += [_CELL["why"].format(why=line) for line in (row["rationale"] or "").splitlines()]
    return said


def proposed(shown: Shown, key: tuple[str, str, str, str]) -> list[str]:
    """What statements and pCAT answers propose for it, each with its rule. In: proposed_ratings."""
    said = []
    for row in shown.frame.filter(_at(key)).to_dicts():
        if row["hidden"]:
            said.append(words.sentence(row["hidden"]))
        elif row["basis"] == "statements":
            which = "proposed" if row["state"] else "too_little"
            said.append(_CELL[which].format(**row).strip())
            if row["state"] and row["rule"]:
                said.append(_CELL["rule"].format(rule=row["rule"]))
            if row["n_of_all_sites"]:
                n = words.count(row["n_of_all_sites"], "statement")
                said.append(_CELL["all_sites"].format(n=n))
        else:
            role = _CELL["of"].format(role=row["role_label"]) if row["role_label"] else ""
            sentence = row["sentence"] or row["status"]
            said.append(_CELL["pcat"].format(item=row["item_label"], role=role, sentence=sentence))
            if row["state"]:
                said.append(_CELL["rule"].format(rule=row["rule"]))
    return said


def context(facts: Shown, factors: Collection[str], key: tuple[str, str, str, str]) -> list[str]:
    """Facts about the site that bear on it, by the reference table of influences. In: `facts`."""
    site, wave, *_ = key
    rows = facts.frame.filter(
        (pl.col("site_id") == site)
        & (pl.col("wave_id") == wave)
        & pl.col("factor").is_in(list(factors))
    )
    return [
        _CELL["context"].format(
            shape=f"{style.DIRECTION_SHAPES[row['direction']]} "
            f"{words.DIRECTIONS[row['direction']]},",
            factor=words.lowered(row["factor_label"]),
            finding=row["finding"].rstrip("."),
            source=row["source_label"] or words.PROVENANCES[row["provenance"]],
        )
        for row in rows.to_dicts()
    ]


def barrier(cfir: Shown, key: tuple[str, str, str, str]) -> str:
    """The cell in one line, to stand with an action."""
    row = _one(cfir, key)
    if row is None or row["hidden"]:
        return ""
    parts = (f"{row['construct_label']} ({row['wave_label']}): {row['cell'] or 'not rated'}",)
    return ". ".join((*parts, *(row["rationale"] or "").splitlines()[:1]))


def to_accept(
    cfir: Shown, shown: Shown, key: tuple[str, str, str, str]
) -> tuple[str, int | None, str] | None:
    """State, rating and basis of what is proposed for it, if nobody has rated it and all proposals
    say the same; else None, for a person must choose. In: `cfir` and `proposed_ratings`."""
    row = _one(cfir, key)
    rows = shown.frame.filter(_at(key) & pl.col("state").is_not_null())
    is_rated = row is not None and row["state"] not in ("not_rated", "raters_differ")
    if is_rated or rows.select("state", "rating").n_unique() != 1:
        return None
    return rows.select("state", "rating", "basis").row(0)


def evidence(found: Evidence, key: tuple[str, str, str, str]) -> dict[str, str | None]:
    """Statements that bear on it, for first, then against: valence by id."""
    rows = (
        found.statements.filter(_at(key))
        .select("statement_id", "valence")
        .unique(maintain_order=True)
    )
    return dict(sorted(rows.iter_rows(), key=lambda row: _SIDES.get(row[1], len(_SIDES))))


_SIDES = {"positive": 0, "negative": 1, "mixed": 2}


def _one(shown: Shown, key: tuple[str, str, str, str]) -> dict[str, Any] | None:
    return next(iter(shown.frame.filter(_at(key)).to_dicts()), None)


def _at(key: Iterable[str]) -> pl.Expr:
    columns = ("site_id", "wave_id", "framework", "construct_id")
    return pl.all_horizontal(
        pl.col(column) == value for column, value in zip(columns, key, strict=True)
    )
