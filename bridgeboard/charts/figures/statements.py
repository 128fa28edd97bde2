"""Statements to read: each once, with its stance, who speaks, its sites and its source."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: More than this nobody reads in one go; where nothing was asked for, a few give the idea. The
#: table below has them all.
ASKED_FOR, UNASKED = 40, 6
_WORDS = {
    "title": "{statements}{about}{at}",
    "about": " on “{theme}”",
    "at": " at {site}",
    "most": "The first {n} of {all}: choose a theme or a site, or search. The table has all.",
    "alt": "{statements}: {stances}.",
    "none": "No statement fits.",
    "n": "{statements}, each counted once; {own} the authors' own reading",
    "unit": "statements",
    "refs": "Transcript: {refs}",
    "doi": "doi:{doi}",
    "sources": "Sources",
    "no_source": "Collected by the programme",
}


def statements(
    shown: Shown,
    *,
    wave_id: str | None = None,
    themes: Collection[str] = (),
    theme_label: str = "",
    site_id: str | None = None,
    stances: Collection[str] = (),
    kinds: Collection[str] = (),
    search: str = "",
    sides: Mapping[str, str] | None = None,
    dark: bool = False,
) -> Chart:
    """The statements that fit, each once, to read with their source.

    In:      the measure `statements`; themes: the theme and those under it (empty: all); search:
             words that must all occur in the text, theme, site or transcript reference. sides:
             only these statements, by id, in this order, each with what it says of the matter.
    Missing: a statement whose source names no site has none.
    """
    frame = _fitting(shown.frame, wave_id, themes, site_id, stances, kinds, search)
    if sides is not None:
        frame = frame.filter(pl.col("statement_id").is_in(list(sides)))
    rows = _once(frame)
    if sides is not None:
        order = list(sides)
        rows = [row | {"side": sides[row["statement_id"]]} for row in rows]
        rows.sort(key=lambda row: order.index(row["statement_id"]))
    site = frame.filter(pl.col("site_id") == site_id)["site_name"].to_list()[:1] if site_id else []
    said = words.count(len(rows), "statement")
    found = [row["stance"] for row in rows]
    alt = _WORDS["none"]
    if rows:
        counted = [f"{found.count(s)} {words.STANCES[s]}" for s in words.STANCES if s in found]
        alt = _WORDS["alt"].format(statements=said, stances=words.listed(counted))
    most = ASKED_FOR if themes or site_id or stances or kinds or search.strip() else UNASKED
    own = sum(row["kind"] == "interpretation" for row in rows)
    return Chart(
        title=_WORDS["title"].format(
            statements=said,
            about=_WORDS["about"].format(theme=theme_label) if theme_label else "",
            at=_WORDS["at"].format(site=site[0]) if site else "",
        ),
        figure=_list(rows, most, style.palette(dark), provenance.mark(shown), alt)
        if rows
        else None,
        alt=alt,
        n_text=_WORDS["n"].format(statements=said, own=own),
        unit=_WORDS["unit"],
        source_text=provenance.source(shown, *(row["source_label"] or "" for row in rows)),
        provenance_mark=provenance.mark(shown),
        table=_table(frame),
        notes=shown.notes,
    )


def _fitting(
    frame: pl.DataFrame,
    wave_id: str | None,
    themes: Collection[str],
    site_id: str | None,
    stances: Collection[str],
    kinds: Collection[str],
    search: str,
) -> pl.DataFrame:
    wanted = {
        "wave_id": [wave_id] if wave_id else [],
        "theme_id": list(themes),
        "site_id": [site_id] if site_id else [],
        "stance": list(stances),
        "kind": list(kinds),
    }
    for column, values in wanted.items():
        if values:
            frame = frame.filter(pl.col(column).is_in(values))
    searched = pl.concat_str(
        "text", "theme_label", "site_names", "transcript_refs", separator=" ", ignore_nulls=True
    ).str.to_lowercase()
    for word in search.lower().split():
        frame = frame.filter(searched.str.contains(word, literal=True))
    return frame


def _once(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """Each statement once, with the references and scopes of all its rows."""
    rows: dict[str, dict[str, Any]] = {}
    for row in frame.to_dicts():
        kept = rows.setdefault(row["statement_id"], row | {"refs": [], "scopes": []})
        kept["refs"] += (row["transcript_refs"] or "").split(";")
        kept["scopes"].append(words.SCOPES[row["scope"]])
    for row in rows.values():
        row["refs"] = list(dict.fromkeys(ref.strip() for ref in row["refs"] if ref.strip()))
        row["scopes"] = list(dict.fromkeys(row["scopes"]))
    return list(rows.values())


def _list(
    rows: list[dict[str, Any]], most: int, colours: style.Palette, mark: str, alt: str
) -> str:
    few = rows[:most]
    more = ""
    if len(rows) > len(few):
        more = f"<p>{escape(_WORDS['most'].format(n=len(few), all=len(rows)))}</p>"
    stamp = f"<p class=stamp><strong>{escape(mark)}</strong></p>" if mark else ""
    items = "".join(_item(row, colours) for row in few)
    me = "bbq" + ("d" if colours is style.DARK else "l")
    return (
        f'<figure class="{me}" role="figure" aria-label="{escape(alt)}">{stamp}{more}'
        f"<ol>{items}</ol>{_sources(few)}<style>{style_sheet(me, colours)}</style></figure>"
    )


def _item(row: dict[str, Any], colours: style.Palette) -> str:
    stance = row["stance"]
    where = row["site_names"] or words.NO_SITE
    head = (
        f'<b style="color:{colours.stances[stance]}">{style.STANCE_SHAPES[stance]} '
        f"{escape(words.STANCES[stance])}</b> <bdi>{escape(where)}</bdi>, "
        f"<bdi>{escape(row['wave_label'] or '')}</bdi>"
        f"{' · <b>' + escape(row['side']) + '</b>' if row.get('side') else ''}"
    )
    who = f"{words.sentence(words.KINDS[row['kind']])}; {', '.join(row['scopes'])}."
    own = ' class="own"' if row["kind"] == "interpretation" else ""
    source = ", ".join(
        part
        for part in (
            row["source_label"] or _WORDS["no_source"],
            _WORDS["doi"].format(doi=row["source_doi"]) if row["source_doi"] else "",
            row["source_location"] or "",
        )
        if part
    )
    refs = _WORDS["refs"].format(refs="; ".join(row["refs"])) if row["refs"] else ""
    return (
        f'<li{own}><p>{head}</p><p class="t" dir="auto">{escape(row["text"])}</p>'
        f'<p class="s"><em><bdi>{escape(row["theme_label"] or "")}</bdi></em>. {escape(who)} '
        f"{escape(refs)}</p><p class=s>{escape(source)}</p></li>"
    )


def _sources(rows: list[dict[str, Any]]) -> str:
    cited = dict.fromkeys(
        (row["source_label"], row["source_citation"]) for row in rows if row["source_citation"]
    )
    if not cited:
        return ""
    lines = "".join(
        f'<p class="s" dir="auto"><b>{escape(label)}</b>: {escape(citation)}</p>'
        for label, citation in cited
    )
    return f'<p class="s"><b>{escape(_WORDS["sources"])}</b></p>{lines}'


def style_sheet(me: str, colours: style.Palette) -> str:
    """The style of a list of statements with class `me`."""
    return (
        f".{me}{{margin:0;color:{colours.ink};font-size:.9375rem;line-height:1.45}}"
        f".{me} .stamp{{margin:0 0 .4rem;text-align:end;font-size:.875rem}}"
        f".{me} .stamp strong{{border:1px solid {colours.ink};border-radius:.25rem;"
        "padding:.05rem .4rem}"
        f".{me} ol{{list-style:none;margin:0;padding:0}}"
        f".{me} li{{margin:0;padding:.6rem 0;border-top:1px solid {colours.grid}}}"
        f".{me} li.own{{padding-inline-start:.75rem;border-inline-start:3px double {colours.edge}}}"
        f".{me} p{{margin:0 0 .15rem;font-size:.875rem}}"
        f".{me} p.t{{font-size:1rem}}"
        f".{me} p.s{{color:{colours.muted};font-size:.8125rem;overflow-wrap:anywhere}}"
    )


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Statement=pl.col("statement_id"),
        Site=pl.col("site_name"),
        Wave=pl.col("wave_label"),
        Theme=pl.col("theme_label"),
        Stance=pl.col("stance").replace_strict(words.STANCES),
        Text=pl.col("text"),
        **{
            "Who says so": pl.col("kind").replace_strict(words.KINDS),
            "How it is tied to the site": pl.col("scope").replace_strict(words.SCOPES),
            "Transcript": pl.col("transcript_refs"),
        },
        Source=pl.col("source_label"),
        Citation=pl.col("source_citation"),
        DOI=pl.col("source_doi"),
        Place=pl.col("source_location"),
        Note=pl.col("note"),
    )
