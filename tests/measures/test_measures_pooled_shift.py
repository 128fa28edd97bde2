"""pooled_shift: by hand, at its edges, and against a slow second version."""

import math
import statistics

import numpy as np
import polars as pl
import pytest
from scipy import optimize, stats

from bridgeboard.measures.pooled_shift import pooled_shift
from bridgeboard.measures.shift import shift
from tests.measures.surveys import instrument_file, linked, people, waves

FEW = "Only {n} sites: how far sites differ is very unsure."
TWO = "Only two sites: too few to tell how far sites differ, or where a further site would lie."
AGREE = (
    "These sites happen to agree more closely than expected from how far people differ, so the "
    "wider of two possible intervals is shown."
)
LEVELS = "Income level can't be told apart here from culture, experience or the sites themselves."
#: Three people, a spread of 10: a site's shift has the variance 2 x 100 / 3.
BEFORE = [10, 20, 30]
VARIANCE = 200 / 3


@pytest.fixture
def programme(published, tmp_path):
    """Publish scores: programme(scores, sites, waves) -> the snapshot."""

    def publish(scores, sites=None, in_waves=None):
        instrument_file(tmp_path / "programme")
        tables = people(scores) | {"waves": in_waves or waves("Before", "After")}
        return published(tables | ({"sites": sites} if sites else {}))

    return publish


def moved_by(*shifts):
    """Scores of sites a, b, ... whose people all move by so much; {(site, wave): scores}."""
    return {
        (site, wave): [score + by for score in BEFORE]
        for site, shift_of in zip("abcdefgh", shifts, strict=False)
        for wave, by in (("before", 0), ("after", shift_of))
    }


def row(frame, **where):
    """The one row; all sites, points and unpaired unless asked otherwise."""
    where = {"is_total": True, "metric": "points", "design": "unpaired"} | where
    found = frame.filter(*(pl.col(name) == value for name, value in where.items()))
    assert found.height == 1
    return found.row(0, named=True)


def test_sites_of_one_size_by_hand(programme):
    # All variances are alike, so REML is the variance of the shifts less that of one.
    shifts = [-10, 0, 10, 20, 25]
    found = row(pooled_shift(programme(moved_by(*shifts))))
    between = statistics.variance(shifts)
    tau2, se = between - VARIANCE, math.sqrt(between / 5)
    margin = 2.776445 * se
    assert found["value"] == pytest.approx(9)
    assert (found["lower"], found["upper"]) == pytest.approx((9 - margin, 9 + margin), abs=1e-5)
    assert found["se"] == pytest.approx(se)
    assert (found["tau2"], found["tau"]) == pytest.approx((tau2, math.sqrt(tau2)))
    assert found["i2"] == pytest.approx(100 * tau2 / between)
    assert found["q"] == pytest.approx(4 * between / VARIANCE)
    assert found["q_degrees"] == 4
    assert found["q_p"] == pytest.approx(stats.chi2.sf(found["q"], 4))
    # Q-profile: the tau2 for which 4 x between / (VARIANCE + tau2) is a quantile of chi-squared.
    for name, probability in (("tau2_lower", 0.975), ("tau2_upper", 0.025)):
        limit = 4 * between / stats.chi2.ppf(probability, 4) - VARIANCE
        assert found[name] == pytest.approx(max(0, limit))
    further = 2.776445 * math.sqrt(tau2 + se**2)
    assert found["prediction_upper"] == pytest.approx(9 + further, abs=1e-5)
    assert (found["n_sites"], found["n_from"], found["n_to"]) == (5, 15, 15)
    assert found["site_names"] == "Site a, Site b, Site c, Site d, Site e"
    assert found["site_ids"] == ["a", "b", "c", "d", "e"]
    assert (found["status"], found["caveat"]) == ("ok", None)
    assert (found["n_left_out"], found["left_out"], found["income_level"]) == (0, None, None)


def test_standardised_units_pool_the_standardised_shifts(programme):
    # Every site has the sd 10: g is J(4) = gamma(2) / (sqrt(2) gamma(1.5)) times the shift in sd.
    snapshot = programme(moved_by(0, 10))
    found = row(pooled_shift(snapshot), metric="standardised")
    g = 1 / (math.sqrt(2) * math.gamma(1.5))
    variances = [2 / 3, 2 / 3 + g**2 / 12]
    low, high = 0, g
    slow = slow_pooled([low, high], variances)
    assert found["value"] == pytest.approx(slow["value"])
    assert (found["lower"], found["upper"]) == pytest.approx((slow["lower"], slow["upper"]))


def test_an_estimate_from_few_sites_says_so_first(programme):
    cases = (
        ((0, 30), TWO),
        ((0, 30, 15), FEW.format(n=3)),
        ((0, 30, 15, 20), FEW.format(n=4)),
        ((0, 30, 15, 20, 10), None),
        ((5, 6, 5, 6, 5), AGREE),
        ((5, 6, 7), f"{FEW.format(n=3)} {AGREE}"),
        ((5, 5), f"{TWO} {AGREE}"),
    )
    # A later wave for each case, at which only so many sites answered.
    scores = moved_by(0, 0, 0, 0, 0)
    for n, (shifts, _) in enumerate(cases):
        for site, by in zip("abcde", shifts, strict=False):
            scores[site, f"w{n}"] = [score + by for score in BEFORE]
    labels = ("Before", "After", *(f"W{n}" for n in range(len(cases))))
    frame = pooled_shift(programme(scores, in_waves=waves(*labels)))
    for n, (shifts, caveat) in enumerate(cases):
        found = row(frame, from_wave_id="before", to_wave_id=f"w{n}")
        assert (found["status"], found["caveat"]) == ("ok", caveat)
        assert found["value"] == pytest.approx(statistics.fmean(shifts))
        assert (found["prediction_lower"] is None) == (len(shifts) < 3)
        # Never surer than if all were people of one site.
        least = 1.959964 * math.sqrt(VARIANCE / len(shifts))
        assert (found["upper"] - found["lower"]) / 2 >= least - 1e-5


def test_sites_without_a_shift_are_left_out_and_named_with_the_reason(programme):
    scores = moved_by(0, 10)
    scores |= {
        ("few", "before"): [1, 2],
        ("few", "after"): [1, 2, 3],
        ("left", "before"): [1, 2, 3],
        ("same", "before"): [7, 7, 7],
        ("same", "after"): [7, 7, 7],
        ("apart", "before"): [1, 2, 3],
        ("apart", "after"): [1, 2, 3],
        ("unknown", "before"): BEFORE,
        ("unknown", "after"): BEFORE,
    }
    sites = [{"site_id": s} for s in dict.fromkeys(site for site, _ in scores)]
    for site in sites:
        comparable = {"apart": "no", "unknown": "unknown"}.get(site["site_id"], "yes")
        site["comparable_across_waves"] = comparable
    found = row(pooled_shift(programme(scores, sites)))
    assert found["site_ids"] == ["a", "b", "unknown"]
    assert found["left_out"] == (
        "Site few (not enough data), Site left (no answers), Site same (no spread), "
        "Site apart (not comparable)"
    )
    assert found["n_left_out"] == 4


def test_one_site_is_no_group_and_its_numbers_are_not_repeated(programme):
    frame = pooled_shift(programme(moved_by(10)))
    for metric in ("points", "standardised"):
        found = row(frame, metric=metric)
        assert (found["status"], found["n_sites"]) == ("one site", 1)
        assert found["caveat"] == "One site only: see Site a."
        for name in ("value", "lower", "upper", "se", "tau", "tau2", "i2", "q"):
            assert found[name] is None
        nobody = row(frame, metric=metric, design="paired")
        assert (nobody["status"], nobody["n_sites"], nobody["site_ids"]) == ("no sites", 0, [])
        assert nobody["site_names"] is None
        assert (nobody["n_from"], nobody["left_out"]) == (0, "Site a (not enough data)")


def test_pairs_are_pooled_by_their_changes(programme):
    scores = {}
    for start, (site, changes) in enumerate((("a", [1, 2, 3]), ("b", [4, 6, 8]))):
        before, after = linked(
            BEFORE, [b + c for b, c in zip(BEFORE, changes, strict=True)], start * 3
        )
        scores |= {(site, "before"): before, (site, "after"): after}
    found = row(pooled_shift(programme(scores)), design="paired")
    # Changes spread by 1 and by 2: (2 x 1 + 2 x 4) / 4 for both sites.
    slow = slow_pooled([2, 6], [2.5 / 3, 2.5 / 3])
    for name, value in slow.items():
        assert found[name] == pytest.approx(value), name
    assert (found["n_from"], found["n_to"]) == (6, 6)


DATED = [
    {"wave_id": "w1", "label": "One", "order": 1, "from_on": "2020-01-15", "to_on": "2020-02-01"},
    {"wave_id": "w2", "label": "Two", "order": 2, "from_on": "2020-09-15", "to_on": "2020-10-01"},
    {"wave_id": "w3", "label": "Three", "order": 3, "from_on": "2021-03-15", "to_on": "2021-04-01"},
]
#: Tanzania was low income until 30 June 2020, and lower-middle from then on.
PLACES = [
    {"site_id": "kampala", "country_iso3": "UGA", "income_as_reported": "low"},
    {"site_id": "dar", "country_iso3": "TZA", "income_as_reported": "lower"},
    {"site_id": "jinja", "country_iso3": "UGA", "income_as_reported": "lower"},
    {"site_id": "ulm", "country_iso3": "DEU", "income_as_reported": None},
]


@pytest.fixture
def dated(programme):
    """Four sites in three countries at three dated waves, all comparable."""
    by = {"kampala": 0, "dar": 20, "jinja": 10, "ulm": 5}
    scores = {
        (site, wave): [score + n * shift_of for score in [2, 10, 15]]
        for site, shift_of in by.items()
        for n, wave in enumerate(("w1", "w2", "w3"))
    }
    return pooled_shift(programme(scores, PLACES, DATED))


def groups(frame, from_wave, to_wave):
    """{(basis, level): sites} of one comparison."""
    found = frame.filter(
        from_wave_id=from_wave, to_wave_id=to_wave, metric="points", design="unpaired"
    )
    return {(r["income_basis"], r["income_level"]): r for r in found.iter_rows(named=True)}


def test_the_income_level_is_that_of_the_earlier_wave_on_each_basis(dated):
    early, late = groups(dated, "w1", "w2"), groups(dated, "w2", "w3")
    both = {
        ("at_baseline", "low"): ["kampala", "dar", "jinja"],
        ("at_baseline", "high"): ["ulm"],
        ("as_reported", "low"): ["kampala"],
        ("as_reported", "lower"): ["dar", "jinja"],
        (None, None): ["kampala", "dar", "jinja", "ulm"],
    }
    assert {key: r["site_ids"] for key, r in early.items()} == both | {
        ("at_wave", "low"): ["kampala", "dar", "jinja"],
        ("at_wave", "high"): ["ulm"],
    }
    assert {key: r["site_ids"] for key, r in late.items()} == both | {
        ("at_wave", "low"): ["kampala", "jinja"],
        ("at_wave", "lower-middle"): ["dar"],
        ("at_wave", "high"): ["ulm"],
    }
    assert groups(dated, "w1", "w3")["at_wave", "low"]["site_ids"] == ["kampala", "dar", "jinja"]


def test_a_level_has_an_estimate_from_two_sites_on(dated):
    found = groups(dated, "w2", "w3")
    for (basis, _), r in found.items():
        if r["n_sites"] == 1:
            assert (r["status"], r["value"]) == ("one site", None)
            assert r["caveat"] == f"One site only: see Site {r['site_ids'][0]}."
        elif basis:
            assert r["status"] == "ok"
            assert r["caveat"].endswith(LEVELS)
    assert found["at_wave", "low"]["value"] == pytest.approx(5)
    assert found["at_wave", "low"]["caveat"].startswith("Only two sites")
    assert LEVELS not in found[None, None]["caveat"]


def test_a_site_without_a_level_is_in_no_group_and_counted(dated):
    found = groups(dated, "w1", "w2")
    assert found["as_reported", "lower"]["left_out"] == (
        "1 site has no income level and is in no group"
    )
    assert found["as_reported", "lower"]["n_left_out"] == 0
    assert found["at_wave", "low"]["left_out"] is None
    assert found[None, None]["left_out"] is None


def test_waves_without_a_date_have_no_world_bank_level(programme):
    sites = [{"site_id": s, "income_as_reported": "low"} for s in "ab"]
    found = groups(pooled_shift(programme(moved_by(0, 10), sites)), "before", "after")
    assert set(found) == {(None, None), ("as_reported", "low")}


def test_without_comparisons_there_is_no_row(published):
    assert pooled_shift(published()).is_empty()


def test_estimates_of_the_demonstration_equal_those_of_a_slow_second_version(demonstration):
    sites = shift(demonstration).filter(pl.col("status") == "ok")
    frame = pooled_shift(demonstration)
    key = ["from_wave_id", "to_wave_id", "scale_id", "design"]
    shifts = {k: part.to_dicts() for k, part in sites.group_by(key)}
    n_ok, seen = 0, set()
    # Every fifth; each takes the second version a hundred times as long.
    for found in frame.filter(pl.col("status") == "ok").gather_every(5).iter_rows(named=True):
        group = tuple(found[name] for name in (*key, "metric"))
        if found["n_sites"] < 3 or (*group, *found["site_ids"]) in seen:
            continue
        seen.add((*group, *found["site_ids"]))
        pooled = [s for s in shifts[group[:-1]] if s["site_id"] in found["site_ids"]]
        if found["metric"] == "points":
            effects, variances = [s["value"] for s in pooled], slow_variances(pooled)
        else:
            effects, variances = [s["g"] for s in pooled], [s["g_variance"] for s in pooled]
        assert len(pooled) == found["n_sites"]
        slow = slow_pooled(effects, variances)
        for name, value in slow.items():
            assert found[name] == pytest.approx(value, rel=2e-4, abs=2e-4), name
        n_ok += 1
    assert n_ok > 50


def test_the_demonstration_has_every_group_of_its_sites(demonstration):
    frame = pooled_shift(demonstration)
    # Four levels of the World Bank's two bases, and four as reported, beside all sites.
    assert frame.height == 6 * 5 * 2 * 2 * (1 + 3 * 4)
    totals = frame.filter("is_total")
    assert totals["income_basis"].null_count() == totals.height
    assert set(totals["n_sites"] + totals["n_left_out"]) == {12}
    by_level = frame.filter(~pl.col("is_total")).group_by(
        "income_basis", "from_wave_id", "to_wave_id", "scale_id", "design", "metric"
    )
    for _, part in by_level:
        assert (part["n_sites"] + part["n_left_out"]).sum() == 12
    assert frame.filter(pl.col("value").is_null() == (pl.col("status") == "ok")).is_empty()


def slow_variances(sites):
    """Of differences of means, or of mean changes, from scores, if people spread alike."""
    is_paired = sites[0]["design"] == "paired"
    samples = [
        [np.subtract(s["points_to"], s["points_from"])]
        if is_paired
        else [np.array(s["points_from"]), np.array(s["points_to"])]
        for s in sites
    ]
    flat = [one for of_site in samples for one in of_site]
    spread = sum(((one - one.mean()) ** 2).sum() for one in flat) / sum(len(o) - 1 for o in flat)
    return [sum(spread / len(one) for one in of_site) for of_site in samples]


def test_five_people_who_happen_to_agree_do_not_outweigh_the_others(programme):
    scores = moved_by(0, 0, 0)
    scores |= {("d", "before"): [20, 20, 21], ("d", "after"): [50, 50, 51]}
    found = row(pooled_shift(programme(scores)))
    # By its own standard error the fourth site would weigh a thousand times as much as another.
    assert found["value"] == pytest.approx(7.5)


@pytest.mark.parametrize("n", [49, 50])
def test_sites_with_fifty_people_count_by_their_own_standard_error(programme, n):
    half = n // 2
    low, high = [10] * half + [30] * (n - half), [20] * half + [40] * (n - half)
    scores = {
        ("a", "before"): low,
        ("a", "after"): low,
        ("b", "before"): [*range(20, 30)] * 6,
        ("b", "after"): [*high, 30],
        ("c", "before"): high,
        ("c", "after"): [*range(40, 50)] * 6,
    }
    snapshot = programme(scores)
    sites = shift(snapshot).filter(design="unpaired").to_dicts()
    variances = slow_variances(sites) if n == 49 else [s["se"] ** 2 for s in sites]
    slow = slow_pooled([s["value"] for s in sites], variances)
    found = row(pooled_shift(snapshot))
    for name, value in slow.items():
        assert found[name] == pytest.approx(value, rel=1e-5), name


def slow_pooled(effects, variances):
    """REML by searching the likelihood, and what follows from it; written down from the papers."""
    y, v = np.array(effects, dtype=float), np.array(variances, dtype=float)

    def minus_likelihood(tau2):
        w = 1 / (v + tau2)
        mean = (w * y).sum() / w.sum()
        return np.log(v + tau2).sum() + np.log(w.sum()) + (w * (y - mean) ** 2).sum()

    top = 10 * (y.var() + v.max())
    grid = np.concatenate([[0], np.geomspace(1e-6 * v.min(), top, 400)])
    best = int(np.argmin([minus_likelihood(t) for t in grid]))
    tau2 = 0.0
    if best:
        ends = float(grid[best - 1]), float(grid[min(best + 1, len(grid) - 1)])
        tau2 = optimize.minimize_scalar(
            minus_likelihood, bounds=ends, method="bounded", options={"xatol": 1e-10}
        ).x
    w = 1 / (v + tau2)
    value = (w * y).sum() / w.sum()
    se = math.sqrt((w * (y - value) ** 2).sum() / (len(y) - 1) / w.sum())
    quantile = stats.t.ppf(0.975, len(y) - 1)
    if quantile * se < 1.959964 / math.sqrt(w.sum()):
        quantile, se = stats.norm.ppf(0.975), 1 / math.sqrt(w.sum())
    margin = quantile * se
    found = {"value": value, "lower": value - margin, "upper": value + margin, "se": se}
    if len(y) > 2:
        further = stats.t.ppf(0.975, len(y) - 1) * math.sqrt(tau2 + se**2)
        found |= {"prediction_lower": value - further, "prediction_upper": value + further}
    return found | {"tau2": tau2}
