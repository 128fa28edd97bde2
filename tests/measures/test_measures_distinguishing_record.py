"""distinguishing_record: the printed classes of published tables against our rule."""

import csv

import pytest

from bridgeboard.intake.published_ratings import published_ratings
from bridgeboard.measures.distinguishing_record import distinguishing_record
from bridgeboard.settings import DATA


@pytest.fixture(scope="module")
def record(upsides):
    return distinguishing_record(upsides)


def test_17_of_the_19_constructs_of_varsi_2015_that_can_be_tried_are_hits(record):
    varsi = record.filter(study="varsi2015")
    assert varsi.height == 29
    assert varsi["hit"].count() == 19
    assert varsi["hit"].sum() == 17
    assert varsi.select("n_tested", "n_hits").unique().rows() == [(19, 17)]
    misses = varsi.filter(hit=False).select("construct_label", "printed", "ours")
    assert misses.rows() == [
        ("Relative Advantage", "weak", "none"),
        ("Knowledge & Beliefs about the Intervention", "weak", "strong"),
    ]


def test_never_finding_anything_would_hit_9_of_varsis_19(record):
    tried = record.filter(study="varsi2015", status="ok")
    assert (tried["printed"] == "none").sum() == 9
    assert tried["n_hits_of_none"].unique().to_list() == [9]


def test_varsi_2015_by_hand_from_the_printed_cells(record):
    path = DATA / "published_ratings" / "varsi2015.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.reader(file) if row[1] and row[0] != "Construct"]
    hits = []
    for _, *cells, printed in rows:
        counts = [
            None if cell in ("Missing", "External") else int(cell.split()[0].replace("–", "-"))
            for cell in cells
        ]
        high, low = [count for count in counts[:4] if count is not None], counts[4]
        if not high or low is None:
            continue
        apart = low < min(high) or low > max(high)
        strong = abs(sum(high) / len(high) - low) > 2
        ours = ("strong" if strong else "weak") if apart else ""
        hits.append(ours == printed.lower())
    assert (sum(hits), len(hits)) == (17, 19)
    assert record.filter(study="varsi2015")["hit"].sum() == sum(hits)


def test_a_table_whose_groups_are_not_known_counts_in_no_number(record):
    programmes = record.filter(study="programs2019")
    assert programmes.height == 8
    assert programmes["status"].unique().to_list() == ["groups not known"]
    assert programmes.select("ours", "hit", "cells_high").null_count().row(0) == (8, 8, 8)
    assert programmes.select("n_tested", "n_hits", "n_hits_of_none").unique().rows() == [(0, 0, 0)]
    assert set(programmes["printed"]) == {"strong", "weak"}
    own = programmes.filter(framework="own")["construct_label"].to_list()
    assert own == ["Experience", "Formally Appointed External Implementation Leader"]


def test_a_construct_without_a_rating_on_one_side_is_not_tried(record):
    cost = record.filter(study="varsi2015", construct_label="Cost").row(0, named=True)
    assert (cost["status"], cost["ours"], cost["hit"]) == ("not rated", None, None)
    assert cost["cells_low"] == "unit-5 missing"
    assert cost["reason"] == "The sites of one group have no rating of it that counts."


def test_how_mixed_counts_decides_one_construct_and_not_the_record(record):
    tried = record.filter(study="varsi2015").drop_nulls("verdict_without_mixed")
    without = (tried["verdict_without_mixed"] == tried["printed"]).sum()
    assert (without, tried.height) == (17, 18)
    differs = tried.filter(tried["verdict_without_mixed"] != tried["ours"])
    assert differs["construct_label"].to_list() == ["Relative Advantage"]


def test_the_snapshot_holds_the_published_tables_as_their_reader_gives_them(record):
    for name, table in published_ratings().items():
        found = record.filter(study=name)
        classes = dict(found.select("construct_id", "printed").rows())
        assert classes == dict(table.classes.select("construct_id", "printed").rows())


def test_the_record_is_the_same_in_every_programme(record, published):
    assert distinguishing_record(published()).equals(record)
