"""What a publish would change, counted by hand."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from bridgeboard.intake import accept
from bridgeboard.store import Store
from bridgeboard.store.differences import LISTED, against, between, differences

BEFORE = {
    "sites": [{"site_id": "a", "city": "Ulm"}, {"site_id": "b"}],
    "respondents": [{"respondent_id": f"r{n}"} for n in range(4)],
    "answers": [
        {"respondent_id": "r0", "item_id": "b1", "value": 1},
        {"respondent_id": "r0", "item_id": "b2", "state": "dont_know"},
        {"respondent_id": "r0", "item_id": "b3", "state": "missing"},
        {"respondent_id": "r1", "item_id": "b1", "value": 2},
        {"respondent_id": "r2", "item_id": "b1", "value": 3},
    ],
    "statements": [{"statement_id": "s", "site_id": None, "text": "One"}],
}
AFTER = {
    # r0: b1 is 5 now, b2 answered; r1 gone with its answer; r2 as it was; r4 new, unanswered.
    "sites": [{"site_id": "a", "city": "Neu-Ulm", "site_name": "New"}, {"site_id": "b"}],
    "respondents": [{"respondent_id": f"r{n}"} for n in (0, 2, 3, 4)],
    "answers": [
        {"respondent_id": "r0", "item_id": "b1", "value": 5},
        {"respondent_id": "r0", "item_id": "b2", "value": 2},
        {"respondent_id": "r2", "item_id": "b1", "value": 3},
        {"respondent_id": "r4", "item_id": "b1", "state": "missing"},
    ],
    "statements": [{"statement_id": "s", "site_id": None, "text": "Two"}],
}


@pytest.fixture
def found(published, write_programme, tmp_path: Path):
    snapshot = published(BEFORE)
    accepted = accept(write_programme(tmp_path / "after", AFTER, {"k": 12}))
    assert accepted.problems == []
    return against(snapshot, accepted)


def _counts(one) -> tuple[int, ...]:
    return one.n_new, one.n_changed, one.n_gone, one.n_same


def test_rows_are_new_changed_gone_or_the_same(found):
    by_table = {one.table_name: one for one in found.tables}
    assert _counts(by_table["sites"]) == (0, 1, 0, 1)
    assert by_table["sites"].columns == {"site_name": 1, "city": 1}
    assert _counts(by_table["respondents"]) == (1, 0, 1, 3)
    assert _counts(by_table["answers"]) == (0, 2, 1, 1)
    assert by_table["answers"].columns == {"value": 2, "state": 1}
    # A key with an empty part is a key.
    assert _counts(by_table["statements"]) == (0, 1, 0, 0)
    assert _counts(by_table["waves"]) == (0, 0, 0, 1)
    assert found.settings == ("k",)
    assert found.any


def test_what_changed_is_listed_cell_by_cell(found):
    (answers,) = [one for one in found.tables if one.table_name == "answers"]
    rows = list(answers.rows.select("what", "key", "column", "before", "after").iter_rows())
    assert rows == [
        ("changed", "r0 · psa12 · b1", "value", "1", "5"),
        ("changed", "r0 · psa12 · b2", "value", None, "2"),
        ("changed", "r0 · psa12 · b2", "state", "dont_know", "answered"),
        ("gone", "r1 · psa12 · b1", None, None, None),
    ]
    (statements,) = [one for one in found.tables if one.table_name == "statements"]
    assert statements.rows["key"].to_list() == ["s · –"]


def test_the_same_rows_differ_in_nothing_and_two_snapshots_can_be_compared(
    published, write_programme, tmp_path: Path
):
    first = published(BEFORE)
    second = published(AFTER)
    assert not between(first, first).any
    assert not against(first, accept(write_programme(tmp_path / "same", BEFORE))).any
    assert between(first, second).any
    assert Store(first.path.parents[2]).snapshots("test")[1].snapshot_id == first.snapshot_id


def test_without_a_snapshot_all_is_new(write_programme, tmp_path: Path):
    found = against(None, accept(write_programme(tmp_path / "p", BEFORE)))
    assert all(one.n_new == one.n_after for one in found.tables)
    assert found.instruments_new == ("psa12",)


def test_a_hundred_thousand_rows_are_counted_and_the_first_listed():
    n = 100_000
    before = pl.DataFrame(
        {
            "respondent_id": [f"r{i}" for i in range(n)],
            "instrument_id": "psa12",
            "item_id": "b1",
            "value": [i % 5 for i in range(n)],
            "state": "answered",
        }
    )
    after = before.with_columns(value=pl.col("value") + (pl.int_range(n) % 10 == 0).cast(pl.Int64))
    (one,) = differences({"answers": before}, {"answers": after[1000:]}).tables
    assert _counts(one) == (0, 9_900, 1_000, 89_100)
    assert one.rows.height == 2 * LISTED
