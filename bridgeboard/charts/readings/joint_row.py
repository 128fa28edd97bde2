"""One row of a joint display in words: each source's numbers, before and after."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bridgeboard.charts import joint, words

#: What each source's reading is called, and which way it points.
READINGS = {
    "up": "better",
    "down": "worse",
    "no clear change": "no clear change",
    "both ways": "both ways",
    "above the middle": "above the middle",
    "below the middle": "below the middle",
    "not clearly off the middle": "near the middle",
}
SHAPES = {
    **dict.fromkeys(("up", "above the middle", "facilitator", "for"), "▲"),
    **dict.fromkeys(("down", "below the middle", "barrier", "against"), "▼"),
    **dict.fromkeys(("both ways", "mixed", "balanced"), "◆"),
    **dict.fromkeys(("no clear change", "not clearly off the middle", "neutral"), "○"),
    **dict.fromkeys(("weaker facilitator", "weaker barrier"), "○"),
}
NOT_LATER = "· none later"
_MARKS = {
    "for": "▲",
    "against": "▼",
    "mixed": "◆",
    "supports": "▲",
    "hinders": "▼",
    "other": "◆",
}
_PARTS = ("scale", "item")
_WORDS = {
    "people": "n {n}",
    "fewest": "n {n} at least",
    "both": "{before} → {after}",
    "direction": {1: "positive", -1: "negative"},
    "proposed": "Proposed, not counted: {proposed}",
    "accepted": "Accepted from: {accepted}",
    "no_item": "No item of a loaded survey is about it.",
    "hidden": "Hidden in this view.",
    "elsewhere": "{n} of all sites, an income group or sites that aren't named: not counted.",
    "no_side": "no side reported in this source",
    "not_reported": "not reported in this source",
    "not_rated": "Not rated.",
    "wave": "{wave}: {said}",
}


def direction(row: dict[str, Any]) -> str:
    """Which way the sources that converge point: positive or negative."""
    if row["verdict"] != "converge":
        return ""
    reading = next(
        row[name]
        for name in ("statements_reading", "rating_reading", "survey_reading")
        if row[name]
    )
    return _WORDS["direction"][1 if SHAPES[reading] == "▲" else -1]


def number(row: dict[str, Any]) -> str:
    """The shift, or the mean, of one scale or item with its interval."""
    places = words.places(row["minimum"], row["maximum"])
    said = words.signed if joint.is_two(row) else words.number
    value = said(row["value"], places)
    if row["lower"] is None:
        return value
    return f"{value} ({said(row['lower'], places)} to {said(row['upper'], places)})"


def people(row: dict[str, Any]) -> str:
    """How many people answered: before and after, or at the one wave; of several items fewest."""
    n = words.number(row["n_to"], 0)
    if row["n_from"] is not None:
        n = _WORDS["both"].format(before=words.number(row["n_from"], 0), after=n)
    return _WORDS["people" if row["value"] is not None else "fewest"].format(n=n)


def why_no_survey(row: dict[str, Any]) -> str:
    """hidden, few, nobody, not comparable or no item."""
    if joint.hides_survey(row):
        return "hidden"
    if row["status"] != "ok":
        return "not comparable"
    if not row["survey_reason"]:
        return "no item"
    return "few" if row["n_from"] or row["n_to"] else "nobody"


def parts(row: dict[str, Any]) -> str:
    """How many scales and items the survey's side rests on."""
    n = {one: len((row[f"{one}_ids"] or "").split("; ")) for one in _PARTS if row[f"{one}_ids"]}
    return words.listed([words.count(number, one) for one, number in n.items()])


def speaks_at(row: dict[str, Any], side: str) -> bool:
    """Is there a statement for or against at the earlier (from) or later (to) wave?"""
    return any(row[f"n_{one}_{side}"] for one in ("for", "against", "mixed"))


def constructs(n: int) -> str:
    return words.count(n, "construct")


def rating_pairs(row: dict[str, Any]) -> str:
    """Ratings without names: −1 → +1; of several constructs with commas."""
    return ", ".join(_pair(row, one) for one in joint.ratings(row))


def rating_lines(row: dict[str, Any]) -> list[str]:
    """Each construct's rating with its name, and what is proposed or accepted."""
    said = [f"{one.name} {_pair(row, one)}".strip() for one in joint.ratings(row)]
    if row["accepted_from"]:
        said.append(_WORDS["accepted"].format(accepted=row["accepted_from"]))
    if row["proposed"]:
        said.append(_WORDS["proposed"].format(proposed=row["proposed"]))
    return said or [_WORDS["hidden" if joint.hides_ratings(row) else "not_rated"]]


def survey_lines(row: dict[str, Any]) -> list[str]:
    """Each scale or item with its numbers; or why there is none."""
    if row["survey"]:
        return row["survey"].split("; ")
    if joint.hides_survey(row):
        return [_WORDS["hidden"]]
    return [row["survey_reason"] or _WORDS["no_item"]]


def statement_lines(row: dict[str, Any]) -> list[str]:
    """Statements at each wave in words, and those that don't speak of the site."""
    said = _by_wave(row, ("for", "against", "mixed"))
    if row["n_of_all_sites"]:
        said.append(_WORDS["elsewhere"].format(n=row["n_of_all_sites"]))
    return said


def context_lines(row: dict[str, Any]) -> list[str]:
    """Context facts at each wave in words."""
    return _by_wave(row, ("supports", "hinders", "other"))


def counted(row: dict[str, Any], which: Sequence[str]) -> str:
    """▲ 3 ▼ 1 → ▲ 5, a dot for a wave at which nothing is reported; empty if at none."""
    sides = [
        " ".join(
            f"{_MARKS[one]}\u00a0{row[f'n_{one}_{side}']}"
            for one in which
            if row[f"n_{one}_{side}"]
        )
        for side in _sides(row)
    ]
    return " → ".join(side or "·" for side in sides) if any(sides) else ""


def counted_in_words(row: dict[str, Any], which: Sequence[str]) -> str:
    """Before: 3 for, 1 against; 18 months: not reported in this source."""
    return "; ".join(_by_wave(row, which))


def _by_wave(row: dict[str, Any], which: Sequence[str]) -> list[str]:
    nothing = _WORDS["no_side" if "for" in which else "not_reported"]
    return [
        _WORDS["wave"].format(
            wave=words.isolated(row[f"{side}_wave_label"]),
            said=", ".join(
                f"{row[f'n_{one}_{side}']} {one}" for one in which if row[f"n_{one}_{side}"]
            )
            or nothing,
        )
        for side in _sides(row)
    ]


def _pair(row: dict[str, Any], one: joint.Rated) -> str:
    if not joint.is_two(row):
        return one.after
    return _WORDS["both"].format(before=one.before or "·", after=one.after or "·")


def _sides(row: dict[str, Any]) -> tuple[str, ...]:
    return ("from", "to") if joint.is_two(row) else ("to",)
