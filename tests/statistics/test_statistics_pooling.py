"""Pooling over sites: published data, R's metafor, by hand, by properties, and at the edges."""

import math
from dataclasses import astuple, fields

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bridgeboard.statistics import Pooled, mean_interval, pooled

#: Standardised mean difference and standard error of 23 studies of practice facilitation:
#: Baskerville, Liddy & Hogg 2012, doi:10.1370/afm.1312.
FACILITATION = [
    *[(1.01, 0.52), (0.82, 0.46), (0.59, 0.23), (0.44, 0.18), (0.84, 0.29), (0.73, 0.29)],
    *[(1.12, 0.36), (0.04, 0.37), (0.24, 0.15), (0.32, 0.40), (1.04, 0.32), (1.31, 0.57)],
    *[(0.59, 0.29), (0.66, 0.19), (0.62, 0.31), (0.47, 0.27), (1.08, 0.32), (0.98, 0.32)],
    *[(0.26, 0.18), (0.39, 0.18), (0.60, 0.31), (0.94, 0.53), (0.11, 0.27)],
]

#: Ill and well of those vaccinated and not, in 13 trials of BCG: Colditz et al. 1994,
#: doi:10.1001/jama.1994.03510330076038.
BCG = [
    *[(4, 119, 11, 128), (6, 300, 29, 274), (3, 228, 11, 209), (62, 13536, 248, 12619)],
    *[(33, 5036, 47, 5761), (180, 1361, 372, 1079), (8, 2537, 10, 619), (505, 87886, 499, 87892)],
    *[(29, 7470, 45, 7232), (17, 1699, 65, 1600), (186, 50448, 141, 27197), (5, 2493, 3, 2338)],
    (27, 16886, 29, 17825),
]

#: Deaths and people, lidocaine and control, in 6 trials: Hine et al. 1989, as in Normand 1999,
#: doi:10.1002/(SICI)1097-0258(19990215)18:3<321::AID-SIM28>3.0.CO;2-P.
LIDOCAINE = [
    *[(2, 39, 1, 43), (4, 44, 4, 44), (6, 107, 4, 110)],
    *[(7, 103, 5, 100), (7, 110, 3, 106), (11, 154, 4, 146)],
]

sites = st.lists(
    st.tuples(
        st.integers(-400, 400).map(lambda cents: cents / 100),
        st.integers(1, 200).map(lambda hundredths: hundredths / 100),
    ),
    min_size=2,
    max_size=12,
).map(lambda rows: tuple(np.array(column) for column in zip(*rows, strict=True)))
methods = st.sampled_from(["reml", "dl", "common"])
intervals = st.sampled_from(["hartung-knapp", "normal"])

IN_UNITS = ("value", "lower", "upper", "prediction_lower", "prediction_upper")
IN_SQUARES = ("tau2", "tau2_lower", "tau2_upper")


def practice_facilitation():
    effects, errors = zip(*FACILITATION, strict=True)
    return effects, np.square(errors)


def bcg():
    a, b, c, d = np.array(BCG, dtype=float).T
    return np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def lidocaine_in_points():
    a, n, c, m = np.array(LIDOCAINE, dtype=float).T
    p, q = a / n, c / m
    return 100 * (p - q), 10_000 * (p * (1 - p) / n + q * (1 - q) / m)


# R 4.2.2, metafor 3.8-1: rma(smd, sei = se, method, test, control = list(threshold = 1e-14)) and
# predict(). With its usual threshold metafor prints tau2 .020481 for REML.
@pytest.mark.parametrize(
    ("method", "interval", "value", "se", "lower", "upper", "prediction"),
    [
        ("dl", "normal", 0.557117663, 0.0640148155, 0.4316509302, 0.6825843959,
         (0.2666547929, 0.8475805331)),
        ("dl", "hartung-knapp", 0.557117663, 0.0636674339, 0.4250794865, 0.6891558395,
         (0.2500841906, 0.8641511354)),
        ("reml", "normal", 0.5599642243, 0.0651647272, 0.4322437059, 0.6876847427,
         (0.2517646165, 0.8681638320)),
        ("reml", "hartung-knapp", 0.5599642243, 0.0639083641, 0.4274263891, 0.6925020595,
         (0.2349237950, 0.8850046536)),
        ("common", "normal", 0.5290556446, 0.0547840947, 0.4216807920, 0.6364304971,
         (None, None)),
        ("common", "hartung-knapp", 0.5290556446, 0.0613081066, 0.4019104134, 0.6562008758,
         (None, None)),
    ],
)  # fmt: skip
def test_practice_facilitation_as_in_metafor(method, interval, value, se, lower, upper, prediction):
    found = pooled(*practice_facilitation(), method=method, interval=interval)
    assert found.n == 23
    assert [found.value, found.se, found.lower, found.upper] == pytest.approx(
        [value, se, lower, upper], abs=2e-9
    )
    assert [found.prediction_lower, found.prediction_upper] == pytest.approx(prediction, abs=2e-9)
    assert (found.q, found.q_degrees) == (pytest.approx(27.5517703553, abs=1e-9), 22)
    assert found.q_p == pytest.approx(0.19101515919, abs=1e-10)


@pytest.mark.parametrize(
    ("method", "tau2", "i2"),
    [("dl", 0.0178647699, 20.1503216806), ("reml", 0.0204803620, 22.4385558699),
     ("common", 0, 20.1503216806)],
)  # fmt: skip
def test_how_much_practice_facilitation_differs_as_in_metafor(method, tau2, i2):
    found = pooled(*practice_facilitation(), method=method)
    assert found.tau2 == pytest.approx(tau2, abs=1e-9)
    assert found.i2 == pytest.approx(i2, abs=1e-8)


def test_practice_facilitation_as_in_its_paper():
    # Baskerville et al. print .56 (.43 to .68).
    found = pooled(*practice_facilitation(), method="dl", interval="normal")
    assert [round(x, 2) for x in (found.value, found.lower, found.upper)] == [0.56, 0.43, 0.68]


def test_the_q_profile_of_practice_facilitation_begins_at_0():
    # metafor's confint() with tol = 1e-12.
    found = pooled(*practice_facilitation())
    assert (found.tau2_lower, found.i2_lower) == (0, 0)
    assert found.tau2_upper == pytest.approx(0.1199938314, abs=1e-9)
    assert found.i2_upper == pytest.approx(62.8942810879, abs=1e-7)


def test_bcg_as_in_metafor_and_its_paper():
    # Viechtbauer 2010 prints -0.7145, tau2 0.3132, I2 92.22; the digits beyond are metafor's, of
    # the profile with tol = 1e-12 (as it comes: 0.1197 to 1.1115).
    found = pooled(*bcg(), interval="normal")
    assert [found.value, found.lower, found.upper] == pytest.approx(
        [-0.7145323422, -1.0668976388, -0.3621670455], abs=2e-9
    )
    assert [found.tau2, found.tau2_lower, found.tau2_upper] == pytest.approx(
        [0.3132432581, 0.1197183611, 1.111479084], abs=1e-9
    )
    assert [found.i2, found.i2_lower, found.i2_upper] == pytest.approx(
        [92.2213845213, 81.9205745586, 97.678074958], abs=1e-7
    )
    assert found.q == pytest.approx(152.2330081, abs=1e-6)
    adjusted = pooled(*bcg())
    assert [adjusted.se, adjusted.lower, adjusted.upper] == pytest.approx(
        [0.1807917441, -1.108443714, -0.3206209706], abs=2e-9
    )
    assert [adjusted.prediction_lower, adjusted.prediction_upper] == pytest.approx(
        [-1.996016834, 0.5669521499], abs=2e-9
    )


@pytest.mark.parametrize("method", ["dl", "reml", "common"])
def test_lidocaine_has_no_tau2_whatever_the_method(method):
    # Normand 1999, table VII, prints 2.94 (.38, 5.51); more digits from metafor.
    found = pooled(*lidocaine_in_points(), method=method, interval="normal")
    assert [found.value, found.lower, found.upper] == pytest.approx(
        [2.944432034, 0.3830889745, 5.505775094], abs=2e-9
    )
    assert (found.tau2, found.i2) == (0, 0)
    assert found.q == pytest.approx(0.8596926775, abs=1e-9)


def test_two_sites_by_hand():
    # tau2 = .7^2 / 2 - .15 = .095; weights 1 / .195 and 1 / .295; t(1) = tan(pi x .475).
    first, second = 1 / 0.195, 1 / 0.295
    value = (0.2 * first + 0.9 * second) / (first + second)
    squares = first * (0.2 - value) ** 2 + second * (0.9 - value) ** 2
    se = math.sqrt(squares / (first + second))
    found = pooled([0.2, 0.9], [0.1, 0.2])
    assert [found.value, found.se, found.tau2] == pytest.approx([value, se, 0.095], rel=1e-10)
    assert found.upper - value == pytest.approx(math.tan(math.pi * 0.475) * se, rel=1e-9)
    assert (found.prediction_lower, found.prediction_upper) == (None, None)
    # metafor: 0.4786 (-3.8750, 4.8321), I2 38.7755, Q 1.6333, p .2012.
    assert [found.value, found.lower, found.upper] == pytest.approx(
        [0.4786, -3.8750, 4.8321], abs=5e-5
    )
    assert [found.i2, found.q, found.q_p] == pytest.approx([38.7755, 1.6333, 0.2012], abs=5e-5)


def test_no_site_has_no_value():
    assert pooled([], []) == Pooled(0, None)


def test_one_site_is_that_site_and_nothing_more():
    found = pooled([0.4], [0.1])
    assert (found.n, found.value) == (1, 0.4)
    assert set(astuple(found)[2:]) == {None}


@pytest.mark.parametrize("effects", [[0.3, 0.1 + 0.2], [0.0, 0.0, 0.0], [1e6 + 0.1] * 4])
def test_equal_effects_have_no_interval_of_width_0(effects):
    found = pooled(effects, [0.1 * (i + 1) for i in range(len(effects))])
    assert found.value == pytest.approx(effects[0], rel=1e-15)
    assert (found.lower, found.upper, found.se) == (None, None, None)
    assert (found.prediction_lower, found.prediction_upper) == (None, None)
    assert (found.tau2, found.i2, found.q, found.q_p) == (0, 0, 0, 1)
    normal = pooled(effects, [0.1] * len(effects), interval="normal")
    assert normal.upper - normal.lower == pytest.approx(
        2 * 1.959963985 * math.sqrt(0.1 / len(effects)), rel=1e-9
    )


def test_effects_that_almost_agree_fit_no_tau2():
    # R: "The upper and lower CI bounds for tau^2 both fall below 0."
    found = pooled([0.1, 0.11, 0.1, 0.105, 0.1, 0.1], [0.5] * 6)
    assert (found.tau2, found.i2) == (0, 0)
    assert (found.tau2_lower, found.tau2_upper, found.i2_lower, found.i2_upper) == (None,) * 4


def test_hartung_knapp_is_not_cut_off_at_the_normal_width():
    # Effects nearer to each other than their variances: the adjusted interval is the narrower.
    rows = [0.1, 0.2, 0.3, 0.2, 0.1, 0.3], [0.5] * 6
    adjusted, normal = pooled(*rows), pooled(*rows, interval="normal")
    assert adjusted.se < normal.se
    assert adjusted.upper - adjusted.lower < normal.upper - normal.lower


@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(0.05, 2)), min_size=2, max_size=8))
@settings(max_examples=40)
def test_the_wider_interval_is_hartung_knapp_or_normal_whichever_is_wider(sites):
    rows = [effect for effect, _ in sites], [variance for _, variance in sites]
    wider = pooled(*rows, interval="wider")
    knapp, normal = pooled(*rows), pooled(*rows, interval="normal")
    same = ("value", "tau2", "tau2_upper", "i2", "q")
    assert [getattr(wider, name) for name in same] == [getattr(knapp, name) for name in same]
    width = 0.0 if knapp.lower is None else knapp.upper - knapp.lower
    expected = knapp if width >= normal.upper - normal.lower else normal
    assert (wider.lower, wider.upper, wider.interval) == (
        expected.lower,
        expected.upper,
        expected.interval,
    )


@pytest.mark.parametrize("variances", [[1e-12, 1e6], [1e6] * 2, [1e-12] * 2])
@pytest.mark.parametrize("method", ["reml", "dl", "common"])
def test_very_small_and_very_large_variances_are_pooled(variances, method):
    found = pooled([0.0, 1.0], variances, method=method)
    assert found.lower < found.value < found.upper
    expected = 0.5 - sum(variances) / 2 if method != "common" else 0
    assert found.tau2 == pytest.approx(max(0, expected), rel=1e-9)
    assert 0 <= found.i2 <= 100


@pytest.mark.parametrize("variance", [0, -1, -1e-300])
def test_variances_of_0_or_less_are_refused(variance):
    with pytest.raises(ValueError, match="variances must be above 0"):
        pooled([0.1, 0.2], [0.1, variance])


@pytest.mark.parametrize("rows", [([0.1, math.nan], [1, 1]), ([0.1, 0.2], [1, math.inf])])
def test_numbers_that_are_none_are_refused(rows):
    with pytest.raises(ValueError, match="finite"):
        pooled(*rows)


def test_an_effect_without_its_variance_is_refused():
    with pytest.raises(ValueError, match="2 effects, but 1 variances"):
        pooled([0.1, 0.2], [1])


def test_a_level_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="level is 95"):
        pooled([0.1, 0.2], [1, 1], level=95)


@given(st.lists(st.integers(-400, 400), min_size=2, max_size=12), st.integers(1, 300), methods)
@settings(max_examples=50)
def test_with_one_variance_hartung_knapp_is_the_t_interval_of_the_effects(cents, variance, method):
    effects = [cent / 100 for cent in cents]
    assume(len(set(effects)) > 1)
    found, plain = (
        pooled(effects, [variance / 100] * len(cents), method=method),
        mean_interval(effects),
    )
    assert [found.value, found.lower, found.upper] == pytest.approx(
        [plain.mean, plain.lower, plain.upper], rel=1e-7, abs=1e-9
    )


def compared(found, expected, tolerance=1e-6):
    """Whether every number of the two answers is the same, up to rounding."""
    for field in fields(Pooled):
        one, other = getattr(found, field.name), getattr(expected, field.name)
        if one is None or other is None or isinstance(one, str):
            assert one == other, field.name
        else:
            assert one == pytest.approx(other, rel=tolerance, abs=1e-9), field.name


def changed(answer, unit, shift):
    """What an answer becomes when effects are multiplied and then moved."""
    values = {field.name: getattr(answer, field.name) for field in fields(Pooled)}
    if unit < 0:
        for one in ("", "prediction_"):
            ends = values[one + "lower"], values[one + "upper"]
            values[one + "upper"], values[one + "lower"] = ends
    for name, value in values.items():
        if value is not None:
            if name in IN_UNITS:
                values[name] = value * unit + shift
            elif name in IN_SQUARES:
                values[name] = value * unit**2
            elif name == "se":
                values[name] = value * abs(unit)
    return Pooled(**values)


@given(sites, methods, intervals, st.sampled_from([1, -1, 1000, 0.001]), st.integers(-50, 50))
@settings(max_examples=60)
def test_effects_moved_and_in_another_unit_are_pooled_as_they_were(
    rows, method, interval, unit, shift
):
    effects, variances = rows
    # A shift far larger than the unit leaves no digits to compare.
    shift *= abs(unit)
    before = pooled(effects, variances, method=method, interval=interval)
    after = pooled(effects * unit + shift, variances * unit**2, method=method, interval=interval)
    compared(after, changed(before, unit, shift))


@given(sites, methods, intervals, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_the_order_of_sites_does_not_matter(rows, method, interval, random):
    effects, variances = rows
    order = random.sample(range(len(effects)), len(effects))
    compared(
        pooled(effects[order], variances[order], method=method, interval=interval),
        pooled(effects, variances, method=method, interval=interval),
    )


@given(sites)
@settings(max_examples=40)
def test_every_site_twice_halves_the_variance_of_the_common_effect(rows):
    effects, variances = rows
    once, twice = (
        pooled(
            np.tile(effects, times), np.tile(variances, times), method="common", interval="normal"
        )
        for times in (1, 2)
    )
    assert twice.value == pytest.approx(once.value, rel=1e-9, abs=1e-9)
    assert twice.se == pytest.approx(once.se / math.sqrt(2), rel=1e-9)
    assert twice.q == pytest.approx(2 * once.q, rel=1e-9, abs=1e-12)


@given(sites, methods, intervals)
@settings(max_examples=60)
def test_intervals_hold_what_they_are_about(rows, method, interval):
    effects, variances = rows
    found = pooled(effects, variances, method=method, interval=interval)
    assert effects.min() - 1e-12 <= found.value <= effects.max() + 1e-12
    assert found.tau2 >= 0
    assert 0 <= found.i2 <= 100
    assert 0 <= found.q_p <= 1
    if found.lower is not None:
        assert found.lower < found.value < found.upper
    if found.prediction_lower is not None:
        assert found.prediction_lower <= found.lower
        assert found.upper <= found.prediction_upper
    if found.tau2_lower is not None:
        assert 0 <= found.tau2_lower <= found.tau2_upper
        assert 0 <= found.i2_lower <= found.i2_upper <= 100


@given(sites, intervals)
@settings(max_examples=40)
def test_a_higher_level_gives_wider_intervals_around_the_same_value(rows, interval):
    narrow, wide = (pooled(*rows, interval=interval, level=level) for level in (0.8, 0.99))
    assert wide.value == narrow.value
    if narrow.lower is not None:
        assert wide.lower < narrow.lower
        assert narrow.upper < wide.upper
