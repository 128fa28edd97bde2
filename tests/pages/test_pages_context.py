"""Context and payment: what helps, what hinders, who is paid, and at which income level."""

import polars as pl

from bridgeboard import disclosure, measures
from tests.pages.conftest import errors, figures, table, texts

PAGE = "compare/context"


def test_which_sites_had_earlier_peer_support_is_answered_at_once(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    known = table(running, "Finding", "Who says so")
    since = known.filter(pl.col("Unit") == "year")
    assert dict(since.select("Site", "Value").iter_rows()) == {"Butabika": 2011, "Ahmedabad": 2015}
    hamburg = known.filter(pl.col("Site") == "Hamburg")["Direction"].to_list()
    assert sorted(hamburg) == ["hinders", "supports", "supports"]
    said = next(words for words in figures(running) if "Who says so" in words)
    assert "Tanzania: HIV care only, none in mental health" in said
    assert "Krumm et al. 2022" in said


def test_another_factor_can_be_read_with_its_sources(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    running.selectbox(key="factor").set_value("payment_of_psws").run()
    assert errors(running) == []
    known = table(running, "Finding", "Who says so")
    assert set(known["Factor"]) == {"Payment of PSWs"}
    assert "AD 303" in known["Transcript"].to_list()
    assert "What is said about paying PSWs?" in texts(running)


def test_the_matrix_is_the_measure_and_says_every_direction_as_a_word(app, shipped, upsides):
    running = app(shipped, PAGE, programme="upsides")
    frame = disclosure.shown(measures.answer("context", upsides), "team").frame
    before = frame.filter(pl.col("wave_id") == "pre")
    shown = table(running, "Factor", "Direction", "Facts")
    assert shown["Facts"].fill_null(0).to_list() == before["n"].to_list()
    clarity = shown.filter(pl.col("Factor") == "Role clarity")
    directions = dict(clarity.select("Site", "Direction").iter_rows())
    assert directions["Ulm"] == "hinders"
    assert directions["Be'er Sheva"] == "mixed"
    assert directions["Pune"] == "not reported"


def test_payment_that_no_source_reports_says_what_to_load(app, shipped):
    said = texts(app(shipped, PAGE, programme="upsides"))
    assert "No source says how PSWs are paid (7 sites)." in said
    assert "Add payments.csv" in said


def test_payment_of_the_demonstration_is_read_site_by_site(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration", pay="all on record")
    frame = disclosure.shown(measures.answer("payment", demonstration), "team").frame
    assert (
        table(running, "Basis", "Monthly")["Monthly"].to_list() == frame["monthly_amount"].to_list()
    )
    said = next(words for words in figures(running) if "reference wage" in words)
    assert "Simulated data" in said


def test_small_groups_of_psws_are_paid_what_the_shareable_view_does_not_say(app, shipped):
    link = {"programme": "demonstration", "view": "shareable", "pay": "all on record"}
    running = app(shipped, PAGE, **link)
    paid = table(running, "Basis", "Monthly")
    hidden = paid.filter(pl.col("Status").str.starts_with("hidden"))
    assert hidden.height > 0
    assert hidden["Monthly"].null_count() == hidden.height
    assert hidden["Amount"].null_count() == hidden.height


def test_payment_is_looked_at_over_time_first_and_then_as_a_share_of_a_wage(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    said = next(words for words in figures(running) if "unpaid from 2023-04-01" in words)
    assert "Simulated data" in said
    running.segmented_control(key="pay").set_value("share").run()
    assert errors(running) == []
    assert any("90 %, employed" in words for words in figures(running))


def test_pay_is_held_against_attitudes_and_no_cause_is_read_from_it(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    points = table(running, "Point", "Why not drawn")
    assert points["Point"].drop_nulls().to_list() == list(range(1, 7))
    assert "nothing here shows a cause" in texts(running)
    assert "No line is drawn through the points" in texts(running)


def test_any_two_things_can_be_held_against_each_other(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    for key in ("across", "upwards"):
        for named in running.selectbox(key=key).options[1::3]:
            running.selectbox(key=key).select(named).run()
            assert errors(running) == []
    running.selectbox(key="across").set_value("factor|stigma").run()
    running.selectbox(key="upwards").set_value("ready").run()
    points = table(running, "Point", "Why not drawn")
    assert set(points["Stigma: what the facts say"]) <= {"hinders", "mixed", "supports", None}


def test_a_published_programme_holds_its_facts_against_readiness(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    assert errors(running) == []
    assert "One point shows nothing that goes together" in texts(running)


def test_income_level_follows_its_basis_and_keeps_the_papers_word(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    levels = table(running, "Income level", "Fiscal year")
    tanzania = levels.filter(pl.col("Site") == "Dar es Salaam")
    assert tanzania["Income level"].to_list() == ["low", None]
    assert tanzania["As the source words it"].to_list() == ["low", "low"]
    running.segmented_control(key="basis").set_value("at_baseline").run()
    levels = table(running, "Income level", "Fiscal year")
    tanzania = levels.filter(pl.col("Site") == "Dar es Salaam")
    assert tanzania["Income level"].to_list() == ["low", "low"]
    assert "World Bank group on the first wave's first day" in texts(running)


def test_an_undated_wave_is_not_given_a_level(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    said = next(words for words in figures(running) if "called “middle” by the source" in words)
    assert "not dated" in said


def test_a_programme_without_facts_says_what_to_load(app, published, store_folder):
    published()
    assert "Add context.csv" in texts(app(store_folder, PAGE))
