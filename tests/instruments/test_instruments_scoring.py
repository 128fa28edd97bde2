"""Scores by hand, and what must hold for any answers."""

import math
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.instruments import registry, scores, turned

PSA12 = registry()["psa12"]
ITEMS = PSA12.item_ids
answer = st.one_of(st.none(), st.integers(1, 5))
person = st.fixed_dictionaries(dict.fromkeys(ITEMS, answer))


def wide(*people):
    rows = [
        {"respondent_id": f"r{number}", **{item: one.get(item) for item in ITEMS}}
        for number, one in enumerate(people)
    ]
    return pl.DataFrame(rows, schema={"respondent_id": pl.String} | dict.fromkeys(ITEMS, pl.Int16))


def scored(one, instrument=PSA12):
    return dict(scores(wide(one), instrument).select("scale_id", "score").iter_rows())


def plainly(one, scale):
    """The rule again, one person and one scale at a time, in plain Python."""
    for needed in scale.needs_scales:
        if plainly(one, PSA12.scale(needed)) is None:
            return None
    ticked = [
        6 - one[item] if PSA12.item(item).reversed else one[item]
        for item in scale.item_ids
        if one.get(item) is not None
    ]
    if len(ticked) < scale.items_needed:
        return None
    mean = sum(ticked) / len(ticked)
    return mean if scale.method == "mean" else sum(ticked) * len(scale.item_ids) / len(ticked)


def test_a_whole_person_by_hand():
    one = dict(zip(ITEMS, (5, 4, 4, 3, 1, 4, 2, 3, 2, 3, 5, 4), strict=True))
    # Concerns turned: 5, 2, 4, 3.
    assert scored(one) == {
        "total": 44 / 12,
        "expected_benefits": 4.0,
        "concerns": 3.5,
        "roles": 2.5,
        "collaboration": 4.5,
    }


def test_the_frame_says_how_many_items_were_answered():
    frame = scores(wide({"b1": 4, "r1": 2}), PSA12)
    assert frame.columns == ["respondent_id", "scale_id", "score", "n_answered", "n_items"]
    assert frame.rows() == [
        ("r0", "total", None, 2, 12),
        ("r0", "expected_benefits", None, 1, 4),
        ("r0", "concerns", None, 0, 4),
        ("r0", "roles", 2.0, 1, 2),
        ("r0", "collaboration", None, 0, 2),
    ]
    assert frame.schema["score"] == pl.Float64
    assert frame.schema["n_answered"] == pl.Int64


@pytest.mark.parametrize(
    ("left_out", "total"),
    [
        (("b1", "b2", "c1"), 3.0),  # 9 of 12
        (("b1", "b2", "c1", "c2"), None),  # 8 of 12
        (("b1", "b2", "b3"), None),  # 9 of 12, but 1 of 4 expected benefits
        (("r1", "t1", "b1"), 3.0),  # half of each pair is enough
        (("r1", "r2"), None),  # 10 of 12, but no role item
    ],
)
def test_a_total_needs_nine_items_and_half_of_each_subscale(left_out, total):
    one = {item: 3 for item in ITEMS if item not in left_out}
    assert scored(one)["total"] == total


def test_nobody_answered_is_no_score_and_no_error():
    assert set(scored({}).values()) == {None}
    assert scores(wide(), PSA12).is_empty()
    assert scores(wide(), PSA12).columns == scores(wide({}), PSA12).columns


def test_an_instrument_without_scales_has_no_scores_but_the_same_columns():
    pcat = registry()["pcat"]
    frame = pl.DataFrame({"respondent_id": ["a"], **{item: [1] for item in pcat.item_ids}})
    assert scores(frame, pcat).is_empty()
    assert scores(frame, pcat).schema == scores(wide({}), PSA12).schema


@settings(deadline=None)
@given(st.lists(person, max_size=8))
def test_scores_equal_a_plain_second_version(people):
    expected = [plainly(one, scale) for scale in PSA12.scales for one in people]
    assert scores(wide(*people), PSA12)["score"].to_list() == expected


@settings(deadline=None)
@given(st.integers(-3, 4), st.integers(1, 9), st.integers(0, 9))
def test_turning_twice_gives_the_answer_back(minimum, width, above):
    instrument = replace(PSA12, minimum=minimum, maximum=minimum + width)
    value = minimum + min(above, width)
    assert turned(turned(value, instrument), instrument) == value
    assert minimum <= turned(value, instrument) <= minimum + width


@settings(deadline=None)
@given(person, st.randoms())
def test_the_order_of_items_does_not_change_a_score(one, random):
    scale = PSA12.scale("total")
    shuffled = list(scale.item_ids)
    random.shuffle(shuffled)
    other = replace(PSA12, scales=(replace(scale, item_ids=tuple(shuffled)), *PSA12.scales[1:]))
    assert scored(one, other) == scored(one)


@settings(deadline=None)
@given(st.integers(1, 5))
def test_equal_turned_answers_score_that_answer(value):
    one = {i.item_id: 6 - value if i.reversed else value for i in PSA12.items}
    assert set(scored(one).values()) == {float(value)}


def test_a_straight_liner_scores_the_middle_only_where_reversed_items_balance():
    assert scored(dict.fromkeys(ITEMS, 5)) == {
        "total": (8 * 5 + 4 * 1) / 12,
        "expected_benefits": 5.0,
        "concerns": 1.0,
        "roles": 5.0,
        "collaboration": 5.0,
    }


@settings(deadline=None)
@given(person)
def test_a_sum_is_the_mean_over_all_items_of_the_scale(one):
    summed = replace(PSA12, scales=tuple(replace(scale, method="sum") for scale in PSA12.scales))
    for scale_id, mean in scored(one).items():
        total = scored(one, summed)[scale_id]
        if mean is None:
            assert total is None
        else:
            assert math.isclose(total, mean * len(PSA12.scale(scale_id).item_ids))
    assert summed.score_range(summed.scale("roles")) == (2, 10)
    assert PSA12.score_range(PSA12.scale("roles")) == (1, 5)


def test_a_sum_of_all_items_is_the_plain_sum():
    summed = replace(PSA12, scales=(replace(PSA12.scale("roles"), method="sum"),))
    assert scored({"r1": 2, "r2": 5}, summed) == {"roles": 7.0}
