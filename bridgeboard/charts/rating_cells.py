"""Cells of heat maps of ratings, each with the word, mark and look of its state, and legends."""

from __future__ import annotations

from typing import Any

from bridgeboard.charts import heat_map, style, words
from bridgeboard.charts.heat_map import HeatCell

_WORDS = {
    "accepted": "accepted",
    "little": "too little",
    "leans": "({lean})",
    "to": "{first}→{last}",
}
#: State: what the cell says, the short mark, the look, and what the legend says.
_STATES = {
    "mixed": ("mixed", "±", heat_map.STRIPED, "mixed: for and against; the number says its lean"),
    "raters_differ": ("differ", "≠", heat_map.FRAMED, "raters differ, no consensus yet"),
    "missing": ("missing", "?", heat_map.DOTTED, "too little was said to rate it"),
    "not_applicable": ("n/a", "n/a", heat_map.EMPTY, "not applicable"),
    "not_rated": (style.ABSENT, style.ABSENT, heat_map.EMPTY, "nobody rated it"),
    "hidden": ("hidden", "×", heat_map.EMPTY, "hidden in this view"),
}
_UNLIKE = {
    "raters differ": "raters_differ",
    "missing": "missing",
    "not applicable": "not_applicable",
    "not rated": "not_rated",
}
_SCALE = dict(zip((-2, -1, 0, 1, 2), style.level_colours(5), strict=True))
_MEANING = {
    -2: "strong barrier",
    -1: "weak barrier",
    0: "neither",
    1: "weak facilitator",
    2: "strong facilitator",
}


def _number(rating: int, link: str = "", small: str = "", look: str = heat_map.PLAIN) -> HeatCell:
    text = words.signed(rating, 0)
    spoken = f"{text}, {_MEANING[rating]}"
    return HeatCell(text, spoken, fill=_SCALE[rating], link=link, small=small, look=look)


def state(name: str, link: str = "", lean: int | None = None, small: str = "") -> HeatCell:
    """A cell without a number: mixed, raters_differ, missing, not_applicable, not_rated, hidden."""
    text, mark, look, spoken = _STATES[name]
    if lean is not None:
        small = _WORDS["leans"].format(lean=words.signed(lean, 0))
        spoken = f"{text} {small}"
    return HeatCell(text, spoken, mark=mark, small=small, look=look, link=link)


def rated(row: dict[str, Any], link: str) -> HeatCell:
    """The cell of a row of `cfir`."""
    if row["hidden"]:
        return state("hidden", link)
    accepted = _WORDS["accepted"] if row["basis"] == "accepted" else ""
    if row["state"] == "rated":
        return _number(row["rating"], link, accepted)
    return state(row["state"], link, row["lean"], accepted)


def moved(row: dict[str, Any], link: str) -> HeatCell:
    """The cell of a row of `cfir_change`."""
    if row["hidden"]:
        return state("hidden", link)
    ends = (_bare(row["from_cell"]), _bare(row["to_cell"]))
    small = _WORDS["to"].format(first=ends[0], last=ends[1])
    spoken = f"{row['from_cell']} to {row['to_cell']}"
    if row["reading"] is None:
        if row["status"] == "not comparable":
            return HeatCell("×", row["reason"], look=heat_map.EMPTY, link=link)
        text, mark, look, _ = _STATES[_UNLIKE[row["status"]]]
        return HeatCell(text, row["reason"], mark=mark, look=look, link=link)
    if row["reading"] == "changed":
        return HeatCell("◆", f"changed: {spoken}", small=small, look=heat_map.STRIPED, link=link)
    steps = row["steps"] or 0
    if not steps:
        return HeatCell("=", f"the same: {row['to_cell']}", small=ends[1], link=link)
    text = f"{'▲' if steps > 0 else '▼'} {abs(steps)}"
    return HeatCell(text, f"{row['reading']}: {spoken}", small=small, fill=_step(steps), link=link)


def _step(steps: int) -> str:
    return _SCALE[max(-2, min(2, steps))]


def _bare(cell: str | None) -> str:
    """A cell for a small space: mixed as its mark, without its lean."""
    bare = (cell or "").partition(" ")[0]
    return _STATES["mixed"][1] if bare == "mixed" else bare


def proposed(row: dict[str, Any], link: str) -> HeatCell:
    """The cell of a row of `proposed_ratings`."""
    if row["hidden"]:
        return state("hidden", link)
    if row["state"] is None:
        return HeatCell(
            _WORDS["little"], row["sentence"] or "", "?", look=heat_map.DOTTED, link=link
        )
    if row["state"] == "mixed":
        look = f"{heat_map.STRIPED} {heat_map.DASHED}"
        return HeatCell("mixed", "proposed: mixed", mark="±", look=look, link=link)
    return _number(row["rating"], link, look=heat_map.DASHED)


def _legend_of(*states: str) -> list[tuple[HeatCell, str]]:
    entries = []
    for state in states:
        text, mark, look, meaning = _STATES[state]
        both = text if mark == text else f"{mark} {text}"
        entries.append((HeatCell(both, meaning, look=look), meaning))
    return entries


OF_RATINGS = [
    *((_number(rating), meaning) for rating, meaning in _MEANING.items()),
    *_legend_of("mixed", "raters_differ", "missing", "not_applicable", "not_rated", "hidden"),
]
OF_CHANGES = [
    *(
        (HeatCell(f"{'▲' if steps > 0 else '▼'} {abs(steps)}", "", fill=_step(steps)), meaning)
        for steps, meaning in ((-2, "down"), (-1, ""), (1, ""), (2, "up, in steps of the rating"))
    ),
    (HeatCell("=", ""), "the same"),
    (HeatCell("◆", "", look=heat_map.STRIPED), "from or to mixed (±): no steps are counted"),
    (HeatCell("×", "", look=heat_map.EMPTY), "not the same place at both waves"),
    *_legend_of("raters_differ", "missing", "not_applicable", "not_rated", "hidden"),
]
OF_PROPOSALS = [
    *((_number(rating, look=heat_map.DASHED), meaning) for rating, meaning in _MEANING.items()),
    (
        HeatCell("± mixed", "", look=f"{heat_map.STRIPED} {heat_map.DASHED}"),
        "mixed: for and against",
    ),
    (HeatCell("? too little", "", look=heat_map.DOTTED), "not enough for a proposal"),
    (HeatCell(style.ABSENT, "", look=heat_map.EMPTY), "nothing in this source"),
    *_legend_of("hidden"),
]


def used(legend: list[tuple[HeatCell, str]], cells: list[HeatCell]) -> list[tuple[HeatCell, str]]:
    """The entries that the cells need: every number, and a state only where a cell has it."""
    found = {cell.text for cell in cells}
    return [
        (entry, meaning)
        for entry, meaning in legend
        if entry.fill or {entry.text, *entry.text.split(" ", 1)} & found
    ]
