"""The shift in words: the answer, what it rests on, each statistic, and the focus groups."""

from dataclasses import replace

import pytest

from bridgeboard.charts import words
from bridgeboard.charts.comparison import compared
from bridgeboard.charts.readings import shift as reading
from tests.measures.surveys import linked

OF = ("mood", "mood", "before", "after")
DEMO = ("psa12", "total", "before", "m18")
LOW, HIGH = [1, 2, 1, 2, 1, 2], [4, 5, 4, 5, 4, 5]


def headline(*of, **how):
    return reading.headline(compared(*of, **how))


def rests_on(*of, **how):
    return reading.rests_on(compared(*of, **how))


def plain_words(*of, **how):
    return reading.plain_words(compared(*of, **how))


def pair(given, view="team", **filters):
    return given("shift", view, **filters), given("pooled_shift", view, **filters)


def row_of(shift, site, design="unpaired"):
    return shift.frame.filter(site_id=site, design=design).row(0, named=True)


def test_one_site_that_rose(surveyed):
    given = surveyed({("a", "before"): LOW, ("a", "after"): HIGH})
    row = row_of(given("shift"), "a")
    assert headline(*pair(given), *OF) == (
        "At Site a “Mood” rose by 3.00 points (95 % interval "
        f"{row['lower']:.2f} to {row['upper']:.2f}) from Wave before to Wave after, on a scale "
        "from 1 to 5 where higher is better. 6 and 6 people."
    )


def test_a_fall_reads_as_a_size_with_its_interval_in_the_same_direction(surveyed):
    given = surveyed({("a", "before"): HIGH, ("a", "after"): LOW})
    row = row_of(given("shift"), "a")
    said = headline(*pair(given), *OF)
    assert f"fell by 3.00 points (95 % interval {-row['upper']:.2f} to {-row['lower']:.2f})" in said


def test_an_interval_with_0_in_it_is_never_no_change(surveyed):
    given = surveyed({("a", "before"): [1, 2, 3, 4], ("a", "after"): [1, 2, 3, 5]})
    row = row_of(given("shift"), "a")
    said = headline(*pair(given), *OF)
    assert said.startswith("At Site a it can't be said whether “Mood” moved")
    assert "+0.25 points" in said
    assert "4 people at each wave" in said
    low, high = f"{-row['lower']:.2f}", f"{row['upper']:.2f}"
    assert said.endswith(f"Anything from a fall of {low} to a rise of {high} fits these answers.")


def test_several_sites_are_read_together(shown_demonstration):
    shift, pooled = pair(shown_demonstration)
    total = pooled.frame.filter(
        instrument_id="psa12", scale_id="total", from_wave_id="before", to_wave_id="m18"
    ).filter(is_total=True, design="unpaired", metric="points")
    said = headline(shift, pooled, *DEMO)
    value, n = total["value"][0], total["n_sites"][0]
    assert f"on average over {n} sites" in said
    assert words.signed(value, 2) in said
    standardised = headline(shift, pooled, *DEMO, metric="standardised")
    assert "standard deviations" in standardised
    assert "on a scale from" not in standardised


def test_under_five_sites_the_caveat_comes_first(surveyed):
    scores = {("a", "before"): LOW, ("a", "after"): HIGH, ("b", "before"): LOW}
    given = surveyed(scores | {("b", "after"): HIGH})
    total = given("pooled_shift").frame.filter(is_total=True, design="unpaired", metric="points")
    assert headline(*pair(given), *OF).startswith(total["caveat"][0])


def test_chosen_sites_are_each_read_by_themselves(shown_demonstration):
    shift, pooled = pair(shown_demonstration, sites=("lakeside", "quiet-shore", "hillcrest"))
    said = headline(shift, pooled, *DEMO)
    assert said.endswith("at the 3 chosen sites: fell at Lakeside; no clear change at Quiet Shore.")


def test_why_nothing_can_be_said(surveyed, shown_demonstration):
    given = surveyed({("a", "before"): LOW, ("a", "after"): [3, 4]})
    reason = row_of(given("shift"), "a")["reason"]
    assert reason in headline(*pair(given), *OF)
    assert "Nobody answered at 18 months" in headline(
        *pair(shown_demonstration, sites=("hillcrest",)), *DEMO
    )
    assert "nothing to compare" in headline(*pair(given), "mood", "mood", "after", "before")
    assert rests_on(*pair(given), "mood", "mood", "after", "before") == ()


def test_everybody_alike_has_a_shift_and_no_interval(surveyed):
    given = surveyed({("a", "before"): [2, 2, 2], ("a", "after"): [4, 4, 4]})
    said = headline(*pair(given), *OF)
    assert "rose by 2.00 points" in said
    assert "there is no interval" in said
    given = surveyed({("a", "before"): [3, 3, 3], ("a", "after"): [3, 3, 3]})
    assert "is the same at Wave before and at Wave after" in headline(*pair(given), *OF)


def test_no_reading_speaks_of_significance_or_ranks(shown_demonstration):
    shift, pooled = pair(shown_demonstration)
    for design in ("unpaired", "paired"):
        for metric in ("points", "standardised"):
            how = {"design": design, "metric": metric}
            told = " ".join(
                [
                    headline(shift, pooled, *DEMO, **how),
                    *rests_on(shift, pooled, *DEMO, **how),
                    *(meaning for _, meaning in plain_words(shift, pooled, *DEMO, **how)),
                ]
            ).lower()
            for word in ("significan", "best", "worst", "highest", "lowest", "league"):
                assert word not in told


def test_it_rests_on_who_answered_and_says_design_and_reasons(shown_demonstration):
    shift, pooled = pair(shown_demonstration)
    said = rests_on(shift, pooled, *DEMO)
    assert said[0].startswith("Who: everybody with a score at each wave")
    assert "mostly different people" in said[0]
    assert "Not compared: Hillcrest. Nobody answered at 18 months." in said
    assert any("Palm Garden" in line and "Not known" in line for line in said)
    assert "Time: 20 months lie between Before and 18 months." in said
    assert any(line.startswith("Chance: 3 of 11") for line in said)
    paired = rests_on(shift, pooled, *DEMO, design="paired")
    assert paired[0].startswith("Who: only people known to have answered both times, 9 people")


def test_one_chosen_site_says_that_it_is_one_of_many(shown_demonstration, surveyed):
    chosen = pair(shown_demonstration, sites=("lakeside",))
    (said,) = (line for line in rests_on(*chosen, *DEMO) if line.startswith("Chance"))
    assert "one of 11 sites" in said
    assert said.endswith("this site does not stand out.")
    sites = {(site, wave): LOW for site in "abc" for wave in ("before", "after")}
    given = surveyed(sites | {("a", "after"): HIGH})
    (said,) = (
        line for line in rests_on(*pair(given, sites=("a",)), *OF) if line.startswith("Chance")
    )
    assert said.endswith("this site still stands out.")


def test_what_would_still_stand_out_is_not_guessed_where_it_is_hidden(shown_demonstration):
    shift, pooled = pair(shown_demonstration, "shareable")
    (said,) = (line for line in rests_on(shift, pooled, *DEMO) if line.startswith("Chance"))
    assert said.endswith("which sites still stand out is hidden in this view.")


def test_who_is_hidden_is_not_counted(shown_demonstration):
    shift, pooled = pair(shown_demonstration, "shareable")
    said = rests_on(shift, pooled, *DEMO)
    assert said[0].endswith("how many is hidden in this view.")
    reasons = [line for line in said if line.startswith("Not compared")]
    assert len(reasons) == 1
    assert "Hidden: fewer than 10 people" in reasons[0]


def test_items_that_were_not_asked_twice_are_named(shown):
    row = {
        "site_id": "a",
        "from_wave_id": "pre",
        "to_wave_id": "post",
        "from_wave_label": "Before",
        "to_wave_label": "After",
        "instrument_id": "x",
        "scale_id": "s",
        "scale_label": "Scale",
        "minimum": 1.0,
        "maximum": 5.0,
        "higher_is": "better",
        "design": "unpaired",
        "status": "not asked",
        "reason": "Nothing in common.",
        "n_items": 3,
        "n_items_scale": 5,
        "items_left_out": "One; Two",
        "versions": "X; X old",
    }
    said = rests_on(shown("shift", [row]), shown("pooled_shift", []), "x", "s", "pre", "post")
    assert any("3 of 5 were asked at both waves" in line and "One; Two" in line for line in said)
    assert any("X; X old were used" in line for line in said)


def test_each_statistic_is_read_with_this_site_s_own_numbers(surveyed):
    before, after = linked([1, 2, 3, 4, 2], [2, 4, 4, 5, 2])
    given = surveyed({("a", "before"): before, ("a", "after"): after})
    row = row_of(given("shift"), "a")
    terms = dict(plain_words(*pair(given), *OF))
    assert words.signed(row["g"], 2) in terms["Hedges' g"]
    assert words.signed(row["delta"], 2) in terms["Cliff's delta"]
    assert row["test"] in terms["p of the rank test"]
    assert "Hodges-Lehmann" not in terms
    paired = dict(plain_words(*pair(given), *OF, design="paired"))
    same = row_of(given("shift"), "a", "paired")
    assert words.signed(same["hl"], 2) in paired["Hodges-Lehmann"]
    assert "no 95 % interval from so few" in paired["Hodges-Lehmann"]
    assert "Cliff's delta" not in paired
    assert "Hedges' g" not in paired


def test_over_all_sites_the_prediction_and_how_sites_differ_are_read(shown_demonstration):
    shift, pooled = pair(shown_demonstration)
    terms = dict(plain_words(shift, pooled, *DEMO))
    assert "11 sites" in terms["Shift"]
    assert "one more site" in terms["Prediction interval"]
    assert terms["Hedges' g"].startswith("At Lakeside, for example, ")


@pytest.fixture
def psa12(demonstration):
    return demonstration.instruments["psa12"]


def _line(given, instrument, scale, *waves):
    named = dict(given.frame.select("wave_id", "wave_label").unique().iter_rows())
    labels = tuple(named.get(wave, f"Wave {wave}") for wave in waves)
    return reading.focus_group_line(
        given, instrument, instrument.scale(scale), *waves, labels=labels
    )


def test_the_focus_groups_theme_is_the_one_above_all_items(shown_demonstration, psa12):
    given = shown_demonstration("themes")
    said, theme = _line(given, psa12, "concerns", "before", "m18")
    row = given.frame.filter(theme_id="T2", wave_id="before").filter(is_total=True)
    assert theme == "T2"
    assert f"“Concerns”: {row['n_incl'][0]} statements at Before" in said
    assert f"{row['n_incl_concern'][0]} concerns" in said


def test_a_scale_over_several_themes_lists_them_and_leads_nowhere(shown_demonstration, psa12):
    said, theme = _line(shown_demonstration("themes"), psa12, "total", "before", "m18")
    assert theme is None
    for name in ("Expected benefits", "Concerns", "Roles and boundaries", "Collaboration"):
        assert f"“{name}”" in said


def test_one_chosen_site_has_its_own_statements_and_several_are_not_added(
    shown_demonstration, psa12
):
    one, _ = _line(
        shown_demonstration("themes", sites=("lakeside",)), psa12, "concerns", "before", "m18"
    )
    assert one.startswith("Focus groups at Lakeside on the same theme")
    two, _ = _line(
        shown_demonstration("themes", sites=("lakeside", "hillcrest")),
        psa12,
        "concerns",
        "before",
        "m18",
    )
    assert "of the 2 chosen sites at Before" in two


def test_without_focus_groups_or_a_mapping_it_is_said(shown_demonstration, psa12):
    said, theme = _line(shown_demonstration("themes"), psa12, "concerns", "x", "y")
    assert (said, theme) == ("No focus groups are loaded for Wave x or Wave y.", None)
    unmapped = replace(psa12, items=tuple(replace(item, theme_id=None) for item in psa12.items))
    said, theme = _line(shown_demonstration("themes"), unmapped, "concerns", "before", "m18")
    assert "not mapped to a theme" in said
    assert theme is None
