"""Data added to a programme: merged, checked by the rows of the dropped files, and published."""

from __future__ import annotations

import tempfile
from pathlib import Path

import polars as pl
import pytest

from bridgeboard.access import WHOLE
from bridgeboard.collected import DroppedFile
from bridgeboard.mapping import wide_tables
from bridgeboard.mapping.own_tables import joined, own_tables
from bridgeboard.store import Store
from bridgeboard.store.loading import (
    begun,
    files_read,
    prepared,
    start,
    with_instruments,
)

PRESENT = {
    "sites": [{"site_id": "a", "city": "Ulm"}],
    "respondents": [{"respondent_id": "r1"}, {"respondent_id": "r2"}],
    "answers": [{"respondent_id": "r1", "item_id": "b1", "value": 1}],
}
RESPONDENTS = b"""respondent_id,site_id,wave_id,gender,provenance
r2,a,pre,female,collected

r3,a,pre,,collected
r4,nowhere,pre,,collected
"""


def csv(name: str, data: bytes) -> DroppedFile:
    return DroppedFile(name, data)


def dropped(begin, how: str, *files: DroppedFile):
    """What the dropped tables would do to the programme."""
    found = own_tables(files, begin.instruments.values())
    parts = {
        name: joined(begin.tables.get(name), table, how) for name, table in found.tables.items()
    }
    return prepared(
        begin,
        with_instruments(begin.programme, ()),
        {**begin.tables, **{name: part.frame for name, part in parts.items()}},
        files_read(files, {}),
        found.problems,
        {name: part.origins for name, part in parts.items()},
    )


def test_rows_are_merged_by_their_key_and_told_by_their_own_row(published):
    ready = dropped(start(published(PRESENT)), "merge", csv("Respondents.csv", RESPONDENTS))
    by_table = {one.table_name: one for one in ready.differences.tables}
    people = by_table["respondents"]
    assert (people.n_new, people.n_changed, people.n_gone, people.n_same) == (1, 1, 0, 1)
    assert people.columns == {"gender": 1}
    (problem,) = ready.accepted.problems
    assert (problem.file, problem.row, problem.column) == ("Respondents.csv", 5, "site_id")
    assert by_table["answers"].n_same == 1


def test_a_table_can_be_replaced(published):
    begin = start(published({n: rows for n, rows in PRESENT.items() if n != "answers"}))
    ready = dropped(begin, "replace", csv("respondents.csv", RESPONDENTS))
    (people,) = [one for one in ready.differences.tables if one.table_name == "respondents"]
    assert (people.n_new, people.n_changed, people.n_gone) == (1, 1, 1)


def test_what_is_ready_publishes_and_remembers_the_files(published, tmp_path: Path):
    snapshot = published(PRESENT)
    file = csv("respondents.csv", RESPONDENTS)
    ready = dropped(start(snapshot), "merge", file)
    store = Store(tmp_path / "store")
    record = store.publish(ready.accepted, by="Ana", accept_good=True)
    names = [one.name for one in record.files]
    assert names[-1] == "respondents.csv"
    assert names[:-1] == [one.name for one in snapshot.files]
    with store.open("test", WHOLE) as later:
        assert later.query("SELECT count(*) FROM respondents").item() == 3
        assert later.query('SELECT file, "row" FROM problems').rows() == [("respondents.csv", 5)]


def test_a_programme_begins_with_a_form_and_tables(tmp_path: Path):
    begin = begun("north", "North", "collected")
    sites = b"site_id,site_name,country_iso3,setting,comparable_across_waves,provenance\n" \
        b"a,Ulm,DEU,both,yes,collected\n"  # fmt: skip
    waves = b"wave_id,label,order,date_precision\npre,Before,1,unknown\n"
    ready = dropped(begin, "merge", csv("sites.csv", sites), csv("waves.csv", waves))
    assert ready.accepted.problems == []
    assert all(one.n_new == one.n_after for one in ready.differences.tables)
    assert Store(tmp_path).publish(ready.accepted, by="Ana").name == "North"


@pytest.mark.parametrize("bad", ["North", "1a", "", "a b"])
def test_an_id_that_cannot_be_is_said(bad):
    problems = begun(bad, "North", "collected")
    assert [problem.column for problem in problems] == ["id"]


def test_nothing_is_left_on_the_disk(published, tmp_path: Path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "tmp"))
    (tmp_path / "tmp").mkdir()
    dropped(start(published(PRESENT)), "merge", csv("respondents.csv", RESPONDENTS))
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_table_in_two_files_and_one_that_is_no_text_are_said():
    found = own_tables(
        [csv("sites.csv", b"site_id,site_name\na,b\n"), csv("Sites.csv", b"site_id\na\n"),
         csv("waves.csv", b"\x00\x01\xff")]
    )  # fmt: skip
    assert list(found.tables) == ["sites"]
    assert [problem.file for problem in found.problems] == ["Sites.csv", "waves.csv"]


def test_rows_that_stand_twice_in_the_file_are_all_kept_for_the_check(published):
    begin = start(published(PRESENT))
    twice = RESPONDENTS.replace(b"r3,", b"r2,")
    ready = dropped(begin, "merge", csv("respondents.csv", twice))
    rows = {p.row for p in ready.accepted.problems if p.rule == "unique respondent_id"}
    assert {2, 4} <= rows


def test_columns_that_a_file_has_not_stay_as_they_are():
    old = pl.DataFrame({"site_id": ["a"], "city": ["Ulm"], "latitude": [48.4]})
    (table,) = own_tables([csv("sites.csv", b"site_id,site_name\na,New\nb,B\n")]).tables.values()
    frame = joined(old, table, "merge").frame
    assert frame.select("site_id", "city", "latitude", "site_name").rows() == [
        ("a", "Ulm", "48.4", "New"),
        ("b", None, None, "B"),
    ]


WIDE = b"respondent_id,b1,b2,c1\nr1,5,,missing\nr2,7,2,many\nr9,1,1,\n"


def test_answers_with_a_row_a_respondent_are_told_by_their_own_row_and_column(published):
    begin = start(published(PRESENT))
    files = [csv("answers_psa12.csv", WIDE), csv("answers_aim.csv", b"respondent_id,a1\nr1,2\n")]
    ready = dropped(begin, "merge", *files)
    assert [(p.file, p.row, p.column, p.found) for p in ready.accepted.problems] == [
        ("answers_psa12.csv", 3, "c1", '"many"'),
        ("answers_psa12.csv", 3, "b1", '"7"'),
        ("answers_aim.csv", 2, "instrument_id", '"aim"'),
        ("answers_psa12.csv", 4, "respondent_id", '"r9"'),
    ]
    answers = ready.accepted.tables["answers"]
    found = {row[0:3:2]: row[3:] for row in answers.rows()}
    assert found["r1", "b1"] == (5, "answered")
    assert found["r1", "c1"] == (None, "missing")
    assert found["r2", "b2"] == (2, "answered")
    assert ("r2", "c1") not in found


def test_answers_in_two_shapes_and_of_no_instrument_are_said(published):
    begin = start(published(PRESENT))
    long = csv("answers.csv", b"respondent_id,instrument_id,item_id,value,state\n")
    wide = csv("answers_psa12.csv", WIDE)
    found = own_tables([long, wide], begin.instruments.values())
    assert [(p.file, p.found) for p in found.problems] == [
        ("answers_psa12.csv", "the table answers again")
    ]
    found = own_tables([csv("answers_psa.csv", WIDE)], begin.instruments.values())
    assert found.tables == {}
    assert [p.mend[:30] for p in found.problems] == ["Did you mean answers_psa12? If"]


def test_more_answers_than_fit_into_memory_are_not_added_at_once(published, monkeypatch):
    monkeypatch.setattr(wide_tables, "LARGEST", 5)
    begin = start(published(PRESENT))
    found = own_tables([csv("answers_psa12.csv", WIDE)], begin.instruments.values())
    assert found.tables == {}
    assert [p.sentence() for p in found.problems] == [
        "answers_psa12.csv: found 7 answers, but up to 5 are added at a time. Add some of its rows "
        "at a time, or publish the programme's folder on the command line."
    ]
