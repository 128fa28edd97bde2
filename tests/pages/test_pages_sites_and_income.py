"""Sites and income levels: any measure by site and level, what can be said, and what can't."""

from __future__ import annotations

import html
import re

import polars as pl
import pytest

from bridgeboard import disclosure, measures
from bridgeboard.ui.page_words import sites_and_income as words
from tests.pages.conftest import errors, figures, plotly, table, texts

PAGE = "compare/sites_and_income"
CAUTION = "With so few sites a level is its sites: differences may come from country, service or"
LOOKS = {
    "score": ("strips", "forest", "multiples"),
    "shift": ("strips", "forest", "multiples"),
    "share": ("strips", "forest", "multiples"),
    "themes": ("sites", "multiples"),
    "context": ("sites", "multiples"),
    "cfir": ("sites", "multiples"),
    "readiness": ("levels", "sites", "multiples"),
    "pay": ("strips", "multiples"),
    "steps": ("strips", "multiples"),
}


@pytest.fixture
def opened(app, shipped):
    """The page over the shipped programmes: opened(programme=..., compare=..., look=...)."""

    def open_page(**link):
        running = app(shipped, PAGE, **{"programme": "demonstration", **link})
        assert errors(running) == []
        return running

    return open_page


def _headline(running) -> str:
    bodies = [element.proto.body for element in running.main.get("html")]
    (found,) = [body for body in bodies if 'class="headline"' in body]
    return html.unescape(re.sub(r"<[^>]+>", "", found))


def _on_drawing(running) -> str:
    """All words on the one drawing."""
    if found := plotly(running):
        (figure,) = found
        said = (one["text"] for one in figure["layout"]["annotations"])
        return " ".join(said).replace("<br>", " ")
    (figure,) = figures(running)
    return figure


def test_scores_are_in_strips_by_income_level_at_first(opened):
    running = opened()
    said = _on_drawing(running)
    assert "<b>Lower-middle income, 4 sites</b>" in said
    assert _headline(running).startswith("Attitude to peer support (all 12 items) at 18 months: ")
    assert "can't be told from so few sites (2 low, 4 lower-middle, 3 upper-middle, 3 high)" in (
        _headline(running)
    )


@pytest.mark.parametrize(
    ("kind", "look"), [(kind, look) for kind, looks in LOOKS.items() for look in looks]
)
@pytest.mark.parametrize("view", ["Team", "Shareable"])
def test_on_every_drawing_stand_the_caution_the_basis_and_that_it_is_simulated(
    opened, kind, look, view
):
    running = opened(compare=kind, view=view, look=look)
    said = _on_drawing(running)
    assert CAUTION in said
    assert re.search(r"Income levels by the World Bank's list .* low, .* lower-middle", said)
    assert "Simulated data" in said
    assert "whether income level makes a difference can't be told" in _headline(running)


def test_the_basis_can_be_switched_and_is_printed(opened):
    running = opened(basis="as_reported")
    said = _on_drawing(running)
    assert "as the source words it: 3 low, 3 lower-middle, 3 upper-middle, 3 high." in said
    running.segmented_control(key="basis").set_value("at_baseline").run()
    assert "on the first day of the first wave: 3 low, 3 lower-middle" in _on_drawing(running)


def test_levels_and_estimates_follow_the_basis(opened, demonstration):
    running = opened(compare="shift", **{"from": "m06", "to": "m18"}, look="forest")
    pooled = measures.answer("pooled_shift", demonstration).frame.filter(
        (pl.col("from_wave_id") == "m06")
        & (pl.col("to_wave_id") == "m18")
        & (pl.col("scale_id") == "total")
        & (pl.col("design") == "unpaired")
        & (pl.col("metric") == "points")
    )
    for basis in ("at_wave", "at_baseline"):
        running.segmented_control(key="basis").set_value(basis).run()
        shown = table(running, "Income level", "New site, lower")
        found = shown.filter(pl.col("Site").str.contains("sites"))["Value"].to_list()
        rows = pooled.filter(pl.col("is_total") | (pl.col("income_basis") == basis))
        assert found == rows["value"].drop_nulls().to_list()


def test_sites_stand_by_value_only_when_asked_and_then_with_what_that_is_worth(opened):
    running = opened()
    sites = table(running, "Income level", "Value").filter(pl.col("Income level").is_not_null())
    assert sites["Value"].drop_nulls().to_list() != sorted(
        sites["Value"].drop_nulls(), reverse=True
    )
    running.segmented_control(key="order").set_value("value").run()
    shown = table(running, "Income level", "Value")
    values = shown.filter(~pl.col("Site").str.contains("sites"))["Value"].drop_nulls().to_list()
    assert values == sorted(values, reverse=True)
    assert "the order says little" in texts(running)
    assert "can be told apart beyond chance (Welch's t" in texts(running)


@pytest.mark.parametrize("kind", ["themes", "context", "cfir", "pay", "steps"])
def test_what_has_no_interval_can_not_be_ordered_by_value(opened, kind):
    running = opened(compare=kind, order="value")
    offered = running.segmented_control(key="order").options
    assert offered == list(words.ORDERS.values())
    assert "The link asks for something under “Order” that is not here" in texts(running)


def test_the_shareable_view_says_why_a_site_is_hidden_and_has_no_number_of_it(
    opened, demonstration
):
    answer = measures.answer("score", demonstration)
    team = disclosure.shown(answer, "team").frame
    view = disclosure.shown(answer, "shareable").frame
    gone = view.filter((pl.col("wave_id") == "m18") & pl.col("hidden").is_not_null())
    assert gone["site_id"].n_unique() == 2
    running = opened(view="Shareable")
    shown = table(running, "Income level", "Value")
    for site_id, name in gone.select("site_id", "site_name").unique().iter_rows():
        row = shown.filter(pl.col("Site") == name).row(0, named=True)
        assert row["Status"].startswith("hidden: fewer than 10 people")
        assert (row["n"], row["Value"], row["Lower"], row["Upper"]) == (None,) * 4
        (value,) = team.filter(
            (pl.col("site_id") == site_id)
            & (pl.col("wave_id") == "m18")
            & (pl.col("scale_id") == "total")
        )["value"]
        drawn = [x for trace in plotly(running)[0]["data"] for x in trace["x"]]
        assert all(x is None or abs(x - value) > 1e-9 for x in drawn)
    assert "hidden: fewer than 10 people" in _on_drawing(running)


def test_ratings_are_shown_as_they_are(opened, demonstration):
    running = opened(compare="cfir")
    rows = measures.answer("cfir", demonstration).frame
    first = rows.filter(pl.col("construct_order") == pl.col("construct_order").min())
    shown = table(running, "Wave", "Rating", "State")
    # Two waves were rated.
    assert shown.height == 2 * 12
    last = shown.filter(pl.col("Wave") == "18 months")
    expected = first.filter(pl.col("wave_id") == "m18")
    assert dict(last.select("Site", "Rating").iter_rows()) == dict(
        expected.select("site_name", "rating").iter_rows()
    )
    assert "never averaged" in texts(running)


def test_states_of_readiness_are_counted_in_each_level(opened, demonstration):
    running = opened(compare="readiness")
    shown = table(running, "Influence", "State", "Sites")
    # Every influence has a state at each of twelve sites.
    assert set(shown.group_by("Influence").agg(pl.col("Sites").sum())["Sites"]) == {12}


def test_upsides_has_no_numbers_and_says_what_can_be_compared(opened):
    running = opened(programme="upsides")
    said = texts(running)
    assert "No survey is loaded for UPSIDES, so nothing is measured here." in said
    assert list(running.selectbox(key="compare").options) == [
        words.KINDS[kind] for kind in ("themes", "context", "readiness")
    ]
    assert plotly(running) == []
    assert "2 low, 1 lower-middle, 3 high." in _on_drawing(running)
    running.selectbox(key="compare").set_value("context").run()
    assert errors(running) == []
    assert "facts that support" in _headline(running)


def test_a_source_s_own_word_for_a_level_stands_as_it_is(opened):
    running = opened(programme="upsides", basis="as_reported")
    assert "1 middle" in _on_drawing(running)


def test_what_is_chosen_for_one_thing_never_breaks_another(opened):
    running = opened(compare="score", look="forest", order="value")
    for kind in ("themes", "readiness", "pay", "shift", "cfir", "share", "steps", "context"):
        running.selectbox(key="compare").set_value(kind).run()
        assert errors(running) == []
        assert CAUTION in _on_drawing(running)


def test_filters_that_leave_nothing_say_what_to_do(app, published, store_folder):
    published({"sites": [{"site_id": "a"}]})
    running = app(store_folder, PAGE)
    assert errors(running) == []
    assert running.selectbox(key="compare").options == [words.KINDS["readiness"]]


def test_one_site_and_one_wave_chosen_still_reads(opened):
    running = opened(site="lakeside", wave="m18", compare="score")
    assert "at Lakeside, the only site with a number that can be shown" in _headline(running)
    assert "All sites have one income level" in _on_drawing(running)
    running = opened(wave="m18", compare="shift")
    assert words.NO_SHIFT in texts(running)
