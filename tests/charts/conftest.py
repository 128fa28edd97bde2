"""Small answers made by hand, in the measures' own columns, as charts get them."""

from collections.abc import Callable
from typing import Any

import polars as pl
import pytest

from bridgeboard import disclosure, measures
from bridgeboard.access import WHOLE
from bridgeboard.disclosure import Filters, Shown
from bridgeboard.measures.measure import Answer
from bridgeboard.measures.order import MEASURES
from tests.measures.surveys import instrument_file, people

SITES = {"a": "Lakeside", "b": "Riverside"}
WAVES = {"pre": ("Before", 1), "post": ("After", 2)}


def shown_of(
    measure: str,
    rows: list[dict[str, Any]],
    *,
    provenance: tuple[str, ...] = ("collected",),
    view: str = "team",
) -> Shown:
    """Rows as one view may see them; columns that a row doesn't give are null or False."""
    schema = {**MEASURES[measure].schema, "hidden": pl.String}
    filled = [_filled(row, schema) for row in rows]
    frame = pl.DataFrame(filled, schema=schema)
    answer = Answer(
        measure=MEASURES[measure],
        frame=frame,
        released=None,
        people=pl.DataFrame(),
        income=pl.DataFrame(),
        income_basis="at_wave",
        snapshot_id="20260101T000000Z",
        programme_id="test",
        programme_name="Test programme",
        provenance=provenance,
        k=10,
        minimum_n=3,
        sight=WHOLE,
    )
    return Shown(frame, answer, view, Filters(), 10, frame["hidden"].count(), ())


def _filled(row: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    whole = {name: row.get(name) for name in schema}
    if "is_total" in schema:
        whole["is_total"] = bool(row.get("is_total"))
    if "site_name" in schema and row.get("site_name") is None:
        none = "All sites" if whole.get("is_total") else "No site named"
        whole["site_name"] = SITES.get(row.get("site_id"), row.get("site_id") or none)
    if "wave_label" in schema and row.get("wave_id"):
        label, order = WAVES.get(row["wave_id"], (row["wave_id"], 9))
        whole["wave_label"] = row.get("wave_label") or label
        whole["wave_order"] = row.get("wave_order") or order
    return whole


@pytest.fixture
def shown() -> Callable[..., Shown]:
    """Make what a chart gets: shown(measure, rows, provenance=..., view=...)."""
    return shown_of


@pytest.fixture(scope="session")
def shown_demonstration(demonstration) -> Callable[..., Shown]:
    """What the demonstration shows: shown_demonstration(measure, view, sites=..., waves=...)."""
    answers: dict[str, Answer] = {}

    def given(measure: str, view: str = "team", **filters: Any) -> Shown:
        if measure not in answers:
            answers[measure] = measures.answer(measure, demonstration)
        return disclosure.shown(answers[measure], view, Filters(**filters))

    return given


@pytest.fixture
def surveyed(published, tmp_path) -> Callable[..., Callable[..., Shown]]:
    """Publish scores and show measures: surveyed(scores, ...)(measure, view, sites=...).

    scores: {(site, wave): [score or (score, person_code)]} of an own scale from 1 to 5.
    """

    def publish(scores, **tables: Any) -> Callable[..., Shown]:
        programme = tables.pop("programme", None)
        instrument_file(tmp_path / "programme", minimum=1, maximum=5)
        snapshot = published(people(scores) | tables, programme)

        def given(measure: str, view: str = "team", **filters: Any) -> Shown:
            return disclosure.shown(measures.answer(measure, snapshot), view, Filters(**filters))

        return given

    return publish
