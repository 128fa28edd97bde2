"""Who moved: people followed from one wave to another, from third to third of the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.marks import alluvial

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "title": "{scale}, {first} to {last}: who moved? {where}",
    "alt": "Of {pairs} followed at both waves{where}, {up} in a higher third, {same} in the same, "
    "{down} in a lower third.",
    "at": " at {site}",
    "are": {True: "{n} is", False: "{n} are"},
    "none": "Nobody can be followed from {first} to {last}{where}.",
    "hidden": "Who moved can't be shown{where}: {why}.",
    "n": "n = people whose code links both waves: {n_pairs} of {n_from} with a score at {first} "
    "and {n_to} at {last}; who can be followed may differ from who can't",
    "n_hidden": "n = people whose code links both waves",
    "unit": "people; thirds of the scale from {low} to {high}; {higher}",
    "noise": "A score near the border of a third can cross it by a single answer: read this "
    "together with the interval of the shift.",
}


def moved(
    shown: Shown,
    instrument_id: str,
    scale_id: str,
    from_wave_id: str,
    to_wave_id: str,
    *,
    site_id: str | None = None,
    dark: bool = False,
    narrow: bool = False,
) -> Chart:
    """Linked respondents from third to third of the scale, at one site (None: all sites).

    In:      the measure `moved`. Unit: people.
    Missing: nothing is drawn where nobody is linked, or where the flows are hidden; words say so.
    """
    at_site = pl.col("is_total") if site_id is None else pl.col("site_id") == site_id
    frame = shown.frame.filter(
        (pl.col("instrument_id") == instrument_id)
        & (pl.col("scale_id") == scale_id)
        & (pl.col("from_wave_id") == from_wave_id)
        & (pl.col("to_wave_id") == to_wave_id)
        & at_site
    )
    rows = frame.to_dicts()
    first = rows[0] if rows else {}
    hidden = next((row["hidden"] for row in rows if row["hidden"]), None)
    named = _named(shown, first, from_wave_id, to_wave_id)
    at = _WORDS["at"].format(site=words.isolated(first["site_name"])) if first and site_id else ""
    alt = _reading(rows, hidden, named, at)
    mark = provenance.mark(shown)
    title = (
        _WORDS["title"].format(where=words.isolated(first.get("site_name", "")), **named).strip()
    )
    waves = (named["first"], named["last"])
    drawable = bool(rows) and hidden is None
    return Chart(
        title=title,
        figure=alluvial.drawn(rows, title, alt, waves, style.palette(dark), narrow, mark)
        if drawable
        else None,
        alt=alt,
        n_text=_n_text(first, hidden, named),
        unit=_unit(first) if first else "",
        source_text=provenance.source(shown),
        provenance_mark=mark,
        table=_table(frame),
        notes=(*((_WORDS["noise"],) if drawable else ()), *shown.notes),
    )


def _named(shown: Shown, first: dict[str, Any], earlier: str, later: str) -> dict[str, str]:
    """The scale's and the waves' names, from any row that has them."""
    labels = {
        row[0]: words.isolated(row[1])
        for end in ("from", "to")
        for row in shown.frame.select(f"{end}_wave_id", f"{end}_wave_label").unique().iter_rows()
    }
    return {
        "scale": first.get("scale_label", ""),
        "first": labels.get(earlier, earlier),
        "last": labels.get(later, later),
    }


def _reading(rows: list[dict[str, Any]], hidden: str | None, named: dict[str, str], at: str) -> str:
    if hidden:
        return _WORDS["hidden"].format(where=at, why=hidden)
    n = dict.fromkeys(("up", "same", "down"), 0)
    for row in rows:
        n[alluvial.direction(row["from_band"], row["to_band"])] += row["n"]
    if not sum(n.values()):
        return _WORDS["none"].format(where=at, **named)
    first = _WORDS["are"][n["up"] == 1].format(n=n["up"])
    return _WORDS["alt"].format(
        pairs=words.count(sum(n.values()), "person", "people"),
        where=at,
        up=first,
        same=n["same"],
        down=n["down"],
    )


def _n_text(first: dict[str, Any], hidden: str | None, named: dict[str, str]) -> str:
    counts = {name: first.get(name) for name in ("n_pairs", "n_from", "n_to")}
    if hidden or None in counts.values():
        return _WORDS["n_hidden"]
    return _WORDS["n"].format(**{k: words.number(v, 0) for k, v in counts.items()}, **named)


def _unit(first: dict[str, Any]) -> str:
    return _WORDS["unit"].format(
        low=words.end(first["minimum"]),
        high=words.end(first["maximum"]),
        higher=words.BETTER_OR_WORSE[first["higher_is"]],
    )


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Site=pl.col("site_name"),
        Scale=pl.col("scale_label"),
        From=pl.col("from_wave_label"),
        To=pl.col("to_wave_label"),
        **{
            "Third before": pl.col("from_band_label"),
            "Third after": pl.col("to_band_label"),
        },
        People=pl.col("n"),
        Followed=pl.col("n_pairs"),
        Status=pl.col("hidden"),
    )
