"""Long files: what makes them quick, and bounded, without a rule of their own."""

import os
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.instruments import registry
from bridgeboard.intake import accept
from bridgeboard.intake.columns import BROKEN_TEXT
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.staged import CODES
from bridgeboard.intake.streaming import checks, direct
from bridgeboard.intake.streaming.cells import ANSWERED, cells_of
from bridgeboard.intake.typing_cells import FORMULA_ERROR
from bridgeboard.problems import Refusal
from bridgeboard.readers.personal_marks import E_MAIL
from bridgeboard.settings import PROJECT
from schemas._table import Table, column
from schemas.answers import Answers
from schemas.identifier import IDENTIFIER
from schemas.respondents import Respondents


@given(st.from_regex(IDENTIFIER, fullmatch=True))
@settings(max_examples=300, deadline=None)
def test_no_identifier_is_what_is_not_looked_for_in_identifiers(text):
    cell = pl.Series([text.rstrip("\n")])
    for pattern in (BROKEN_TEXT, E_MAIL, FORMULA_ERROR):
        assert not cell.str.contains(pattern).any()
    assert cell.str.strip_chars().equals(cell)
    assert direct.GOES_WITHOUT_SAYING == ("text", "whole characters", "no e-mail address")


@pytest.mark.parametrize("model", [Respondents, Answers])
def test_every_check_of_the_models_has_its_sql(model):
    with duckdb.connect() as con:
        types = {"text": "VARCHAR", "whole number": "BIGINT", "number": "DOUBLE"}
        typed = [f'NULL::{types[one.kind]} AS "{one.name}"' for one in rules_of(model).values()]
        texts = [f'NULL::VARCHAR AS "{name} text"' for name in rules_of(model)]
        found = list(checks.cell_checks(model, list(rules_of(model))))
        said = ", ".join(f"({check.sql}) IS TRUE" for check in found)
        row = con.execute(f"SELECT {said} FROM (SELECT {', '.join(typed + texts)})").fetchall()[0]
    empty = [check.column for check, holds in zip(found, row, strict=True) if holds]
    assert empty == [one.name for one in rules_of(model).values() if not one.nullable]


def test_a_check_that_is_not_known_is_no_silent_pass():
    class Other(Table):
        word: str = column("A word", str_startswith="a")

    with pytest.raises(NotImplementedError, match="str_startswith"):
        list(checks.model_checks(Other))


def test_the_states_that_cells_have_are_the_models():
    states = rules_of(Answers)["state"].allowed
    assert {ANSWERED, *CODES} == set(states)
    holds = Answers.Config.metadata["in_sql"]["value_fits_state"]
    with duckdb.connect() as con:
        for state in states:
            for value in ("3", "NULL"):
                ((fits,),) = con.execute(
                    f"SELECT {holds} FROM (SELECT '{state}' AS state, {value} AS value)"
                ).fetchall()
                assert fits == ((state == ANSWERED) == (value == "3"))


def test_each_answer_that_may_be_given_has_a_cell_of_its_own():
    """Every value and state of every item of all shipped instruments, there and back."""
    instruments = list(registry().values())
    cells = cells_of(instruments)
    rows = [
        (one.instrument_id, item, value, state)
        for one in instruments
        for item in one.item_ids
        for value, state in [
            *((str(level.value), ANSWERED) for level in one.levels),
            *((None, state) for state in CODES),
        ]
    ]
    frame = pl.DataFrame(rows, ["instrument_id", "item_id", "value", "state"], orient="row")
    with duckdb.connect() as con:
        con.execute("ATTACH ':memory:' AS staged")
        typed = ", ".join(f'"{one}"::{sql} AS "{one}"' for one, sql in cells.types().items())
        con.register("given", frame.with_row_index("place"))
        con.execute("CREATE TABLE people AS SELECT place, place AS respondent_id FROM given")
        con.execute(
            f"CREATE TABLE words AS SELECT respondent_id, {cells.words()} FROM "
            f"(SELECT place AS respondent_id, {typed} FROM given) GROUP BY respondent_id"
        )
        found = {}
        for nth, one in enumerate(instruments):
            con.execute(cells.unpacked(nth, "words", "people"))
            wide = con.sql(f'SELECT * FROM staged."{cells.tables[one.instrument_id]}"').pl()
            for row in wide.iter_rows(named=True):
                place = row.pop("place")
                filled = {item: cell for item, cell in row.items() if cell is not None}
                assert place not in found
                found[place] = (one.instrument_id, filled)
    assert found == {
        place: (instrument, {item: CODES[state] if value is None else int(value)})
        for place, (instrument, item, value, state) in enumerate(rows)
    }


PEOPLE = "respondent_id,site_id,wave_id,provenance\nr1,a,pre,collected\nr2,a,pre,collected\n"
ANSWERS = "respondent_id,instrument_id,item_id,value,state\nr1,psa12,b1,3,answered\n"
CLEAN = {
    "programme.toml": 'id = "p"\nname = "P"\nprovenance = "collected"\ninstruments = ["psa12"]\n',
    "sites.csv": "site_id,site_name,country_iso3,setting,comparable_across_waves,provenance\n"
    "a,A,DEU,unknown,yes,collected\n",
    "waves.csv": "wave_id,label,order,date_precision\npre,Pre,1,unknown\n",
    "respondents.csv": PEOPLE,
    "answers.csv": ANSWERS,
}


@pytest.fixture
def ways(monkeypatch):
    """Which tables were read directly, once accept() is done."""
    found = {}

    def watched(where, name, table):
        before = getattr(where, name)

        def run(*arguments):
            n = before(*arguments)
            found[table] = n is not None
            return n

        monkeypatch.setattr(where, name, run)

    watched(direct, "respondents_directly", "respondents")
    watched(direct.AnswersRead, "arranged", "answers")
    return found


@pytest.mark.parametrize(
    ("file", "text", "quick"),
    [
        ("answers.csv", ANSWERS, True),
        ("answers.csv", ANSWERS.replace("\n", "\r\n"), True),
        ("answers.csv", "\ufeff" + ANSWERS.replace(",", ";"), True),
        ("answers.csv", "State,item-id,Respondent ID,instrument_id,value,remark\n"
         "answered,b1,r1,psa12,3,x\n", True),
        ("answers.csv", ANSWERS.rstrip("\n"), True),
        ("answers.csv", ANSWERS + "r1,psa12,b1,4,answered\n", False),  # twice
        ("answers.csv", ANSWERS + "r1,psa12,b2,4,answered,\n", True),  # a spreadsheet's habit
        ("answers.csv", ANSWERS + "r1,psa12,b2,4,answered,x\n", False),  # another width
        ("answers.csv", ANSWERS + "r1,psa12,b2,4,answered,,x\n", False),
        ("answers.csv", ANSWERS + "r1,psa12,b2,4\n", False),
        ("answers.csv", ANSWERS + "\nr1,psa12,b2,4,answered\n", False),  # an empty line
        ("answers.csv", ANSWERS + "r3,psa12,b2,4,answered\n", False),  # nobody
        ("answers.csv", ANSWERS + "r2,psa12,b2,6,answered\n", False),
        ("answers.csv", ANSWERS + "r2,psa13,b2,4,answered\n", False),
        ("answers.csv", ANSWERS + "r2,,b2,4,answered\n", False),
        ("answers.csv", ANSWERS + "r2,psa12,zz,4,answered\n", False),
        ("answers.csv", ANSWERS + "r2,psa12,b2,4,Answered\n", False),
        ("answers.csv", ANSWERS + ",psa12,b2,4,answered\n", False),
        ("answers.csv", ANSWERS + "r2,psa12,b2,4.0,answered\n", False),
        ("answers.csv", ANSWERS + "r2,psa12,b2,4,missing\n", False),
        ("answers.csv", ANSWERS + 'r2,psa12,"b2",4,answered\n', False),
        ("respondents.csv", PEOPLE, True),
        ("respondents.csv", PEOPLE + "r3,a,pre,\n", False),
        ("respondents.csv", PEOPLE + "r1,a,pre,collected\n", False),
        ("respondents.csv", PEOPLE + "123456789,a,pre,collected\n", False),
    ],
    ids=range(25),
)  # fmt: skip
def test_only_what_is_beyond_doubt_is_read_directly(tmp_path, ways, file, text, quick):
    for name, clean in (CLEAN | {file: text}).items():
        (tmp_path / name).write_text(clean, encoding="utf-8", newline="")
    accepted = accept(tmp_path, long_from=0)
    assert ways[file.removesuffix(".csv")] == quick
    assert quick <= (not accepted.refused)
    rows = {read.name: read.rows for read in accepted.files}
    assert rows["answers.csv"] == accepted.n_read["answers"]


def test_nothing_is_left_behind_once_nobody_holds_it(tmp_path):
    for name, clean in CLEAN.items():
        (tmp_path / name).write_text(clean)
    accepted = accept(tmp_path, long_from=0)
    folder = accepted.staged.path.parent
    assert sorted(path.name for path in folder.iterdir()) == ["in use", "staged.duckdb"]
    assert (accepted.height("respondents"), accepted.height("answers")) == (2, 1)
    with pytest.raises(KeyError):
        accepted.tables["answers"]
    del accepted
    assert not folder.exists()


def test_progress_goes_up_and_says_what_is_checked(tmp_path):
    for name, clean in CLEAN.items():
        (tmp_path / name).write_text(clean)
    for long_from in (0, None):
        said = []
        accept(tmp_path, long_from=long_from, said=lambda *told, said=said: said.append(told))
        shares = [share for share, _ in said]
        assert shares == sorted(shares)
        assert 0 < shares[0] <= shares[-1] <= 1
        assert any(re.match("Checking|Looking", words) for _, words in said)


def test_without_a_place_to_work_in_it_says_so(tmp_path, monkeypatch):
    for name, clean in CLEAN.items():
        (tmp_path / name).write_text(clean)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(Refusal, match="name another folder as TMPDIR"):
        accept(tmp_path, long_from=0)


def test_what_goes_wrong_beside_answers_stops_reading_them(tmp_path, monkeypatch):
    """Also before DuckDB has begun with it; and nothing is left of it."""
    for name, clean in CLEAN.items():
        (tmp_path / name).write_text(clean)
    (tmp_path / "work").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "work"))
    before = threading.active_count()

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(direct, "respondents_directly", stopped)
    with pytest.raises(KeyboardInterrupt):
        accept(tmp_path, long_from=0)
    assert threading.active_count() == before
    assert not list((tmp_path / "work").iterdir())


CHECKS = """
import sys
from pathlib import Path
from bridgeboard.intake import accept
accepted = accept(Path(sys.argv[1]), long_from=0)
print(accepted.staged.path.parent, flush=True)
sys.stdin.read()
"""


def test_the_next_check_clears_away_what_a_killed_one_left(tmp_path, monkeypatch):
    """And nothing that somebody still works in, or that isn't known to be left."""
    for name, clean in CLEAN.items():
        (tmp_path / name).write_text(clean)
    place = tmp_path / "work"
    place.mkdir()
    (place / "bridgeboard-long-unlocked").mkdir()
    (place / "bridgeboard-long-file").write_text("")
    (place / "bridgeboard-long-link").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "in use").write_text("")
    others = set(place.iterdir())
    order = [sys.executable, "-c", CHECKS, str(tmp_path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    environment = {**os.environ, "TMPDIR": str(place)}
    with (
        subprocess.Popen(order, env=environment, cwd=PROJECT, **pipes) as killed,
        subprocess.Popen(order, env=environment, cwd=PROJECT, **pipes) as living,
    ):
        left, held = (Path(one.stdout.readline().strip()) for one in (killed, living))
        killed.kill()
        killed.wait()
        assert set(place.iterdir()) == {left, held} | others
        assert (left / "staged.duckdb").exists()
        monkeypatch.setattr(tempfile, "tempdir", str(place))
        accept(tmp_path, long_from=0).staged.close()
        assert set(place.iterdir()) == {held} | others
        assert (held / "staged.duckdb").exists()
        living.communicate()
    assert set(place.iterdir()) == others
    assert (tmp_path / "answers.csv").exists()
