"""Numbers and names as every chart writes them."""

import pytest

from bridgeboard.charts import style, words
from bridgeboard.charts.comparison import Estimate


@pytest.mark.parametrize(
    ("value", "places", "written"),
    [(1234.5, 1, "1\u202f234.5"), (-0.2, 2, "−0.20"), (-0.001, 2, "0.00"), (0, 0, "0")],
)
def test_a_number_has_a_real_minus_and_none_before_0(value, places, written):
    assert words.number(value, places) == written


@pytest.mark.parametrize(
    ("value", "written"), [(0.314, "+0.31"), (-0.314, "−0.31"), (0.001, "0.00"), (100, "+100.00")]
)
def test_a_difference_has_its_sign(value, written):
    assert words.signed(value, 2) == written


def test_long_scales_need_fewer_decimals():
    assert words.places(1, 5) == 2
    assert words.places(0, 100) == 1
    assert (words.end(5.0), words.end(2.5)) == ("5", "2.5")


def test_only_names_that_run_to_the_left_are_kept_apart():
    assert words.isolated("Lakeside") == "Lakeside"
    assert words.isolated("מרכז 2") == "\u2068מרכז 2\u2069"
    assert words.isolated("مركز") == "\u2068مركز\u2069"


def test_a_reading_is_that_of_the_interval_and_never_of_the_value():
    assert Estimate(0.5, 0.1, 0.9).reading == words.ROSE
    assert Estimate(-0.5, -0.9, -0.1).reading == words.FELL
    assert Estimate(0.5, -0.1, 1.1).reading == words.NO_CLEAR_CHANGE
    assert Estimate(0.5, 0.0, 1.0).reading == words.NO_CLEAR_CHANGE
    assert Estimate(0.5).reading == ""


@pytest.mark.parametrize("reach", [0.07, 0.4, 1.0, 1.9, 4, 37, 2000])
@pytest.mark.parametrize("most", [3, 4, 10])
def test_ticks_are_round_and_never_more_than_asked_for(reach, most):
    step = style.tick_step(reach, most)
    assert most / 2.6 < reach / step <= most
    assert float(f"{step:.1e}".split("e")[0]) in (1.0, 2.0, 2.5, 5.0)
    assert round(step, style.decimals(step)) == pytest.approx(step)
