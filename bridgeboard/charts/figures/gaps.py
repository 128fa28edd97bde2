"""Data gaps as a checklist: what to collect at each site, why, how, and where it belongs."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import prose_list, provenance, style, words
from bridgeboard.charts.chart import Chart

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: An empty box to tick, on paper as well.
BOX = "☐"
_WORDS = {
    "title": "What is missing for a sound answer?",
    "none": "By the rules of this list, nothing is missing that could still be collected.",
    "alt": "{things} to collect at {places}. {first}: {what}",
    "programme": "The whole programme",
    "goes_into": "Goes into {source}",
    "n": "{things}, read on {day}; “not on record” isn't “not done”",
    "unit": "",
    "urgent": "holds readiness back",
}
_CSS = """
.$me section+section{margin-top:1.25rem;border-top:1px solid $grid;padding-top:.75rem}
.$me h3,.$me h4{margin:0 0 .25rem;padding:0;font-weight:650;letter-spacing:0}
.$me h3{font-size:1.0625rem}
.$me h4{font-size:.9375rem;color:$muted}
.$me .k{display:grid;gap:.75rem 2rem;
grid-template-columns:repeat(auto-fill,minmax(min(100%,21rem),1fr))}
.$me ul{margin:0;padding:0;list-style:none}
.$me li{display:flex;gap:.5rem;margin:0 0 .6rem;break-inside:avoid}
.$me .b{font-size:1.25rem;line-height:1.1}
.$me p{margin:0 0 .1rem;font-size:.9375rem}
.$me p b{font-weight:600}
.$me .u{white-space:nowrap;font-size:.8125rem;color:$hinders}
"""


def gaps(shown: Shown, *, dark: bool = False) -> Chart:
    """A checklist for each site: a box to tick, what is missing, why it matters, how to get it.

    In:      the measure `gaps`, of one site or of several; what holds readiness back is marked.
    Missing: a site of which nothing is missing has no list. In the shareable view what would tell
             that few people answered is not on it.
    """
    rows = shown.frame.to_dicts()
    alt = _reading(rows)
    mark = provenance.mark(shown)
    return Chart(
        title=_WORDS["title"],
        figure=_list(rows, style.palette(dark), mark, alt) if rows else None,
        alt=alt,
        n_text=_WORDS["n"].format(
            things=words.count(len(rows), "thing"), day=f"{shown.answer.day:%Y-%m-%d}"
        ),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=mark,
        table=_table(shown.frame),
        notes=shown.notes,
    )


def _reading(rows: list[dict[str, Any]]) -> str:
    if not rows:
        return _WORDS["none"]
    places = list(dict.fromkeys(_place(row) for row in rows))
    return _WORDS["alt"].format(
        things=words.count(len(rows), "thing"),
        places=words.listed(places, 4),
        first=_place(rows[0]),
        what=rows[0]["what"],
    )


def _place(row: dict[str, Any]) -> str:
    return row["site_name"] if row["site_id"] else _WORDS["programme"]


def _list(rows: list[dict[str, Any]], colours: style.Palette, mark: str, alt: str) -> str:
    places: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        places.setdefault(row["site_id"], []).append(row)
    sections = "".join(_section(of_place, len(places) > 1) for of_place in places.values())
    return prose_list.drawn("bbg", sections, _CSS, alt, mark, colours)


def _section(rows: list[dict[str, Any]], is_named: bool) -> str:
    """One place: its kinds in the order of what is needed most, each with its boxes."""
    kinds: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        kinds.setdefault(row["kind_label"], []).append(row)
    name = f"<h3><bdi>{escape(_place(rows[0]))}</bdi></h3>" if is_named else ""
    level = "h4" if is_named else "h3"
    groups = "".join(
        f"<div><{level}>{escape(kind)}</{level}><ul>{''.join(map(_item, of_kind))}</ul></div>"
        for kind, of_kind in kinds.items()
    )
    return f'<section>{name}<div class="k">{groups}</div></section>'


def _item(row: dict[str, Any]) -> str:
    urgent = row["priority"] == 1
    flag = f' <span class="u">{_WORDS["urgent"]}</span>' if urgent else ""
    return (
        f'<li><span class="b" aria-hidden="true">{BOX}</span><div>'
        f'<p dir="auto"><b>{escape(row["what"])}</b>{flag}</p>'
        f'<p dir="auto">{escape(row["how"])}</p>'
        f'<p class="s" dir="auto">{escape(row["why"])} '
        f"{escape(_WORDS['goes_into'].format(source=row['source']))}.</p></div></li>"
    )


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Site=pl.when(pl.col("site_id").is_not_null())
        .then("site_name")
        .otherwise(pl.lit(_WORDS["programme"])),
        Kind=pl.col("kind_label"),
        Missing=pl.col("what"),
        **{"How to get it": pl.col("how"), "Needed for": pl.col("why")},
        Influences=pl.col("influences"),
        **{"Goes into": pl.col("source")},
        Priority=pl.col("priority"),
    )
