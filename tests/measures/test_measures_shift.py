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
from tests.measures.surveys import instrument_file, linked, people, waves

ESTIMATES = (
    *("mean_from", "from_lower", "from_upper", "mean_to", "to_lower", "to_upper"),
    *("value", "lower", "upper", "se", "g", "g_lower", "g_upper", "g_variance"),
    *("delta", "delta_lower", "delta_upper", "hl", "hl_lower", "hl_upper", "p", "p_holm"),
    *("test", "reading"),
)


@pytest.fixture
def programme(published, tmp_path):
    """Publish scores: programme(scores, labels of waves, sites, settings) -> rows of shift."""

    def publish(scores, labels=("Before", "After"), sites=None, programme=None):
        instrument_file(tmp_path / "programme")
        tables = people(scores) | {"waves": waves(*labels)}
        if sites is not None:
            tables["sites"] = sites
        return shift(published(tables, programme))

    return publish


def row(frame, site="a", design="unpaired", **where):
    """The one row of this site and design."""
    found = frame.filter(pl.col("site_id") == site, pl.col("design") == design)
    for name, value in where.items():
        found = found.filter(pl.col(name) == value)
    assert found.height == 1
    return found.row(0, named=True)


def test_other_people_by_hand(programme):
    # 10 20 30: mean 20, squares 200. 20 30 50: mean 100/3, squares 1400/3.
    found = row(programme({("a", "before"): [10, 20, 30], ("a", "after"): [50, 20, 30]}))
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


def test_the_same_people_by_hand(programme):
    # Changes 10 5 15 4: mean 8.5, squares 77.
    before, after = linked([10, 20, 30, 40], [20, 25, 45, 44])
    frame = programme({("a", "before"): [*before, 60], ("a", "after"): after[::-1]})
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


def test_a_shift_the_other_way_round_is_the_same_with_the_other_sign(programme):
    scores = [11, 14, 30, 8, 9], [25, 31, 40, 39]
    up = row(programme({("a", "before"): scores[0], ("a", "after"): scores[1]}))
    down = row(programme({("a", "before"): scores[1], ("a", "after"): scores[0]}))
    assert (up["reading"], down["reading"]) == ("rose", "fell")
    for name, low, high in (
        ("value", "lower", "upper"),
        ("g", "g_lower", "g_upper"),
        ("delta", "delta_lower", "delta_upper"),
    ):
        assert up[name] == pytest.approx(-down[name])
        assert (up[low], up[high]) == pytest.approx((-down[high], -down[low]))
    assert up["p"] == pytest.approx(down["p"])


#: What keeps a shift from being given: (before, after), status, reason, and how many have a score.
FEW = {
    "one wave only": (([1, 2, 3], []), "no answers", "Nobody answered at After."),
    "nobody at all": (([], []), "no answers", "Nobody answered at Before or at After."),
    "all left it out": (([None] * 4, [1, 2, 3]), "no answers", "Nobody answered at Before."),
    "one": (
        ([5], [1, 2, 3]),
        "not enough data",
        "1 person has a score at Before: at least 3 are needed.",
    ),
    "two": (
        ([1, 2, 3, 4], [4, 5]),
        "not enough data",
        "2 people have a score at After: at least 3 are needed.",
    ),
    "two and one": (
        ([1, 2], [4]),
        "not enough data",
        "2 people have a score at Before and 1 person at After: at least 3 are needed.",
    ),
}


def test_what_is_too_few_says_so_in_words(programme):
    scores = {
        (site, wave): each
        for site, (case, _, _) in FEW.items()
        for wave, each in zip(("before", "after"), case, strict=True)
    }
    scores = {(site.replace(" ", "-"), wave): each for (site, wave), each in scores.items()}
    # Four people at every wave elsewhere, so that both waves were asked.
    scores |= {("full", "before"): [1, 2, 3, 4], ("full", "after"): [2, 3, 4, 5]}
    frame = programme(scores, sites=[{"site_id": s.replace(" ", "-")} for s in (*FEW, "full")])
    for site, (case, status, reason) in FEW.items():
        found = row(frame, site=site.replace(" ", "-"))
        assert (found["status"], found["reason"]) == (status, reason)
        assert [found[name] for name in ESTIMATES] == [None] * len(ESTIMATES)
        points = [[s for s in each if s is not None] for each in case]
        assert [found["points_from"], found["points_to"]] == points
        assert [found["n_from"], found["n_to"]] == [len(p) for p in points]
    assert row(frame, site="full")["status"] == "ok"
    assert frame.height == 2 * (len(FEW) + 1)


def test_four_people_a_wave_have_a_shift_and_an_interval(programme):
    found = row(programme({("a", "before"): [1, 2, 3, 4], ("a", "after"): [2, 3, 4, 6]}))
    assert found["status"] == "ok"
    assert found["lower"] < found["value"] < found["upper"]


def test_no_pairs_and_too_few_of_them(programme):
    before, after = linked([1, 2, 3], [2, 3, 5])
    frame = programme(
        {
            ("a", "before"): [1, 2, 3],
            ("a", "after"): [2, 3, 5],
            ("b", "before"): [*before[:2], 4],
            ("b", "after"): [*after[:2], 4],
        }
    )
    none, two = row(frame, design="paired"), row(frame, site="b", design="paired")
    assert (none["status"], two["status"]) == ("not enough data",) * 2
    assert none["reason"] == (
        "No person code links a score at Before with one at After, so there are no pairs."
    )
    assert two["reason"] == (
        "2 people have a score at both Before and After: at least 3 are needed."
    )
    assert row(frame, site="b")["status"] == "ok"


def test_a_person_who_changed_site_is_no_pair(programme):
    before, after = linked([1, 2, 3], [2, 3, 5])
    frame = programme({("a", "before"): before, ("b", "after"): after})
    assert set(frame.filter(design="paired")["n_pairs"]) == {0}


def test_the_programme_may_ask_for_more_people_but_never_for_fewer_than_three(programme):
    scores = {("a", "before"): [1, 2, 3, 4], ("a", "after"): [2, 3, 4, 5, 6]}
    found = row(programme(scores, programme={"minimum_n": 5}))
    assert found["reason"] == "4 people have a score at Before: at least 5 are needed."


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
def test_without_any_spread_there_is_a_value_and_no_interval(
    programme, before, after, value, reason
):
    found = row(programme({("a", "before"): before, ("a", "after"): after}))
    assert (found["status"], found["reason"], found["value"]) == ("no spread", reason, value)
    assert [found[c] for c in ("lower", "upper", "se", "g", "reading")] == [None] * 5
    assert (found["mean_from"], found["mean_to"]) == (before[0], after[0])


def test_pairs_that_all_change_alike_have_no_interval(programme):
    before, after = linked([1, 5, 9], [3, 7, 11])
    found = row(programme({("a", "before"): before, ("a", "after"): after}), design="paired")
    assert (found["status"], found["value"]) == ("no spread", 2)
    assert (
        found["reason"] == "Everyone's score changed by the same amount, so there is no interval."
    )
    assert found["lower"] is None


def test_one_wave_without_spread_still_has_an_interval(programme):
    found = row(programme({("a", "before"): [5, 5, 5], ("a", "after"): [5, 6, 7]}))
    # Welch: only the later wave adds, with 2 degrees of freedom; t = 4.302653.
    assert found["value"] == 1
    assert found["upper"] == pytest.approx(1 + 4.302653 / math.sqrt(3), abs=1e-5)


def test_places_that_must_not_be_compared_are_never_computed(programme):
    given = [1, 2, 3, 4]
    sites = [
        {"site_id": "a", "comparable_across_waves": "no"},
        {"site_id": "old", "comparable_across_waves": "no"},
        {"site_id": "new", "alias_of": "old", "comparable_across_waves": "yes"},
        {"site_id": "u", "comparable_across_waves": "unknown"},
        {"site_id": "moved", "comparable_across_waves": "yes"},
        {"site_id": "to", "alias_of": "moved", "comparable_across_waves": "yes"},
    ]
    scores = {(site, wave): given for site in ("a", "new", "u") for wave in ("before", "after")}
    scores |= {("old", "before"): given, ("moved", "before"): given, ("to", "after"): given}
    frame = programme(scores, sites=sites)
    reasons = {
        "a": "Site a stands for two places: its waves must not be compared.",
        "old": "Site old and Site new are two places: their waves must not be compared.",
        "new": "Site new and Site old are two places: their waves must not be compared.",
    }
    for site, reason in reasons.items():
        for design in ("unpaired", "paired"):
            found = row(frame, site=site, design=design)
            assert (found["status"], found["reason"]) == ("not comparable", reason)
            assert found["comparable"] == "no"
            assert (found["points_from"], found["points_to"]) == ([], [])
            assert [found[name] for name in ESTIMATES] == [None] * len(ESTIMATES)
    unknown = row(frame, site="u")
    assert (unknown["status"], unknown["comparable"], unknown["reason"]) == ("ok", "unknown", None)
    # A place that another one stands for is not joined with it.
    assert row(frame, site="to")["reason"] == (
        "Nobody answered at Before; Site moved counts as a site of its own."
    )


def test_waves_are_compared_in_time_however_the_file_lists_them(published, tmp_path):
    instrument_file(tmp_path / "programme")
    scores = {("a", w): [x, x + 2, x + 4] for w, x in (("late", 30), ("first", 10), ("mid", 20))}
    listed = [
        {"wave_id": "late", "label": "Late", "order": 9, "months_since_start": 18},
        {"wave_id": "first", "label": "First", "order": 1},
        {"wave_id": "mid", "label": "Mid", "order": 4, "months_since_start": 6},
    ]
    frame = shift(published(people(scores) | {"waves": listed}))
    found = frame.filter(design="unpaired").select("from_wave_id", "to_wave_id", "months", "value")
    assert found.rows() == [
        ("first", "mid", None, 10),
        ("first", "late", None, 20),
        ("mid", "late", 12, 10),
    ]


def test_a_wave_at_which_nobody_was_asked_says_so(programme):
    frame = programme({("a", "before"): [1, 2, 3]}, labels=("Before", "Mid", "After"))
    reasons = {
        ("before", "mid"): "Mood was not asked at Mid.",
        ("mid", "after"): "Mood was not asked at Mid or at After.",
    }
    for (first, second), reason in reasons.items():
        found = row(frame, from_wave_id=first, to_wave_id=second)
        assert (found["status"], found["reason"]) == ("not asked", reason)
        assert (found["n_items"], found["n_items_scale"]) == (0, 1)
        assert found["items_left_out"] == "Item m"
    assert row(frame, from_wave_id="before", to_wave_id="mid")["n_asked_from"] == 3


def items_of(site, wave, instrument, each):
    """Tables of respondents who gave {item: value} each."""
    who = [f"{site}{wave}{n}" for n in range(len(each))]
    return {
        "respondents": [{"respondent_id": r, "site_id": site, "wave_id": wave} for r in who],
        "answers": [
            {"respondent_id": r, "instrument_id": instrument, "item_id": item, "value": value}
            for r, given in zip(who, each, strict=True)
            for item, value in given.items()
        ],
    }


def together(*tables):
    """The tables of several groups as one programme's, with two waves."""
    names = ("respondents", "answers")
    whole = {name: [r for t in tables for r in t[name]] for name in names}
    return whole | {"waves": waves("Before", "After")}


def test_an_instrument_that_changed_counts_on_the_items_in_common(published, tmp_path):
    instrument_file(tmp_path / "programme", items={"x": False, "y": False, "z": False}, needed=2)
    # z was asked before only; on x and y alone 2 of 3 needed are 2 of 2.
    before = [{"x": 10, "y": 20, "z": 60}, {"x": 20, "y": 30, "z": 60}, {"x": 30, "y": 40, "z": 0}]
    after = [{"x": 20, "y": 40}, {"x": 30, "y": 40}, {"x": 40, "y": 50}, {"x": 60}]
    frame = shift(
        published(
            together(items_of("a", "before", "mood", before), items_of("a", "after", "mood", after))
        )
    )
    found = row(frame)
    assert (found["n_items"], found["n_items_scale"], found["items_left_out"]) == (2, 3, "Item z")
    assert found["points_from"] == [15, 25, 35]
    assert found["points_to"] == [30, 35, 45]
    assert (found["n_to"], found["n_asked_to"]) == (3, 4)
    assert found["value"] == pytest.approx(110 / 3 - 25)
    assert found["versions"] is None


def test_no_item_in_common_is_not_asked(published, tmp_path):
    instrument_file(tmp_path / "programme", items={"x": False, "y": False})
    frame = shift(
        published(
            together(
                items_of("a", "before", "mood", [{"x": 1}] * 3),
                items_of("a", "after", "mood", [{"y": 1}] * 3),
            )
        )
    )
    found = row(frame)
    assert found["reason"] == "No item of Mood was asked at both Before and After."
    assert (found["status"], found["n_items"]) == ("not asked", 0)
    assert (found["n_asked_from"], found["n_asked_to"]) == (3, 3)


def test_people_who_answered_too_little_are_asked_but_have_no_score(published, tmp_path):
    instrument_file(tmp_path / "programme", items={"x": False, "y": False}, needed=2)
    frame = shift(
        published(
            together(
                items_of("a", "before", "mood", [{"x": 1, "y": 2}] * 3),
                items_of("a", "after", "mood", [{"x": 1}] * 3),
                items_of("b", "after", "mood", [{"x": 1, "y": 3}]),
            )
        )
    )
    found = row(frame)
    assert found["status"] == "not enough data"
    assert found["reason"] == "Nobody has a score at After: at least 3 are needed."
    assert (found["n_to"], found["n_asked_to"]) == (0, 3)


def test_zero_to_four_and_one_to_five_are_one_scale(published, tmp_path):
    folder = tmp_path / "programme"
    instrument_file(folder, minimum=1, maximum=5, items={"x": False, "y": True})
    instrument_file(
        folder,
        name="from0",
        minimum=0,
        maximum=4,
        items={"x": False, "y": True},
        version_of="mood",
    )
    # y is reversed: (x + 6 - y) / 2 before; after, x + 1 and 5 - y on 1 to 5.
    before = [{"x": 1, "y": 5}, {"x": 2, "y": 4}, {"x": 3, "y": 3}]
    after = [{"x": 2, "y": 2}, {"x": 3, "y": 1}, {"x": 4, "y": 0}]
    frame = shift(
        published(
            together(
                items_of("a", "before", "mood", before), items_of("a", "after", "from0", after)
            )
        )
    )
    assert set(frame["instrument_id"]) == {"mood"}
    found = row(frame)
    assert found["points_from"] == [1, 2, 3]
    assert found["points_to"] == [3, 4, 5]
    assert (found["value"], found["status"]) == (2, "ok")
    assert found["versions"] == "Mood; From0"
    assert (found["n_asked_from"], found["n_asked_to"]) == (3, 3)


def test_a_version_of_what_is_not_in_use_at_a_wave_is_counted_there(published, tmp_path):
    folder = tmp_path / "programme"
    instrument_file(folder)
    instrument_file(folder, name="again", version_of="mood")
    tables = items_of("a", "before", "again", [{"m": 1}] * 3)
    tables |= {"waves": waves("Before", "After")}
    frame = shift(published(tables, {"instruments": ["mood", "again"]}))
    found = row(frame)
    assert (found["n_asked_from"], found["n_asked_to"]) == (3, 0)
    assert found["reason"] == "Mood was not asked at After."


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


def test_every_row_equals_a_slow_second_version(programme):
    scores = mixed(seed=1)
    frame = programme(
        scores, labels=("Before", "Mid", "After"), sites=[{"site_id": s} for s in SITES]
    )
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
