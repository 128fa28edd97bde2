"""What deserves attention: the first things to look at, each with sites, numbers and source."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import prose_list, provenance, style, words
from bridgeboard.charts.chart import Chart

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

MOST = 3
#: Of each thing so many sentences are read out; the table has the rest.
_SENTENCES = 4
_WORDS = {
    "title": "What deserves attention?",
    "none": "Nothing was found by the rules that look for trouble. What isn't loaded can't be "
    "looked at.",
    "alt": "{first}.",
    "thing": "{label}: {sites}",
    "programme": "the whole programme",
    "more": "and {n} more like this, in the table",
    "source": "Source: {source}",
    "n": "{shown} of {all} shown, in the order of the rules that Methods lists",
    "things": "thing",
    "unit": "",
}
_CSS = """
.$me ol{display:grid;grid-template-columns:repeat(auto-fit,minmax(14rem,1fr));
gap:.75rem 1.5rem;margin:0;padding:0;list-style:none}
.$me ol>li{margin:0;padding-inline-start:.75rem;border-inline-start:3px solid $hinders}
.$me ul{margin:0;padding-inline-start:1.1rem}
.$me ul li{margin:0;font-size:.875rem}
.$me p{margin:0 0 .2rem;font-size:.9375rem}
.$me p.s{margin:.2rem 0 0}
"""


def attention(shown: Shown, *, dark: bool = False, most: int = MOST) -> Chart:
    """The first few things to look at, one a rule, each with all sites that it holds for.

    In:      the measure `attention`, in its own order of urgency.
    Missing: no thing where no rule found anything, and that is said.
    """
    things: dict[str, list[dict[str, Any]]] = {}
    for row in shown.frame.to_dicts():
        things.setdefault(row["rule"], []).append(row)
    first = list(things.values())[:most]
    labels = [
        _WORDS["thing"].format(label=rows[0]["rule_label"], sites=_sites(rows)) for rows in first
    ]
    alt = _WORDS["alt"].format(first="; ".join(labels)) if first else _WORDS["none"]
    return Chart(
        title=_WORDS["title"],
        figure=_list(first, style.palette(dark), provenance.mark(shown), alt) if first else None,
        alt=alt,
        n_text=_WORDS["n"].format(shown=len(first), all=words.count(len(things), _WORDS["things"])),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=_table(shown.frame),
        notes=shown.notes,
    )


def _sites(rows: list[dict[str, Any]]) -> str:
    named = list(dict.fromkeys(row["site_name"] for row in rows if row["site_id"]))
    return words.listed(named, 8) if named else _WORDS["programme"]


def _list(things: list[list[dict[str, Any]]], colours: style.Palette, mark: str, alt: str) -> str:
    items = "".join(_item(rows) for rows in things)
    return prose_list.drawn("bba", f"<ol>{items}</ol>", _CSS, alt, mark, colours)


def _item(rows: list[dict[str, Any]]) -> str:
    told = rows[:_SENTENCES]
    sentences = "".join(f"<li>{_isolated(row)}</li>" for row in told)
    more = ""
    if len(rows) > len(told):
        more = f"<li>{escape(_WORDS['more'].format(n=len(rows) - len(told)))}</li>"
    sources = "; ".join(dict.fromkeys(row["source_label"] or "" for row in rows))
    return (
        f"<li><p><b>{escape(rows[0]['rule_label'])}</b>: <bdi>{escape(_sites(rows))}</bdi></p>"
        f"<ul>{sentences}{more}</ul>"
        f'<p class="s">{escape(_WORDS["source"].format(source=sources))}</p></li>'
    )


def _isolated(row: dict[str, Any]) -> str:
    """The sentence, with names from files kept from turning its direction."""
    sentence = escape(row["sentence"])
    for name in (row["site_name"], row["wave_label"]):
        if name and row["site_id"]:
            sentence = sentence.replace(escape(name), f"<bdi>{escape(name)}</bdi>")
    return sentence


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        What=pl.col("rule_label"),
        Site=pl.when(pl.col("site_id").is_not_null()).then("site_name"),
        Wave=pl.col("wave_label"),
        Sentence=pl.col("sentence"),
        Number=pl.col("number"),
        Unit=pl.col("unit"),
        Source=pl.col("source_label"),
    )
