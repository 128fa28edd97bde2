"""shift: by hand, at its edges, and against a slow second version."""

import math
import random
import statistics
from itertools import combinations

import polars as pl
import pytest
from scipy import stats

from bridgeboard import settings
from bridgeboard.measures.shift import shift
from tests.measures import plain
from tests.measures.surveys import linked, row


def test_other_people_by_hand(shifts):
    # 10 20 30: mean 20, squares 200. 20 30 50: mean 100/3, squares 1400/3.
    found = row(shifts({("a", "before"): [10, 20, 30], ("a", "after"): [50, 20, 30]}))
    shift_by_hand = 100 / 3 - 20
    parts = 200 / 2 / 3, 1400 / 3 / 2 / 3
    se = math.sqrt(sum(parts))
    degrees = sum(parts) ** 2 / (parts[0] ** 2 / 2 + parts[1] ** 2 / 2)
    margin = stats.t.ppf(0.975, degrees) * se
    assert found["value"] == pytest.approx(shift_by_hand)
    assert (found["lower"], found["upper"]) == pytest.approx(
        (shift_by_hand - margin, shift_by_hand + margin)
    )
    assert found["se"] == pytest.approx(se)
    # J(4) = gamma(2) / (sqrt(2) gamma(1.5)).
    sd = math.sqrt((200 + 1400 / 3) / 4)
    g = shift_by_hand / sd / (math.sqrt(2) * math.gamma(1.5))
    assert found["g"] == pytest.approx(g)
    assert found["g_variance"] == pytest.approx(2 / 3 + g**2 / 12)
    # 20 is above one and below one, 30 above two, 50 above three: (0 + 2 + 3) / 9.
    assert found["delta"] == pytest.approx(5 / 9)
    assert (found["n_from"], found["n_to"], found["n_pairs"]) == (3, 3, 0)
    assert (found["status"], found["reason"]) == ("ok", None)
    assert found["reading"] == "no clear change"
    assert found["test"] == "Mann-Whitney, normal approximation, ties corrected"
    assert found["points_from"] == [10, 20, 30]
    assert found["points_to"] == [20, 30, 50]
    assert [found[name] for name in ("hl", "hl_lower", "hl_upper")] == [None] * 3


def test_the_same_people_by_hand(shifts):
    # Changes 10 5 15 4: mean 8.5, squares 77.
    before, after = linked([10, 20, 30, 40], [20, 25, 45, 44])
    frame = shifts({("a", "before"): [*before, 60], ("a", "after"): after[::-1]})
    found = row(frame, design="paired")
    sd = math.sqrt(77 / 3)
    margin = 3.182446 * sd / 2
    assert (found["n_from"], found["n_to"], found["n_pairs"]) == (4, 4, 4)
    assert found["value"] == pytest.approx(8.5)
    assert (found["lower"], found["upper"]) == pytest.approx((8.5 - margin, 8.5 + margin), abs=1e-5)
    assert found["reading"] == "rose"
    # J(3) = gamma(1.5) / sqrt(1.5).
    g = 8.5 / sd * math.gamma(1.5) / math.sqrt(1.5)
    assert found["g"] == pytest.approx(g)
    assert found["g_variance"] == pytest.approx(1 / 4 + g**2 / 8)
    # Means of two: 4 4.5 5 7 7.5 9.5 10 10 12.5 15.
    assert found["hl"] == pytest.approx(8.5)
    # All four rise: 1 of 16 ways, two-sided.
    assert found["p"] == pytest.approx(2 / 16)
    assert found["test"] == "Wilcoxon, exact"
    assert found["delta"] is None
    assert sorted(zip(found["points_from"], found["points_to"], strict=True)) == [
        *((10, 20), (20, 25), (30, 45), (40, 44))
    ]
    unpaired = row(frame)
    assert (unpaired["n_from"], unpaired["n_to"], unpaired["n_pairs"]) == (5, 4, 4)
    assert unpaired["mean_from"] == 32


def test_a_shift_the_other_way_round_is_the_same_with_the_other_sign(shifts):
    scores = [11, 14, 30, 8, 9], [25, 31, 40, 39]
    up = row(shifts({("a", "before"): scores[0], ("a", "after"): scores[1]}))
    down = row(shifts({("a", "before"): scores[1], ("a", "after"): scores[0]}))
    assert (up["reading"], down["reading"]) == ("rose", "fell")
    for name, low, high in (
        ("value", "lower", "upper"),
        ("g", "g_lower", "g_upper"),
        ("delta", "delta_lower", "delta_upper"),
    ):
        assert up[name] == pytest.approx(-down[name])
        assert (up[low], up[high]) == pytest.approx((-down[high], -down[low]))
    assert up["p"] == pytest.approx(down["p"])


def test_four_people_a_wave_have_a_shift_and_an_interval(shifts):
    found = row(shifts({("a", "before"): [1, 2, 3, 4], ("a", "after"): [2, 3, 4, 6]}))
    assert found["status"] == "ok"
    assert found["lower"] < found["value"] < found["upper"]


@pytest.mark.parametrize(
    ("before", "after", "value", "reason"),
    [
        (
            [7] * 4,
            [7] * 3,
            0,
            "Everyone has the same score at both waves, so there is no interval.",
        ),
        ([7] * 4, [9] * 3, 2, "At each wave everyone has the same score, so there is no interval."),
    ],
)
def test_without_any_spread_there_is_a_value_and_no_interval(shifts, before, after, value, reason):
    found = row(shifts({("a", "before"): before, ("a", "after"): after}))
    assert (found["status"], found["reason"], found["value"]) == ("no spread", reason, value)
    assert [found[c] for c in ("lower", "upper", "se", "g", "reading")] == [None] * 5
    assert (found["mean_from"], found["mean_to"]) == (before[0], after[0])


def test_pairs_that_all_change_alike_have_no_interval(shifts):
    before, after = linked([1, 5, 9], [3, 7, 11])
    found = row(shifts({("a", "before"): before, ("a", "after"): after}), design="paired")
    assert (found["status"], found["value"]) == ("no spread", 2)
    assert (
        found["reason"] == "Everyone's score changed by the same amount, so there is no interval."
    )
    assert found["lower"] is None


def test_one_wave_without_spread_still_has_an_interval(shifts):
    found = row(shifts({("a", "before"): [5, 5, 5], ("a", "after"): [5, 6, 7]}))
    # Welch: only the later wave adds, with 2 degrees of freedom; t = 4.302653.
    assert found["value"] == 1
    assert found["upper"] == pytest.approx(1 + 4.302653 / math.sqrt(3), abs=1e-5)


def test_a_programme_with_one_wave_or_without_scales_has_no_row(published):
    assert shift(published()).is_empty()
    one = {"answers": [{"respondent_id": "r1", "item_id": "b1", "value": 4}]}
    assert shift(published(one)).is_empty()
    two = {"waves": [{"wave_id": "pre"}, {"wave_id": "post"}]}
    assert shift(published(two, {"instruments": ["pcat"]})).is_empty()


SITES = "abcdefghijkl"


def mixed(seed):
    """A programme with ties, codes, people who left, sites without waves: {(site, wave): [...]}."""
    chance = random.Random(seed)
    scores = {}
    for site in SITES:
        home = [f"{site}{n}" for n in range(12)]
        for wave in ("before", "mid", "after"):
            n = chance.choice([0, 2, 3, 4, 5, 8, 10, 12])
            coarse = chance.choice([1, 10])
            codes = chance.sample(home, n)
            scores[site, wave] = [
                (chance.randrange(0, 61, coarse), chance.choice([code, code, None]))
                for code in codes
            ]
    return scores


def test_every_row_equals_a_slow_second_version(shifts):
    scores = mixed(seed=1)
    frame = shifts(scores, labels=("Before", "Mid", "After"), sites=[{"site_id": s} for s in SITES])
    n_ok = 0
    raw = {}
    for found in frame.iter_rows(named=True):
        site, design = found["site_id"], found["design"]
        first, second = (scores[site, found[f"{end}_wave_id"]] for end in ("from", "to"))
        after_of = {code: score for score, code in second if code}
        pairs = sorted((s, after_of[code]) for s, code in first if code in after_of)
        assert found["n_pairs"] == len(pairs)
        if design == "paired":
            first, second = [a for a, _ in pairs], [b for _, b in pairs]
        else:
            first, second = sorted(s for s, _ in first), sorted(s for s, _ in second)
        assert (found["points_from"], found["points_to"]) == (first, second)
        if min(len(first), len(second)) < 3:
            assert found["value"] is None
            continue
        n_ok += 1
        slow = slow_paired(first, second) if design == "paired" else slow_unpaired(first, second)
        for name, value in slow.items():
            assert found[name] == pytest.approx(value, rel=1e-8, abs=1e-9), name
        key = found["from_wave_id"], found["to_wave_id"], design
        raw.setdefault(key, []).append((slow["p"], found["p_holm"]))
    assert n_ok > 20
    for each in raw.values():
        ordered = sorted(each)
        least = 0
        for left, (p, holm) in zip(range(len(ordered), 0, -1), ordered, strict=True):
            least = max(least, min(1, p * left))
            assert holm == pytest.approx(least)


def slow_unpaired(first, second):
    """Welch, Cliff and Mann-Whitney by scipy and by counting."""
    test = stats.ttest_ind(second, first, equal_var=False)
    lower, upper = test.confidence_interval(0.95)
    n, m = len(first), len(second)
    degrees = n + m - 2
    sd = math.sqrt(
        ((n - 1) * statistics.variance(first) + (m - 1) * statistics.variance(second)) / degrees
    )
    value = statistics.fmean(second) - statistics.fmean(first)
    g = value / sd * j(degrees)
    tied = len({*first, *second}) < n + m
    return {
        "value": value,
        "lower": lower,
        "upper": upper,
        "g": g,
        "g_variance": 1 / n + 1 / m + g * g / (2 * (n + m)),
        "delta": sum((b > a) - (b < a) for a in first for b in second) / (n * m),
        "p": stats.mannwhitneyu(second, first, method="asymptotic" if tied else "exact").pvalue,
    }


def slow_paired(first, second):
    """Student, SMCC, the median of Walsh averages and Wilcoxon."""
    change = [b - a for a, b in zip(first, second, strict=True)]
    n = len(change)
    lower, upper = stats.ttest_1samp(change, 0).confidence_interval(0.95)
    g = statistics.fmean(change) / statistics.stdev(change) * j(n - 1)
    walsh = [*change, *((a + b) / 2 for a, b in combinations(change, 2))]
    sizes = [abs(c) for c in change if c]
    exact = len(sizes) == n and len(set(sizes)) == n
    p = stats.wilcoxon(
        change,
        zero_method="wilcox",
        correction=not exact,
        method="exact" if exact else "approx",
    ).pvalue
    return {
        "value": statistics.fmean(change),
        "lower": lower,
        "upper": upper,
        "g": g,
        "g_variance": 1 / n + g * g / (2 * n),
        "hl": statistics.median(walsh),
        "p": p,
    }


def j(degrees):
    return math.exp(math.lgamma(degrees / 2) - math.lgamma((degrees - 1) / 2)) / math.sqrt(
        degrees / 2
    )


def test_one_site_of_the_demonstration_by_another_library(demonstration):
    scores = plain.scores(plain.Programme(settings.DATA / "demonstration"))
    first, _ = scores["lakeside", "before", "psa12", "total"]
    second, _ = scores["lakeside", "m18", "psa12", "total"]
    found = row(
        shift(demonstration),
        site="lakeside",
        from_wave_id="before",
        to_wave_id="m18",
        scale_id="total",
    )
    assert (found["n_from"], found["n_to"]) == (len(first), len(second))
    lower, upper = stats.ttest_ind(second, first, equal_var=False).confidence_interval(0.95)
    assert found["value"] == pytest.approx(statistics.fmean(second) - statistics.fmean(first))
    assert (found["lower"], found["upper"]) == pytest.approx((lower, upper))
    assert found["months"] == 20


def test_every_site_wave_pair_scale_and_design_of_the_demonstration_has_one_row(demonstration):
    frame = shift(demonstration)
    assert frame.height == 12 * 6 * 5 * 2
    keys = ["site_id", "from_wave_id", "to_wave_id", "scale_id", "design"]
    assert frame.select(keys).is_duplicated().sum() == 0
    ok = frame.filter(status="ok")
    assert ok.select(pl.col("lower") <= pl.col("value")).to_series().all()
    assert ok.select(pl.col("value") <= pl.col("upper")).to_series().all()
    read = {
        (r["reading"], r["lower"] > 0, r["upper"] < 0)
        for r in ok.select("reading", "lower", "upper").to_dicts()
    }
    assert read == {
        ("rose", True, False),
        ("fell", False, True),
        ("no clear change", False, False),
    }
    assert frame.filter(pl.col("reason").is_null() != pl.col("status").is_in(["ok"])).is_empty()


def test_it_is_computed_once_for_a_snapshot(demonstration):
    assert shift(demonstration) is shift(demonstration)
