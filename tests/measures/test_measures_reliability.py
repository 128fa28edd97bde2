"""reliability, by hand and against numpy on the demonstration's files."""

import numpy as np
import polars as pl
import pytest
from scipy.stats import f

from bridgeboard import settings
from bridgeboard.measures.reliability import reliability
from tests.measures import plain

TWO_WAVES = [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}]


def people(answers, site="a", wave="pre"):
    """Tables of respondents who each gave {item: value}."""
    names = [f"{site}{wave}{i}" for i in range(len(answers))]
    return {
        "respondents": [{"respondent_id": n, "site_id": site, "wave_id": wave} for n in names],
        "answers": [
            {"respondent_id": name, "instrument_id": "psa12", "item_id": item, "value": value}
            for name, given in zip(names, answers, strict=True)
            for item, value in given.items()
        ],
    }


def row(snapshot, scale="collaboration", wave="pre"):
    found = reliability(snapshot).filter(pl.col("scale_id") == scale, pl.col("wave_id") == wave)
    return found.row(0, named=True)


def pairs(*both):
    return [{"t1": first, "t2": second} for first, second in both]


def test_two_items_by_hand(published):
    # Variances 1 and 3, covariance 1.5, sum 7: 2 (1 - 4 / 7) = .857143; r = 1.5 / sqrt 3.
    found = row(published(people(pairs((1, 2), (2, 2), (3, 5)))))
    assert (found["n"], found["n_respondents"], found["n_items"]) == (3, 3, 2)
    assert found["value"] == pytest.approx(6 / 7, abs=1e-12)
    assert found["average_r"] == pytest.approx(1.5 / 3**0.5, abs=1e-12)
    r = 1.5 / 3**0.5
    assert found["standardised"] == pytest.approx(2 * r / (1 + r), abs=1e-12)
    assert found["lower"] < found["value"] < found["upper"] <= 1
    assert found["omega"] is None
    assert found["status"] == "ok"
    assert "Fewer than 30" in found["caveat"]
    assert "two items" in found["caveat"]


def test_items_that_run_against_each_other_have_an_alpha_below_zero_that_says_so(published):
    found = row(published(people(pairs((1, 4), (2, 4), (3, 2), (4, 3)))))
    assert found["value"] < 0
    assert "look at each item" in found["caveat"]


def test_reversed_items_are_turned_first(published):
    # Who expects much (b) worries little (c): untouched, the answers would run against each other.
    given = [
        {f"{k}{i}": v if k == "b" else 6 - v for k in "bc" for i in range(1, 5)}
        | {"r1": v, "r2": v, "t1": v, "t2": w}
        for v, w in ((1, 2), (2, 1), (4, 5), (5, 4), (3, 3))
    ]
    found = row(published(people(given)), scale="total")
    assert found["value"] > 0.95
    assert found["average_r"] > 0.8


def test_the_status_says_why_there_is_no_alpha(published):
    cases = {
        "w1": ([{"b1": 3}], "no answers", 0),
        "w2": ([{"t1": 3}, {"t1": 4}, {"t1": 5}], "one item", 0),
        "w3": ([{"t1": 3}, {"t2": 4}, {"t1": 5, "t2": 1}], "not enough data", 1),
        "w4": ([{"t1": 3}, {"t2": 4}], "not enough data", 0),
        "w5": (pairs((3, 3), (3, 3), (3, 3)), "no spread", 3),
        "w6": (pairs((1, 3), (2, 2), (3, 1)), "no spread", 3),
        "w7": (pairs((3, 3), (3, 3), (3, 4)), "ok", 3),
    }
    tables = [people(answers, wave=wave) for wave, (answers, _, _) in cases.items()]
    tables = {name: [row for t in tables for row in t[name]] for name in tables[0]}
    waves = [{"wave_id": wave, "order": order} for order, wave in enumerate(cases, 1)]
    snapshot = published(tables | {"waves": waves})
    for wave, (_, status, n) in cases.items():
        found = row(snapshot, wave=wave)
        assert (found["status"], found["n"]) == (status, n), wave
        assert (found["value"] is None) == (status != "ok"), wave


def test_an_item_that_nobody_was_asked_is_left_out_by_name_and_costs_nobody(published):
    items = ("b1", "b2", "b3")
    given = [dict(zip(items, levels, strict=True)) for levels in ((1, 2, 2), (3, 3, 4), (5, 4, 5))]
    found = row(published(people(given)), scale="expected_benefits")
    assert (found["n"], found["n_items"]) == (3, 3)
    assert found["items_left_out"] == "PSWs make my own work better or lighter"
    assert found["value"] > 0.9


def test_a_wave_without_answers_has_a_row_that_says_so(published):
    tables = people(pairs((1, 2), (2, 2), (3, 5))) | {"waves": TWO_WAVES}
    found = row(published(tables), wave="post")
    assert (found["status"], found["n"], found["n_respondents"]) == ("no answers", 0, 0)


def test_the_demonstration_is_numpy_on_its_files(demonstration):
    files = plain.Programme(settings.DATA / "demonstration")
    instrument = next(i for i in files.instruments if i["instrument_id"] == "psa12")
    turned = {i["item_id"] for i in instrument["items"] if i.get("reversed")}
    people_at = {}
    for (_, wave), group in plain.given(files, "psa12").items():
        for answers in group.values():
            said = {i: int(a["value"]) for i, a in answers.items() if a["state"] == "answered"}
            people_at.setdefault(wave, []).append(said)
    rows = reliability(demonstration).filter(instrument_id="psa12").to_dicts()
    assert len(rows) == 20
    scales = {scale["scale_id"]: scale["item_ids"] for scale in instrument["scales"]}
    for found in rows:
        items = scales[found["scale_id"]]
        matrix = np.array(
            [
                [6 - said[i] if i in turned else said[i] for i in items]
                for said in people_at[found["wave_id"]]
                if all(i in said for i in items)
            ]
        )
        n, m = matrix.shape
        spread = np.cov(matrix, rowvar=False)
        alpha = m / (m - 1) * (1 - np.trace(spread) / spread.sum())
        ends = [1 - (1 - alpha) * f.ppf(q, n - 1, (n - 1) * (m - 1)) for q in (0.975, 0.025)]
        r = np.corrcoef(matrix, rowvar=False)[np.triu_indices(m, 1)].mean()
        expected = {"value": alpha, "lower": ends[0], "upper": ends[1], "average_r": r}
        expected["standardised"] = m * r / (1 + (m - 1) * r)
        assert found["n"] == n
        assert found["n_respondents"] == sum(bool(said) for said in people_at[found["wave_id"]])
        assert {k: found[k] for k in expected} == pytest.approx(expected, abs=1e-10)
        assert (found["omega"] is None) == (m == 2)
