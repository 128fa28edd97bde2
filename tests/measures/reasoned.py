"""Small programmes for readiness: what a site has on record, and the reasons that follow."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
import polars as pl

from bridgeboard.measures.readiness import readiness
from tests.measures.ratings import rating

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


#: For chance: what may stand in a row.
_BASES = ("employed", "hourly", "stipend", "expenses", "unpaid", "unknown")
_CELLS = ("-2", "-1", "0", "+1", "+2", "mixed", "missing", "n/a")
_WAYS = ("supports", "hinders", "mixed", "unknown")
_STEPS = (
    "PSWs have finished their training",
    "Supervision under way at least monthly",
    "Two PSWs or more at the site or intervision in place",
)
_ITEMS = ("b1", "b2", "b3", "b4", "c1", "c2", "c3", "c4", "r1", "r2", "t1", "t2")


def by_chance(seed: int, sizes: Sequence[int] = (0, 0, 1, 2, 3, 4, 6), n_sites: int = 8) -> Tables:
    """A small programme of which chance decides what is on record, where and when.

    sizes: how many people may have answered at a site and wave.
    """
    chance = np.random.default_rng(seed)
    sites = [f"s{n}" for n in range(n_sites)]
    days = [f"2024-{month:02}-15" for month in range(1, 13)]
    parts: list[Tables] = [{"sites": [{"site_id": site} for site in sites]}]

    def some(most: int, **columns: Any) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = [
            {"site_id": str(chance.choice(sites)), "wave_id": str(chance.choice(["pre", "post"]))}
            | {name: chance.choice(values).item() for name, values in columns.items()}
            for _ in range(chance.integers(most + 1))
        ]
        return [{k: v or None for k, v in one.items()} for one in rows]

    for site in sites:
        for wave in ("pre", "post"):
            values = [
                tuple(None if chance.random() < 0.15 else chance.integers(1, 6) for _ in _ITEMS)
                for _ in range(chance.choice(sizes))
            ]
            parts.append(ticks(values, [f"psa12:{item}" for item in _ITEMS], site, wave))
    parts.append({"context": some(40, factor=["resources", "training"], direction=_WAYS)})
    said = some(60, construct_id=["III-A-3", "III-J", "III-C"], valence=["positive", "negative"])
    parts.append({"statements": [one | {"theme_id": "t"} for one in said]})
    keys: dict[tuple, tuple] = {}
    for one in some(30, cell=_CELLS, construct_id=["III-J", "III-E", "III-B"]):
        keys[one["site_id"], one["wave_id"], one["construct_id"]] = one.pop("cell"), one
    parts.append({"ratings": [rating(cell, **_given(one)) for cell, one in keys.values()]})
    steps = {
        (one["site_id"], one["milestone"]): one
        for one in some(30, milestone=_STEPS, planned_on=["", *days], done_on=["", "", *days])
    }
    pay = {
        (one["site_id"], one["from_on"], one["basis"]): one
        for one in some(20, from_on=days, basis=_BASES)
    }
    for name, rows in (("milestones", steps), ("payments", pay)):
        parts.append(
            {name: [{k: v for k, v in r.items() if k != "wave_id"} for r in rows.values()]}
        )
    return together(*parts)


def _given(one: dict[str, Any]) -> dict[str, Any]:
    return {
        "site": one["site_id"],
        "wave": one["wave_id"],
        "construct_id": one["construct_id"],
    }
