"""The rule for readiness: a state goes where a reason for it does.

What somebody might try:

- A reason from a survey says how many answered, and which way: it is hidden where `score` hides the
  scale, or `distribution` the item, at the wave that it is known from or at a later one, at which
  then nobody answered. Nothing is shown here that those frames don't show.
- The state follows from all reasons, so it would tell how a hidden survey came out: it is hidden
  with it, and so are the numbers of targets reached and not known. Reasons that rest on no group of
  people (steps, pay, facts, released statements, ratings) stay.
- Ratings that were accepted from pCAT answers go with every other rating of the row, and with the
  word that there are any.
- Actions are for the team: in the released frame no fact is answered by one. Nor do small focus
  groups count less there: that would tell which are small.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from bridgeboard.disclosure.one_group import hidden_beside
from bridgeboard.disclosure.ratings import PCAT
from bridgeboard.disclosure.view import HIDDEN
from bridgeboard.measures.measure import Answer
from bridgeboard.measures.readiness import LISTS

#: Instrument, item or scale, site; and the places in time of the waves at which it is hidden.
Gone = Mapping[tuple[str, str, str], set[int]]


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`readiness` with `hidden`, and without reasons that rest on hidden groups."""
    in_time = dict(frame.select("wave_id", "wave_order").iter_rows())
    gone = _hidden(answer, in_time)
    rows = [_without(row, gone, in_time) for row in frame.iter_rows(named=True)]
    hidden = HIDDEN.format(k=answer.k)
    schema = {**frame.schema, "hidden": pl.String}
    found = pl.DataFrame(rows, schema=schema)
    few = pl.col("hidden").is_not_null()
    return found.with_columns(
        pl.when(few).then(pl.lit(hidden)).alias("hidden"),
        *(pl.when(~few).then(name).alias(name) for name in answer.measure.hides),
    )


def _hidden(answer: Answer, in_time: Mapping[str, int]) -> Gone:
    """Scales and items that are hidden, where and when."""
    score = hidden_beside(answer, "score").filter(pl.col("hidden").is_not_null())
    of_items = hidden_beside(answer, "distribution").filter(
        pl.col("hidden").is_not_null(), pl.col("state") == "answered", ~pl.col("is_total")
    )
    found: dict[tuple[str, str, str], set[int]] = {}
    for *name, wave in (
        *score.select("instrument_id", "scale_id", "site_id", "wave_id").iter_rows(),
        *of_items.select("instrument_id", "item_id", "site_id", "wave_id").iter_rows(),
    ):
        found.setdefault(tuple(name), set()).add(in_time[wave])
    return found


def _without(row: dict[str, Any], gone: Gone, in_time: Mapping[str, int]) -> dict[str, Any]:
    """The row with the reasons that may be shown; hidden is set where one is left out."""
    of_pcat = PCAT in (row["accepted_from"] or "").split("; ")
    kept = [
        place
        for place, (kind, ref, wave) in enumerate(
            zip(row["kinds"], row["refs"], row["wave_ids"], strict=True)
        )
        if not (of_pcat and kind == "rating")
        and not (
            kind == "survey"
            and _is_gone(ref, row["site_id"], in_time.get(wave, 0), row["wave_order"], gone)
        )
    ]
    lists = {name: [row[name][place] for place in kept] for name in LISTS}
    few = len(kept) < len(row["kinds"])
    accepted_from = None if of_pcat else row["accepted_from"]
    return {**row, **lists, "accepted_from": accepted_from, "hidden": "" if few else None}


def _is_gone(ref: str, site: str, since: int, until: int, gone: Gone) -> bool:
    """Is it hidden at the wave it is known from, or at a later one up to the row's?

    What is known from an earlier wave says that nobody answered since, and where nobody is known to
    have answered, that nobody did at any: that too says something where people were asked.
    """
    instrument, _, own = ref.partition(":")
    return any(since <= wave <= until for wave in gone.get((instrument, own, site), ()))
