"""coverage, on programmes with little in them."""

import polars as pl

from bridgeboard.measures.coverage import coverage

TWO_WAVES = [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}]


def cells(frame, *columns):
    return frame.select("site_name", "wave_id", *columns).rows()


def test_a_kind_of_evidence_is_asked_of_every_site_and_wave(published):
    tables = {
        "sites": [{"site_id": "b"}, {"site_id": "a"}],
        "waves": TWO_WAVES,
        "focus_groups": [{"site_id": "a", "n_participants": 6}],
    }
    assert cells(coverage(published(tables)), "n", "n_people", "status") == [
        ("Site b", "pre", 0, 0, "nothing loaded"),
        ("Site b", "post", 0, 0, "nothing loaded"),
        ("Site a", "pre", 1, 6, "present"),
        ("Site a", "post", 0, 0, "nothing loaded"),
        ("All sites", "pre", 1, 6, "present"),
        ("All sites", "post", 0, 0, "nothing loaded"),
    ]


def test_kinds_that_the_programme_has_nowhere_have_no_rows(published):
    tables = {"focus_groups": [{"site_id": "a"}]}
    assert coverage(published(tables))["evidence"].unique().to_list() == ["focus_groups"]
    assert coverage(published()).is_empty()


def test_a_group_of_unknown_size_makes_the_total_unknown(published):
    groups = [{"site_id": "a", "n_participants": 6}, {"site_id": "b"}]
    frame = coverage(published({"focus_groups": groups}))
    assert cells(frame, "n", "n_people") == [
        ("Site a", "pre", 1, 6),
        ("Site b", "pre", 1, None),
        ("All sites", "pre", 2, None),
    ]


def test_a_statement_that_names_two_sites_counts_once_in_total(published):
    said = {"statement_id": "s1", "theme_id": "t"}
    tables = {
        "statements": [
            said | {"site_id": "a"},
            said | {"site_id": "b"},
            {"statement_id": "s2", "theme_id": "t", "site_id": None},
        ]
    }
    assert cells(coverage(published(tables)), "n", "n_people") == [
        ("Site a", "pre", 1, None),
        ("Site b", "pre", 1, None),
        ("No site named", "pre", 1, None),
        ("All sites", "pre", 2, None),
    ]


def test_milestones_belong_to_no_wave(published):
    tables = {
        "sites": [{"site_id": "a"}, {"site_id": "b"}],
        "waves": TWO_WAVES,
        "milestones": [{"site_id": "a"}],
    }
    assert cells(coverage(published(tables)), "n") == [
        ("Site a", None, 1),
        ("Site b", None, 0),
        ("All sites", None, 1),
    ]


def test_somebody_who_answered_nothing_is_no_evidence(published):
    tables = {
        "respondents": [{"respondent_id": "r1"}, {"respondent_id": "r2"}],
        "answers": [
            {"respondent_id": "r1", "item_id": "b1", "value": 3},
            {"respondent_id": "r2", "item_id": "b1"},
        ],
    }
    frame = coverage(published(tables)).filter(~pl.col("is_total"))
    assert frame.select("evidence", "evidence_label", "n", "unit").rows() == [
        ("survey:psa12", "Survey PSA-12", 1, "respondents")
    ]


def test_mixed_provenance_is_said(published):
    groups = [
        {"site_id": "a", "provenance": "simulated"},
        {"site_id": "a", "provenance": "collected"},
        {"site_id": "b", "provenance": "published"},
    ]
    frame = coverage(published({"focus_groups": groups}))
    assert frame["provenance"].to_list() == [
        "collected, simulated",
        "published",
        "collected, published, simulated",
    ]


def test_surveys_come_before_focus_groups(published):
    tables = {
        "answers": [{"respondent_id": "r1", "item_id": "b1", "value": 3}],
        "focus_groups": [{"site_id": "a"}],
        "context": [{"site_id": "a"}],
    }
    frame = coverage(published(tables)).filter("is_total")
    assert frame["evidence"].to_list() == ["survey:psa12", "focus_groups", "context"]
