"""States of sites by income level, question by question: small charts of words and shapes.

One for each influence (readiness), or for each construct of a CFIR domain (ratings). A state is a
word; states are counted by naming sites, and never averaged.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import provenance, rating_cells, small_charts, style, words
from bridgeboard.charts.by_income import AtSite, Levels, Order, grouped, said_of
from bridgeboard.charts.chart import Chart
from bridgeboard.charts.figures.readiness import state_colour
from bridgeboard.charts.readings.readiness import HIDDEN, HIDDEN_SHAPE, SHAPES
from bridgeboard.charts.readings.sites_compared import income_source
from bridgeboard.measures.readiness_rule import STATES

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_WORDS = {
    "readiness": "{wave}: for each influence, which sites of each income level are how ready?",
    "ratings": "{domain}, {wave}: how is each construct rated at the sites of each income level?",
    "alt": "{title} {n}, {sites}; the table has all of them. {caution}",
    "n": "{n}, {sites}",
    "unit_readiness": "state of each influence at each site; never added up",
    "unit_ratings": "−2 strong barrier to +2 strong facilitator; ordinal, never averaged",
    "seen": "Seen from {wave}, read on {day}.",
    "nobody": "not rated",
    "unrated": "Constructs that nobody rated at this wave are left out.",
}
_WAYS = {1: "▲", 0: "○", -1: "▼"}


@dataclass(frozen=True, slots=True)
class _State:
    """A state as it is written: its shape, its word, its colour, and where it stands in a list."""

    shape: str
    word: str
    colour: str
    place: int


def readiness(
    shown: Shown, wave_id: str, levels: Levels, order: Order, *, dark: bool = False
) -> Chart:
    """One small chart an influence: under each income level its sites by state. In: `readiness`."""
    colours = style.palette(dark)
    rows = (
        shown.frame.filter(pl.col("wave_id") == wave_id)
        .sort("influence_order", maintain_order=True)
        .to_dicts()
    )

    def state(row: dict[str, Any]) -> _State:
        if row["state"] is None:
            return _State(HIDDEN_SHAPE, HIDDEN, colours.muted, len(STATES))
        colour = state_colour(row["state"], colours)
        return _State(SHAPES[row["state"]], row["state"], colour, STATES.index(row["state"]))

    wave = words.isolated(rows[0]["wave_label"]) if rows else ""
    return _chart(
        shown,
        _WORDS["readiness"].format(wave=wave),
        ("influence_id", "influence_label", "influence"),
        rows,
        state,
        levels,
        order,
        colours,
        unit=_WORDS["unit_readiness"],
        notes=(_WORDS["seen"].format(wave=wave, day=shown.answer.day), *shown.notes),
    )


def ratings(
    shown: Shown,
    framework: str,
    domain: str,
    wave_id: str,
    levels: Levels,
    order: Order,
    *,
    dark: bool = False,
) -> Chart:
    """One small chart a construct of a domain: under each income level its sites by rating.

    In:      the measure `cfir`, with accepted ratings or without.
    Missing: mixed, missing, not applicable and "raters differ" are words of their own.
    """
    colours = style.palette(dark)
    here = shown.frame.filter(
        (pl.col("framework") == framework)
        & (pl.col("domain") == domain)
        & (pl.col("wave_id") == wave_id)
    ).sort("construct_order", maintain_order=True)
    told = (pl.col("state") != "not_rated") | pl.col("hidden").is_not_null()
    rows = here.filter(told.any().over("construct_id")).to_dicts()

    def state(row: dict[str, Any]) -> _State:
        cell = rating_cells.rated(row, "")
        if row["hidden"] or row["state"] != "rated":
            mark = cell.mark or style.ABSENT
            word = _WORDS["nobody"] if cell.text == style.ABSENT else cell.text
            return _State(mark, word, colours.muted, 10)
        rating = row["rating"]
        way = _WAYS[(rating > 0) - (rating < 0)]
        return _State(way, cell.text, colours.ink, 2 - rating)

    first = rows[0] if rows else {}
    left_out = here["construct_id"].n_unique() > len({row["construct_id"] for row in rows})
    return _chart(
        shown,
        _WORDS["ratings"].format(
            domain=first.get("domain_label", ""), wave=words.isolated(first.get("wave_label", ""))
        ),
        ("construct_id", "construct_label", "construct"),
        rows,
        state,
        levels,
        order,
        colours,
        unit=_WORDS["unit_ratings"],
        notes=(*((_WORDS["unrated"],) if left_out else ()), *shown.notes),
    )


def _chart(
    shown: Shown,
    title: str,
    asked: tuple[str, str, str],
    rows: Sequence[dict[str, Any]],
    state: Callable[[dict[str, Any]], _State],
    levels: Levels,
    order: Order,
    colours: style.Palette,
    *,
    unit: str,
    notes: tuple[str, ...],
) -> Chart:
    """asked: columns of the id and the name of what each small chart is about, and the word."""
    key, label, word = asked
    names = {row["site_id"]: row["site_name"] for row in rows}
    questions = dict.fromkeys((row[key], row[label]) for row in rows)
    states = {(row[key], row["site_id"]): state(row) for row in rows}
    merged = shown.view == "shareable"
    groups = grouped([AtSite(*site) for site in names.items()], levels, order, merged=merged)
    said = said_of(list(names), levels)
    counted = {
        "n": words.count(len(questions), word),
        "sites": words.count(len(names), "site"),
    }
    panels = [
        f"<p><b>{escape(name)}</b></p>"
        + "".join(
            f"<p><small>{_shape(group.sites, levels)} {escape(group.label)}</small></p>"
            f"<ul>{_listed(group.sites, one, states)}</ul>"
            for group in groups
        )
        for one, name in questions
    ]
    alt = _WORDS["alt"].format(title=title, caution=said[-1], **counted)
    mark = provenance.mark(shown)
    return Chart(
        title=title,
        figure=small_charts.drawn([("", panels)], said, alt, mark, colours) if rows else None,
        alt=alt,
        n_text=_WORDS["n"].format(**counted),
        unit=unit,
        source_text=provenance.source(shown, income_source(levels)),
        provenance_mark=mark,
        table=pl.DataFrame(
            [
                {
                    words.sentence(word): name,
                    "Income level": levels.label(site.site_id),
                    "Site": site.name,
                    "State": states[one, site.site_id].word
                    if (one, site.site_id) in states
                    else None,
                }
                for one, name in questions
                for group in groups
                for site in group.sites
                if (one, site.site_id) in states
            ],
            schema=dict.fromkeys(
                (words.sentence(word), "Income level", "Site", "State"), pl.String
            ),
        ),
        notes=notes,
        said=said,
    )


def _shape(sites: Sequence[AtSite], levels: Levels) -> str:
    """The mark of the sites' one level; nothing for several levels of one site each."""
    found = {levels.shape(site.site_id) for site in sites}
    return found.pop() if len(found) == 1 else ""


def _listed(sites: Sequence[AtSite], one: str, states: dict[tuple[str, str], _State]) -> str:
    """Sites under their states, as a list."""
    found: dict[_State, list[str]] = {}
    for site in sites:
        if (one, site.site_id) in states:
            found.setdefault(states[one, site.site_id], []).append(site.name)
    return "".join(
        f'<li><span style="color:{state.colour}" aria-hidden="true">{state.shape}</span> '
        f"<b>{escape(state.word)}</b>: "
        f"{', '.join(f'<bdi>{escape(name)}</bdi>' for name in names)}</li>"
        for state, names in sorted(found.items(), key=lambda item: item[0].place)
    )
