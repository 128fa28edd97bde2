"""A programme's own instrument, from one TOML file in its folder to a score that is shown."""

import polars as pl
import pytest

from bridgeboard.intake import accept
from bridgeboard.measures import answer

# 0 to 4, one item reversed, a sum, and ids that are words of SQL.
BURDEN = """instrument_id = "team-burden"
name = "How heavy the work is"
short_name = "Burden"
citation = "Our team, 2024."
licence = "ours"
licence_note = "May be shown."
own = true
validated = false
unverified = ["Nobody has tried it but us."]

[responses]
minimum = 0
maximum = 4
levels = [
    { value = 0, label = "never" }, { value = 1, label = "seldom" },
    { value = 2, label = "at times" },
    { value = 3, label = "often" }, { value = 4, label = "always" },
]
not_applicable_code = 9

[[items]]
item_id = "order"
label = "Too many orders"
scale_id = "burden"

[[items]]
item_id = "select"
label = "Nobody to turn to"
scale_id = "burden"

[[items]]
item_id = "group"
label = "A group that helps"
scale_id = "burden"
reversed = true

[[scales]]
scale_id = "burden"
label = "Burden"
item_ids = ["order", "select", "group"]
method = "sum"
higher_is = "worse"
items_needed = 2

[[worked_examples]]
says = "4, 3 and, reversed, 4 - 1 = 3 add up to 10."
answers = { order = 4, select = 3, group = 1 }
scores = { burden = 10.0 }

[[worked_examples]]
says = "One of three is too few."
answers = { order = 4 }
scores = { burden = "none" }
"""


def people(*given):
    return {
        "respondents": [{"respondent_id": f"r{n}"} for n in range(len(given))],
        "answers": [
            {
                "respondent_id": f"r{n}",
                "instrument_id": "team-burden",
                "item_id": item_id,
                "value": value,
            }
            | ({"value": "", "state": "not_applicable"} if value is None else {})
            for n, one in enumerate(given)
            for item_id, value in one.items()
        ],
    }


@pytest.fixture
def with_own(tmp_path):
    """Lay TOML texts into the programme's folder: with_own(burden=...)."""

    def lay(**texts):
        folder = tmp_path / "programme" / "instruments"
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in texts.items():
            (folder / f"{name.replace('_', '-')}.toml").write_text(text, encoding="utf-8")

    return lay


def test_its_scores_are_published(with_own, published):
    with_own(team_burden=BURDEN)
    snapshot = published(
        people(
            {"order": 4, "select": 3, "group": 1},  # 4 + 3 + 3
            {"order": 0, "select": 0, "group": 4},  # none at all
            {"order": 2, "select": 4, "group": None},  # 6 of 2 items, times 3/2
            {"order": 4},  # one of three is too few
        )
    )
    assert snapshot.instruments["team-burden"].unverified == ("Nobody has tried it but us.",)
    (row,) = answer("score", snapshot).frame.to_dicts()
    assert (row["instrument_name"], row["scale_label"]) == ("Burden", "Burden")
    assert (row["minimum"], row["maximum"], row["higher_is"]) == (0, 12, "worse")
    assert row["points"] == [0, 9, 10]
    assert (row["n"], row["n_respondents"]) == (3, 4)
    assert row["value"] == pytest.approx(19 / 3)


def test_it_stands_beside_a_shipped_one(with_own, published):
    with_own(team_burden=BURDEN)
    tables = people(*[{"order": 1, "select": 1, "group": 3}] * 3)
    tables["answers"] += [
        {"respondent_id": "r0", "instrument_id": name, "item_id": item, "value": 5}
        for name in ("aim", "iam")
        # The two share their items' ids and their scale's.
        for item in ("a1", "a2", "a3")
    ]
    frame = answer("score", published(tables)).frame.filter(pl.col("n") > 0)
    assert dict(frame.select("instrument_id", "points").iter_rows()) == {
        "team-burden": [3, 3, 3],
        "aim": [5],
        "iam": [5],
    }


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (
            "reversed = true",
            'reversed = "yes"',
            "instruments/team-burden.toml, column items group reversed: found 'yes', but it should "
            "be true or false, without quotation marks. Mend the value.",
        ),
        (
            "scores = { burden = 10.0 }",
            "scores = { burden = 8.0 }",
            "instruments/team-burden.toml, column worked_examples 1 burden: found 8.0, but 10.0 "
            "comes out. Mend the example, or the scoring that it shows to be wrong.",
        ),
        (
            "minimum = 0",
            "minimum = 1",
            "instruments/team-burden.toml, column responses.levels: found 0, 1, 2, 3, 4, but "
            "levels name every number from 1 to 4 once, in order. Add, remove or reorder levels, "
            "or mend minimum and maximum.",
        ),
        (
            'method = "sum"',
            "method = sum",
            "instruments/team-burden.toml, row 41: found 'method = sum', but this line is not "
            "valid TOML (invalid value). Mend this line; a text stands in quotation marks, a list "
            "in square brackets.",
        ),
    ],
)
def test_a_fault_is_named_with_file_and_key_beside_the_answers_it_costs(
    with_own, programme_folder, old, new, sentence
):
    assert old in BURDEN
    with_own(team_burden=BURDEN.replace(old, new))
    accepted = accept(programme_folder(people({"order": 4, "select": 3})))
    said = [problem.sentence() for problem in accepted.problems]
    assert sentence in said, said
    assert accepted.refused
    assert accepted.tables["answers"].is_empty()


def test_one_that_takes_a_shipped_id_is_refused_and_ours_is_used(with_own, programme_folder):
    with_own(rsa=BURDEN.replace('"team-burden"', '"rsa"'))
    accepted = accept(programme_folder({}, {"instruments": ["rsa"]}))
    (problem,) = accepted.problems
    assert problem.sentence() == (
        "instruments/rsa.toml, column instrument_id: found 'rsa', but Bridgeboard ships an "
        "instrument of that id. Choose another instrument_id and file name, or delete the file to "
        "use ours."
    )
    assert len(accepted.instruments["rsa"].items) == 36
