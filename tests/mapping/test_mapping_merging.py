"""What a file changes in a programme's tables, counted by hand."""

from __future__ import annotations

import polars as pl

from bridgeboard.mapping import merging
from bridgeboard.mapping.converted import Converted
from bridgeboard.mapping.merging import merged
from schemas._table import key
from schemas.tables import PROGRAMME_TABLES


def respondents(*rows, columns=("respondent_id", "site_id", "wave_id", "gender")):
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


def answers(*rows):
    columns = ("respondent_id", "instrument_id", "item_id", "value", "state")
    rows = [(*row, "answered") for row in rows]
    return pl.DataFrame(rows, schema=dict.fromkeys(columns, pl.String), orient="row")


THERE = {
    "respondents": respondents(
        ("r1", "a", "pre", "female", "kept"),
        ("r2", "a", "pre", None, None),
        ("r3", "a", "pre", None, None),
        ("r4", "a", "post", None, None),
        ("r5", "b", "pre", None, None),
        ("r6", "a", "pre", None, None),
        columns=("respondent_id", "site_id", "wave_id", "gender", "remark"),
    ),
    "answers": answers(
        ("r1", "psa12", "b1", "1"),
        ("r1", "psa12", "b2", "2"),
        ("r2", "psa12", "b1", "3"),
        ("r3", "psa12", "b1", "3"),
        ("r4", "psa12", "b1", "3"),
        ("r5", "psa12", "b1", "3"),
        ("r6", "aim", "a1", "3"),
    ),
}
SCOPE = {"site_id": frozenset({"a"}), "wave_id": frozenset({"pre"})}
FILE = Converted(
    tables={
        "respondents": respondents(("r1", "a", "pre", "male"), ("r7", "a", "pre", "other")),
        "answers": answers(
            ("r1", "psa12", "b1", "1"), ("r1", "psa12", "b2", "5"), ("r7", "psa12", "b1", "4")
        ),
    },
    scope={
        "respondents": SCOPE,
        "answers": {**SCOPE, "instrument_id": frozenset({"psa12"})},
    },
)


def test_rows_are_new_changed_the_same_or_no_longer_in_the_file():
    found = merged(THERE, FILE)
    people, ticked = found.changes["respondents"], found.changes["answers"]
    assert people.new["respondent_id"].to_list() == ["r7"]
    assert people.before["gender"].to_list() == ["female"]
    assert people.changed.select("respondent_id", "gender", "remark").rows() == [
        ("r1", "male", "kept")
    ]
    assert people.same == 0
    # r4 is of another wave, r5 of another site, r6 answered what this file doesn't ask.
    assert people.gone["respondent_id"].to_list() == ["r2", "r3"]
    assert ticked.new.select("respondent_id", "value").rows() == [("r7", "4")]
    assert ticked.changed.select("item_id", "value").rows() == [("b2", "5")]
    assert ticked.same == 1
    assert ticked.gone["respondent_id"].to_list() == ["r2", "r3"]
    assert not found.nothing_changes


def test_nothing_goes_unless_it_is_asked_for():
    kept, taken = merged(THERE, FILE), merged(THERE, FILE, take_out=True)
    assert kept.tables["respondents"]["respondent_id"].to_list() == [f"r{n}" for n in range(1, 8)]
    assert taken.tables["respondents"]["respondent_id"].to_list() == ["r1", "r4", "r5", "r6", "r7"]
    assert len(kept.tables["answers"]) == 8
    assert len(taken.tables["answers"]) == 6


def test_the_same_file_again_changes_nothing():
    once = merged(THERE, FILE, take_out=True)
    again = merged(once.tables, FILE, take_out=True)
    assert again.nothing_changes
    assert again.changes["answers"].same == 3
    for name, frame in once.tables.items():
        assert again.tables[name].equals(frame)


def test_a_programme_without_tables_gets_them():
    found = merged({}, FILE)
    assert found.tables["answers"].equals(FILE.tables["answers"])
    assert len(found.changes["answers"].new) == 3


def test_an_empty_site_is_a_key_too():
    columns = dict.fromkeys(("statement_id", "site_id", "text"), pl.String)
    old = pl.DataFrame([("s1", None, "one")], schema=columns, orient="row")
    new = pl.DataFrame([("s1", None, "two"), ("s1", "a", "x")], schema=columns, orient="row")
    found = merged({"statements": old}, Converted({"statements": new}))
    assert found.tables["statements"]["text"].to_list() == ["two", "x"]


def test_keys_are_those_of_the_schemas():
    assert {name: key(PROGRAMME_TABLES[name]) for name in merging.KEYS} == merging.KEYS
