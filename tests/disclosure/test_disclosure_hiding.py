"""What the shareable view hides of small programmes, row by row."""

import weakref

import polars as pl
import pytest

from bridgeboard.access import Forbidden
from bridgeboard.disclosure import Filters, shown
from bridgeboard.disclosure.hiding import RULES
from bridgeboard.measures import answer

HIDDEN = "hidden: fewer than 5 people, or would reveal such a group"


ITEMS = ("b1", "b2", "b3", "b4", "c1", "c2", "c3", "c4", "r1", "r2", "t1", "t2")


def survey(sizes, left_out=()):
    """Tables of a survey with all items of PSA-12: sizes is {site: n} or {(site, wave): n}.

    left_out: (site, item, how many): so many of the site's people have no answer to the item.
    """
    respondents, answers = [], []
    for place, n in sizes.items():
        site, wave = place if isinstance(place, tuple) else (place, "pre")
        for i in range(n):
            person = f"{site}-{wave}-{i}"
            respondents.append({"respondent_id": person, "site_id": site, "wave_id": wave})
            for item in ITEMS:
                gone = any(s == site and m == item and i < few for s, m, few in left_out)
                value = {"state": "missing"} if gone else {"value": 1 + i % 5}
                answers.append(
                    {"respondent_id": person, "instrument_id": "psa12", "item_id": item} | value
                )
    return {"respondents": respondents, "answers": answers}


def shareable(name, snapshot, **filters):
    return shown(answer(name, snapshot), "shareable", Filters(**filters)).frame


def hidden_sites(frame):
    """Sites with a hidden row, and those without."""
    marked = frame.filter(pl.col("site_id").is_not_null())
    gone = set(marked.filter(pl.col("hidden").is_not_null())["site_id"])
    return gone, set(marked["site_id"]) - gone


def test_the_team_sees_everything(published):
    found = answer("score", published(survey({"a": 3}), {"k": 5}))
    team = shown(found, "team")
    assert team.frame.drop("hidden").equals(found.frame)
    assert team.frame["hidden"].null_count() == team.frame.height
    assert (team.n_hidden, team.notes) == (0, ())


def test_there_is_no_third_view(published):
    with pytest.raises(Forbidden, match="funder view"):
        shown(answer("score", published()), "funder")


@pytest.mark.parametrize("measure", ["coverage", "score", "distribution"])
def test_a_group_is_shown_from_k_people_on(published, measure):
    sizes = {"four": 4, "one": 1, "five": 5, "six": 6}
    snapshot = published(survey(sizes), {"k": 5})
    assert hidden_sites(shareable(measure, snapshot)) == ({"four", "one"}, {"five", "six"})


def test_everything_about_a_small_group_is_hidden_together(published):
    snapshot = published(survey({"a": 3, "b": 4, "c": 9}), {"k": 5})
    score = shareable("score", snapshot).filter(pl.col("site_id") == "a")
    columns = ["n", "n_respondents", "value", "lower", "upper", "sd", "points"]
    assert score.select(pl.col(columns).is_null().all()).row(0) == (True,) * len(columns)
    answers = shareable("distribution", snapshot).filter(pl.col("site_id") == "a")
    columns = ["n_level", "n", "n_asked", "share"]
    assert answers.select(pl.col(columns).is_null().all()).row(0) == (True,) * len(columns)
    evidence = shareable("coverage", snapshot).filter(
        (pl.col("site_id") == "a") & (pl.col("evidence") == "survey:psa12")
    )
    assert evidence.select("n", "n_people", "status", "hidden").row(0) == (
        None,
        None,
        "present",
        HIDDEN,
    )


def test_no_single_respondent_is_shown_however_large_the_group(published):
    view = shown(answer("score", published(survey({"a": 30}))), "shareable")
    assert view.frame["points"].null_count() == view.frame.height
    assert view.frame["points"].dtype == pl.List(pl.Float64)
    assert view.frame["value"].null_count() < view.frame.height
    assert "Single respondents are not shown in this view." in view.notes


def test_a_site_that_would_reveal_a_small_one_is_hidden_with_it_everywhere(published):
    snapshot = published(survey({"a": 4, "b": 6, "c": 20}), {"k": 5})
    for measure in ("coverage", "score", "distribution"):
        frame = shareable(measure, snapshot)
        assert hidden_sites(frame) == ({"a", "b"}, {"c"}), measure
    totals = frame.filter("is_total", pl.col("item_id") == "b1", pl.col("state") == "answered")
    assert totals["n"].unique().to_list() == [30]


def test_the_reason_does_not_tell_a_small_group_from_one_that_protects_it(published):
    frame = shareable("score", published(survey({"a": 4, "b": 6, "c": 20}), {"k": 5}))
    assert frame["hidden"].drop_nulls().unique().to_list() == [HIDDEN]


def test_a_site_where_nobody_was_asked_stays_visible(published):
    tables = survey({"a": 6, "b": 7}) | {"sites": [{"site_id": s} for s in "abc"]}
    frame = shareable("score", published(tables, {"k": 5})).filter(pl.col("site_id") == "c")
    assert frame.select("status", "n", "n_respondents", "hidden").unique().rows() == [
        ("no answers", 0, 0, None)
    ]


def test_the_total_is_hidden_where_no_other_site_could_protect(published):
    frame = shareable("coverage", published(survey({"a": 4}), {"k": 5})).filter("is_total")
    assert frame.select("n", "n_people", "hidden").rows() == [(None, None, HIDDEN)]


def test_an_item_that_few_answered_is_hidden_at_a_large_site(published):
    tables = survey({"a": 9, "b": 9, "c": 9}, left_out=[("a", "b1", 5)])
    frame = shareable("distribution", published(tables, {"k": 5}))
    b1 = frame.filter(pl.col("item_id") == "b1", pl.col("site_id") == "a")
    assert b1.select(pl.col("n_level", "n", "share").is_null().all()).row(0) == (True,) * 3
    assert b1["n_asked"].unique().to_list() == [9]
    b2 = frame.filter(pl.col("item_id") == "b2", pl.col("site_id") == "a")
    assert b2["hidden"].null_count() == b2.height


def test_the_total_of_an_item_hidden_at_one_site_is_hidden_and_no_other_site(published):
    tables = survey({"a": 9, "b": 9, "c": 9}, left_out=[("a", "b1", 5)])
    frame = shareable("distribution", published(tables, {"k": 5}))
    b1 = frame.filter(pl.col("item_id") == "b1", pl.col("state") == "answered")
    total = b1.filter("is_total")
    assert total.select(pl.col("n_level", "n", "share").is_null().all()).row(0) == (True,) * 3
    assert total["n_asked"].unique().to_list() == [27]
    assert hidden_sites(b1) == ({"a"}, {"b", "c"})


@pytest.mark.parametrize(("answered", "is_hidden"), [((2, 2), True), ((3, 2), False)])
def test_a_total_is_hidden_where_it_leaves_over_fewer_than_k(published, answered, is_hidden):
    left_out = [("a", "b1", 9 - answered[0]), ("b", "b1", 9 - answered[1])]
    tables = survey({"a": 9, "b": 9, "c": 9}, left_out=left_out)
    frame = shareable("distribution", published(tables, {"k": 5}))
    total = frame.filter("is_total", pl.col("item_id") == "b1", pl.col("state") == "answered")
    assert total["n"].is_null().all() == is_hidden


def test_a_total_is_hidden_where_it_leaves_over_as_many_as_two_small_groups_can_have(published):
    # Both are known to be at most 4, so 4 + 4 = 8 tells both.
    tables = survey({"a": 9, "b": 9, "c": 9}, left_out=[("a", "b1", 5), ("b", "b1", 5)])
    frame = shareable("distribution", published(tables, {"k": 5}))
    total = frame.filter("is_total", pl.col("item_id") == "b1", pl.col("state") == "answered")
    assert total["n"].null_count() == 5


def test_an_item_that_nobody_answered_is_hidden_as_one_that_few_did(published):
    tables = survey({"a": 9, "b": 9}, left_out=[("a", "b1", 9)])
    frame = shareable("distribution", published(tables, {"k": 5}))
    b1 = frame.filter(pl.col("item_id") == "b1", pl.col("site_id") == "a")
    assert b1["n"].null_count() == b1.height


@pytest.mark.parametrize(
    ("without", "is_hidden"), [(0, False), (1, True), (4, True), (5, False), (6, False)]
)
def test_the_reasons_of_a_few_who_gave_no_answer_are_hidden(published, without, is_hidden):
    tables = survey({"a": 12, "b": 12}, left_out=[("a", "b1", without)])
    frame = shareable("distribution", published(tables, {"k": 5}))
    rows = frame.filter(pl.col("item_id") == "b1", pl.col("site_id") == "a")
    reasons = rows.filter(pl.col("state") != "answered")
    assert reasons["n_level"].is_null().all() == is_hidden
    assert reasons["share"].is_null().all() == is_hidden
    # How many they are is no secret: it is what n and n_asked leave.
    levels = rows.filter(pl.col("state") == "answered")
    assert levels["hidden"].null_count() == levels.height
    assert levels.select("n", "n_asked").unique().rows() == [(12 - without, 12)]


def test_the_reasons_of_all_sites_do_not_reveal_those_of_one(published):
    # 3 without an answer at a and 7 at b: 10 in all, of which b's 7 are shown.
    tables = survey({"a": 15, "b": 15}, left_out=[("a", "b1", 3), ("b", "b1", 7)])
    frame = shareable("distribution", published(tables, {"k": 5}))
    reasons = frame.filter(pl.col("item_id") == "b1", pl.col("state") != "answered")
    assert reasons.filter("is_total")["n_level"].null_count() == 3
    assert reasons.filter(pl.col("site_id") == "b")["n_level"].to_list() == [0, 0, 7]


def test_hidden_answers_that_were_all_alike_take_the_total_with_them(published):
    # The shown site leaves over a group of six who all ticked 5: that is each of them.
    respondents = [{"respondent_id": f"{s}{i}", "site_id": s} for s in "abc" for i in range(3)]
    respondents += [{"respondent_id": f"d{i}", "site_id": "d"} for i in range(9)]
    answers = [
        {
            "respondent_id": row["respondent_id"],
            "instrument_id": "psa12",
            "item_id": item,
            "value": 1 + n % 5 if item == "b2" or row["site_id"] == "d" else 5,
        }
        for n, row in enumerate(respondents)
        for item in ("b1", "b2")
    ]
    tables = {"respondents": respondents, "answers": answers}
    frame = shareable("distribution", published(tables, {"k": 5}))
    total = frame.filter("is_total", pl.col("state") == "answered", pl.col("n_asked") > 0)
    assert total.filter(pl.col("item_id") == "b1")["n"].null_count() == 5
    assert total.filter(pl.col("item_id") == "b2")["n"].to_list() == [18] * 5


def test_the_size_of_a_small_focus_group_is_hidden_and_not_that_it_was_held(published):
    groups = [
        {"site_id": "a", "n_participants": 4},
        {"site_id": "b", "n_participants": 6},
        {"site_id": "c", "n_participants": 8},
    ]
    frame = shareable("coverage", published({"focus_groups": groups}, {"k": 5}))
    found = frame.select("site_name", "n", "n_people").rows()
    assert found == [
        ("Site a", 1, None),
        ("Site b", 1, None),
        ("Site c", 1, 8),
        ("All sites", 3, 18),
    ]


def test_what_is_reported_for_a_whole_wave_needs_k_people(published):
    waves = [
        {"wave_id": "pre", "order": 1, "reported_n": 4, "reported_female": 3},
        {"wave_id": "post", "order": 2, "reported_n": 5, "reported_female": 3},
        {"wave_id": "late", "order": 3, "reported_female": 3},
    ]
    frame = shareable("waves", published({"waves": waves}, {"k": 5}))
    assert frame["reported_n"].to_list() == [None, 5, None]
    assert frame["reported_female"].to_list() == [None, 3, None]


def test_the_reported_total_does_not_reveal_the_only_focus_group(published):
    tables = {
        "waves": [{"wave_id": "pre", "order": 1, "reported_n": 6}],
        "focus_groups": [{"site_id": "a", "n_participants": 4}],
    }
    assert shareable("waves", published(tables, {"k": 5}))["reported_n"].to_list() == [None]


def test_pay_is_shown_for_k_peer_support_workers_on(published):
    paid = {"basis": "hourly", "amount": 12, "currency": "EUR", "per": "month"}
    rows = [
        paid | {"site_id": site, "n_psw": n, "reference_wage": 24}
        for site, n in (("few", 4), ("enough", 5), ("unknown", None), ("none", 0))
    ]
    frame = shareable("payment", published({"payments": rows}, {"k": 5}))
    columns = ["amount", "monthly_amount", "pay_ratio", "n_psw"]
    by_site = {row["site_id"]: row for row in frame.iter_rows(named=True)}
    assert [by_site["enough"][c] for c in columns] == [12, 12, 0.5, 5]
    for site in ("few", "unknown", "none"):
        assert [by_site[site][c] for c in columns] == [None] * 4, site
        assert by_site[site]["basis"] == "hourly"
    assert by_site["few"]["hidden"] == by_site["none"]["hidden"] == HIDDEN
    assert by_site["unknown"]["hidden"] == "hidden: the number of people is not known"


def test_a_site_without_a_payment_hides_nothing(published):
    frame = shareable("payment", published())
    assert frame.select("status", "hidden").rows() == [("not reported", None)]


def test_only_released_statements_are_shown_and_counted(published):
    said = [
        {"site_id": "a", "theme_id": "t1", "release": "shareable"},
        {"site_id": "a", "theme_id": "t1", "release": "team"},
        {"site_id": "a", "theme_id": "t2", "release": "team"},
    ]
    snapshot = published({"statements": said})
    assert shareable("statements", snapshot)["release"].to_list() == ["shareable"]
    themes = shareable("themes", snapshot).filter(pl.col("site_id") == "a")
    assert themes.select("theme_id", "n", "n_shareable", "status").rows() == [
        ("t1", 1, 1, "reported"),
        ("t2", 0, 0, "none released"),
    ]
    evidence = shareable("coverage", snapshot).filter(pl.col("evidence") == "statements")
    assert evidence["n"].to_list() == [1, 1]
    team = shown(answer("themes", snapshot), "team").frame.filter(pl.col("site_id") == "a")
    assert team["n"].to_list() == [2, 1]


def test_nothing_is_called_held_back_where_all_is_released(published):
    snapshot = published({"statements": [{"theme_id": "t1"}], "themes": [{"theme_id": "t1"}]})
    assert "none released" not in shareable("themes", snapshot)["status"].to_list()
    assert shown(answer("themes", snapshot), "shareable").notes == ()


def test_a_quotation_is_not_shared_before_it_is_published(published):
    facts = [
        {"fact_id": "said", "kind": "quote", "direction": "hinders"},
        {"fact_id": "printed", "kind": "quote", "provenance": "published"},
        {"fact_id": "seen", "kind": "record", "direction": "supports"},
    ]
    snapshot = published({"context": facts})
    assert shareable("facts", snapshot)["fact_id"].to_list() == ["printed", "seen"]
    assert shareable("context", snapshot).select("direction", "n").rows() == [("supports", 2)]
    assert answer("context", snapshot).frame.select("direction", "n").rows() == [("mixed", 3)]


def test_a_filter_never_changes_what_is_hidden(published):
    sizes = {("a", "pre"): 4, ("b", "pre"): 6, ("c", "pre"): 20, ("a", "post"): 9, ("b", "post"): 8}
    tables = survey(sizes) | {
        "waves": [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}]
    }
    found = answer("distribution", published(tables, {"k": 5}))
    whole = shown(found, "shareable").frame
    for sites in ((), ("a",), ("b", "c")):
        for waves in ((), ("pre",), ("post",)):
            part = shown(found, "shareable", Filters(sites=sites, waves=waves)).frame
            expected = whole
            if sites:
                expected = expected.filter(pl.col("site_id").is_in(sites))
            if waves:
                expected = expected.filter(pl.col("wave_id").is_in(waves))
            assert part.equals(expected)
            assert part.height


def test_income_levels_are_those_of_the_wave_or_of_the_chosen_basis(published):
    tables = survey({("a", "pre"): 6, ("a", "post"): 6}) | {
        # Tanzania: low until 30 June 2020, lower-middle from then on.
        "sites": [{"site_id": "a", "country_iso3": "TZA"}],
        "waves": [
            {"wave_id": "pre", "order": 1, "from_on": "2019-11-01"},
            {"wave_id": "post", "order": 2, "from_on": "2021-02-01"},
        ],
    }
    snapshot = published(tables)

    def waves(**filters):
        frame = shown(answer("score", snapshot), "team", Filters(**filters)).frame
        return frame["wave_id"].unique(maintain_order=True).to_list()

    assert waves(income_levels=("low",)) == ["pre"]
    assert waves(income_levels=("lower-middle",)) == ["post"]
    assert waves(income_levels=("low",), income_basis="at_baseline") == ["pre", "post"]
    assert waves(income_levels=("high",)) == []


def test_a_frame_without_waves_keeps_a_site_that_had_the_level_at_any_wave(published):
    tables = {
        "sites": [{"site_id": "a", "country_iso3": "TZA"}, {"site_id": "b"}],
        "waves": [{"wave_id": "pre", "order": 1, "from_on": "2019-11-01"}],
    }
    found = answer("payment", published(tables))
    frame = shown(found, "team", Filters(income_levels=("low",))).frame
    assert frame["site_id"].to_list() == ["a"]


def test_totals_do_not_stand_among_chosen_sites(published):
    found = answer("coverage", published(survey({"a": 6, "b": 7})))
    assert "All sites" in shown(found, "team").frame["site_name"].to_list()
    chosen = shown(found, "team", Filters(sites=("a",))).frame
    assert chosen["site_name"].unique().to_list() == ["Site a"]


def test_the_answer_is_left_as_it_was(published):
    found = answer("distribution", published(survey({"a": 4, "b": 20}), {"k": 5}))
    before = found.frame.clone()
    shown(found, "shareable", Filters(sites=("a",)))
    assert found.frame.equals(before)


def test_it_is_hidden_once_for_all_choices_of_rows_and_forgotten_with_the_answer(
    published, monkeypatch
):
    found, asked = answer("coverage", published(survey({"a": 4, "b": 20}), {"k": 5})), []
    rule = found.measure.rule
    hide = RULES[rule]
    monkeypatch.setitem(RULES, rule, lambda *given: asked.append(given[1:]) or hide(*given))
    for sites in ((), ("a",), ("b",)):
        shown(found, "shareable", Filters(sites=sites))
    assert asked == [(found,)]
    asked.clear()
    there = weakref.ref(found)
    del found
    assert there() is None
