"""What is said of a cluster, and of one that isn't there."""

from __future__ import annotations

import polars as pl
import pytest

from bridgeboard.cluster import counted_on
from bridgeboard.cluster.engine import Engine
from bridgeboard.cluster.spark_sql import spark
from bridgeboard.problems import Refusal


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("sc://127.0.0.1:1/;token=secret", "No cluster answers at sc://127.0.0.1:1 "),
        ("127.0.0.1:1", "no address of a cluster"),
        ("http://127.0.0.1:1", "no address of a cluster"),
        ("sc://127.0.0.1:x/;token=secret", "no address of a cluster"),
    ],
)
def test_an_address_that_leads_nowhere_is_said_without_what_is_secret(
    address: str, said: str, tmp_path
) -> None:
    with pytest.raises(Refusal, match=said) as refusal:
        Engine(address, str(tmp_path))
    assert "secret" not in str(refusal.value)


def test_a_question_without_an_answer_is_said_in_a_sentence(sail: str, tmp_path) -> None:
    with (
        Engine(f"{sail}/;user_id=ana", str(tmp_path)) as engine,
        pytest.raises(Refusal, match=r"stopped while it counted: .*nobody.* Nothing was published"),
    ):
        engine.rows("SELECT * FROM nobody")
    assert engine.address == sail


def test_a_cluster_reckons_as_duckdb_does(sail: str, tmp_path) -> None:
    with Engine(sail, str(tmp_path)) as engine:
        engine.give("some-numbers", pl.DataFrame({"n": [1, 2, None], "w": ["a", "it's", "b\\d"]}))
        found = engine.rows(
            """
            SELECT CAST(sum(n) AS DOUBLE) / CAST(count(*) AS DOUBLE) + 0.1 AS a,
                   max(CASE WHEN w = 'it''s' THEN n END) AS b,
                   sum(CASE WHEN regexp_matches(w, '^b\\\\d$') THEN 1 ELSE 0 END) AS c
            FROM "some-numbers"
            """
        )
    assert found.row(0) == (1.1, 2, 1)


def test_decimals_are_doubles_and_closed_sets_text() -> None:
    assert spark("SELECT 0.1 + x FROM t") == "SELECT CAST(0.1 AS DOUBLE) + x FROM t"
    assert spark("SELECT CAST('a' AS \"answers.state\")") == "SELECT CAST('a' AS STRING)"


def test_what_can_not_be_removed_is_told(sail: str, programme_folder) -> None:
    folder = programme_folder({"answers": [{"item_id": "b1", "value": 3}]})
    # A place that this machine doesn't reach: the cluster's own memory.
    found = counted_on(sail, folder, None, "memory:///there", lambda share, words: None)
    assert found.counted is not None
    assert [one.mend for one in found.problems] == ["Remove this folder."]
    assert found.problems[0].file.startswith("memory:///there/.bridgeboard-")


def test_what_is_left_of_a_count_that_failed_is_told(sail: str, programme_folder) -> None:
    folder = programme_folder({"answers": [{"item_id": "b1", "value": 3}]})
    with pytest.raises(Refusal, match=r"Nothing was published.* is left: remove it\."):
        counted_on(sail, folder, None, "nowhere://there", lambda share, words: None)
