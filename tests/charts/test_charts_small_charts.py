"""Small charts side by side of what is said, rated or on record, counted by hand."""

from datetime import date
from urllib.parse import unquote

from bridgeboard import disclosure, measures
from bridgeboard.charts import by_income, site_records
from bridgeboard.charts.figures import said_multiples, states_multiples
from bridgeboard.charts.figures.small_multiples import small_multiples

DAY = date(2026, 1, 1)
BEFORE = [{"wave_id": "pre", "order": 1, "label": "Before", "from_on": "2022-01-10"}]


def at_levels(snapshot, measure, wave, view="team"):
    """The shown measure and income levels at a wave."""
    day = DAY if measures.MEASURES[measure].dated else None
    shown = disclosure.shown(measures.answer(measure, snapshot, day), view)
    return shown, by_income.levels_at(shown, "at_baseline", wave, "Before")


def test_small_charts_of_themes_have_for_and_against_at_each_site_and_say_silence(published):
    named = {"scope": "site", "wave_id": "pre"}
    snapshot = published(
        {
            "waves": BEFORE,
            "sites": [{"site_id": "a"}, {"site_id": "b", "country_iso3": "UGA"}],
            "themes": [
                {"theme_id": "hope", "label": "Hope"},
                {"theme_id": "fear", "label": "Fear"},
                {"theme_id": "under", "label": "Under", "parent_id": "fear"},
            ],
            "statements": [
                *(named | {"theme_id": "hope", "stance": "benefit"} for _ in range(3)),
                named | {"theme_id": "under", "stance": "concern"},
                named | {"theme_id": "under", "stance": "mixed"},
                named | {"theme_id": "hope", "stance": "concern", "site_id": "b"},
            ],
        }
    )
    shown, levels = at_levels(snapshot, "themes", "pre")
    chart = said_multiples.themes(shown, "hope", "pre", levels, "income")
    # The themes beside the one that was chosen, with all that stands under them.
    assert chart.table.select("Site", "Theme", "Benefit", "Concern", "Mixed").rows() == [
        ("Site b", "Hope", 0, 1, 0),
        ("Site b", "Fear", None, None, None),
        ("Site a", "Hope", 3, 0, 0),
        ("Site a", "Fear", 0, 1, 1),
    ]
    assert "also 1 mixed" in chart.figure
    assert chart.figure.count("not reported") >= 1
    assert "1 low, 1 high." in chart.said[0]


def test_small_charts_of_states_name_every_site_under_its_level_with_its_word(published):
    rated = {"framework": "2022", "wave_id": "pre", "construct_id": "III-A-3"}
    snapshot = published(
        {
            "waves": BEFORE,
            "sites": [{"site_id": "a"}, {"site_id": "b", "country_iso3": "UGA"}],
            "ratings": [
                rated | {"site_id": "a", "rating": -2},
                rated | {"site_id": "b", "state": "mixed", "rating": None},
            ],
        }
    )
    shown, levels = at_levels(snapshot, "cfir", "pre")
    domain = shown.frame["domain"][0]
    chart = states_multiples.ratings(shown, "2022", domain, "pre", levels, "income")
    assert chart.table.select("Income level", "Site", "State").rows() == [
        ("Low income", "Site b", "mixed"),
        ("High income", "Site a", "−2"),
    ]
    assert "<b>−2</b>: <bdi>Site a</bdi>" in chart.figure
    assert "<b>mixed</b>: <bdi>Site b</bdi>" in chart.figure


def test_pay_over_waves_is_what_was_paid_on_each_day_and_undated_waves_are_left_out(published):
    paid = {"basis": "stipend", "currency": "EUR", "per": "month", "n_psw": 12}
    snapshot = published(
        {
            "sites": [{"site_id": "a"}],
            "waves": [
                {"wave_id": "one", "order": 1, "label": "One", "from_on": "2024-01-01"},
                {"wave_id": "two", "order": 2, "label": "Two", "from_on": "2025-01-01"},
                {"wave_id": "three", "order": 3, "label": "Three"},
            ],
            "payments": [
                paid | {"from_on": "2024-06-01", "amount": 500, "reference_wage": 1000},
                paid | {"from_on": "2025-06-01", "amount": 900, "reference_wage": 1000},
            ],
        }
    )
    payment, waves = (
        disclosure.shown(measures.answer(name, snapshot), "team") for name in ("payment", "waves")
    )
    found = site_records.pay_over_waves(payment, waves)
    assert found.names == ("One", "Two")
    assert [one.sites[0].value for one in found.values] == [None, 0.5]
    assert found.values[0].sites[0].why == "no payment was on record on 2024-01-01"
    assert site_records.pay(payment).sites[0].value == 0.9
    assert any("Waves without a date are left out" in note for note in found.values[0].notes)


def test_steps_by_stage_have_no_line_between_them(published):
    snapshot = published(
        {
            "sites": [{"site_id": "a"}],
            "milestones": [
                {"site_id": "a", "stage": "Set up", "milestone": "x", "done_on": "2024-02-01"},
                {"site_id": "a", "stage": "Set up", "milestone": "y", "planned_on": "2024-02-01"},
                {"site_id": "a", "stage": "Run", "milestone": "z", "done_on": "2024-03-01"},
            ],
        }
    )
    shown, levels = at_levels(snapshot, "stages", "pre")
    found = site_records.steps_by_stage(shown)
    done = {name: one.sites[0].value for name, one in zip(found.names, found.values, strict=True)}
    assert (done["Set up"], done["Run"]) == (0.5, 1.0)
    drawing = unquote(small_multiples(found, levels, "income").figure)
    assert 'stroke-width="2"' not in drawing
    assert "no line joins them" in drawing
    # Of stages with steps on record, "Run" alone is done.
    assert "1 of 2 stages complete" in drawing
