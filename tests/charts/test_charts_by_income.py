"""Sites by income level: joins and orders counted by hand, and charts as the browser gets them."""

import json
from dataclasses import replace
from urllib.parse import unquote

import polars as pl
import pytest

from bridgeboard import disclosure, measures
from bridgeboard.charts import by_income, site_records, site_shares, site_values
from bridgeboard.charts.by_income import AtSite, Levels
from bridgeboard.charts.comparison import compared
from bridgeboard.charts.figures import said_by_income, site_rows
from bridgeboard.charts.figures.small_multiples import small_multiples
from bridgeboard.charts.marks.site_marks import axis_of
from bridgeboard.charts.pooled_sites import of_means
from bridgeboard.charts.readings import sites_compared as reading

LEVELS = Levels({"a": "high", "b": "low", "c": "high", "d": "middle"}, "at_wave", "Before")
SITES = (
    AtSite("a", "Zeta", 2.0),
    AtSite("b", "alpha", 4.0),
    AtSite("c", "Beta", None, why="hidden"),
    AtSite("d", "Delta", 3.0),
    AtSite("e", "Epsilon", 5.0),
)
OF = ("mood", "mood")
COUNTRIES = {"a": "DEU", "b": "UGA", "c": "DEU", "d": "UGA"}
DAYS = {"before": "2021-01-10", "after": "2022-01-10"}


def ids(sites):
    return [site.site_id for site in sites]


def placed(given):
    """surveyed(): sites a to d in Germany and Uganda, with dated waves."""
    return {
        "sites": [{"site_id": site, "country_iso3": iso3} for site, iso3 in COUNTRIES.items()],
        "waves": [
            {"wave_id": wave, "label": wave.title(), "from_on": day, "to_on": day}
            for wave, day in DAYS.items()
        ],
    } | given


def texts(chart):
    return [one["text"].replace("<br>", " ") for one in chart.figure["layout"]["annotations"]]


def everything(chart):
    """All that a reader could get of a chart, as one text."""
    return "\n".join(
        [
            chart.title,
            unquote(chart.figure if isinstance(chart.figure, str) else json.dumps(chart.figure)),
            chart.alt,
            chart.n_text,
            chart.table.write_csv(),
            *chart.notes,
        ]
    )


# Joins and orders


def test_levels_are_read_at_a_wave_on_a_basis(demonstration, shown_demonstration):
    score = shown_demonstration("score")
    before = by_income.levels_at(score, "at_wave", "before", "Before")
    later = by_income.levels_at(score, "at_wave", "m18", "18 months")
    assert before.of["windmill-field"] == "low"
    # Zambia became lower-middle on 1 July 2023.
    assert later.of["windmill-field"] == "lower-middle"
    fixed = by_income.levels_at(score, "at_baseline", "m18", "18 months")
    assert fixed.of["windmill-field"] == "low"


def test_by_income_level_low_comes_first_and_a_level_keeps_the_order_of_the_list():
    # An own word after the known levels, no level last.
    assert ids(by_income.ordered(SITES, LEVELS, "income")) == ["b", "a", "c", "d", "e"]


def test_by_name_capitals_make_no_difference():
    assert ids(by_income.ordered(SITES, LEVELS, "name")) == ["b", "c", "d", "e", "a"]


def test_by_value_the_highest_comes_first_and_what_is_not_shown_last():
    assert ids(by_income.ordered(SITES, LEVELS, "value")) == ["e", "b", "d", "a", "c"]


def test_groups_stand_low_first_whatever_the_order_within():
    groups = by_income.grouped(SITES, LEVELS, "value")
    assert [(one.label, ids(one.sites)) for one in groups] == [
        ("Low income, 1 site", ["b"]),
        ("High income, 2 sites", ["a", "c"]),
        ("Middle, 1 site", ["d"]),
        ("Not dated, 1 site", ["e"]),
    ]


def test_merged_levels_of_one_site_stand_together_and_none_is_named_as_a_level():
    groups = by_income.grouped(SITES, LEVELS, "income", merged=True)
    assert [(one.level, one.label, ids(one.sites)) for one in groups] == [
        ("high", "High income, 2 sites", ["a", "c"]),
        (None, "Income levels with one site each", ["b", "d"]),
        (None, "Not dated, 1 site", ["e"]),
    ]


def test_the_caution_counts_sites_and_says_how_many_have_no_number():
    counts, caution = by_income.on_chart(SITES, LEVELS)
    assert "1 low, 2 high, 1 middle, 1 not dated." in counts
    assert "first day of “Before”" in counts
    assert counts.endswith("1 site without a number here.")
    assert caution == (
        "With so few sites a level is its sites: differences may come from country, service or "
        "chance."
    )


def test_many_sites_a_level_are_not_called_few_and_one_level_is_no_comparison():
    many = {f"s{i}": ("low" if i < 10 else "high") for i in range(20)}
    (_, caution) = by_income.said_of(list(many), Levels(many, "at_wave", "Before"))
    assert caution.startswith("Sites of a level share more than income")
    (_, caution) = by_income.said_of(["a", "c"], LEVELS)
    assert caution == "All sites have one income level, so levels can't be compared here."
    (only,) = by_income.said_of(["e"], LEVELS)
    assert only.startswith("No site has an income level on this basis.")


def test_the_latest_wave_with_a_level_dates_what_has_no_wave(shown_demonstration):
    wave = by_income.last_wave(
        shown_demonstration("payment"), shown_demonstration("waves"), "at_wave"
    )
    assert wave == ("m18", "18 months")


# Values of sites


def test_shares_are_of_the_upper_half_of_the_levels(surveyed):
    given = surveyed({("a", "before"): [1, 3, 4, 5], ("b", "before"): [5, 5, 5]})
    values = site_shares.shares(given("distribution"), "mood", "m", "before")
    one, other = values.sites
    assert (one.value, one.people, one.numbers) == (0.5, "2 of 4", "50 % (15 to 85 %)")
    # Wilson by hand: of 3 of 3 the lower end is n / (n + z²) = 3 / 6.8415.
    assert other.lower == pytest.approx(0.4385, abs=1e-4)
    assert other.upper == 1.0
    (whole,) = values.together
    assert (whole.name, whole.people) == ("All people together", "5 of 7")


def test_sites_keep_the_order_of_their_table_in_every_measure(shown_demonstration):
    listed = shown_demonstration("sites").frame["site_id"].to_list()
    levels = by_income.levels_at(shown_demonstration("score"), "at_wave", "m18", "18 months")
    scale = ("psa12", "total")
    for values in (
        site_values.scores(shown_demonstration("score"), *scale, "m18", levels),
        site_shares.shares(shown_demonstration("distribution"), "psa12", "r1", "m18"),
        site_records.pay(shown_demonstration("payment")),
    ):
        assert ids(values.sites) == listed


def test_mean_scores_are_pooled_by_hand():
    # Two sites of 4 people, both with sd 1: each mean has the variance 1/4.
    row = {"minimum": 1.0, "maximum": 5.0, "n": 4, "sd": 1.0, "hidden": None}
    (found,) = of_means([row | {"value": 2.0}, row | {"value": 3.0}], 2)
    assert found.value == pytest.approx(2.5)
    # Equal weights: tau² is the variance between the means less that within, 0.5 - 0.25.
    assert found.tau == pytest.approx(0.5, abs=1e-6)
    # t(0.975, 1) = 12.706 times 0.5: cut at the ends of the scale.
    assert (found.lower, found.upper) == (1.0, 5.0)
    assert found.caveat.startswith("Only two sites")


def test_one_site_is_not_pooled_and_hidden_ones_are_said_to_be_left_out():
    row = {"minimum": 1.0, "maximum": 5.0, "n": 12, "sd": 1.0, "value": 2.0, "hidden": None}
    gone = row | {"value": None, "sd": None, "n": None, "hidden": "hidden"}
    assert of_means([row, gone], 2) == ()
    (found,) = of_means([row, row | {"value": 2.2}, gone], 2)
    assert found.caveat.startswith("Only sites whose own numbers are shown count here.")


def test_pay_is_the_latest_and_says_why_there_is_none(shown_demonstration):
    sites = {one.site_id: one for one in site_records.pay(shown_demonstration("payment")).sites}
    assert sites["old-orchard"].value == pytest.approx(0.3529, abs=1e-4)
    assert sites["windmill-field"].why == "unpaid"
    assert "hours worked aren't known" in sites["stonebridge"].why


# Drawings


@pytest.fixture
def four(surveyed):
    """Sites in two levels; site d with too few people for the shareable view."""

    def publish(small=(1, 2, 3)):
        scores = {
            (site, wave): people
            for wave in DAYS
            for site, people in {
                "a": [2, 3] * 7,
                "b": [3, 4] * 7,
                "c": [4, 5] * 7,
                "d": list(small),
            }.items()
        }
        return surveyed(scores, **placed({}))

    return publish


def drawn(given, view, order="income", look=site_rows.strips):
    score = given("score", view)
    levels = by_income.levels_at(score, "at_wave", "before", "Before")
    series = [site_values.scores(score, *OF, wave, levels) for wave in DAYS]
    if look is small_multiples:
        every = site_values.Series("Mood", tuple(series), ("Before", "After"))
        return small_multiples(every, levels, order)
    return look(series[0], levels, order)


def test_each_level_has_its_marker_its_strip_and_its_caution_on_the_drawing(four):
    chart = drawn(four(), "team")
    said = " ".join(texts(chart))
    assert "2 low, 2 high." in said
    assert "With so few sites a level is its sites" in said
    assert "<b>Low income, 2 sites</b>" in said
    symbols = [(trace["name"], trace["marker"]["symbol"]) for trace in chart.figure["data"][:4]]
    # The strips of both levels first, hollow; then each site with its interval.
    assert symbols == [("low", "circle"), ("high", "triangle-up")] * 2
    strip, sites = chart.figure["data"][0], chart.figure["data"][2]
    assert sorted(strip["x"]) == sorted(sites["x"]) == [2.0, 3.5]
    assert len(set(strip["y"])) == 1
    assert "error_x" not in strip
    assert min(sites["error_x"]["array"]) > 0


@pytest.mark.parametrize("look", [site_rows.strips, site_rows.forest, small_multiples])
@pytest.mark.parametrize("order", ["income", "name", "value"])
def test_what_is_hidden_changes_nothing_that_leaves_the_shareable_view(four, look, order):
    first = everything(drawn(four(), "shareable", order, look))
    assert "hidden: fewer than 10 people" in first
    assert first == everything(drawn(four((5, 5, 5, 4)), "shareable", order, look))
    assert first != everything(drawn(four(), "team", order, look))


def test_a_level_of_one_site_is_merged_in_the_shareable_view_only(surveyed):
    scores = {(site, "before"): [2, 3, 4] * 4 for site in ("a", "b", "c")}
    given = surveyed(scores, **placed({}))
    assert "<b>Low income, 2 sites</b>" in texts(drawn(given, "team"))
    only = surveyed(
        scores,
        sites=[{"site_id": "a"}, {"site_id": "b", "country_iso3": "UGA"}, {"site_id": "c"}],
        waves=placed({})["waves"],
    )
    assert "<b>Low income, 1 site</b>" in texts(drawn(only, "team"))
    said = texts(drawn(only, "shareable"))
    assert "<b>Income levels with one site each</b>" in said
    assert "<b>Low income, 1 site</b>" not in said


def test_the_order_by_value_says_what_it_is_worth(four):
    notes = " ".join(drawn(four(), "team", "value").notes)
    assert "the order says little" in notes
    # Sites of 14 half a point to both sides of 2.5, 3.5 and 4.5 differ; d of three is unsure.
    assert "Of 6 pairs of sites, 3 can be told apart beyond chance (Welch's t" in notes
    assert "order" not in " ".join(drawn(four(), "team", "name").notes)


def test_the_forest_has_the_estimate_of_all_and_the_new_site(four):
    chart = drawn(four(), "team", look=site_rows.forest)
    found = texts(chart)
    assert "All 4 sites together" in found
    assert "A new site" in found
    whole = chart.table.filter(pl.col("Site") == "All 4 sites together").row(0, named=True)
    assert whole["Lower"] < whole["Value"] < whole["Upper"]
    assert any(note.startswith("How far sites differ: tau ") for note in chart.notes)


def test_shifts_take_the_estimates_of_the_measure(shown_demonstration):
    for view in ("team", "shareable"):
        shift, pooled = (shown_demonstration(name, view) for name in ("shift", "pooled_shift"))
        found = compared(shift, pooled, "psa12", "total", "before", "m18")
        values = site_values.shifts(found, shift, pooled)
        assert values.together[0].value == found.total["value"]
        shown = [row["value"] for row in found.sites if not row["hidden"]]
        assert [one.value for one in values.sites if one.value is not None] == [
            one for one in shown if one is not None
        ]


def test_a_small_chart_is_an_image_with_its_own_words_for_each_site(four):
    figure = drawn(four(), "team", look=small_multiples).figure
    assert figure.count("<img ") == 4
    assert "<svg" not in figure
    assert 'alt="Site d, Low income: Before: 2.00 (' in figure
    # No site has a number that another one shows: one scale for all.
    assert unquote(figure).count(">5</text>") == 4


# Words


def test_the_sentence_says_what_can_be_said_and_what_cannot(four):
    given = four()
    score = given("score")
    levels = by_income.levels_at(score, "at_wave", "before", "Before")
    values = site_values.scores(score, *OF, "before", levels)
    said = reading.headline(values, levels)
    assert said.startswith("Mood at Before: 2.00 to 4.50 over 4 sites, ")
    assert said.endswith(
        "; whether income level makes a difference can't be told from so few sites (2 low, 2 high)."
    )


def test_without_a_number_the_axis_is_the_whole_scale(shown_demonstration):
    shown = shown_demonstration("score")
    levels = by_income.levels_at(shown, "at_wave", "before", "Before")
    values = site_values.scores(shown, "psa12", "total", "before", levels)
    silent = tuple(replace(one, value=None, lower=None, upper=None) for one in values.sites)
    axis = axis_of(replace(values, sites=silent, together=()), 5)
    assert (axis.ticks[0], axis.ticks[-1]) == (1.0, 5.0)


def test_nothing_to_show_is_said():
    values = site_values.SiteValues("score", "Mood", SITES[2:3], 1.0, 5.0, 2, False, "", "", None)
    assert reading.headline(values, LEVELS) == ("Mood: no site has a number that can be shown.")


def test_chosen_sites_are_read_one_by_one_since_estimates_are_of_all(shown_demonstration):
    chosen = {"sites": ("lakeside", "riverside", "cedar-court")}
    shift, pooled = (shown_demonstration(name, **chosen) for name in ("shift", "pooled_shift"))
    found = compared(shift, pooled, "psa12", "total", "before", "m18")
    values = site_values.shifts(found, shift, pooled)
    levels = by_income.levels_at(shift, "at_wave", "before", "Before")
    assert reading.headline(values, levels) == (
        "Attitude to peer support (all 12 items), Before to 18 months: rose at Riverside; fell at "
        "Lakeside; no clear change at Cedar Court; whether income level makes a difference can't "
        "be told from so few sites (1 lower-middle, 2 high)."
    )
    assert any("not only the chosen ones" in note for note in values.notes)


def test_statements_about_a_whole_income_level_are_said_to_be_that(published):
    named = {"scope": "site", "stance": "benefit"}
    at_level = named | {"scope": "income_group"}
    snapshot = published(
        {
            "sites": [{"site_id": "a"}, {"site_id": "b", "country_iso3": "UGA"}],
            "themes": [
                {"theme_id": "top", "label": "Hope"},
                {"theme_id": "below", "parent_id": "top"},
            ],
            "statements": [
                named | {"theme_id": "top"},
                at_level | {"theme_id": "below", "stance": "concern"},
                at_level | {"theme_id": "below", "site_id": "b"},
            ],
        }
    )
    shown = disclosure.shown(measures.answer("themes", snapshot), "team")
    levels = by_income.levels_at(shown, "at_baseline", "pre", "Before")
    chart = said_by_income.themes(shown, "top", "pre", levels, "income")
    assert "The site itself is named in only 1 of these 3 statements." in chart.figure
    assert chart.table.select("Site", "Benefit", "Concern").rows() == [
        ("Site a", 1, 1),
        ("Site b", 1, 0),
    ]
    assert "reported at 2 of 2 sites (2 sites with benefits, 1 site with concerns)" in chart.alt
