"""Alpha, item-rest and omega: published data, psych, by properties, and at the edges."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bridgeboard.statistics import (
    alpha_without,
    covariance,
    cronbach_alpha,
    item_rest,
    omega_total,
)
from bridgeboard.statistics.omega import one_factor

#: Clerical employees of 30 departments, 7 questions: Chatterjee & Price 1977, as in R's attitude.
ATTITUDE = np.array([
    [43, 51, 30, 39, 61, 92, 45], [63, 64, 51, 54, 63, 73, 47], [71, 70, 68, 69, 76, 86, 48],
    [61, 63, 45, 47, 54, 84, 35], [81, 78, 56, 66, 71, 83, 47], [43, 55, 49, 44, 54, 49, 34],
    [58, 67, 42, 56, 66, 68, 35], [71, 75, 50, 55, 70, 66, 41], [72, 82, 72, 67, 71, 83, 31],
    [67, 61, 45, 47, 62, 80, 41], [64, 53, 53, 58, 58, 67, 34], [67, 60, 47, 39, 59, 74, 41],
    [69, 62, 57, 42, 55, 63, 25], [68, 83, 83, 45, 59, 77, 35], [77, 77, 54, 72, 79, 77, 46],
    [81, 90, 50, 72, 60, 54, 36], [74, 85, 64, 69, 79, 79, 63], [65, 60, 65, 75, 55, 80, 60],
    [65, 70, 46, 57, 75, 85, 46], [50, 58, 68, 54, 64, 78, 52], [50, 40, 33, 34, 43, 64, 33],
    [64, 61, 52, 62, 66, 80, 41], [53, 66, 52, 50, 63, 80, 37], [40, 37, 42, 58, 50, 57, 49],
    [63, 54, 42, 48, 66, 75, 33], [66, 77, 66, 63, 88, 76, 72], [78, 75, 58, 74, 80, 78, 49],
    [48, 57, 44, 45, 51, 83, 38], [85, 85, 71, 71, 77, 74, 55], [82, 82, 39, 59, 64, 78, 39],
], dtype=float)  # fmt: skip

#: Covariances (lower triangle, row by row) of the five items of each scale of psych's bfi, A1 C4 C5
#: E1 E2 O2 O5 turned: of those who answered all five, and of those who answered both of a pair.
BFI = {
    ("A", "listwise"): (2709, 0.703756, [
        1.972831685, 0.56448716, 1.383951575, 0.4915843463, 0.7470138926, 1.701860367,
        0.3098170222, 0.586230291, 0.7023032531, 2.209508433, 0.3237103413, 0.5755421367,
        0.8314337896, 0.575154867, 1.591642934]),
    ("A", "pairwise"): (2751, 0.703018, [
        1.981723885, 0.5602251137, 1.373630697, 0.4858413141, 0.7416290275, 1.694770824,
        0.3050747094, 0.5821483347, 0.6961349513, 2.189312886, 0.3212409741, 0.5760947329,
        0.8280384849, 0.573723644, 1.583852702]),
    ("C", "listwise"): (2707, 0.729277, [
        1.533817365, 0.7011165108, 1.745966972, 0.5014335558, 0.6055535852, 1.661207114,
        0.5867108105, 0.7007283954, 0.6066448951, 1.888659633, 0.5097434289, 0.6455405233,
        0.7145394588, 1.065780568, 2.649459082]),
    ("C", "pairwise"): (2753, 0.726735, [
        1.540941252, 0.699717026, 1.73803762, 0.4914193864, 0.6036989557, 1.66036577,
        0.5799554556, 0.6881883842, 0.596873855, 1.890949809, 0.503460306, 0.639973702,
        0.7140159163, 1.067527499, 2.652148616]),
    ("E", "listwise"): (2713, 0.760933, [
        2.664754645, 1.227553721, 2.583097389, 0.7053834808, 0.8204277286, 1.828908555,
        0.9998480494, 1.207229721, 0.8255899705, 2.135431719, 0.6511012475, 0.8101016139,
        0.6924778761, 0.6169754335, 1.786934317]),
    ("E", "pairwise"): (2756, 0.761733, [
        2.661810062, 1.224623246, 2.576700157, 0.7190656123, 0.8255982596, 1.829848074,
        0.9959492397, 1.204654546, 0.8262740929, 2.124356964, 0.6575765883, 0.7996709912,
        0.6920955394, 0.6148663712, 1.781604863]),
    ("N", "listwise"): (2694, 0.813303, [
        2.47467354, 1.694422368, 2.329485198, 1.399592995, 1.33234835, 2.561233432, 0.9862944459,
        0.9369243751, 1.304205878, 2.474590838, 0.9614020346, 0.8721183436, 1.110883037,
        1.014354629, 2.630551698]),
    ("N", "pairwise"): (2739, 0.813963, [
        2.467781735, 1.696886353, 2.328503838, 1.400841827, 1.343388011, 2.569295084,
        0.9829575591, 0.9379966724, 1.307402099, 2.463911293, 0.9610222122, 0.8668186775,
        1.112354035, 1.010263646, 2.62001936]),
    ("O", "listwise"): (2726, 0.602546, [
        1.272102149, 0.3865087132, 2.439097242, 0.5389859121, 0.5097659642, 1.489640095,
        0.2376592379, 0.1509799619, 0.2836584167, 1.480238276, 0.3555866377, 0.6674483566,
        0.5070442292, 0.2882521691, 1.755886166]),
    ("O", "pairwise"): (2754, 0.600173, [
        1.27583866, 0.3777731199, 2.449700276, 0.5445254019, 0.4997187944, 1.49059953,
        0.2463313802, 0.1305478405, 0.2895123837, 1.491452647, 0.3578578845, 0.6747250059,
        0.5016151122, 0.2892783594, 1.763475164]),
}  # fmt: skip

#: 15 people, 10 items, from the documentation of pingouin's cronbach_alpha: 15 x sum of products
#: less product of sums, so covariances x 15 x 14.
PINGOUIN = [
    *[614, 204, 264, 286, 156, 254, 201, 111, 84, 354, -3, -123, 18, -132, 606, 63, -27, -18, 57],
    *[-186, 516, 167, 57, 28, 168, -69, 159, 296, -54, 126, -6, -51, 18, -138, -87, 474, 72, 147],
    *[78, 153, 51, -6, -24, 183, 456, 193, 138, 92, 87, 174, -249, 4, 192, 144, 446],
]

answers = st.integers(2, 8).flatmap(
    lambda items: st.lists(
        st.lists(st.integers(1, 5), min_size=items, max_size=items), min_size=3, max_size=25
    )
)
with_holes = st.integers(1, 5).flatmap(
    lambda items: st.lists(
        st.lists(
            st.one_of(st.integers(1, 5), st.none()).map(lambda a: math.nan if a is None else a),
            min_size=items,
            max_size=items,
        ),
        min_size=1,
        max_size=12,
    )
)


def matrix(triangle):
    """A symmetric matrix from its lower triangle, row by row."""
    items = int((math.sqrt(8 * len(triangle) + 1) - 1) / 2)
    found = np.empty((items, items))
    found[np.tril_indices(items)] = triangle
    found.T[np.tril_indices(items)] = triangle
    return found


def slow_covariance(rows, missing):
    """Person by person and pair by pair, as a book would write it."""
    if missing == "listwise":
        rows = [row for row in rows if not any(math.isnan(a) for a in row[:])]
    items = len(rows[0]) if rows else 0
    found, fewest = np.full((items, items), math.nan), len(rows)
    for i, j in itertools.product(range(items), repeat=2):
        both = [(row[i], row[j]) for row in rows if not (math.isnan(row[i]) or math.isnan(row[j]))]
        fewest = min(fewest, len(both))
        if len(both) > 1:
            first = math.fsum(a for a, _ in both) / len(both)
            second = math.fsum(b for _, b in both) / len(both)
            found[i, j] = math.fsum((a - first) * (b - second) for a, b in both) / (len(both) - 1)
    return found, fewest


def slow_alpha(rows):
    """Alpha from people's answers and sums."""
    rows = np.asarray(rows, dtype=float)
    items = rows.shape[1]
    return items / (items - 1) * (1 - rows.var(axis=0, ddof=1).sum() / rows.sum(1).var(ddof=1))


# R 4.2.2, psych 2.2.9: alpha(attitude) and alpha.ci(); the manual prints .84.
def test_attitude_as_in_psych():
    spread = covariance(ATTITUDE)
    found = cronbach_alpha(spread.matrix, spread.n)
    assert (found.n, found.n_items) == (30, 7)
    assert [found.value, found.standardised, found.average_r] == pytest.approx(
        [0.8431427696, 0.839083803, 0.4269066426], abs=1e-9
    )
    assert [found.lower, found.upper] == pytest.approx([0.7393756856, 0.9157730722], abs=1e-9)


def test_the_items_of_attitude_as_in_psych():
    spread = covariance(ATTITUDE).matrix
    assert item_rest(spread) == pytest.approx(
        [0.6712620572, 0.7421097102, 0.5607111115, 0.7144454981, 0.7862755938, 0.2650343392,
         0.4608105495], abs=1e-9
    )  # fmt: skip
    assert alpha_without(spread) == pytest.approx(
        [0.8097602063, 0.7969174573, 0.8278477659, 0.8030309750, 0.7953865742, 0.8638723114,
         0.8404648683], abs=1e-9
    )  # fmt: skip


@pytest.mark.parametrize(("scale", "missing"), BFI)
def test_the_big_five_as_in_psych(scale, missing):
    n, alpha, triangle = BFI[scale, missing]
    assert cronbach_alpha(matrix(triangle), n).value == pytest.approx(alpha, abs=6e-7)


def test_ten_items_as_in_pingouin():
    found = cronbach_alpha(matrix(PINGOUIN) / (15 * 14), 15)
    assert found.value == pytest.approx(0.5917188486, abs=1e-10)
    assert [round(found.lower, 3), round(found.upper, 3)] == [0.195, 0.840]


def test_three_people_and_two_items_by_hand():
    # Answers 1 1, 2 3, 3 5: variances 1 and 4, covariance 2, sum 9: 2 x (1 - 5 / 9).
    spread = covariance([[1, 1], [2, 3], [3, 5]])
    assert spread.matrix.tolist() == [[1, 2], [2, 4]]
    found = cronbach_alpha(spread.matrix, spread.n)
    assert [found.value, found.standardised, found.average_r] == pytest.approx([8 / 9, 1, 1])
    # F with 2 and 2 degrees of freedom has the quantile p / (1 - p): 1 / 39 and 39.
    assert [found.lower, found.upper] == pytest.approx([1 - 39 / 9, 1 - 1 / (9 * 39)])
    assert item_rest(spread.matrix) == pytest.approx([1, 1])
    assert np.isnan(alpha_without(spread.matrix)).all()


@pytest.mark.parametrize("missing", ["listwise", "pairwise"])
@given(with_holes)
@settings(max_examples=40)
def test_covariance_is_that_of_a_slow_second_way(missing, rows):
    found = covariance(rows, missing)
    expected, n = slow_covariance(rows, missing)
    assert found.n == n
    if n or missing == "pairwise":
        assert found.matrix == pytest.approx(expected, abs=1e-12, nan_ok=True)
    else:
        assert np.isnan(found.matrix).all()


@pytest.mark.parametrize("missing", ["listwise", "pairwise"])
def test_covariance_of_attitude_with_holes_is_that_of_a_slow_second_way(missing):
    holed = ATTITUDE.copy()
    holed[::4, 1] = holed[1::7, 5] = holed[:3, 0] = holed[12] = math.nan
    found = covariance(holed, missing)
    expected, n = slow_covariance(holed.tolist(), missing)
    assert found.n == n == {"listwise": 17, "pairwise": 18}[missing]
    assert found.matrix == pytest.approx(expected, rel=1e-12)


def test_a_large_common_offset_costs_no_digits():
    far = covariance(ATTITUDE + 2**40)
    assert far.matrix == pytest.approx(covariance(ATTITUDE).matrix, rel=1e-12)


def test_nobody_and_one_person_have_no_covariance():
    for rows in (np.empty((0, 3)), [[1, 2, 3]], [[math.nan] * 3] * 5):
        spread = covariance(rows)
        assert np.isnan(spread.matrix).all()
        assert spread.matrix.shape == (3, 3)
        found = cronbach_alpha(spread.matrix, spread.n)
        assert (found.value, found.lower, found.standardised, found.average_r) == (None,) * 4
        assert np.isnan(item_rest(spread.matrix)).all()
        assert np.isnan(alpha_without(spread.matrix)).all()
        assert omega_total(spread.matrix) is None


def test_no_item_and_one_item_have_no_alpha():
    for items in (0, 1):
        spread = covariance(ATTITUDE[:, :items])
        found = cronbach_alpha(spread.matrix, 30)
        assert (found.n_items, found.value, found.standardised) == (items, None, None)
        assert np.isnan(item_rest(spread.matrix)).all()
        assert np.isnan(alpha_without(spread.matrix)).all()
        assert omega_total(spread.matrix) is None


def test_items_that_contradict_each_other_have_an_alpha_below_0():
    rows = [[1, 4], [2, 4], [3, 2], [4, 2]]
    found = cronbach_alpha(covariance(rows).matrix, 4)
    assert found.value == pytest.approx(slow_alpha(rows))
    assert found.value < -1
    assert found.lower < found.value < found.upper
    assert item_rest(covariance(rows).matrix)[0] < -0.8


def test_people_who_all_have_the_same_sum_have_no_alpha():
    rows = [[1, 5], [2, 4], [3, 3], [5, 1]]
    found = cronbach_alpha(covariance(rows).matrix, 4)
    assert (found.value, found.lower, found.upper, found.standardised) == (None,) * 4
    assert found.average_r == pytest.approx(-1)


@pytest.mark.parametrize("answer", [4, 0.1])
def test_people_who_all_agree_have_no_alpha(answer):
    spread = covariance(np.full((6, 4), answer))
    found = cronbach_alpha(spread.matrix, 6)
    assert (found.value, found.lower, found.standardised, found.average_r) == (None,) * 4
    assert np.isnan(item_rest(spread.matrix)).all()
    assert np.isnan(alpha_without(spread.matrix)).all()
    assert omega_total(spread.matrix) is None


def test_an_item_that_all_answered_alike_counts_but_has_no_correlation():
    rows = [[1, 2, 4, 0.1], [2, 2, 4, 0.1], [3, 5, 4, 0.1], [5, 4, 4, 0.1]]
    spread = covariance(rows).matrix
    found = cronbach_alpha(spread, 4)
    assert found.value == pytest.approx(slow_alpha(rows))
    assert (found.standardised, found.average_r) == (None, None)
    assert np.isnan(item_rest(spread)).tolist() == [False, False, True, True]
    assert omega_total(spread) is None


def test_an_item_forgotten_in_turning_runs_against_the_others():
    rows = ATTITUDE.copy()
    rows[:, 4] = 100 - rows[:, 4]
    spread = covariance(rows).matrix
    assert item_rest(spread)[4] == pytest.approx(-0.7862755938, abs=1e-9)
    assert alpha_without(spread)[4] == pytest.approx(0.7953865742, abs=1e-9)
    assert alpha_without(spread).argmax() == 4


@pytest.mark.parametrize(
    ("given_matrix", "words"),
    [
        ([[1, 2, 3], [2, 1, 3]], "items by items"),
        ([1, 2], "items by items"),
        ([[1, 0.5], [0.4, 1]], "both sides"),
        ([[1, math.inf], [math.inf, 1]], "finite"),
    ],
)
def test_what_is_no_covariance_matrix_is_refused(given_matrix, words):
    for function in (item_rest, alpha_without, omega_total, lambda m: cronbach_alpha(m, 5)):
        with pytest.raises(ValueError, match=words):
            function(given_matrix)


def test_answers_that_are_no_table_are_refused():
    with pytest.raises(ValueError, match="people by items"):
        covariance([1, 2, 3])
    with pytest.raises(ValueError, match="finite"):
        covariance([[1, math.inf], [2, 3]])


def test_a_level_outside_0_to_1_is_refused():
    with pytest.raises(ValueError, match="level is 95"):
        cronbach_alpha(np.eye(3), 5, level=95)


@given(answers)
@settings(max_examples=60)
def test_alpha_is_that_of_peoples_answers_and_sums(rows):
    spread = covariance(rows)
    found = cronbach_alpha(spread.matrix, spread.n)
    if len({sum(row) for row in rows}) == 1:
        assert found.value is None
        return
    assert found.value == pytest.approx(slow_alpha(rows), abs=1e-9)
    assert found.lower <= found.value <= found.upper <= 1
    table = np.array(rows, dtype=float)
    for i, (r, without) in enumerate(
        zip(item_rest(spread.matrix), alpha_without(spread.matrix), strict=True)
    ):
        rest = np.delete(table, i, axis=1)
        if table[:, i].std() and rest.sum(axis=1).std():
            assert r == pytest.approx(np.corrcoef(table[:, i], rest.sum(1))[0, 1], abs=1e-9)
        else:
            assert math.isnan(r)
        if rest.shape[1] > 1 and rest.sum(axis=1).std():
            assert without == pytest.approx(slow_alpha(rest), abs=1e-9)
        else:
            assert math.isnan(without)


@given(answers, st.randoms(use_true_random=False))
@settings(max_examples=40)
def test_the_order_of_items_and_a_common_unit_do_not_matter(rows, random):
    spread = covariance(rows)
    items = len(spread.matrix)
    order = random.sample(range(items), items)
    mixed = 100 * spread.matrix[np.ix_(order, order)]
    before, after = cronbach_alpha(spread.matrix, spread.n), cronbach_alpha(mixed, spread.n)
    for name in ("value", "lower", "upper", "standardised", "average_r"):
        one, other = getattr(before, name), getattr(after, name)
        assert one is other if one is None else other == pytest.approx(one, rel=1e-6, abs=1e-9)
    assert item_rest(mixed) == pytest.approx(item_rest(spread.matrix)[order], nan_ok=True)
    assert alpha_without(mixed) == pytest.approx(alpha_without(spread.matrix)[order], nan_ok=True)


@given(answers, st.integers(-9, 9), st.integers(1, 9))
@settings(max_examples=40)
def test_alpha_is_the_same_on_another_response_range(rows, shift, factor):
    table = np.array(rows)
    before = cronbach_alpha(covariance(table).matrix, len(rows))
    after = cronbach_alpha(covariance(table * factor + shift).matrix, len(rows))
    if before.value is None:
        assert after.value is None
    else:
        assert after.value == pytest.approx(before.value, rel=1e-9, abs=1e-9)


@given(answers)
@settings(max_examples=40)
def test_an_item_asked_twice_makes_an_alpha_no_lower_than_that_of_its_half(rows):
    # With every item twice, alpha >= 2 a / (1 + a) >= a for a >= 0 (Spearman-Brown).
    before = cronbach_alpha(covariance(rows).matrix, len(rows)).value
    assume(before is not None and before >= 0)
    after = cronbach_alpha(covariance(np.tile(rows, 2)).matrix, len(rows)).value
    assert after >= 2 * before / (1 + before) - 1e-9


def test_loadings_of_neuroticism_as_in_psych():
    # psych: fa(cor(na.omit(N)), 1, fm = "minres"), which stops after 5 digits.
    spread = matrix(BFI["N", "listwise"][2])
    sd = np.sqrt(np.diag(spread))
    assert one_factor(spread / np.outer(sd, sd)) == pytest.approx(
        [0.7801492008, 0.7605699692, 0.7597692531, 0.5925366686, 0.5306948777], abs=4e-6
    )


def test_omega_of_neuroticism_as_from_psychs_loadings():
    assert omega_total(matrix(BFI["N", "listwise"][2])) == pytest.approx(0.818293, abs=5e-7)


def test_psychs_own_omega_of_neuroticism_comes_from_the_same_loadings():
    # psych's omega(N, nfactors = 1) prints .818966: correlations of each pair's own people, and
    # divided by their sum rather than by what the factor makes of it.
    below = [
        *[0.70698095515, 0.556425092361, 0.549103076676, 0.397805847925, 0.391570376853],
        *[0.519504318323, 0.378126441292, 0.350612639283, 0.428418658011, 0.39769614579],
    ]
    correlations = np.eye(5)
    correlations[np.tril_indices(5, -1)] = below
    correlations = np.maximum(correlations, correlations.T)
    loadings = one_factor(correlations)
    assert 1 - (1 - loadings**2).sum() / correlations.sum() == pytest.approx(0.8189663783, abs=5e-7)
    assert omega_total(correlations) == pytest.approx(0.8188083952, abs=5e-7)


def test_omega_of_attitude_as_from_psychs_loadings():
    assert omega_total(covariance(ATTITUDE).matrix) == pytest.approx(0.8506823948, abs=1e-7)


@given(st.lists(st.integers(20, 95), min_size=3, max_size=10), st.integers(1, 50))
@settings(max_examples=40)
def test_one_factor_that_is_really_there_is_found(percent, unit):
    loadings = np.array(percent) / 100
    spread = np.outer(loadings, loadings)
    np.fill_diagonal(spread, 1)
    assert one_factor(spread) == pytest.approx(loadings, abs=1e-5)
    # Items of different spread: omega is that of their z scores.
    sd = np.linspace(1, unit, len(loadings))
    common = loadings.sum() ** 2
    assert omega_total(spread * np.outer(sd, sd)) == pytest.approx(
        common / (common + (1 - loadings**2).sum()), abs=1e-6
    )


@given(answers)
@settings(max_examples=60)
def test_omega_is_a_share_and_no_other_loadings_nearby_fit_better(rows):
    spread = covariance(rows).matrix
    found = omega_total(spread)
    assume(found is not None)
    assert 0 <= found <= 1
    correlations = np.corrcoef(np.array(rows).T)
    loadings = one_factor(correlations)
    slope = (correlations - np.outer(loadings, loadings)) @ loadings
    slope -= np.diag(correlations - np.outer(loadings, loadings)) * loadings
    assert np.abs(slope).max() < 1e-9 * len(loadings)


def test_three_items_have_the_loadings_of_the_books_formula():
    # l1 = sqrt(r12 r13 / r23): .42, .48, .56 are .6 .7 .8 in pairs.
    spread = [[1, 0.42, 0.48], [0.42, 1, 0.56], [0.48, 0.56, 1]]
    assert one_factor(np.array(spread)) == pytest.approx([0.6, 0.7, 0.8], abs=1e-9)


@pytest.mark.parametrize(
    "spread",
    [
        # sqrt(.9 x .9 / .5) = 1.27: no proper loading.
        [[1, 0.9, 0.9], [0.9, 1, 0.5], [0.9, 0.5, 1]],
        # The product of the three is below 0: no loading at all.
        [[1, 0.3, 0.3], [0.3, 1, -0.3], [0.3, -0.3, 1]],
        # Nothing in common.
        [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        # Two items.
        [[1, 0.5], [0.5, 1]],
    ],
)
def test_items_that_one_factor_cannot_describe_have_no_omega(spread):
    assert omega_total(spread) is None
