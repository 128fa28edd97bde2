"""How people answered each item: diverging bars, one a wave, under the statement."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.marks import diverging
from bridgeboard.charts.rows import Rows

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Fewer people than this in any bar, and bars carry counts: 60 % of five people is three people.
_PERCENT_FROM = 20
_WORDS = {
    "title": "{what}: how did people answer? {where}",
    "reversed": " (reversed for scores)",
    "asked": "n = {n}",
    "unanswered": "{n} without an answer",
    "hidden": "without an answer: hidden",
    "all_answered": "all answered",
    "counts": "numbers in bars: people",
    "percents": "numbers in bars: % of those who answered",
    "alt": "{where}: “{item}” has the most agreement in {wave} ({share} of {n} on the side of "
    "“{level}”).",
    "none": "{where}: nothing to show for these waves.",
    "n": "n = people who answered the item; those without an answer are counted apart",
    "unit": "people who answered",
}


def distribution(
    shown: Shown,
    instrument_id: str,
    items: Sequence[str],
    *,
    site_id: str | None = None,
    what: str = "",
    waves: Sequence[str] = (),
    dark: bool = False,
    narrow: bool = False,
) -> Chart:
    """Answers to the items at one site (None: all sites), every level, wave under wave.

    In:      the measure `distribution`; items in the order in which they stand; waves: only these,
             all if none is given.
    Unit:    share of those who answered; the middle level is halved around the middle line.
    Missing: levels nobody chose have no length, and a 0 in the table; answers that are none are
             counted apart, at the right.
    """
    at_site = pl.col("is_total") if site_id is None else pl.col("site_id") == site_id
    frame = shown.frame.filter(
        (pl.col("instrument_id") == instrument_id)
        & pl.col("item_id").is_in(list(items))
        & at_site
        & (pl.col("wave_id").is_in(list(waves)) if waves else pl.lit(True))
    ).sort(
        pl.col("item_id").replace_strict({item: i for i, item in enumerate(items)}, default=0),
        "wave_order",
        maintain_order=True,
    )
    bars = _bars(frame)
    colours = style.palette(dark)
    where = bars[0]["site_name"] if bars else ""
    title = _WORDS["title"].format(what=what or instrument_id, where=where)
    return Chart(
        title=title,
        figure=_figure(bars, colours, narrow, provenance.mark(shown)) if bars else None,
        alt=_reading(bars, where),
        n_text=_WORDS["n"],
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=provenance.mark(shown),
        table=_table(frame),
        notes=shown.notes,
    )


def _bars(frame: pl.DataFrame) -> list[dict[str, Any]]:
    """One bar an item and wave: its levels in order, and how many gave no answer (None: hidden)."""
    bars: dict[tuple[str, str], dict[str, Any]] = {}
    for row in frame.to_dicts():
        bar = bars.setdefault(
            (row["item_id"], row["wave_id"]), {**row, "levels": [], "unanswered": 0}
        )
        if row["level"] is not None:
            bar["levels"].append((row["level"], row["level_label"], row["n_level"], row["share"]))
        elif row["n_level"] is None:
            bar["unanswered"] = None
        elif bar["unanswered"] is not None:
            bar["unanswered"] += row["n_level"]
    for bar in bars.values():
        bar["levels"].sort()
    return list(bars.values())


def _figure(
    bars: list[dict[str, Any]], colours: style.Palette, narrow: bool, mark: str
) -> dict[str, Any]:
    levels = [(level, label) for level, label, _, _ in bars[0]["levels"]]
    drawn = [bar for bar in bars if not bar["hidden"] and bar["n"]]
    as_counts = min((bar["n"] for bar in drawn), default=0) < _PERCENT_FROM
    lines = -(-len(levels) // diverging.legend_columns(levels, narrow))
    start = diverging.LEGEND * (2 if narrow and mark else 1)
    top = start + diverging.LEGEND * lines
    column = Rows(colours, narrow, at=float(top))
    parts: list[dict[str, list[Any]]] = [{"x": [], "base": [], "y": [], "text": []} for _ in levels]
    item, blocks = None, []
    for bar in bars:
        if bar["item_id"] != item:
            item = bar["item_id"]
            column.heading(bar["item_label"] + (_WORDS["reversed"] if bar["reversed"] else ""))
        if bar["hidden"]:
            column.words(bar["wave_label"], bar["hidden"])
        elif not bar["n"]:
            column.words(bar["wave_label"], words.NO_ANSWERS)
        else:
            at = column.row(bar["wave_label"], _numbers(bar))
            blocks.append(at)
            diverging.add(bar, at, parts, as_counts, narrow)
    return {
        "data": diverging.traces(parts, levels, colours),
        "layout": _layout(
            levels, column, diverging.reach(parts), blocks, as_counts, start, colours, narrow, mark
        ),
    }


def _layout(
    levels: list[tuple[int, str]],
    column: Rows,
    reach: float,
    rows: list[float],
    as_counts: bool,
    start: float,
    colours: style.Palette,
    narrow: bool,
    mark: str,
) -> dict[str, Any]:
    texts = [*column.texts, *style.stamp(colours, mark)]
    squares, names = diverging.legend(levels, start, colours, narrow)
    shapes = [*diverging.middles(rows, colours), *squares]
    texts.append(
        style.text(
            colours,
            0,
            start - diverging.LEGEND / 2,
            _WORDS["counts" if as_counts else "percents"],
            xref="paper",
            yref="y",
            font={"size": 12, "color": colours.muted},
        )
    )
    texts += names
    return {
        **style.layout(colours, round(column.at + 8), texts),
        "margin": {"l": 8, "r": 8, "t": 0, "b": 8, "pad": 0},
        "shapes": shapes,
        "xaxis": style.axis(colours, -reach, reach, domain=list(column.domain)),
        "yaxis": style.axis(colours, column.at, 0.0),
    }


def _numbers(bar: dict[str, Any]) -> str:
    n = _WORDS["asked"].format(n=words.number(bar["n"], 0))
    if bar["unanswered"] is None:
        return f"{n}; {_WORDS['hidden']}"
    if not bar["unanswered"]:
        return f"{n}, {_WORDS['all_answered']}"
    return f"{n}, " + _WORDS["unanswered"].format(n=words.number(bar["unanswered"], 0))


def _reading(bars: list[dict[str, Any]], where: str) -> str:
    known = [bar for bar in bars if not bar["hidden"] and bar["n"]]
    if not known:
        return _WORDS["none"].format(where=where)

    def agreeing(bar: dict[str, Any]) -> float:
        half = (len(bar["levels"]) + 1) // 2
        return sum(share or 0.0 for _, _, _, share in bar["levels"][half:])

    top = max(known, key=agreeing)
    return _WORDS["alt"].format(
        where=where,
        item=top["item_label"],
        wave=top["wave_label"],
        share=words.percent(agreeing(top)),
        n=top["n"],
        level=top["levels"][-1][1],
    )


def _table(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        Item=pl.col("item_label"),
        Reversed=pl.col("reversed"),
        Site=pl.col("site_name"),
        Wave=pl.col("wave_label"),
        Answer=pl.col("level_label"),
        People=pl.col("n_level"),
        Share=pl.col("share"),
        Answered=pl.col("n"),
        Asked=pl.col("n_asked"),
        Status=pl.col("hidden"),
    )
