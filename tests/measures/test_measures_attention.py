"""attention, on programmes small enough to see what each rule must find."""

import polars as pl

from bridgeboard.measures import answer
from bridgeboard.measures.attention import RULES, attention


def _rules(frame: pl.DataFrame) -> dict[str, list[str | None]]:
    found: dict[str, list[str | None]] = {}
    for rule, site in frame.select("rule", "site_id").iter_rows():
        found.setdefault(rule, []).append(site)
    return found


def _answers(*people: str, value: int = 4) -> list[dict]:
    return [
        {"respondent_id": p, "instrument_id": "psa12", "item_id": "b1", "value": value}
        for p in people
    ]


def test_nothing_is_found_where_nothing_is_wrong(published):
    snapshot = published(
        {
            "answers": _answers("r1", "r2", "r3"),
            "respondents": [{"respondent_id": f"r{i}"} for i in (1, 2, 3)],
            "payments": [{"basis": "employed"}],
        }
    )
    assert _rules(attention(snapshot)) == {}


def test_two_places_that_stand_for_one_another_come_first(published):
    snapshot = published(
        {
            "sites": [
                {"site_id": "old", "site_name": "Oldtown", "comparable_across_waves": "no"},
                {
                    "site_id": "new",
                    "site_name": "Newtown",
                    "alias_of": "old",
                    "comparable_across_waves": "no",
                },
            ],
            "payments": [{"site_id": "old", "basis": "unpaid"}],
        }
    )
    rows = attention(snapshot)
    assert rows["rule"][0] == "not_comparable"
    assert rows["site_id"][0] == "new"
    assert rows["sentence"][0] == (
        "Newtown stands for Oldtown at a later wave: two places. The two must not be compared."
    )
    assert _rules(rows)["pay_unknown"] == ["new"]


def test_fewer_answers_than_a_mean_needs_are_named_with_their_number(published):
    snapshot = published(
        {
            "answers": _answers("r1", "r2"),
            "respondents": [{"respondent_id": "r1"}, {"respondent_id": "r2"}],
        },
        {"minimum_n": 4},
    )
    row = attention(snapshot).row(by_predicate=pl.col("rule") == "below_minimum", named=True)
    assert (row["site_id"], row["wave_id"], row["number"]) == ("a", "pre", 2)
    assert row["sentence"] == "Site a, Wave pre: 2 answered, fewer than the 4 that a mean needs."
    assert row["source_label"] == "survey PSA-12"


def test_the_shareable_view_never_says_that_few_answered(published):
    snapshot = published(
        {"answers": _answers("r1"), "respondents": [{"respondent_id": "r1"}]},
    )
    assert "below_minimum" in _rules(answer("attention", snapshot).frame)
    assert "below_minimum" not in _rules(answer("attention", snapshot).released)


def test_a_site_whose_groups_end_early_is_named_with_its_last_wave(published):
    waves = [
        {"wave_id": "pre", "order": 1, "label": "Before"},
        {"wave_id": "post", "order": 2, "label": "After"},
    ]
    groups = [
        {"site_id": "a", "wave_id": "pre"},
        {"site_id": "a", "wave_id": "post"},
        {"site_id": "b", "wave_id": "pre"},
    ]
    row = attention(published({"waves": waves, "focus_groups": groups})).row(
        by_predicate=pl.col("rule") == "no_later_wave", named=True
    )
    assert (row["site_id"], row["wave_id"], row["number"]) == ("b", "pre", 1)
    assert row["sentence"] == (
        "Site b: no focus groups after “Before”, though other sites have them."
    )


def test_role_clarity_counts_facts_that_hinder_unless_one_supports(published):
    facts = [
        {"site_id": "a", "factor": "role_clarity", "direction": "hinders"},
        {"site_id": "a", "factor": "role_clarity", "direction": "hinders"},
        {"site_id": "b", "factor": "role_clarity", "direction": "hinders"},
        {"site_id": "b", "factor": "role_clarity", "direction": "supports"},
        {"site_id": "c", "factor": "resources", "direction": "hinders"},
    ]
    rows = attention(published({"context": facts})).filter(pl.col("rule") == "role_clarity")
    assert rows.select("site_id", "number").rows() == [("a", 2)]


def test_an_income_level_that_changed_names_both_levels(published):
    snapshot = published(
        {
            "sites": [{"site_id": "a", "site_name": "Dodoma", "country_iso3": "TZA"}],
            "waves": [
                {"wave_id": "pre", "order": 1, "label": "Before", "from_on": "2019-11-01"},
                {"wave_id": "post", "order": 2, "label": "After", "from_on": "2021-06-01"},
            ],
        }
    )
    row = attention(snapshot).row(by_predicate=pl.col("rule") == "income_changed", named=True)
    assert row["sentence"] == (
        "Dodoma moved from low income (Before) to lower-middle income (After)."
    )


def test_upsides_asks_for_role_clarity_at_four_sites_and_has_no_survey(upsides):
    found = _rules(attention(upsides))
    assert found["not_comparable"] == ["PUN"]
    assert found["role_clarity"] == ["ULM", "BU", "DS", "AD"]
    assert found["no_survey"] == [None]
    assert found["pay_unknown"] == ["ULM", "UKE", "BU", "DS", "BGU", "AD", "PUN"]
    assert not {"below_minimum", "no_later_wave", "income_changed"} & set(found)


def test_rows_stand_in_the_order_of_the_rules(upsides):
    rows = attention(upsides)
    assert rows["priority"].is_sorted()
    assert set(rows["priority"]) <= set(range(1, len(RULES) + 1))
