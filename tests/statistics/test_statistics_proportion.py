"""Wilson's interval of a share, against published figures and statsmodels."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint

from bridgeboard.statistics import proportion


@pytest.mark.parametrize(
    ("count", "n", "lower", "upper"),
    # Newcombe 1998, doi:10.1002/(SICI)1097-0258(19980430)17:8<857::AID-SIM777>3.0.CO;2-E, table I,
    # method 3 (score, no continuity correction).
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_published_intervals_come_out(count, n, lower, upper):
    found = proportion(count, n)
    assert found.share == count / n
    assert (round(found.lower, 4), round(found.upper, 4)) == (lower, upper)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_statsmodels_says_the_same(of):
    count, n = of
    lower, upper = proportion_confint(count, n, method="wilson")
    found = proportion(count, n)
    assert found.lower == pytest.approx(lower, abs=1e-12)
    assert found.upper == pytest.approx(upper, abs=1e-12)


@given(st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_others_share_has_the_interval_turned_round(of):
    count, n = of
    one, other = proportion(count, n), proportion(n - count, n)
    assert one.lower == pytest.approx(1 - other.upper)
    assert 0 <= one.lower <= one.share <= one.upper <= 1


def test_nobody_has_no_share_and_what_cannot_be_is_refused():
    assert proportion(0, 0).share is None
    assert proportion(0, 0).lower is None
    for count, n in ((3, 2), (-1, 2)):
        with pytest.raises(ValueError, match="must lie between 0 and n"):
            proportion(count, n)
    with pytest.raises(ValueError, match="level"):
        proportion(1, 2, level=1)
