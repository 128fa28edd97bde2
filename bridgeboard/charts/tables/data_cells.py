"""What one cell says of the data behind a score, as lines of words."""

from __future__ import annotations

from typing import Any

from bridgeboard.charts import words
from bridgeboard.charts.html_matrix import Cell
from bridgeboard.charts.readings.reliability import complete

_WORDS = {
    "complete": "{n} of {asked} answered every item",
    "answered": "{n} of {asked} answered",
    "all": "all {asked} answered",
    "unanswered": "left out: {share}",
    "not_applicable": "does not apply: {share}",
    "alpha": "alpha {value} ({interval})",
    "alpha_only": "alpha {value}",
    "omega": "omega {value}",
    "average_r": "mean r {value}",
    "n_items": "n = {n}; {items}",
    "left_out": "not asked: {items}",
    "r": "r = {value}",
    "without": "alpha without it {value}",
    "nobody": "nobody answered",
    "hidden": "hidden",
    "n_hidden": "how many answered is hidden",
    "statuses": {
        "not enough data": "too few answered every item",
        "of all sites only": "known for all sites together only",
        "one item": "one item: nothing to compare it with",
        "no spread": "everybody answered alike",
        "no answers": "nobody answered",
        "not asked": "not asked",
    },
}


def said(row: dict[str, Any] | None, say: Any) -> Cell:
    """A cell that says a row in words, or why it can't."""
    if row is None:
        return Cell(lines=("", _WORDS["statuses"]["not asked"]))
    return Cell(lines=("", row["hidden"]) if row["hidden"] else say(row))


def complete_answers(row: dict[str, Any]) -> tuple[str, ...]:
    """How many of those asked answered every item."""
    if not row["n_asked"]:
        return ("", _WORDS["nobody"])
    n, asked = complete(row), words.number(row["n_asked"], 0)
    if n is None:
        return ("", _WORDS["n_hidden"])
    return (_WORDS["complete"].format(n=words.number(n, 0), asked=asked),)


def answers(row: dict[str, Any]) -> tuple[str, ...]:
    """How many of those asked answered the item, and why others did not."""
    if row["status"] == "not asked" or not row["n_asked"]:
        key = "not asked" if row["status"] == "not asked" else "no answers"
        return ("", _WORDS["statuses"][key])
    asked = words.number(row["n_asked"], 0)
    if row["n_answered"] is None:
        return ("", _WORDS["n_hidden"])
    if row["n_answered"] == row["n_asked"]:
        return (_WORDS["all"].format(asked=asked),)
    lines = [_WORDS["answered"].format(n=words.number(row["n_answered"], 0), asked=asked)]
    lines += [
        _WORDS[name].format(share=words.percent(share))
        for name in ("unanswered", "not_applicable")
        if (share := row[f"share_{name}"])
    ]
    return tuple(lines)


def alpha(row: dict[str, Any]) -> tuple[str, ...]:
    """Cronbach's alpha with its interval, and what else is known of the items together."""
    if row["value"] is None:
        return (_WORDS["statuses"].get(row["status"], row["status"]),)
    value = words.number(row["value"], 2)
    said = _WORDS["alpha_only"].format(value=value)
    if row["lower"] is not None and row["upper"] is not None:
        interval = words.interval(row["lower"], row["upper"], 2)
        said = _WORDS["alpha"].format(value=value, interval=interval)
    items = words.count(row["n_items"], "item")
    n = _WORDS["hidden"] if row["n"] is None else words.number(row["n"], 0)
    lines = [said, _WORDS["n_items"].format(n=n, items=items)]
    lines += [
        _WORDS[name].format(value=words.number(row[name], 2))
        for name in ("omega", "average_r")
        if row[name] is not None
    ]
    if row["items_left_out"]:
        lines.append(_WORDS["left_out"].format(items=row["items_left_out"]))
    return tuple(lines)


def fit(row: dict[str, Any]) -> tuple[str, ...]:
    """How the item goes with the sum of the others, and a warning if it does not."""
    if row["value"] is None:
        why = _WORDS["statuses"].get(row["status"], row["status"])
        return ("", why, row["warning"] or "")
    lines = [_WORDS["r"].format(value=words.number(row["value"], 2))]
    if row["alpha_without"] is not None:
        lines.append(_WORDS["without"].format(value=words.number(row["alpha_without"], 2)))
    return (*lines, row["warning"] or "")
