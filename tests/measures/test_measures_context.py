"""context, facts, payment and income, on a handful of rows."""

import datetime as dt

import polars as pl
import pytest

from bridgeboard.measures.context import context
from bridgeboard.measures.facts import facts
from bridgeboard.measures.income import income
from bridgeboard.measures.payment import payment
from bridgeboard.measures.words import factor_label


@pytest.mark.parametrize(
    ("directions", "direction"),
    [
        (["supports", "supports"], "supports"),
        (["hinders"], "hinders"),
        (["supports", "hinders"], "mixed"),
        (["mixed"], "mixed"),
        (["supports", "mixed"], "mixed"),
        (["unknown"], "unknown"),
        (["unknown", "supports"], "supports"),
        (["hinders", "unknown"], "hinders"),
    ],
)
def test_a_factor_points_where_its_facts_point(published, directions, direction):
    rows = [{"fact_id": f"f{i}", "direction": word} for i, word in enumerate(directions)]
    frame = context(published({"context": rows}))
    assert frame.select("direction", "n").rows() == [(direction, len(directions))]


def test_a_factor_without_a_fact_is_not_reported(published):
    rows = [
        {"site_id": "a", "factor": "resources", "direction": "supports"},
        {"site_id": "b", "factor": "stigma", "direction": "hinders"},
        {"site_id": None, "factor": "stigma", "direction": "unknown"},
    ]
    frame = context(published({"context": rows}))
    assert frame.select("site_name", "factor_label", "direction", "n").rows() == [
        ("Site a", "Resources", "supports", 1),
        ("Site a", "Stigma", "not reported", 0),
        ("Site b", "Resources", "not reported", 0),
        ("Site b", "Stigma", "hinders", 1),
        ("No site named", "Resources", "not reported", 0),
        ("No site named", "Stigma", "unknown", 1),
    ]


def test_a_wave_without_any_fact_has_no_rows(published):
    tables = {
        "waves": [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}],
        "context": [{"wave_id": "post"}],
    }
    assert context(published(tables))["wave_id"].to_list() == ["post"]


def test_no_facts_no_rows(published):
    snapshot = published()
    assert context(snapshot).is_empty()
    assert facts(snapshot).is_empty()


def test_factors_are_named_in_words():
    assert factor_label("payment_of_psws") == "Payment of PSWs"
    assert factor_label("mhw_training") == "MHW training"
    assert factor_label("role_clarity") == "Role clarity"


def test_facts_stand_by_factor_with_their_number_and_unit(published):
    rows = [
        {"fact_id": "f1", "factor": "workload", "finding": "Busy."},
        {"fact_id": "f2", "factor": "resources", "finding": "A room.", "value": 1, "unit": "rooms"},
    ]
    frame = facts(published({"context": rows}))
    assert frame.select("factor_label", "finding", "value", "unit").rows() == [
        ("Resources", "A room.", 1, "rooms"),
        ("Workload", "Busy.", None, None),
    ]


@pytest.mark.parametrize(
    ("per", "month"),
    [
        ("month", 120),
        ("year", 10),
        ("week", 520),
        ("day", None),
        ("session", None),
        ("hour", None),
    ],
)
def test_pay_becomes_a_months_pay_only_where_hours_need_no_guess(published, per, month):
    row = {"basis": "hourly", "amount": 120, "currency": "EUR", "per": per, "reference_wage": 240}
    found = payment(published({"payments": [row]})).row(0, named=True)
    assert found["monthly_amount"] == (None if month is None else pytest.approx(month))
    ratio = None if month is None else pytest.approx(month / 240)
    assert found["pay_ratio"] == ratio
    assert (found["amount"], found["status"]) == (120, "reported")


def test_an_amount_without_a_wage_to_compare_has_no_ratio(published):
    row = {"basis": "stipend", "amount": 50, "currency": "UGX", "per": "month"}
    found = payment(published({"payments": [row]})).row(0, named=True)
    assert (found["monthly_amount"], found["pay_ratio"]) == (50, None)


def test_each_period_of_a_site_has_a_row_and_a_site_without_one_says_so(published):
    tables = {
        "sites": [{"site_id": "b"}, {"site_id": "a"}],
        "payments": [
            {"site_id": "a", "from_on": "2021-05-01", "basis": "employed"},
            {"site_id": "a", "from_on": "2020-05-01", "basis": "unpaid"},
        ],
    }
    frame = payment(published(tables))
    assert frame.select("site_id", "from_on", "basis", "status").rows() == [
        ("b", None, "unknown", "not reported"),
        ("a", dt.date(2020, 5, 1), "unpaid", "reported"),
        ("a", dt.date(2021, 5, 1), "employed", "reported"),
    ]


TANZANIA = {
    "sites": [{"site_id": "a", "country_iso3": "TZA", "income_as_reported": "low"}],
    "waves": [
        {"wave_id": "pre", "order": 1, "from_on": "2020-06-30"},
        {"wave_id": "mid", "order": 2, "from_on": "2020-07-01"},
        {"wave_id": "post", "order": 3},
    ],
}


@pytest.mark.parametrize(
    ("basis", "levels"),
    [
        ("at_wave", ["low", "lower-middle", None]),
        ("at_baseline", ["low", "low", "low"]),
        ("as_reported", ["low", "low", "low"]),
    ],
)
def test_income_follows_the_programmes_basis(published, basis, levels):
    frame = income(published(TANZANIA, {"income_basis": basis}))
    assert frame["income_level"].to_list() == levels
    assert frame["basis"].unique().to_list() == [basis]
    assert frame["income_level_at_wave"].to_list() == ["low", "lower-middle", None]
    assert frame["income_level_at_baseline"].to_list() == ["low", "low", "low"]


def test_why_a_level_is_empty_is_said(published):
    frame = income(published(TANZANIA))
    assert frame["note"].to_list() == [
        None,
        None,
        "not dated: the source gives no date for this wave",
    ]
    other = {
        "sites": [{"site_id": "a", "country_iso3": "XKX"}],
        "waves": [{"wave_id": "pre", "order": 1, "from_on": "1985-01-01"}],
    }
    note = income(published(other))["note"][0]
    assert note == "the World Bank's groups that we hold have none for this country and year"
    note = income(published(other, {"income_basis": "as_reported"}))["note"][0]
    assert note == "the source words no income level for this site"


def test_a_site_that_stands_for_another_has_its_own_rows(published):
    tables = {
        "sites": [
            {"site_id": "old", "comparable_across_waves": "no"},
            {"site_id": "new", "alias_of": "old", "comparable_across_waves": "no"},
        ],
        "context": [{"site_id": "old", "direction": "supports"}],
    }
    frame = context(published(tables))
    assert frame.select("site_id", "direction").rows() == [
        ("old", "supports"),
        ("new", "not reported"),
    ]
    assert frame.filter(pl.col("site_id") == "new")["n"].to_list() == [0]
