"""Answers put into cells: the same whatever order and slices they come in."""

from __future__ import annotations

from pathlib import Path
from random import Random

import polars as pl
import pytest

from bridgeboard.instruments import registry
from bridgeboard.intake.staged import DONT_KNOW
from bridgeboard.store import cells, relations
from tests.store.random_survey import MORE, accepted, programme, staged, with_reasons


@pytest.fixture(scope="module")
def respondent_ids() -> pl.Series:
    return pl.Series([f"r{n}" for n in range(50)])


@pytest.fixture(scope="module")
def answers() -> pl.DataFrame:
    rows = [
        {
            "respondent_id": f"r{n}",
            "instrument_id": "psa12",
            "item_id": item_id,
            "value": None if (n + at) % 7 == 0 else 1 + (n * at) % 5,
            "state": "dont_know" if (n + at) % 7 == 0 else "answered",
        }
        for n in range(0, 50, 2)
        for at, item_id in enumerate(registry()["psa12"].item_ids)
    ]
    return pl.DataFrame(rows)


@pytest.mark.parametrize("size", [1, 7, 100, 1000])
def test_slices_and_order_make_no_difference(
    respondent_ids: pl.Series, answers: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    psa12 = registry()["psa12"]
    whole, n_rows = cells.cells_of(answers, respondent_ids, psa12)
    assert whole["place"].to_list() == list(range(0, 50, 2))
    assert n_rows == answers.height
    assert whole["b1"].to_list()[:8] == [DONT_KNOW, 1, 1, 1, 1, 1, 1, DONT_KNOW]
    monkeypatch.setattr(cells, "SLICE", size)
    mixed = answers.sample(fraction=1, shuffle=True, seed=size)
    found, _ = cells.cells_of(mixed, respondent_ids, psa12)
    assert found.equals(whole), "respondents stay in their file's order"


def test_an_instrument_that_nobody_answered_has_no_cells(
    respondent_ids: pl.Series, answers: pl.DataFrame
) -> None:
    for none in (answers, answers.clear()):
        found, n_rows = cells.cells_of(none, respondent_ids, registry()["pcat"])
        assert (found.height, n_rows) == (0, 0)
        assert found.columns == ["place", *registry()["pcat"].item_ids]


def test_answers_that_intake_should_have_refused_are_never_lost_silently(
    respondent_ids: pl.Series, answers: pl.DataFrame
) -> None:
    psa12 = registry()["psa12"]
    stranger = answers.with_columns(respondent_id=pl.lit("stranger"))
    with pytest.raises(AssertionError, match="no respondent"):
        cells.cells_of(stranger, respondent_ids, psa12)
    with pytest.raises(AssertionError, match="there twice"):
        cells.cells_of(pl.concat([answers, answers]), respondent_ids, psa12)
    unknown = answers.with_columns(item_id=pl.lit("unknown"))
    with pytest.raises(pl.exceptions.InvalidOperationError):
        cells.cells_of(unknown, respondent_ids, psa12)


def test_what_is_staged_comes_back_as_frames(tmp_path: Path) -> None:
    chance = Random(2)
    given = accepted(with_reasons(programme(chance, MORE), chance), MORE)
    found = relations.frames(staged(given, tmp_path / "staged.duckdb"))
    assert found["respondents"].equals(given.tables["respondents"])
    by = ["instrument_id", "respondent_id", "item_id"]
    assert found["answers"].sort(by).equals(given.tables["answers"].sort(by))
