"""What the shareable view hides of reliability and of items."""

import pytest

from bridgeboard.disclosure import Filters, shown
from bridgeboard.measures import answer
from bridgeboard.measures.item_fit import DOES_NOT_APPLY, RUNS_AGAINST
from tests.disclosure.programmes import two_waves

#: How many at site a leave out an item: (item, people, state).
CASES = {
    "pre": [("b1", 2, "missing"), ("c1", 7, "missing"), ("t2", 6, "not_applicable")],
    "post": [("r2", 5, "not_applicable")],
}


@pytest.fixture(scope="module")
def published(published_once):
    """Two large sites at pre, one small site alone at post."""
    tables = two_waves({"a": (10, 0), "b": (12, 0), "c": (0, 4)})
    gone = {
        (f"a-{wave}-{i}", item): state
        for wave, cases in CASES.items()
        for item, n, state in cases
        for i in range(n)
    }
    for row in tables["answers"]:
        state = gone.get((row["respondent_id"], row["item_id"]))
        if state:
            row |= {"value": None, "state": state}
    return published_once(tables, {"k": 5})


def by(frame, name, wave="pre", **where):
    return {row[name]: row for row in frame.filter(wave_id=wave, **where).iter_rows(named=True)}


def test_a_wave_whose_total_is_hidden_has_no_reliability(published):
    for name in ("reliability", "item_fit"):
        found = answer(name, published)
        frame = shown(found, "shareable").frame.filter(wave_id="post")
        assert frame["hidden"].null_count() == 0
        columns = {*found.measure.hides, *found.measure.group}
        assert {c for c in columns if frame[c].null_count() < frame.height} == set(), name


def test_how_many_answered_everything_is_hidden_with_what_tells_it(published):
    whole = by(answer("reliability", published).frame, "scale_id")
    rows = by(shown(answer("reliability", published), "shareable").frame, "scale_id")
    # Two of 22 left out b1; seven of ten left out c1, so that it is hidden at a.
    assert whole["expected_benefits"]["n"] == 20
    assert whole["concerns"]["n"] == 15
    for scale in ("expected_benefits", "concerns", "total"):
        assert {rows[scale][c] for c in ("n", "lower", "upper")} == {None}, scale
        assert rows[scale]["value"] == whole[scale]["value"]
        assert rows[scale]["hidden"] is None
    assert rows["roles"]["n"] == 22
    assert rows["roles"]["lower"] == whole["roles"]["lower"]
    view = shown(answer("reliability", published), "shareable")
    assert any("fewer than 5 people" in note for note in view.notes)


def test_who_answered_an_item_is_hidden_where_the_answers_are(published):
    answers = shown(answer("distribution", published), "shareable").frame.filter(
        "is_total", state="answered"
    )
    rows = by(shown(answer("item_fit", published), "shareable").frame, "item_id", scale_id="total")
    for wave_id, item_id, n in answers.select("wave_id", "item_id", "n").unique().iter_rows():
        if wave_id == "pre":
            assert rows[item_id]["n_answered"] == n, item_id
    assert rows["c1"]["n_answered"] is None
    assert rows["b2"]["n_answered"] == 22


def test_why_a_few_gave_no_answer_is_hidden(published):
    rows = by(shown(answer("item_fit", published), "shareable").frame, "item_id", scale_id="total")
    shares = ("n_not_applicable", "share_not_applicable", "share_unanswered")
    assert {rows["b1"][name] for name in shares} == {None}
    assert rows["b1"]["n_answered"] == 20
    assert {rows["b2"][name] for name in shares} == {0}


def test_a_warning_about_reasons_goes_with_them_and_one_about_the_rest_stays(published):
    from dataclasses import replace

    import polars as pl

    found = answer("item_fit", published)
    both = f"{RUNS_AGAINST} {DOES_NOT_APPLY}"
    warned = replace(found, frame=found.frame.with_columns(warning=pl.lit(both)))
    rows = by(shown(warned, "shareable").frame, "item_id", scale_id="total")
    assert rows["b1"]["warning"] == RUNS_AGAINST
    assert rows["b2"]["warning"] == both
    assert by(shown(warned, "shareable").frame, "item_id", "post")["b1"]["warning"] is None


def test_reliability_is_of_all_sites_whatever_is_chosen_and_says_so(published):
    found = shown(answer("reliability", published), "team", Filters(sites=("a",)))
    assert found.notes == ("These numbers are of all sites together, whatever is chosen.",)
    assert found.frame.height == found.answer.frame.height
