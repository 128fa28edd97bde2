"""Cells of a rating matrix: what each means, and that mixed, 0 and missing stay apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard.intake.rating_marks import Mark, Marks, read_mark

MARKS = {
    "+2": ("rated", 2),
    "2": ("rated", 2),
    "+ 1": ("rated", 1),
    "1.0": ("rated", 1),
    "-2,0": ("rated", -2),
    "0": ("rated", 0),
    "+0": ("rated", 0),
    "\u22121": ("rated", -1),
    "– 2": ("rated", -2),
    "‒1": ("rated", -1),
    "—1": ("rated", -1),
    "\u00a0-\u20091 ": ("rated", -1),
    "'+1": ("rated", 1),
    "＋1": ("rated", 1),
    "-1*": ("mixed", -1),
    "+ 1 *": ("mixed", 1),
    "0*": ("mixed", 0),
    "0 (mix)": ("mixed", 0),
    "0 (Mixed)": ("mixed", 0),
    "+1/mixed": ("mixed", 1),
    "mixed (-1)": ("mixed", -1),
    "X": ("mixed", None),
    "x": ("mixed", None),
    "Mixed": ("mixed", None),
    "M": ("missing", None),
    " missing ": ("missing", None),
    "N/A": ("not_applicable", None),
    "n.a.": ("not_applicable", None),
    "NA": ("not_applicable", None),
    "Not applicable": ("not_applicable", None),
    "E": ("not_applicable", None),
    "External": ("not_applicable", None),
}


@pytest.mark.parametrize("cell", list(MARKS))
def test_a_mark_has_its_meaning(cell):
    mark = read_mark(cell)
    assert (mark.state, mark.rating) == MARKS[cell]


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "-",
        "–",
        "I",
        "?",
        "3",
        "-3",
        "12",
        "1.5",
        "+1²",
        "½",
        "++1",
        "1-2",
        "-1 to +1",
        "+/-",
        "yes",
        "Weak",
        "*",
        "**",
        "x x",
        "#N/A",
        "mixed *",
        "1a",
        "M*",
        "٢",
        "0 0",
    ],
)
def test_what_could_mean_several_things_is_not_guessed(cell):
    assert read_mark(cell) is None


def test_external_is_a_fact_about_the_innovation_and_no_rating():
    assert read_mark("external").note == "External: where the innovation comes from, no rating"


def test_own_marks_come_first_and_those_without_meaning_are_named():
    marks = Marks({"I": "missing", "–": "n/a", "X": "-1*", "++": "+2", "?": "who knows"})
    assert marks.read("i") == Mark("missing")
    assert marks.read("\u2212") == Mark("not_applicable")
    assert marks.read("x") == Mark("mixed", -1)
    assert marks.read("+ +") == Mark("rated", 2)
    assert marks.read("+1") == Mark("rated", 1)
    assert marks.read("?") is None
    assert marks.unknown == [("?", "who knows")]


@given(st.text(max_size=30))
def test_a_rating_is_only_ever_one_of_five(cell):
    mark = read_mark(cell)
    if mark is not None:
        assert (mark.rating is None) == (mark.state not in ("rated", "mixed")) or (
            mark.state == "mixed"
        )
        assert mark.rating in (None, -2, -1, 0, 1, 2)
