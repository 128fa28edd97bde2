"""distribution, on answers that can be counted by eye."""

import polars as pl
import pytest

from bridgeboard.measures.distribution import distribution


def answered(*values, item="b1", site="a"):
    """Respondents at one site who gave these values; None: missing; a word: that state."""
    people = [f"{site}{i}" for i in range(len(values))]
    answers = [
        {"respondent_id": person, "instrument_id": "psa12", "item_id": item}
        | ({"state": value} if isinstance(value, str) else {"value": value})
        for person, value in zip(people, values, strict=True)
    ]
    return {
        "respondents": [{"respondent_id": person, "site_id": site} for person in people],
        "answers": answers,
    }


def levels(snapshot, item="b1", site="a"):
    frame = distribution(snapshot).filter(pl.col("item_id") == item)
    is_site = pl.col("is_total") if site is None else pl.col("site_id") == site
    return frame.filter(is_site)


def test_levels_that_nobody_chose_are_there(published):
    frame = levels(published(answered(4, 4, 2)))
    assert frame.select("level", "n_level", "share").rows()[:5] == [
        (1, 0, 0),
        (2, 1, pytest.approx(1 / 3)),
        (3, 0, 0),
        (4, 2, pytest.approx(2 / 3)),
        (5, 0, 0),
    ]
    assert frame["level_label"].to_list() == [
        "strongly disagree",
        "disagree",
        "neither",
        "agree",
        "strongly agree",
        "not applicable",
        "don't know",
        "not answered",
    ]


def test_what_is_no_answer_is_counted_apart(published):
    frame = levels(published(answered(5, "not_applicable", "dont_know", "dont_know", None)))
    assert frame["n"].unique().to_list() == [1]
    assert frame["n_asked"].unique().to_list() == [5]
    assert dict(frame.select("state", "n_level").rows()[5:]) == {
        "not_applicable": 1,
        "dont_know": 2,
        "missing": 1,
    }
    shares = frame["share"].to_list()
    assert sum(shares[:5]) == pytest.approx(1)
    assert shares[5:] == pytest.approx([0.2, 0.4, 0.2])


def test_an_item_left_out_of_the_file_was_not_answered(published):
    frame = levels(published(answered(4, 5)), item="b2")
    assert frame.select("n", "n_asked").unique().rows() == [(0, 2)]
    assert frame.filter(pl.col("state") == "missing")["n_level"].to_list() == [2]
    assert frame.filter(pl.col("state") == "answered")["share"].null_count() == 5


def test_a_reversed_item_shows_what_was_ticked(published):
    frame = levels(published(answered(1, 1, item="c1")), item="c1")
    assert frame["reversed"].all()
    assert frame.filter(pl.col("level") == 1)["n_level"].to_list() == [2]


def test_all_sites_are_the_sum_of_the_sites(published):
    one, two = answered(4, 2), answered(4, 4, None, site="b")
    tables = {name: one[name] + two[name] for name in one}
    frame = levels(published(tables), site=None)
    assert frame["site_name"].unique().to_list() == ["All sites"]
    assert frame.filter(pl.col("level") == 4).select("n_level", "n", "n_asked").row(0) == (3, 4, 5)


def test_a_site_where_nobody_was_asked_has_rows_without_shares(published):
    tables = answered(4) | {"sites": [{"site_id": "a"}, {"site_id": "b"}]}
    frame = levels(published(tables), site="b")
    assert frame.height == 8
    assert frame.select("n_level", "n", "n_asked", "share").unique().rows() == [(0, 0, 0, None)]


def test_items_stand_in_the_instruments_order_under_their_scale(published):
    items = distribution(published(answered(4))).filter("is_total", pl.col("level") == 1)
    assert items["item_id"].to_list() == [
        *("b1", "b2", "b3", "b4"),
        *("c1", "c2", "c3", "c4"),
        *("r1", "r2", "t1", "t2"),
    ]
    assert items["scale_label"].to_list()[:5] == ["Expected benefits"] * 4 + [
        "Few concerns (reversed)"
    ]


def test_an_instrument_that_is_never_summed_has_items_without_a_scale(published):
    tables = {
        "answers": [
            {"respondent_id": "r1", "instrument_id": "pcat", "item_id": "p1", "value": -2},
        ]
    }
    frame = levels(published(tables), item="p1")
    assert frame["scale_id"].null_count() == frame.height
    assert frame["level"].to_list()[:5] == [-2, -1, 0, 1, 2]
    assert frame["n_level"].to_list()[:5] == [1, 0, 0, 0, 0]
