"""One site's states with every reason, influence by influence: opened where something is to do."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import html_matrix, prose_list, provenance, style, words
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.figures.readiness import state_colour, table
from bridgeboard.charts.readings import readiness as reading
from bridgeboard.charts.readings.readiness import Told

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

#: Gives the address of a reason's evidence, or nothing.
Link = Callable[[Told], str]

_WORDS = {
    "title": "{site}, {wave}: where does it stand, and why?",
    "targets": "Targets",
    "beside": "Beside the targets",
    "source": "Source: {source}.",
    "mend": "To do: {mend}",
    "open": "See it",
    "none": "No reason may be shown.",
    "n": "{n} with {reasons}",
    "n_people": "; at least {n} behind each answer that a target asks for",
    "unit": "state of each influence",
    "seen": "Seen from {wave}, read on {day}. The rule stands below the map on Readiness.",
}
_CSS = """
.$me details{border-top:1px solid $grid;padding:.15rem 0}
.$me summary{cursor:pointer;padding:.35rem 0;min-height:1.5rem}
.$me summary:focus-visible{outline:2px solid $ink;outline-offset:2px}
.$me ul{margin:0 0 .4rem;padding-inline-start:1.1rem}
.$me li{margin:0 0 .35rem;font-size:.875rem;overflow-wrap:anywhere}
.$me p{margin:.1rem 0 .1rem;font-size:.875rem}
.$me p.t{color:$muted;font-weight:600;font-size:.8125rem}
.$me .s,.$me .m{display:block;color:$muted;font-size:.8125rem}
.$me .m{color:$ink}
.$me a{color:inherit}
"""


def reasons(
    shown: Shown,
    site_id: str,
    wave_id: str,
    *,
    influences: Sequence[str] = (),
    everything: bool = False,
    link: Link | None = None,
    dark: bool = False,
) -> Chart:
    """The influences of one site, the most urgent first, each with its state and every reason.

    In:      the measure `readiness`; influences: only these, opened; everything: all of them open,
             as on paper.
    Missing: a hidden state says that it is hidden, and which reasons may still be shown.
    """
    colours = style.palette(dark)
    rows = shown.frame.filter((pl.col("site_id") == site_id) & (pl.col("wave_id") == wave_id))
    if influences:
        rows = rows.filter(pl.col("influence_id").is_in(list(influences)))
    rows = rows.sort("state_order", "influence_order", nulls_last=True, maintain_order=True)
    listed = rows.to_dicts()
    told = {
        row["influence_id"]: reading.reasons(shown, site_id, wave_id, row["influence_id"])
        for row in listed
    }
    open_all = everything or bool(influences)
    items = "".join(
        _item(row, told[row["influence_id"]], open_all, link, colours) for row in listed
    )
    site, wave = (rows[name][0] if listed else "" for name in ("site_name", "wave_label"))
    mark = provenance.mark(shown)
    alt = reading.headline_of(shown, site_id, wave_id)
    least = rows["n"].min() if listed else None
    n = _WORDS["n"].format(
        n=words.count(len(listed), "influence"),
        reasons=words.count(sum(map(len, told.values())), "reason"),
    )
    if least is not None:
        n += _WORDS["n_people"].format(n=words.count(least, "person", "people"))
    return Chart(
        title=_WORDS["title"].format(site=site, wave=words.lowered(wave)),
        figure=prose_list.drawn("bbr", items, _CSS, alt, mark, colours) if listed else None,
        alt=alt,
        n_text=n,
        unit=_WORDS["unit"],
        source_text=provenance.source(shown),
        provenance_mark=mark,
        table=table(rows),
        notes=(
            _WORDS["seen"].format(wave=words.isolated(wave), day=shown.answer.day),
            *shown.notes,
        ),
    )


def _item(
    row: dict[str, Any], told: list[Told], is_open: bool, link: Link | None, colours: style.Palette
) -> str:
    shape = reading.HIDDEN_SHAPE if row["state"] is None else reading.SHAPES[row["state"]]
    state = row["state"] or row["hidden"]
    opened = " open" if is_open or row["state"] == "act" else ""
    parts = [
        _part(_WORDS[title], [one for one in told if one.is_target == are_targets], link, colours)
        for title, are_targets in (("targets", True), ("beside", False))
    ]
    inner = "".join(parts) or f"<p>{_WORDS['none']}</p>"
    colour = state_colour(row["state"], colours)
    return (
        f'<details{opened}><summary><span style="color:{colour}" aria-hidden="true">{shape}'
        f"</span> <b>{escape(row['influence_label'])}</b>: {escape(state)}</summary>"
        f"{inner}</details>"
    )


def _part(title: str, told: list[Told], link: Link | None, colours: style.Palette) -> str:
    if not told:
        return ""
    items = "".join(f"<li>{_reason(one, link)}</li>" for one in told)
    return f'<p class="t">{title}</p><ul>{items}</ul>'


def _reason(told: Told, link: Link | None) -> str:
    said = html_matrix.unbroken(told.sentence)
    source = escape(_WORDS["source"].format(source=told.source))
    address = link(told) if link else ""
    shown = (
        f' <a href="{escape(address)}" target="_self" aria-label="'
        f'{escape(_WORDS["open"])}: {escape(told.source)}">{_WORDS["open"]}</a>'
        if address
        else ""
    )
    mend = (
        f'<span class="m">{escape(_WORDS["mend"].format(mend=told.mend))}</span>'
        if told.mend
        else ""
    )
    outcome = escape(words.sentence(told.outcome))
    return (
        f'<span dir="auto"><b>{told.shape} {outcome}.</b> {said}</span>'
        f'<span class="s">{source}{shown}</span>{mend}'
    )
