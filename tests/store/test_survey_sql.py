"""What SQL makes of answers, against what Polars and numpy make of them."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from random import Random

import polars as pl
import pytest

from bridgeboard.intake import Accepted, accept_reference
from bridgeboard.store import build, slicing, snapshot
from bridgeboard.store.mixing import Mix
from tests.store import in_memory
from tests.store.random_survey import MORE, accepted, programme, staged, with_reasons

REFERENCE = accept_reference()
#: Programmes that are tried; more where asked.
SEEDS = int(os.environ.get("BRIDGEBOARD_SURVEYS", "4"))


def built(given: Accepted, mix: Mix | None = None) -> dict[str, pl.DataFrame]:
    """The tables of a real snapshot file that come from answers, in plain types, sorted."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "built.duckdb"
        build.build(path, given, REFERENCE, lambda share, words: None, mix)
        with snapshot.connect(path) as con:
            names = [name for (name,) in con.execute(
                "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'mart_') "
                "UNION SELECT view_name FROM duckdb_views() "
                "WHERE starts_with(view_name, 'answers_') OR view_name = 'unanswered'"
            ).fetchall()]  # fmt: skip
            return {name: snapshot.plain(con.sql(f'SELECT * FROM "{name}"').pl()) for name in names}


def in_any_order(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.sort(frame.columns)


def compare(given: Accepted, found: dict[str, pl.DataFrame]) -> None:
    tables = given.tables
    wanted = in_memory.marts(
        tables["respondents"], tables["waves"], tables["answers"], given.instruments
    )
    started, counts = wanted.pop("started"), wanted.pop("answer_counts")
    for name, frame in wanted.items():
        mine, theirs = found[name], snapshot.plain(frame)
        assert mine.columns == theirs.columns, name
        if name.startswith("answers_"):
            assert mine.equals(theirs), name
        else:
            assert in_any_order(mine).equals(in_any_order(theirs)), name
    said = found["mart_distribution"].filter(state="answered")
    by = ["instrument_id", "item_id", "site_id", "wave_id", "state", "value", "n"]
    answered = snapshot.plain(counts.filter(state="answered")).select(by)
    assert in_any_order(said).equals(in_any_order(answered))
    survey = found["mart_coverage"].filter(pl.col("evidence").str.starts_with("survey:"))
    people = started.filter(pl.col("n_answered") > 0).select(
        "site_id",
        "wave_id",
        pl.concat_str(pl.lit("survey:"), "instrument_id").alias("evidence"),
        pl.col("n_answered").cast(pl.Int64).alias("n"),
        pl.col("provenance").list.sort().list.join(", "),
    )
    assert in_any_order(survey.select(people.columns)).equals(in_any_order(people))


def of_seed(seed: int) -> Accepted:
    chance = Random(seed)
    return accepted(with_reasons(programme(chance, MORE), chance), MORE)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_marts_and_wide_tables_equal_those_counted_in_memory(
    seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    frames = of_seed(seed)
    found = built(frames)
    compare(frames, found)
    if seed % 3 == 0:
        monkeypatch.setattr(slicing, "SLICE", 1 + seed)
        again = built(staged(frames, tmp_path / "staged.duckdb"))
        assert found.keys() == again.keys()
        for name, frame in found.items():
            if name.startswith("answers_"):
                assert again[name].equals(frame), name
            else:
                assert in_any_order(again[name]).equals(in_any_order(frame)), name
