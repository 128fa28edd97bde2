"""detectable: by hand, at its edges, and whether a shift of that size is shown so often."""

import math
import statistics

import numpy as np
import polars as pl
import pytest
from scipy import stats

from bridgeboard import settings
from bridgeboard.measures.detectable import PLANNED, detectable
from bridgeboard.measures.pooled_shift import pooled_shift
from tests.measures import plain
from tests.measures.surveys import instrument_file, linked, people, waves


@pytest.fixture
def programme(published, tmp_path):
    """Publish scores: programme(scores, settings, labels, sites) -> rows of detectable."""

    def publish(scores, programme=None, labels=("Before", "After"), sites=None):
        instrument_file(tmp_path / "programme")
        tables = people(scores) | {"waves": waves(*labels)}
        if sites is not None:
            tables["sites"] = sites
        given = {"instruments": ["mood"]} | (programme or {})
        return detectable(published(tables, given))

    return publish


def planned(frame, n, design="unpaired"):
    """The one row of n people planned."""
    found = frame.filter(kind="planned", n_planned=n, design=design)
    assert found.height == 1
    return found.row(0, named=True)


def present(frame, site="a", design="unpaired"):
    """The one row of a site's present number of people."""
    found = frame.filter(kind="present", site_id=site, design=design)
    assert found.height == 1
    return found.row(0, named=True)


def power_of(shift, sd, n, correlation=None):
    """The chance that a two-sided t test shows this shift, by the noncentral t."""
    degrees = 2 * n - 2 if correlation is None else n - 1
    se = sd * math.sqrt(2 * (1 - (correlation or 0)) / n)
    critical = stats.t.ppf(0.975, degrees)
    above = stats.nct.sf(critical, degrees, shift / se)
    return above + stats.nct.cdf(-critical, degrees, shift / se)


def test_the_spread_is_that_within_site_and_wave(programme):
    # Squares 200, 2 and 50 of 2, 1 and 1 degrees of freedom; one person alone says nothing.
    frame = programme(
        {
            ("a", "before"): [10, 20, 30],
            ("a", "after"): [50, 52],
            ("b", "before"): [0, 10],
            ("b", "after"): [60],
        }
    )
    found = planned(frame, 10)
    sd = math.sqrt(252 / 4)
    assert found["sd"] == pytest.approx(sd)
    assert (found["n"], found["n_sites"]) == (7, 2)
    assert (found["is_total"], found["site_name"], found["status"]) == (True, "All sites", "ok")
    assert power_of(found["value"], sd, 10) == pytest.approx(0.8, abs=1e-6)
    assert set(frame.filter(kind="planned")["n_planned"]) == set(PLANNED)


def test_more_people_show_smaller_shifts_and_pairs_smaller_ones_still(demonstration):
    frame = detectable(demonstration).filter(kind="planned")
    for (_, _), part in frame.group_by("scale_id", "design"):
        part = part.sort("n_planned")
        for column in ("value", "half_width", "pooled_value"):
            assert (part[column].diff().drop_nulls() < 0).all()
    both = frame.filter(design="unpaired").join(
        frame.filter(design="paired", n_planned=30), on=["scale_id", "n_planned"]
    )
    assert (both["value_right"] < both["value"]).all()


def test_a_site_is_told_what_as_many_people_as_now_would_show(programme):
    frame = programme(
        {
            ("a", "before"): [10, 20, 30, 40, 50],
            ("a", "after"): [10, 20, 30, 40],
            ("b", "before"): [10, 20, 30, 40, 50],
            ("c", "after"): [10, 20],
        },
        sites=[{"site_id": s} for s in "abcd"],
    )
    # The latest wave with scores counts.
    for site, n in (("a", 4), ("b", 5)):
        found, as_many = present(frame, site), planned(frame, n)
        assert (found["n_planned"], found["status"], found["is_total"]) == (n, "ok", False)
        assert (found["value"], found["half_width"]) == (as_many["value"], as_many["half_width"])
        assert (found["pooled_value"], found["n_sites"], found["tau"]) == (None, None, None)
    two, nobody = present(frame, "c"), present(frame, "d")
    assert (two["n_planned"], two["status"], two["value"]) == (2, "not enough data", None)
    assert (nobody["n_planned"], nobody["status"], nobody["value"]) == (0, "no answers", None)
    assert frame["site_name"].unique(maintain_order=True).to_list() == [
        *(f"Site {s}" for s in "abcd"),
        "All sites",
    ]


def test_pairs_rest_on_the_correlation_within_sites(programme):
    chance = np.random.default_rng(7)
    scores, x, y = {}, [], []
    for start, site in enumerate("ab"):
        before = chance.integers(10, 40, 8).tolist()
        after = [int(b + chance.integers(-5, 6)) + 10 * start for b in before]
        first, second = linked(before, after, 8 * start)
        scores |= {(site, "before"): first, (site, "after"): second}
        x += [b - statistics.fmean(before) for b in before]
        y += [a - statistics.fmean(after) for a in after]
    found = planned(programme(scores), 12, "paired")
    r = sum(a * b for a, b in zip(x, y, strict=True)) / math.sqrt(
        sum(a * a for a in x) * sum(b * b for b in y)
    )
    assert found["correlation"] == pytest.approx(r)
    assert found["correlation_basis"] == "observed: Before to After"
    assert power_of(found["value"], found["sd"], 12, r) == pytest.approx(0.8, abs=1e-6)


@pytest.mark.parametrize(("n_linked", "observed"), [(9, False), (10, True)])
def test_fewer_than_ten_linked_people_say_nothing_of_the_correlation(programme, n_linked, observed):
    before = list(range(n_linked))
    first, second = linked(before, [b + b % 3 for b in before])
    frame = programme({("a", "before"): first, ("a", "after"): second})
    found, unpaired = planned(frame, 12, "paired"), planned(frame, 12)
    assert (found["correlation"] != 0.5) == observed
    assert (found["correlation_basis"] == "observed: Before to After") == observed
    assert (unpaired["correlation"], unpaired["correlation_basis"]) == (None, None)


def test_one_linked_person_a_site_says_nothing_of_the_correlation(programme):
    scores = {}
    for n, site in enumerate("abcdefghijkl"):
        first, second = linked([n], [2 * n], n)
        scores |= {(site, "before"): [*first, 3, 8], (site, "after"): second}
    assert planned(programme(scores), 12, "paired")["correlation"] == 0.5


def test_sites_together_rest_on_how_far_they_differed(demonstration):
    tau = pooled_shift(demonstration).filter(
        pl.col("is_total"),
        from_wave_id="before",
        to_wave_id="m18",
        scale_id="total",
        design="unpaired",
        metric="points",
    )["tau"][0]
    frame = detectable(demonstration).filter(scale_id="total")
    found = planned(frame, 5)
    assert (found["tau"], found["n_sites"]) == (pytest.approx(tau), 12)
    se = math.sqrt((2 * found["sd"] ** 2 / 5 + tau**2) / 12)
    critical = stats.t.ppf(0.975, 11)
    shown = stats.nct.sf(critical, 11, found["pooled_value"] / se)
    shown += stats.nct.cdf(-critical, 11, found["pooled_value"] / se)
    assert shown == pytest.approx(0.8, abs=1e-6)
    # A site's true shift is no other because the same people are asked.
    assert planned(frame, 5, "paired")["tau"] == found["tau"]


def test_one_wave_says_nothing_of_how_far_sites_differ(programme):
    frame = programme({("a", "before"): [10, 20, 30], ("b", "before"): [20, 25, 40]})
    found = planned(frame, 10)
    assert (found["tau"], found["pooled_value"]) == (None, None)
    assert found["value"] is not None


def test_sites_that_must_not_be_compared_are_not_pooled(programme):
    scores = {(s, w): [10, 20, 30] for s in "abc" for w in ("before", "after")}
    sites = [
        {"site_id": s, "comparable_across_waves": c}
        for s, c in zip("abc", ("yes", "unknown", "no"), strict=True)
    ]
    assert planned(programme(scores, sites=sites), 10)["n_sites"] == 2


@pytest.mark.parametrize(
    ("scores", "status"),
    [
        ({("a", "before"): [7, 7, 7]}, "no spread"),
        ({("a", "before"): [7, 9]}, "not enough data"),
        ({("a", "before"): [None]}, "not enough data"),
    ],
)
def test_without_a_spread_nothing_can_be_planned(programme, scores, status):
    found = planned(programme(scores), 10)
    assert (found["status"], found["value"], found["half_width"]) == (status, None, None)


def test_the_programmes_minimum_is_kept(programme):
    frame = programme({("a", "before"): [10, 20, 30, 40]}, {"minimum_n": 5})
    assert planned(frame, 4)["status"] == "not enough data"
    assert planned(frame, 5)["status"] == "ok"
    assert present(frame)["status"] == "not enough data"


def test_a_shift_of_that_size_is_shown_four_times_in_five(programme):
    # 4,000 pairs of waves of six people each, as normal as they come.
    frame = programme({("a", "before"): [10, 20, 30]})
    found = planned(frame, 6)
    chance = np.random.default_rng(1)
    before = chance.normal(0, found["sd"], (4000, 6))
    after = chance.normal(found["value"], found["sd"], (4000, 6))
    lower, upper = stats.ttest_ind(after, before, axis=1).confidence_interval(0.95)
    assert ((lower > 0) | (upper < 0)).mean() == pytest.approx(0.8, abs=0.02)
    assert ((upper - lower) / 2).mean() == pytest.approx(found["half_width"], rel=0.03)


def test_the_demonstrations_spread_counted_from_its_files(demonstration):
    scores = plain.scores(plain.Programme(settings.DATA / "demonstration"))
    groups = [p for (_, _, _, scale), (p, _) in scores.items() if scale == "total" and len(p) > 1]
    squares = sum(statistics.variance(p) * (len(p) - 1) for p in groups)
    degrees = sum(len(p) - 1 for p in groups)
    found = planned(detectable(demonstration).filter(scale_id="total"), 30)
    assert found["sd"] == pytest.approx(math.sqrt(squares / degrees))
    assert found["n"] == sum(len(p) for p in groups)


def test_an_instrument_without_scales_has_no_row(published):
    assert detectable(published({}, {"instruments": ["pcat"]})).is_empty()
