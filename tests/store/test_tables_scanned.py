"""Which tables a question reads: marts and what is small, never rows of people."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import polars as pl
import pytest

from bridgeboard import settings
from bridgeboard.access import WHOLE
from bridgeboard.disclosure import shown
from bridgeboard.disclosure.counted import counted
from bridgeboard.measures import MEASURES, answer
from bridgeboard.store import Snapshot
from bridgeboard.store.snapshot import Served

DAY = dt.date(2026, 1, 1)
OF_PEOPLE = re.compile(r"\b(respondents|cells_\w+)$")
#: Pages, charts and reports live of what these ask.
MAY_ASK = ("store", "measures", "disclosure")


class Watched(Snapshot):
    """A snapshot that notes which tables its questions scan."""

    def __init__(self, served: Served) -> None:
        super().__init__(served, WHOLE)
        self.plans: dict[str, set[str]] = {}

    @property
    def scanned(self) -> set[str]:
        """Tables that any question scans."""
        return set().union(*self.plans.values())

    def query(self, sql: str, params: Sequence[Any] | dict[str, Any] | None = None) -> pl.DataFrame:
        # A question that was asked before scans what it scanned then.
        if sql not in self.plans:
            cursor = self._connection.cursor()
            rows = cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params).fetchall()
            self.plans[sql] = {
                name.split(".")[-1].strip('"\\')
                for _, plan in rows
                for name in re.findall(r'"Table": "(.*)"', plan)
            }
        return super().query(sql, params)


@pytest.fixture(scope="module")
def watched(demonstration: Snapshot) -> Watched:
    served = Served(demonstration.path, demonstration.record, None)
    with Watched(served) as snapshot:
        yield snapshot


def test_no_measure_and_no_view_scans_rows_of_people(watched: Watched) -> None:
    for name in MEASURES:
        # In the team view nothing more is asked than this.
        shown(answer(name, watched, DAY), "shareable")
    counted(watched)
    assert {"mart_scores", "mart_pairs", "mart_distribution", "sites"} <= watched.scanned
    assert not {name for name in watched.scanned if OF_PEOPLE.search(name)}


def test_scans_of_people_would_be_noticed(watched: Watched) -> None:
    for seen in ("respondents", "unanswered", "answers_psa12"):
        watched.plans.clear()
        watched.query(f"SELECT respondent_id FROM {seen} WHERE respondent_id > $1", [""])
        assert "respondents" in {name for name in watched.scanned if OF_PEOPLE.search(name)}
        assert (seen == "respondents") != ("cells_psa12" in watched.scanned)


def test_beside_measures_little_is_asked_of_a_snapshot_and_nothing_of_people() -> None:
    asking = {}
    for folder in ("bridgeboard", "pages"):
        for path in (settings.PROJECT / folder).rglob("*.py"):
            text = path.read_text(encoding="utf-8")
            if "napshot.query(" in text:
                asking[path.relative_to(settings.PROJECT).as_posix()] = text
    others = {name for name in asking if name.split("/")[1] not in MAY_ASK}
    assert len(others) < len(asking) / 4
    assert not any(re.search(r"FROM (respondents|unanswered|answers)", asking[o]) for o in others)
