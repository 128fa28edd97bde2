"""What the shareable view hides of kinds of respondents."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.disclosure import shown
from bridgeboard.disclosure.breakdown import hidden_categories
from bridgeboard.disclosure.tables import width
from bridgeboard.measures import answer
from tests.disclosure.attack import Puzzle, ranges
from tests.disclosure.programmes import two_waves


def told(frame, attribute, wave="pre", scale="total"):
    """{category: (n, n_respondents, status)} of all sites."""
    part = frame.filter("is_total", attribute=attribute, wave_id=wave, scale_id=scale)
    rows = part.select("category", "n", "n_respondents", "status").iter_rows()
    return {category: tuple(rest) for category, *rest in rows}


@pytest.fixture(scope="module")
def found(published_once):
    """Two large sites and two small ones at pre; only one small one is asked at post."""
    about = {
        "gender": {"female": 12, "male": 9, "other": 4},
        "profession": {"nurse": 20, "cook": 7},
        "prior_peer_support": {"yes": 14, "no": 13},
    }
    tables = two_waves({"a": (9, 0), "b": (9, 0), "c": (5, 4), "d": (4, 0)}, about=about)
    return answer("breakdown", published_once(tables, {"k": 5}))


def test_kinds_of_k_people_are_shown_for_all_sites(found):
    frame = shown(found, "shareable").frame
    assert told(frame, "prior_peer_support") == {"yes": (14, 14, "ok"), "no": (13, 13, "ok")}
    assert told(frame, "profession") == {"cook": (7, 7, "ok"), "nurse": (20, 20, "ok")}


def test_a_small_kind_takes_another_with_it(found):
    frame = shown(found, "shareable").frame
    gone = (None, None, None)
    assert told(frame, "gender") == {
        "female": (12, 12, "ok"),
        "male": (9, 9, "ok"),
        "other": gone,
        "not said": gone,
    }


def test_kinds_at_single_sites_are_never_shown(found):
    frame = shown(found, "shareable").frame.filter(~pl.col("is_total"))
    asked = frame.filter((pl.col("wave_id") == "pre") | (pl.col("site_id") == "c"))
    assert asked["hidden"].null_count() == 0
    assert asked.select(pl.col(found.measure.hides).is_null().all()).row(0) == (True,) * 8
    # Where nobody was asked there is nobody to hide.
    nobody = frame.filter(pl.col("wave_id") == "post", pl.col("site_id") != "c")
    assert nobody["hidden"].null_count() == nobody.height > 0
    assert nobody["status"].unique().to_list() == ["no answers"]


def test_a_wave_whose_total_is_hidden_shows_no_kind(found):
    frame = shown(found, "shareable").frame
    later = told(frame, "prior_peer_support", wave="post")
    assert later["yes"] == (None, None, None)
    assert told(frame, "profession", wave="post")["cook"] == (0, 0, "no answers")


def test_a_scale_whose_sum_would_reveal_one_site_shows_no_kind(published_once):
    # At a all nine answered something, but only three enough for a score on collaboration; at
    # every other site all have one, so the sum over the kinds would say three.
    tables = two_waves({"a": (9, 0), "b": (9, 0), "c": (9, 0)}, about={"gender": {"female": 27}})
    few = {f"a-pre-{i}" for i in range(6)}
    tables["answers"] = [
        row
        for row in tables["answers"]
        if not (row["respondent_id"] in few and row["item_id"] in ("t1", "t2"))
    ]
    frame = shown(answer("breakdown", published_once(tables, {"k": 5})), "shareable").frame
    assert told(frame, "gender", scale="collaboration")["female"] == (None, None, None)
    assert told(frame, "gender", scale="roles")["female"] == (27, 27, "ok")


def test_a_category_hidden_on_one_scale_is_hidden_on_all():
    people = {"nurse": 20, "cook": 8, "porter": 9, "clerk": 12}
    scales = {"total": people, "roles": people | {"cook": 3}}
    # Three and no more could be told from the sum; who goes with them goes everywhere.
    assert hidden_categories(people, scales, 5) == {"cook", "porter"}
    assert hidden_categories(people, {"total": people}, 5) == set()


@settings(max_examples=50)
@given(
    st.lists(st.integers(1, 20), min_size=1, max_size=6),
    st.lists(st.integers(0, 3), min_size=6, max_size=6),
    st.integers(5, 10),
)
def test_no_hidden_kind_can_be_worked_out_from_the_sums(sizes, without, k):
    people = {str(i): n for i, n in enumerate(sizes)}
    scores = {
        name: max(n - left, 0) for (name, n), left in zip(people.items(), without, strict=False)
    }
    hidden = hidden_categories(people, {"total": scores}, k)
    assert {name for name in people if people[name] < k or scores[name] < k} <= hidden
    if hidden == set(people):
        return
    puzzle, truth = Puzzle(), []
    for table, least in ((people, 1), (scores, 0)):
        places = {name: puzzle.unknown(least) for name in hidden}
        truth += [table[name] for name in hidden]
        if places:
            known = sum(table[name] for name in people if name not in hidden)
            left = sum(table.values()) - known
            puzzle.equal.append((dict.fromkeys(places.values(), 1.0), left))
    [ends] = ranges([puzzle])
    assert sum(people[name] for name in hidden) == 0 or len(hidden) > 1
    for n, (low, high) in zip(truth, ends, strict=True):
        assert low - 1e-6 <= n <= high + 1e-6
        assert high - low >= width(k) - 1e-6
