"""The shipped instruments, their worked examples, and a programme's own beside them."""

import json
import re
from dataclasses import replace

import polars as pl
import pytest

from bridgeboard.instruments import from_json, own_instruments, read, registry, to_json
from bridgeboard.instruments.registry import SHIPPED_FOLDER
from bridgeboard.instruments.rules import differences

SHIPPED = registry()
EXAMPLES = [
    pytest.param(instrument, example, id=f"{name}-{number}")
    for name, instrument in SHIPPED.items()
    for number, example in enumerate(instrument.worked_examples, start=1)
]


@pytest.mark.parametrize(("instrument", "example"), EXAMPLES)
def test_a_worked_example_comes_out(instrument, example):
    assert differences(instrument, example) == []


@pytest.mark.parametrize(("instrument", "example"), EXAMPLES)
def test_a_worked_example_that_is_off_is_seen(instrument, example):
    if example.scores:
        (first, score), *rest = example.scores
        wrong = replace(example, scores=((first, 1.0 if score is None else None), *rest))
    else:
        (first, _), *rest = example.levels
        wrong = replace(example, levels=((first, "something else"), *rest))
    assert [name for name, _, _ in differences(instrument, wrong)] == [first]


def test_every_file_is_in_the_registry():
    assert {path.stem for path in SHIPPED_FOLDER.glob("*.toml")} == set(SHIPPED)
    assert {"psa12", "pcat"} <= set(SHIPPED)


def test_psa12_is_own_and_not_validated_and_lies_along_four_themes():
    psa12 = SHIPPED["psa12"]
    assert psa12.own
    assert not psa12.validated
    assert len(psa12.items) == 12
    assert [i.item_id for i in psa12.items if i.reversed] == ["c1", "c2", "c3", "c4"]
    assert [s.scale_id for s in psa12.scales] == [
        "total",
        "expected_benefits",
        "concerns",
        "roles",
        "collaboration",
    ]
    # A subscale holds the items of one branch of the coding tree.
    for scale in psa12.scales[1:]:
        assert len({psa12.item(item_id).theme_id[:2] for item_id in scale.item_ids}) == 1
    assert "MHW" not in " ".join(item.label for item in psa12.items)


def test_pcat_has_fourteen_items_each_a_construct_and_no_score():
    pcat = SHIPPED["pcat"]
    assert len(pcat.items) == 14
    assert pcat.scales == ()
    assert [level.value for level in pcat.levels] == [-2, -1, 0, 1, 2]
    assert pcat.doi == "10.1186/s43058-022-00380-5"
    assert "10.1186/s43058-026-00956-5" in pcat.licence_note
    assert pcat.licence == "CC BY 4.0"
    assert pcat.unverified
    assert all(item.construct_id for item in pcat.items)
    # A characteristic of people needs to say whose.
    for instrument in SHIPPED.values():
        for item in instrument.items:
            is_characteristic = (item.construct_id or "").startswith("IV-C-")
            assert is_characteristic == (item.construct_role_id is not None), item


def test_items_speak_of_constructs_and_influences_that_exist():
    reference = SHIPPED_FOLDER.parent.parent / "data" / "reference"
    constructs = set(pl.read_csv(reference / "cfir_constructs.csv")["construct_id"])
    influences = set(pl.read_csv(reference / "influences.csv")["influence_id"])
    for instrument in SHIPPED.values():
        for item in instrument.items:
            assert {item.construct_id, item.construct_role_id} <= constructs | {None}
            assert item.influence_id in influences | {None}


@pytest.mark.parametrize("name", SHIPPED)
def test_an_instrument_survives_json_whole(name):
    instrument = SHIPPED[name]
    again = from_json(to_json(instrument))
    assert again == instrument
    assert hash(again) == hash(instrument)
    assert json.loads(to_json(instrument))["source"] == f"instruments/{name}.toml"


@pytest.mark.parametrize("name", SHIPPED)
def test_ids_are_plain_column_names(name):
    for item_id in SHIPPED[name].item_ids:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", item_id)
    assert SHIPPED[name].table == f"answers_{name}"


OWN = """
instrument_id = "team-check"
name = "Team check"
short_name = "TC"
citation = "Our team, 2024."
licence = "own"
licence_note = "May be shown."
own = true
validated = false
[responses]
minimum = 0
maximum = 1
levels = [{ value = 0, label = "no" }, { value = 1, label = "yes" }]
[[items]]
item_id = "q1"
label = "Ready?"
[[items]]
item_id = "q2"
label = "Willing?"
[[scales]]
scale_id = "both"
label = "Both"
item_ids = ["q1", "q2"]
method = "sum"
higher_is = "better"
share_needed = 0.8
[[worked_examples]]
says = "Yes and no make 1."
answers = { q1 = 1, q2 = 0 }
scores = { both = 1 }
"""


def test_a_programme_brings_its_own(tmp_path):
    folder = tmp_path / "instruments"
    folder.mkdir()
    (folder / "team-check.toml").write_text(OWN, encoding="utf-8-sig")
    own = registry(tmp_path)["team-check"]
    assert list(registry(tmp_path)) == [*SHIPPED, "team-check"]
    assert own.table == "answers_team_check"
    assert own.scale("both").items_needed == 2
    assert own == read(folder / "team-check.toml")
    assert from_json(to_json(own)) == own
    assert str(tmp_path) not in to_json(own)


def test_a_programme_without_instruments_has_the_shipped_ones(tmp_path):
    assert registry(tmp_path) == SHIPPED
    assert own_instruments(tmp_path) == ({}, [])


def test_two_files_of_one_id_are_told_apart(tmp_path):
    folder = tmp_path / "instruments"
    folder.mkdir()
    (folder / "team-check.toml").write_text(OWN)
    (folder / "team-check-copy.toml").write_text(OWN)
    good, (problem,) = own_instruments(tmp_path)
    assert list(good) == ["team-check"]
    assert problem.sentence() == (
        "instruments/team-check-copy.toml, column instrument_id: found 'team-check', but the file "
        "is named after the instrument_id. team-check.toml is there too: delete one of the two, "
        "or give this one an id of its own."
    )


@pytest.mark.parametrize(
    ("place", "found", "mend"),
    [
        ("instruments/team-check.toml.txt", "instruments/team-check.toml.txt", "Rename it"),
        ("team-check.toml", "team-check.toml", "Move it"),
        ("Instruments/team-check.toml", "Instruments", "Move it"),
        ("instrument/team-check.toml", "instrument", "Move it"),
    ],
)
def test_an_instrument_in_the_wrong_place_is_doubtful(tmp_path, place, found, mend):
    path = tmp_path / place
    path.parent.mkdir(exist_ok=True)
    path.write_text(OWN)
    good, (problem,) = own_instruments(tmp_path)
    assert good == {}
    assert (problem.file, problem.severity) == (found, "doubtful")
    assert mend in problem.sentence()


def test_what_systems_leave_behind_and_other_toml_files_are_no_instruments(tmp_path):
    folder = tmp_path / "instruments"
    folder.mkdir()
    for name in ("._team-check.toml", ".DS_Store", "~team-check.toml"):
        (folder / name).write_bytes(b"\x00\x05\x16\x07")
    (folder / "team-check.TOML").write_text(OWN)
    (tmp_path / "programme.toml").write_text('id = "north"')
    notes = 'instruments = ["psa12"]\n[[shifts]]\ninstrument_id = "psa12"\n'
    (tmp_path / "notes.toml").write_text(notes)
    good, problems = own_instruments(tmp_path)
    assert list(good) == ["team-check"]
    assert problems == []


def test_a_shipped_id_is_refused_and_a_broken_file_leaves_the_rest(tmp_path):
    folder = tmp_path / "instruments"
    folder.mkdir()
    (folder / "team-check.toml").write_text(OWN)
    (folder / "broken.toml").write_text("id = ")
    (folder / "pcat.toml").write_text((SHIPPED_FOLDER / "pcat.toml").read_text())
    good, problems = own_instruments(tmp_path)
    assert list(good) == ["team-check"]
    assert [problem.file for problem in problems] == [
        "instruments/broken.toml",
        "instruments/pcat.toml",
    ]
    assert registry(tmp_path)["pcat"] == SHIPPED["pcat"]
