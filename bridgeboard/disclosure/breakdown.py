"""The rule for rows about a part of a group: those of a site, or of all sites, who say the same.

What somebody might try:

- The categories of one attribute add up to everybody at the wave, which `coverage` and
  `distribution` say: what is hidden must leave at least two categories and k people. The same goes
  for those with a score on each scale, and a category that is hidden on one scale is hidden on all,
  since mostly the same people have a score on each.
- The sum over the categories is the sum over all sites, which no other frame says of scores. It
  must not leave a site's hidden number over, after the sites that are shown.
- Categories at single sites would be tables of two ways with two or three people in a cell: none is
  shown, not even an empty one, at a site where anybody was asked.
- Means: hidden categories leave over one sum of scores together, of k people or more. Two
  attributes cross, but nothing says how, and two waves are mostly other people.
"""

from __future__ import annotations

import polars as pl

from bridgeboard.disclosure.one_group import hidden_beside
from bridgeboard.disclosure.sums import Cell, cell, stays_open
from bridgeboard.disclosure.surveys import surveys
from bridgeboard.disclosure.tables import one_way
from bridgeboard.disclosure.view import HIDDEN
from bridgeboard.measures.measure import Answer

_SCALE = ("instrument_id", "scale_id", "wave_id")


def hide(frame: pl.DataFrame, answer: Answer) -> pl.DataFrame:
    """`breakdown` with `hidden`: all sites together, by categories of k people or more."""
    hidden = frame.select(_of_sites(answer) | _of_all(frame, answer)).to_series()
    return frame.with_columns(
        pl.when(hidden).then(pl.lit(HIDDEN.format(k=answer.k))).alias("hidden"),
        *(pl.when(~hidden).then(name).alias(name) for name in answer.measure.hides),
    )


def _of_sites(answer: Answer) -> pl.Expr:
    """Rows of single sites where anybody was asked."""
    asked = [
        {"instrument_id": evidence.removeprefix("survey:"), "site_id": site, "wave_id": wave}
        for evidence, site, wave, n in answer.people.select(
            "evidence", "site_id", "wave_id", "n_asked"
        ).iter_rows()
        if n and evidence.startswith("survey:")
    ]
    names = ("instrument_id", "site_id", "wave_id")
    known = pl.DataFrame(asked, schema=dict.fromkeys(names, pl.String)).to_struct()
    return ~pl.col("is_total") & pl.struct(names).is_in(known.implode())


def _of_all(frame: pl.DataFrame, answer: Answer) -> pl.Expr:
    """Rows of all sites together that are too small, or would reveal one that is."""
    k = answer.k
    without_total = surveys(answer).totals
    closed = _closed(answer)
    gone: list[tuple[str, str, str, str, str]] = []
    rows = frame.filter("is_total", pl.col("n_respondents") > 0)
    columns = ["instrument_id", "wave_id", "attribute"]
    for (instrument_id, wave_id, attribute), part in rows.group_by(columns, maintain_order=True):
        by_scale = {
            str(scale_id): dict(scale.select("category", "n").iter_rows())
            for (scale_id,), scale in part.group_by("scale_id", maintain_order=True)
        }
        people = dict(part.select("category", "n_respondents").iter_rows())
        everything = _base(answer, instrument_id, wave_id) in without_total
        categories = set(people) if everything else hidden_categories(people, by_scale, k)
        for scale_id in by_scale:
            scale = (str(instrument_id), scale_id, str(wave_id))
            of_scale = set(people) if scale in closed else categories
            gone += [(*scale, str(attribute), category) for category in of_scale]
    names = (*_SCALE, "attribute", "category")
    known = pl.DataFrame(gone, schema=dict.fromkeys(names, pl.String), orient="row").to_struct()
    return pl.col("is_total") & pl.struct(names).is_in(known.implode())


def hidden_categories(
    people: dict[str, int], by_scale: dict[str, dict[str, int]], k: int
) -> set[str]:
    """The categories of an attribute to hide, on all scales.

    In: how many answered, and on each scale how many of them have a score, by category.
    """
    names = list(people)
    tables = [people, *by_scale.values()]
    hidden = {name for name in names for n in (table.get(name, 0) for table in tables) if n < k}
    while True:
        more: set[str] = set()
        for table in tables:
            counts = [table.get(name, 0) for name in names]
            cells, total = one_way(counts, k, [name in hidden for name in names])
            # The total is said elsewhere: where it would have to go, all must.
            more |= set(names) if total else {n for n, c in zip(names, cells, strict=True) if c}
        if more <= hidden:
            return hidden
        hidden |= more


def _closed(answer: Answer) -> set[tuple[str, str, str]]:
    """Instrument, scale and wave whose number of scores at all sites would reveal a site's."""
    k, score = answer.k, hidden_beside(answer, "score")
    rows = score.select(
        *_SCALE,
        "hidden",
        group=pl.col("n_respondents").is_null(),
        n=answer.beside["score"]["n"],
        people=answer.beside["score"]["n_respondents"],
    ).filter(pl.col("hidden").is_not_null())
    cells: dict[tuple[str, str, str], list[Cell]] = {}
    for *scale, _, group, n, people in rows.iter_rows():
        found = cell(n, people, k, group_hidden=group)
        cells.setdefault((scale[0], scale[1], scale[2]), []).append(found)
    return {scale for scale, hidden in cells.items() if not stays_open(hidden, k)}


def _base(answer: Answer, instrument_id: object, wave_id: object) -> tuple[str, str]:
    return answer.bases.get(str(instrument_id), str(instrument_id)), str(wave_id)
