"""What a later wave newly reports, in words, beside what had been said on the matter before."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.figures.statements import style_sheet

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Of each theme so many statements are read out; the page has all of them above.
_MOST = 2
_WORDS = {
    "title": "{wave}: what was newly reported?",
    "alt": "{wave}: {themes} with statements; sites named: {sites}.",
    "none": "Nothing was reported at this wave.",
    "no_sites": "none",
    "n": "{statements}, each counted once",
    "unit": "statements; waves are never subtracted, since sources differ in length",
    "new": "New: not reported before.",
    "new_at": "New at {sites}.",
    "same": "Reported before too.",
    "same_at": "Reported before too at {sites}.",
    "related": "On this matter before: “{theme}”, at {sites}.",
    "related_nowhere": "On this matter before: “{theme}”, no site named.",
    "more": "and {n} more, under “What was said”",
    "own": "Authors' own reading, not an opinion of mental health workers",
}


def newly_reported(shown: Shown, statements: Shown, wave_id: str, *, dark: bool = False) -> Chart:
    """Theme by theme what a later wave reports, in its words, and what was said on it before.

    In:      the measures `newly_reported` and `statements`.
    Missing: a theme that isn't reported now is not listed: that doesn't mean that it went away.
    """
    frame = shown.frame.filter(pl.col("wave_id") == wave_id)
    said = statements.frame.filter(pl.col("wave_id") == wave_id)
    themes: dict[str, list[dict[str, Any]]] = {}
    for row in frame.sort("theme_order", maintain_order=True).to_dicts():
        themes.setdefault(row["theme_id"], []).append(row)
    texts: dict[str, dict[str, dict[str, Any]]] = {}
    for row in said.filter(pl.col("theme_id").is_in(list(themes))).to_dicts():
        texts.setdefault(row["theme_id"], {}).setdefault(row["statement_id"], row)
    wave = frame["wave_label"][0] if frame.height else ""
    sites = list(dict.fromkeys(row["site_name"] for row in frame.to_dicts() if row["site_id"]))
    alt = _WORDS["none"]
    if themes:
        alt = _WORDS["alt"].format(
            wave=wave,
            themes=words.count(len(themes), "theme"),
            sites=words.listed(sites) if sites else _WORDS["no_sites"],
        )
    colours = style.palette(dark)
    items = "".join(_item(rows, texts.get(key, {}), colours) for key, rows in themes.items())
    mark = provenance.mark(shown)
    stamp = f'<p class="stamp"><strong>{escape(mark)}</strong></p>' if mark else ""
    me = "bbw" + ("d" if dark else "l")
    count = sum(len(found) for found in texts.values())
    return Chart(
        title=_WORDS["title"].format(wave=wave),
        figure=f'<figure class="{me}" role="figure" aria-label="{escape(alt)}">{stamp}'
        f"<ol>{items}</ol><style>{style_sheet(me, colours)}</style></figure>"
        if themes
        else None,
        alt=alt,
        n_text=_WORDS["n"].format(statements=words.count(count, "statement")),
        unit=_WORDS["unit"],
        source_text=provenance.source(
            shown, *(row["source_label"] or "" for row in said.to_dicts())
        ),
        provenance_mark=mark,
        table=_table(frame),
        notes=shown.notes,
    )


def _item(
    rows: list[dict[str, Any]], texts: dict[str, dict[str, Any]], colours: style.Palette
) -> str:
    own = all(row["n_interpretation"] == row["n"] for row in rows)
    lines = "".join(_line(row, colours) for row in list(texts.values())[:_MOST])
    if len(texts) > _MOST:
        lines += f'<p class="s">{escape(_WORDS["more"].format(n=len(texts) - _MOST))}</p>'
    mark = f' <span class="s">({escape(_WORDS["own"])})</span>' if own else ""
    return (
        f"<li{' class=own' if own else ''}><p><b><bdi>{escape(rows[0]['theme_label'])}</bdi></b>"
        f'{mark}</p>{lines}<p class="s">{escape(_before(rows))}</p></li>'
    )


def _line(row: dict[str, Any], colours: style.Palette) -> str:
    stance = row["stance"]
    where = row["site_names"] or words.NO_SITE.lower()
    return (
        f'<p class="t" dir="auto"><span style="color:{colours.stances[stance]}">'
        f"{style.STANCE_SHAPES[stance]} {escape(words.STANCES[stance])}</span> "
        f"{escape(row['text'])} <span class=s>(<bdi>{escape(where)}</bdi>)</span></p>"
    )


def _before(rows: list[dict[str, Any]]) -> str:
    """What had been said on the theme before, and where; where it is new."""
    said = []
    for status, key in (("new", "new"), ("same theme before", "same")):
        sites = [row["site_name"] for row in rows if row["status"] == status and row["site_id"]]
        if sites:
            said.append(_WORDS[f"{key}_at"].format(sites=words.listed(sites, 12)))
        elif any(row["status"] == status for row in rows):
            said.append(_WORDS[key])
    related = [row for row in rows if row["status"] == "related theme before"]
    if related:
        at = next((row["before_at"] for row in related if row["before_at"]), None)
        names = words.listed(at.split("; "), 12) if at else ""
        which = "related" if at else "related_nowhere"
        said.append(_WORDS[which].format(theme=rows[0]["related_theme_label"], sites=names))
    return " ".join(said)


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Theme=pl.col("theme_label"),
        Site=pl.col("site_name"),
        Wave=pl.col("wave_label"),
        Statements=pl.col("n"),
        Benefit=pl.col("n_benefit"),
        Concern=pl.col("n_concern"),
        Mixed=pl.col("n_mixed"),
        Neutral=pl.col("n_neutral"),
        **{
            "Authors' own reading": pl.col("n_interpretation"),
            "Related theme before": pl.col("related_theme_label"),
            "Reported before at": pl.col("before_at"),
        },
        Status=pl.col("status"),
    )
