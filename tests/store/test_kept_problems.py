"""Problems of a publish are kept with it."""

from __future__ import annotations

from pathlib import Path

from bridgeboard.access import WHOLE
from bridgeboard.intake import accept
from bridgeboard.problems import Problem
from bridgeboard.store import Store
from bridgeboard.store.kept_problems import SCHEMA, as_frame


def test_refused_and_doubtful_rows_are_in_the_snapshot(write_programme, tmp_path: Path) -> None:
    tables = {
        "respondents": [
            {"respondent_id": "r1", "shoe": 9},
            {"respondent_id": "r2", "gender": "divers"},
        ],
        "answers": [{"respondent_id": "r1", "item_id": "b1", "value": 9}],
    }
    folder = write_programme(tmp_path / "p", tables, {"instruments": ["psa12"]})
    store = Store(tmp_path / "store")
    store.publish(accept(folder), by="tests", accept_good=True)
    with store.open("test", WHOLE) as snapshot:
        rows = snapshot.query("FROM problems")
    assert rows.columns == list(SCHEMA)
    found = set(rows.select("file", "row", "column", "severity").iter_rows())
    assert ("respondents.csv", 3, "gender", "refused") in found
    assert ("answers.csv", 2, "value", "refused") in found
    assert ("respondents.csv", None, "shoe", "doubtful") in found


def test_a_snapshot_without_problems_has_the_table_all_the_same(published) -> None:
    assert published().query("FROM problems").is_empty()


def test_equal_problems_are_summed_up() -> None:
    many = [Problem("a.csv", "rule", str(n), "x", "y", row=n, column="c") for n in range(50)]
    frame = as_frame(many)
    assert (frame.height, frame["also"].sum()) == (20, 30)
