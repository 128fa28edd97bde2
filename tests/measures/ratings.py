"""Rows of ratings for tests, written as cells: "+1", "mixed", "mixed -1", "missing", "n/a"."""

import polars as pl

from bridgeboard.measures import answer
from bridgeboard.measures.overlaid import Decided, overlaid

_STATES = {"missing": "missing", "n/a": "not_applicable", "mixed": "mixed"}


def rating(cell: str, rater: str = "consensus", site: str = "a", wave: str = "pre", **other):
    """One row of ratings."""
    word, _, lean = cell.partition(" ")
    state = _STATES.get(word, "rated")
    value = lean or None if state != "rated" else word
    return {
        "site_id": site,
        "wave_id": wave,
        "rater": rater,
        "state": state,
        "rating": value and int(value),
    } | other


def by_raters(*cells: str, site: str = "a", wave: str = "pre", **other):
    """Rows of rater1, rater2 and so on; an empty cell is no row."""
    return [
        rating(cell, f"rater{n}", site, wave, **other) for n, cell in enumerate(cells, 1) if cell
    ]


def with_accepted(measure: str, accepted: pl.DataFrame, snapshot):
    """The measure's answer with these ratings accepted, as the pages ask for it."""
    decided = Decided(accepted, pl.DataFrame(), pl.DataFrame())
    return overlaid(measure, lambda name: answer(name, snapshot), decided, snapshot)
