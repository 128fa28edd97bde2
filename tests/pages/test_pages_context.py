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
    running = app(shipped, PAGE, programme="demonstration")
    frame = disclosure.shown(measures.answer("payment", demonstration), "team").frame
    assert (
        table(running, "Basis", "Monthly")["Monthly"].to_list() == frame["monthly_amount"].to_list()
    )
    said = next(words for words in figures(running) if "reference wage" in words)
    assert "Simulated data" in said


def test_small_groups_of_psws_are_paid_what_the_shareable_view_does_not_say(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", view="shareable")
    paid = table(running, "Basis", "Monthly")
    hidden = paid.filter(pl.col("Status").str.starts_with("hidden"))
    assert hidden.height > 0
    assert hidden["Monthly"].null_count() == hidden.height
    assert hidden["Amount"].null_count() == hidden.height


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
