"""Small programmes for readiness: what a site has on record, and the reasons that follow."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import polars as pl

from bridgeboard.measures.readiness import readiness

#: The day on which tests read.
DAY = dt.date(2024, 12, 1)
#: Two waves, both over on that day.
WAVES = [
    {"wave_id": "pre", "label": "Before", "from_on": "2024-01-08", "to_on": "2024-01-31"},
    {"wave_id": "post", "label": "After", "from_on": "2024-07-01", "to_on": "2024-07-31"},
]
Tables = dict[str, list[dict[str, Any]]]


def ticks(
    values: Sequence[Any],
    items: Sequence[str] = ("psa12:r1",),
    site: str = "a",
    wave: str = "post",
) -> Tables:
    """A respondent for each value, who ticks it at each of these items; a tuple gives one each.

    A word in place of a number is a state without an answer, None no row.
    """
    respondents, answers = [], []
    for n, value in enumerate(values):
        who = f"{site}-{wave}-{items[0]}-{n}".replace(":", "-")
        respondents.append({"respondent_id": who, "site_id": site, "wave_id": wave})
        each = value if isinstance(value, tuple) else [value] * len(items)
        for item, ticked in zip(items, each, strict=True):
            instrument_id, item_id = item.split(":")
            answer = {"respondent_id": who, "instrument_id": instrument_id, "item_id": item_id}
            if ticked is not None:
                named = "state" if isinstance(ticked, str) else "value"
                answers.append(answer | {named: ticked})
    return {"respondents": respondents, "answers": answers}


def together(*parts: Tables, waves: Sequence[dict[str, Any]] = WAVES) -> Tables:
    """All tables as one, with these waves in their order."""
    found: Tables = {"waves": [{"order": n} | dict(wave) for n, wave in enumerate(waves, 1)]}
    for part in parts:
        for name, rows in part.items():
            found.setdefault(name, []).extend(rows)
    return {name: rows for name, rows in found.items() if rows}


def at_sites(table: str, cases: dict[str, Sequence[dict[str, Any]]], **other: Any) -> Tables:
    """The sites, and their rows of a table: {site: rows}; a site may have none."""
    rows = [{"site_id": site} | other | row for site, each in cases.items() for row in each]
    return {"sites": [{"site_id": site} for site in cases], table: rows}


def read(snapshot, day: dt.date = DAY, **other: Any) -> pl.DataFrame:
    """Readiness on the day of the tests."""
    return readiness(snapshot, day, **other)


def row(frame: pl.DataFrame, influence: str, site: str = "a", wave: str = "post") -> dict[str, Any]:
    """The one row of an influence at a site, seen from a wave."""
    found = frame.filter(influence_id=influence, site_id=site, wave_id=wave)
    assert found.height == 1
    return found.row(0, named=True)


def reasons(
    frame: pl.DataFrame,
    influence: str,
    site: str = "a",
    wave: str = "post",
    kind: str | None = None,
) -> list[dict[str, Any]]:
    """The reasons of that row, each by its columns; of one kind if that is given."""
    of = row(frame, influence, site, wave)
    names = {"outcomes": "outcome", "sentences": "sentence", "kinds": "kind", "refs": "ref"}
    names |= {"wave_ids": "wave_id", "labels": "label", "sources_of": "source", "mends": "mend"}
    each = [
        dict(zip(names.values(), values, strict=True))
        for values in zip(*(of[name] for name in names), strict=True)
    ]
    return [one for one in each if kind in (None, one["kind"])]


def reason(*of: Any, **where: Any) -> dict[str, Any]:
    """The only reason of a kind: as reasons()."""
    (found,) = reasons(*of, **where)
    return found
