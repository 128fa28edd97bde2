"""item_fit, by hand and against numpy on the demonstration's files."""

import numpy as np
import polars as pl
import pytest

from bridgeboard import settings
from bridgeboard.measures.item_fit import DOES_NOT_APPLY, RUNS_AGAINST, item_fit
from tests.measures import plain

CONCERNS = ("c1", "c2", "c3", "c4")


def people(answers, wave="pre"):
    """Tables of respondents who each gave {item: value or state}."""
    names = [f"{wave}{i}" for i in range(len(answers))]
    return {
        "respondents": [{"respondent_id": name, "wave_id": wave} for name in names],
        "answers": [
            {"respondent_id": name, "instrument_id": "psa12", "item_id": item}
            | ({"state": said} if isinstance(said, str) else {"value": said})
            for name, given in zip(names, answers, strict=True)
            for item, said in given.items()
        ],
    }


def items(snapshot, scale, wave="pre"):
    found = item_fit(snapshot).filter(pl.col("scale_id") == scale, pl.col("wave_id") == wave)
    return {row["item_id"]: row for row in found.iter_rows(named=True)}


def test_three_items_by_hand(published):
    # Sums of the others of b1: 3, 8, 9; of b1 itself 1, 3, 5.
    levels = ((1, 1, 2), (3, 4, 4), (5, 5, 4))
    given = [dict(zip(("b1", "b2", "b3"), row, strict=True)) for row in levels]
    found = items(published(people(given)), "expected_benefits")
    assert found["b1"]["value"] == pytest.approx(np.corrcoef([1, 3, 5], [3, 8, 9])[0, 1])
    spread = np.cov(np.array(levels)[:, 1:], rowvar=False)
    without = 2 * (1 - np.trace(spread) / spread.sum())
    assert found["b1"]["alpha_without"] == pytest.approx(without)
    assert (found["b1"]["n"], found["b1"]["n_asked"], found["b1"]["n_answered"]) == (3, 3, 3)
    assert [found[i]["status"] for i in ("b1", "b2", "b3", "b4")] == ["ok"] * 3 + ["not asked"]
    assert [found[i]["warning"] for i in ("b1", "b2", "b3", "b4")] == [None] * 4


def test_an_item_entered_the_other_way_round_is_told(published):
    # c2 was reversed already where it was typed in; the others are as ticked.
    given = [dict.fromkeys(CONCERNS, level) | {"c2": 6 - level} for level in (1, 2, 3, 4, 5, 5)]
    found = items(published(people(given)), "concerns")
    assert found["c2"]["value"] == pytest.approx(-1)
    assert found["c2"]["warning"] == RUNS_AGAINST
    assert found["c2"]["reversed"]
    assert found["c2"]["alpha_without"] == pytest.approx(1)
    assert found["c1"]["warning"] is None


def test_an_item_that_many_find_does_not_apply_is_told(published):
    given = [{"t1": 1 + i % 5, "t2": "not_applicable" if i < 4 else 3} for i in range(10)]
    found = items(published(people(given)), "collaboration")["t2"]
    assert (found["n_not_applicable"], found["n_answered"], found["n"]) == (4, 6, 6)
    assert (found["share_not_applicable"], found["share_unanswered"]) == (0.4, 0)
    assert found["warning"] == DOES_NOT_APPLY


def test_of_two_people_no_one_says_that_many_find_it_does_not_apply(published):
    tables, later = (
        people([{"t1": 3, "t2": "not_applicable"}] * n, w) for n, w in ((2, "w2"), (3, "w3"))
    )
    snapshot = published({name: tables[name] + later[name] for name in tables})
    for wave, warning in (("w2", None), ("w3", DOES_NOT_APPLY)):
        assert items(snapshot, "collaboration", wave)["t2"]["warning"] == warning


def test_who_left_an_item_out_and_who_did_not_know_gave_no_answer(published):
    given = [
        {"t1": 1, "t2": 2},
        {"t1": 3, "t2": "dont_know"},
        {"t1": 5, "t2": "missing"},
        {"t1": 2},
    ]
    found = items(published(people(given)), "collaboration")
    assert (found["t2"]["n_asked"], found["t2"]["n_answered"]) == (4, 1)
    assert found["t2"]["share_unanswered"] == 0.75
    assert found["t1"]["status"] == found["t2"]["status"] == "not enough data"


def test_not_asked_is_not_the_same_as_answered_by_nobody(published):
    given = [{"r1": 3, "t1": "not_applicable", "t2": 2}] * 3
    snapshot = published(people(given))
    assert items(snapshot, "roles")["r2"]["status"] == "not asked"
    assert items(snapshot, "roles")["r1"]["status"] == "one item"
    assert items(snapshot, "collaboration")["t1"]["status"] == "no answers"


def test_an_item_that_is_the_same_for_everybody_has_no_correlation(published):
    found = items(published(people([{"t1": 3, "t2": v} for v in (1, 2, 5)])), "collaboration")
    assert found["t1"]["status"] == found["t2"]["status"] == "no spread"
    assert found["t1"]["value"] is None


def test_the_demonstration_is_numpy_on_its_files(demonstration):
    files = plain.Programme(settings.DATA / "demonstration")
    instrument = next(i for i in files.instruments if i["instrument_id"] == "psa12")
    turned = {i["item_id"] for i in instrument["items"] if i.get("reversed")}
    scales = {scale["scale_id"]: scale["item_ids"] for scale in instrument["scales"]}
    given: dict = {}
    for (_, wave), group in plain.given(files, "psa12").items():
        given.setdefault(wave, []).extend(group.values())
    rows = item_fit(demonstration).filter(instrument_id="psa12").to_dicts()
    assert len(rows) == 24 * 4
    for row in rows:
        here, item = given[row["wave_id"]], row["item_id"]
        said = [
            {i: int(a["value"]) for i, a in answers.items() if a["state"] == "answered"}
            for answers in here
        ]
        members = scales[row["scale_id"]]
        matrix = np.array(
            [
                [6 - s[i] if i in turned else s[i] for i in members]
                for s in said
                if all(i in s for i in members)
            ]
        )
        at = members.index(item)
        rest = np.delete(matrix, at, axis=1).sum(axis=1)
        assert row["n"] == len(matrix)
        assert row["value"] == pytest.approx(np.corrcoef(matrix[:, at], rest)[0, 1], abs=1e-10)
        states = [answers.get(item, {"state": "missing"})["state"] for answers in here]
        assert row["n_asked"] == len(here)
        assert row["n_answered"] == states.count("answered")
        assert row["n_not_applicable"] == states.count("not_applicable")
        none = states.count("missing") + states.count("dont_know")
        assert row["share_unanswered"] == none / len(here)
