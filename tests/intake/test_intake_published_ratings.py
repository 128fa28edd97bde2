"""The published tables give back what is printed, cell by cell."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from bridgeboard.intake.published_ratings import published_ratings
from bridgeboard.problems import Refusal
from bridgeboard.settings import DATA

#: Read off the published tables by hand and eye, before there was a reader.
PRINTED = Path(__file__).with_name("published_cells.csv").read_text(encoding="utf-8")
CELLS = list(csv.DictReader(PRINTED.splitlines()))


def printed(name):
    """(site, construct as printed) in the order of the table, with what each cell means."""
    return [cell for cell in CELLS if cell["table"] == name]


@pytest.mark.parametrize(("name", "n"), [("varsi2015", 145), ("programs2019", 104)])
def test_every_printed_cell_has_its_value_kind_and_mixed(name, n):
    table = published_ratings()[name]
    cells = printed(name)
    assert len(table.ratings) == len(cells) == n
    sites = dict.fromkeys(table.ratings["site_id"])
    labels = dict(zip(dict.fromkeys(cell["site"] for cell in cells), sites, strict=True))
    rows = dict.fromkeys(cell["construct"] for cell in cells)
    keys = dict.fromkeys(table.ratings.select("framework", "construct_id").iter_rows())
    constructs = dict(zip(rows, keys, strict=True))
    by_place = {
        (row["site_id"], row["framework"], row["construct_id"]): row
        for row in table.ratings.iter_rows(named=True)
    }
    for cell in cells:
        row = by_place[labels[cell["site"]], *constructs[cell["construct"]]]
        starred = row["raw"].endswith("*")
        assert row["raw"] == cell["raw"]
        assert row["rating"] == (int(cell["parsed_value"]) if cell["parsed_value"] else None)
        # In the papers a star says mixed beside a number that counts; here that is mixed, leaning.
        assert (row["state"] == "mixed" and not starred) == (cell["mixed"] == "mixed")
        assert (
            row["state"]
            == {
                "number": "mixed" if starred or cell["mixed"] else "rated",
                "mixed": "mixed",
                "missing": "missing",
                "external": "not_applicable",
            }[cell["kind"]]
        )


def test_varsi_has_its_groups_and_its_twenty_nine_constructs_of_2009():
    varsi = published_ratings()["varsi2015"]
    assert varsi.groups == {f"unit-{n}": "high" if n < 5 else "low" for n in range(1, 6)}
    assert set(varsi.ratings["framework"]) == {"2009"}
    assert varsi.classes["construct_id"].n_unique() == 29
    assert Counter(varsi.classes["printed"]) == {"none": 19, "strong": 5, "weak": 5}
    assert "10.2196/jmir.5091" in varsi.doi


def test_varsi_keeps_the_misprint_and_the_reversal_as_notes():
    ratings = published_ratings()["varsi2015"].ratings
    notes = ratings.drop_nulls("note").select("construct_id", "note").unique().sort("construct_id")
    assert notes.rows() == [
        ("2009-I-A", "External: where the innovation comes from, no rating"),
        ("2009-I-F", "reverse rated"),
        ("2009-III-E2", 'written "Available recourses"'),
    ]
    # Reverse rated or not, the sign is the printed one.
    assert set(ratings.filter(construct_id="2009-I-F")["rating"]) == {1}


def test_the_programmes_have_two_constructs_that_are_in_neither_edition():
    programmes = published_ratings()["programs2019"]
    assert programmes.groups == {}
    assert programmes.classes.filter(framework="own").rows() == [
        ("own", "Formally Appointed External Implementation Leader", "weak"),
        ("own", "Experience", "strong"),
    ]
    assert set(programmes.classes["printed"]) == {"weak", "strong"}


def test_a_broken_published_table_says_which_cell(tmp_path):
    for path in (DATA / "published_ratings").glob("varsi2015.*"):
        text = path.read_text(encoding="utf-8").replace("Adaptability,+1", "Adaptability,+7")
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=r"varsi2015.csv, row 6, column B \(Unit 1\): found \"\+7\""):
        published_ratings(tmp_path)
    (tmp_path / "varsi2015.csv").unlink()
    with pytest.raises(Refusal, match="restore them from the repository"):
        published_ratings.__wrapped__(tmp_path)


def test_a_snapshot_holds_the_published_tables_with_groups_and_classes(published):
    rows = published().query(
        "SELECT study, construct_id, list(rating ORDER BY site_id) AS ratings, "
        "count(*) FILTER (\"group\" = 'high') AS n_high, any_value(printed::VARCHAR) AS printed "
        "FROM published_ratings WHERE construct_id IN ('2009-I-E', 'Experience') "
        "GROUP BY study, construct_id ORDER BY study"
    )
    experience = [-1, 1, 1, 0, None, -2, None, 1, None, 2, 2, -2, 1]
    assert rows.rows() == [
        ("programs2019", "Experience", experience, 0, "strong"),
        ("varsi2015", "2009-I-E", [2, 2, 2, 2, -1], 4, "strong"),
    ]
