"""Arranging answers: the same whatever order and slices they come in."""

from __future__ import annotations

import polars as pl
import pytest

from bridgeboard.instruments import registry
from bridgeboard.store import wide


@pytest.fixture(scope="module")
def respondents() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "respondent_id": [f"r{n}" for n in range(50)],
            "site_id": [f"s{n % 3}" for n in range(50)],
            "wave_id": [f"w{n % 2}" for n in range(50)],
            "provenance": ["collected"] * 25 + ["simulated"] * 25,
        }
    )


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


def as_sets(arranged: wide.Arranged) -> list[set]:
    started = arranged.started.with_columns(pl.col("provenance").list.sort().list.join(","))
    return [set(frame.rows()) for frame in (arranged.wide, arranged.counts, started)]


@pytest.mark.parametrize("size", [1, 7, 100, 1000])
def test_slices_and_order_make_no_difference(
    respondents: pl.DataFrame, answers: pl.DataFrame, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    psa12 = registry()["psa12"]
    whole = wide.arranged(answers, respondents, psa12)
    assert whole.wide.height == 25
    assert whole.wide["respondent_id"].equals(respondents["respondent_id"][whole.places])
    assert whole.n_rows == answers.height
    monkeypatch.setattr(wide, "SLICE", size)
    mixed = answers.sample(fraction=1, shuffle=True, seed=size)
    found = wide.arranged(mixed, respondents, psa12)
    assert as_sets(found) == as_sets(whole)
    assert found.wide.equals(whole.wide), "respondents stay in their file's order"


def test_an_instrument_that_nobody_answered_gives_empty_tables(
    respondents: pl.DataFrame, answers: pl.DataFrame
) -> None:
    for none in (answers, answers.clear()):
        found = wide.arranged(none, respondents, registry()["pcat"])
        assert found.n_rows == 0
        assert [f.height for f in (found.wide, found.counts, found.started)] == [0] * 3
        assert found.places.size == 0


def test_answers_that_intake_should_have_refused_are_never_lost_silently(
    respondents: pl.DataFrame, answers: pl.DataFrame
) -> None:
    psa12 = registry()["psa12"]
    stranger = answers.with_columns(respondent_id=pl.lit("stranger"))
    with pytest.raises(AssertionError, match="no respondent"):
        wide.arranged(stranger, respondents, psa12)
    with pytest.raises(AssertionError, match="there twice"):
        wide.arranged(pl.concat([answers, answers]), respondents, psa12)
    unknown = answers.with_columns(item_id=pl.lit("unknown"))
    with pytest.raises(pl.exceptions.InvalidOperationError):
        wide.arranged(unknown, respondents, psa12)
