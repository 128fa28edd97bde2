"""Percentages that others published, through our own intake, store and measure.

Source: MathAnxiety and mass of the R package likert (Bryer & Speerschneider): 20 students, 14
items. Only counts and published percentages are kept here, no wording and no answer sheets.
"""

import pytest

from bridgeboard.disclosure import shown
from bridgeboard.measures import answer

#: Item: how many students ticked each of the five levels, and the published percentages.
MASS = {
    "m1": ((2, 3, 2, 7, 6), (10, 15, 10, 35, 30)),
    "m2": ((2, 4, 4, 5, 5), (10, 20, 20, 25, 25)),
    "m3": ((0, 0, 4, 5, 11), (0, 0, 20, 25, 55)),
    "m4": ((6, 6, 3, 2, 3), (30, 30, 15, 10, 15)),
    "m5": ((1, 4, 2, 8, 5), (5, 20, 10, 40, 25)),
    "m6": ((4, 4, 4, 6, 2), (20, 20, 20, 30, 10)),
    "m7": ((7, 2, 3, 7, 1), (35, 10, 15, 35, 5)),
    "m8": ((1, 2, 3, 9, 5), (5, 10, 15, 45, 25)),
    "m9": ((4, 5, 3, 5, 3), (20, 25, 15, 25, 15)),
    "m10": ((4, 5, 6, 4, 1), (20, 25, 30, 20, 5)),
    "m11": ((5, 3, 4, 5, 3), (25, 15, 20, 25, 15)),
    "m12": ((7, 3, 5, 4, 1), (35, 15, 25, 20, 5)),
    "m13": ((3, 5, 6, 4, 2), (15, 25, 30, 20, 10)),
    "m14": ((3, 4, 3, 7, 3), (15, 20, 15, 35, 15)),
}

HEAD = """
instrument_id = "mass"
name = "Mathematics anxiety"
short_name = "MASS"
citation = "Bryer J, Speerschneider K. likert (R package), data MathAnxiety."
licence = "GPL"
licence_note = "Structure only; no wording."
own = false
validated = false

[responses]
minimum = 1
maximum = 5
levels = [
    { value = 1, label = "strongly disagree" },
    { value = 2, label = "disagree" },
    { value = 3, label = "neutral" },
    { value = 4, label = "agree" },
    { value = 5, label = "strongly agree" },
]

[[worked_examples]]
says = "A level has its label."
answers = { m1 = 5 }
levels = { m1 = "strongly agree" }
"""


@pytest.fixture
def students(published, tmp_path):
    """The twenty students as a programme with an instrument of its own."""
    file = tmp_path / "programme" / "instruments" / "mass.toml"
    file.parent.mkdir(parents=True)
    items = [f'[[items]]\nitem_id = "{i}"\nlabel = "Statement {i}"\n' for i in MASS]
    file.write_text("\n".join([HEAD, *items]), encoding="utf-8")
    ticked = {
        item: [level for level, n in enumerate(counts, 1) for _ in range(n)]
        for item, (counts, _) in MASS.items()
    }
    answers = [
        {
            "respondent_id": f"s{i}",
            "instrument_id": "mass",
            "item_id": item,
            "value": ticked[item][i],
        }
        for i in range(20)
        for item in MASS
    ]
    respondents = [{"respondent_id": f"s{i}"} for i in range(20)]
    return published({"respondents": respondents, "answers": answers})


@pytest.mark.parametrize("view", ["team", "shareable"])
def test_published_percentages_come_out_exactly(students, view):
    frame = shown(answer("distribution", students), view).frame
    levels = frame.filter(frame["state"] == "answered")
    assert levels.height == 2 * 14 * 5
    for row in levels.iter_rows(named=True):
        counts, percentages = MASS[row["item_id"]]
        assert row["n_level"] == counts[row["level"] - 1]
        assert row["share"] * 100 == pytest.approx(percentages[row["level"] - 1], abs=1e-12)
        assert (row["n"], row["n_asked"]) == (20, 20)


def test_an_instrument_without_scales_has_no_score(students):
    assert answer("score", students).frame.is_empty()
