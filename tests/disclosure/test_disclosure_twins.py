"""Two programmes that differ in what is hidden alone: nothing that is shown of a site differs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from bridgeboard.disclosure import Shown, shown
from bridgeboard.measures import MEASURES, answer
from tests.disclosure.quiet_site import K, quiet_site

DAY = dt.date(2024, 6, 1)
Row = dict[str, Any]


@pytest.fixture(scope="module")
def all_shared(published_once) -> Callable[[dict], dict[str, Shown]]:
    """Every measure of a programme as the shareable view has it."""

    def found(tables: dict) -> dict[str, Shown]:
        snapshot = published_once(tables, {"k": K})
        return {name: shown(answer(name, snapshot, DAY), "shareable") for name in MEASURES}

    return found


@pytest.fixture(scope="module")
def whole(all_shared):
    return all_shared(quiet_site())


def _changed(table: str, which: Callable[[Row], bool], how: Callable[[Row], Row | None]) -> dict:
    tables = quiet_site()
    rows = ((how(row) if which(row) else row) for row in tables[table])
    return tables | {table: [row for row in rows if row is not None]}


def _at_quiet(tables: dict, wave: str | None = None) -> set[str]:
    return {
        row["respondent_id"]
        for row in tables["respondents"]
        if row["site_id"] == "quiet" and wave in (None, row["wave_id"])
    }


def _other_answers() -> dict:
    who = _at_quiet(quiet_site())
    return _changed(
        "answers",
        lambda row: row["respondent_id"] in who,
        lambda row: row | {"value": 1 if row["value"] > 2 else 5},
    )


def _silence() -> dict:
    who = _at_quiet(quiet_site(), "post")
    return _changed(
        "answers",
        lambda row: row["respondent_id"] in who,
        lambda row: {key: row[key] for key in row if key != "value"} | {"state": "missing"},
    )


def _about_people() -> dict:
    """Nobody is linked there, all are of one gender; and other small numbers of people."""
    tables = _changed(
        "respondents",
        lambda row: row["site_id"] == "quiet",
        lambda row: {k: row[k] for k in row if k != "person_code"} | {"gender": "other"},
    )
    small = {
        "focus_groups": (lambda row: row["group_id"] == "g", {"n_participants": 3}),
        "payments": (lambda row: row["site_id"] == "quiet", {"n_psw": 3, "amount": 500}),
        "ratings": (lambda row: row["rater"] == "rater-okapi", {"rater": "x", "rationale": None}),
        "waves": (lambda row: row["order"] == 1, {"reported_n": 9, "reported_age_mean": 30}),
    }
    for table, (which, other) in small.items():
        tables[table] = _changed(table, which, lambda row, other=other: row | other)[table]
    return tables


def _less_held_back() -> dict:
    """Of what wasn't released there is less: one statement at a site where others are, all of a
    site at which no focus group was held, and a quotation among the facts."""
    tables = _changed(
        "statements",
        lambda row: row.get("statement_id") == "first" or row["site_id"] == "b",
        lambda row: None,
    )
    tables["context"] = tables["context"][1:]
    return tables


VARIANTS = {
    "other answers": _other_answers,
    "nobody answers at the later wave": _silence,
    "other people": _about_people,
    "less is held back": _less_held_back,
}
#: What is told of all sites together may change with any of them, and is protected otherwise:
#: these measures are of all sites throughout, whatever their rows name.
OF_ALL = {"pooled_shift", "detectable", "reliability", "item_fit"}


def _of_sites(found: Shown) -> pl.DataFrame:
    frame = found.frame
    return frame.filter(~pl.col("is_total")) if "is_total" in frame.columns else frame


@pytest.mark.parametrize("variant", VARIANTS)
def test_what_is_hidden_changes_nothing_that_is_shown_of_a_site(all_shared, whole, variant):
    other = all_shared(VARIANTS[variant]())
    for name, found in whole.items():
        if name not in OF_ALL:
            assert _of_sites(found).equals(_of_sites(other[name])), name
            assert found.notes == other[name].notes, name
        assert found.answer.provenance == other[name].answer.provenance, name


def test_the_variants_differ_for_the_team(published_once):
    before = published_once(quiet_site(), {"k": K})
    measures = ("score", "coverage", "moved", "payment", "statements")
    told = {name: answer(name, before, DAY).frame for name in measures}
    for variant in VARIANTS.values():
        after = published_once(variant(), {"k": K})
        assert any(not told[name].equals(answer(name, after, DAY).frame) for name in measures)
