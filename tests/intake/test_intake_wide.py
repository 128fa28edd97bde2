"""Answers with a row a respondent, in a file an instrument: another shape, and no other rules."""

import random

import duckdb
import polars as pl
import pytest
import xlsxwriter

from bridgeboard.instruments import registry
from bridgeboard.intake import accept, accept_reference
from bridgeboard.intake.streaming import wide_answers
from bridgeboard.store import build, snapshot

SITES = (
    "site_id,site_name,country_iso3,setting,comparable_across_waves,provenance\n"
    "a,A,DEU,unknown,yes,collected\nb,B,DEU,unknown,yes,collected\n"
)
WAVES = "wave_id,label,order,date_precision\npre,Pre,1,unknown\npost,Post,2,unknown\n"
#: In memory, and staged.
WAYS = (None, 0)


def folder_of(home, files, instruments=("psa12", "aim")):
    """A programme's folder with five respondents and these files."""
    home.mkdir(exist_ok=True)
    listed = ", ".join(f'"{one}"' for one in instruments)
    (home / "programme.toml").write_text(
        f'id = "p"\nname = "P"\nprovenance = "collected"\ninstruments = [{listed}]\n'
    )
    people = "".join(f"r{n},{'ab'[n % 2]},pre,collected\n" for n in range(1, 6))
    (home / "sites.csv").write_text(SITES)
    (home / "waves.csv").write_text(WAVES)
    (home / "respondents.csv").write_text("respondent_id,site_id,wave_id,provenance\n" + people)
    for name, text in files.items():
        (home / name).write_text(text, encoding="utf-8", newline="")
    return home


def said(accepted):
    return [problem.sentence() for problem in accepted.problems]


STATES = "not_applicable, dont_know or missing"
NUMBER = f"it must be a whole number, or one of {STATES}"


@pytest.mark.parametrize("long_from", WAYS)
@pytest.mark.parametrize(
    ("text", "sentences", "n_refused"),
    [
        (
            "respondent_id,b1,b2\nr1,7,2\n",
            ["answers_psa12.csv, row 2, column b1: found “7”, but PSA-12 is answered from 1 to 5. "
             f"Mend the number, or write {STATES}."],
            1,
        ),
        (
            "respondent_id,b1,b2\nr1,Missing,many\nr2,answered,3.5\n",
            [f"answers_psa12.csv, row 2, column b1: found “Missing”, but {NUMBER}. "
             "Did you mean missing?",
             f"answers_psa12.csv, row 3, column b1: found “answered”, but {NUMBER}. "
             "Write a number or one of these, or leave the cell empty if there is none.",
             f"answers_psa12.csv, row 2, column b2: found “many”, but {NUMBER}. "
             "Write a number or one of these, or leave the cell empty if there is none.",
             f"answers_psa12.csv, row 3, column b2: found “3.5”, but {NUMBER}. "
             "Write a whole number, or leave the cell empty if there is none."],
            4,
        ),
        (
            "respondent_id,b1,b2\nr1,1,2\nr2,1,\nr1,2,\n",
            ["answers_psa12.csv, row 2, column respondent_id: found “r1”, but respondent_id must "
             "name one row only, and row 4 has the same. Keep the right row, or mend one of them.",
             "answers_psa12.csv, row 4, column respondent_id: found “r1”, but respondent_id must "
             "name one row only, and row 2 has the same. Keep the right row, or mend one of them."],
            3,
        ),
        (
            "respondent_id,b1,b2\nr6,1,2\n,3,\n",
            ["answers_psa12.csv, row 3, column respondent_id: found nothing, but it must be filled "
             "in. Fill in the cell.",
             "answers_psa12.csv, row 2, column respondent_id: found “r6”, but respondents.csv has "
             "no such respondent_id. Known are r1, r2, r3, r4, r5."],
            3,
        ),
        (
            "respondent_id,b1,b13\nr1,1,2\n",
            ["answers_psa12.csv, column b13: found a column of this name, but it is not one of "
             "ours and was left out. Did you mean b3?"],
            0,
        ),
        (
            "id,b1,b2\nr1,1,2\n",
            ["answers_psa12.csv, column respondent_id: found nothing, but the table must have this "
             "column (who answered). Add it; the heading must be in the first row.",
             "answers_psa12.csv, column id: found a column of this name, but it is not one of ours "
             "and was left out. Nothing needs to be done if you don't need it here. Columns still "
             "unused: respondent_id, b3, b4, c1, c2, c3, c4, r1, r2, t1 and t2."],
            2,
        ),
        (
            "respondent_id,item_id,value\nr1,b1,2\n",
            ["answers_psa12.csv: found no column of an item, but the table must have one for each "
             "item of PSA-12 that was asked (b1 to t2). It has a row for each answer: name it "
             "answers.csv."],
            0,
        ),
        (
            "respondent_id,b1,b2\nr1,1\nr2,1,2\n",
            ["answers_psa12.csv, row 2: found 2 cells, but there are 3 headings. Fill in or delete "
             "this row. If it is the rest of a cell with a line break, that cell needs quotation "
             "marks; your spreadsheet sets them."],
            1,
        ),
        ("Respondent ID;B1;b2\nr1;3.0;not_applicable\nr2;;dont_know\nr3;;\n", [], 0),
    ],
    ids=range(9),
)  # fmt: skip
def test_what_is_wrong_is_said_by_file_row_and_item(
    tmp_path, text, sentences, n_refused, long_from
):
    folder = folder_of(tmp_path / "p", {"answers_psa12.csv": text})
    accepted = accept(folder, long_from=long_from)
    found = [one.replace('"', "“", 1).replace('"', "”", 1) for one in said(accepted)]
    assert found == sentences
    assert accepted.n_refused["answers"] == n_refused
    rows = [line for line in text.splitlines()[1:] if line.replace("\n", "")]
    assert {file.name: file.rows for file in accepted.files}["answers_psa12.csv"] == len(rows)


@pytest.mark.parametrize("long_from", WAYS)
def test_a_wrong_cell_leaves_the_others_of_its_row(tmp_path, long_from):
    text = "respondent_id,b1,b2,c1\nr1,9,2,missing\nr2,,,\n"
    accepted = accept(folder_of(tmp_path / "p", {"answers_psa12.csv": text}), long_from=long_from)
    assert (accepted.n_read["answers"], accepted.n_refused["answers"]) == (3, 1)
    assert accepted.refused_at.rows() == [("answers", "b", "pre", 1)]
    assert accepted.height("answers") == 2
    if long_from is None:
        assert accepted.tables["answers"].rows() == [
            ("r1", "psa12", "b2", 2, "answered"),
            ("r1", "psa12", "c1", None, "missing"),
        ]


@pytest.mark.parametrize("long_from", WAYS)
def test_a_wrong_cell_among_many_items_is_told_in_bounded_memory(tmp_path, long_from):
    items = registry()["rsa"].item_ids
    rows = [[f"r{n}"] + ["3"] * len(items) for n in range(1, 6)]
    rows[1][4] = "99"
    text = "\n".join(map(",".join, [["respondent_id", *items], *rows])) + "\n"
    folder = folder_of(tmp_path / "p", {"answers_rsa.csv": text}, ["rsa"])
    accepted = accept(folder, long_from=long_from)
    assert len(items) == 36
    assert [(one.row, one.column, one.found) for one in accepted.problems] == [
        (3, items[3], '"99"')
    ]
    assert (accepted.n_refused["answers"], accepted.height("answers")) == (1, 5 * 36 - 1)


@pytest.mark.parametrize("long_from", WAYS)
def test_an_instrument_must_be_there_and_in_use(tmp_path, long_from):
    text = "respondent_id,i1\nr1,1\n"
    files = {"answers_rsa.csv": text, "answers_pas12.csv": text}
    accepted = accept(folder_of(tmp_path / "p", files), long_from=long_from)
    assert said(accepted) == [
        'answers_pas12.csv: found the instrument "pas12" in its name, but there is no instrument '
        "of this id. Did you mean answers_psa12? If it has a row for each answer, name it answers.",
        'answers_rsa.csv: found "rsa", but programme.toml does not list it under instruments. '
        'Add it there: instruments = ["psa12", "aim", "rsa"].',
    ]
    assert accepted.n_refused["answers"] == 1
    assert accepted.refused_at.rows() == [("answers", "b", "pre", 1)]


@pytest.mark.parametrize("long_from", WAYS)
def test_answers_stand_in_one_shape(tmp_path, long_from):
    files = {
        "answers.csv": "respondent_id,instrument_id,item_id,value,state\nr1,psa12,b1,3,answered\n",
        "answers_psa12.csv": "respondent_id,b1\nr1,4\n",
        "answers_copy.csv": "respondent_id,b1\nr1,4\n",
    }
    accepted = accept(folder_of(tmp_path / "p", files), long_from=long_from)
    assert said(accepted) == [
        "answers.csv: found the table answers in answers.csv and answers_psa12.csv, but answers "
        "may stand with a row each in one place, or with a row a respondent in one place for each "
        "instrument, and not both. Keep what is right, and move answers.csv or answers_psa12.csv "
        "out of the folder.",
        # Beside answers.csv it is no more than a file that was forgotten.
        "answers_copy.csv: found a file of this name, which was not read, but tables are files "
        "like sites.csv or sheets like sites in one workbook (.xlsx). Did you mean answers.csv? "
        "Rename it, or move it out of the folder.",
    ]
    assert accepted.refused
    assert "answers" not in accepted.n_read


@pytest.mark.parametrize("long_from", WAYS)
def test_an_empty_template_beside_them_is_no_second_shape(tmp_path, long_from):
    files = {
        "answers.csv": "\ufeffrespondent_id,instrument_id,item_id,value,state\r\n",
        "answers_psa12.csv": "respondent_id,b1\nr1,4\n",
    }
    accepted = accept(folder_of(tmp_path / "p", files), long_from=long_from)
    assert (accepted.problems, accepted.height("answers")) == ([], 1)


def test_a_sheet_of_a_workbook_is_read_alike(tmp_path):
    folder = folder_of(tmp_path / "p", {})
    with xlsxwriter.Workbook(folder / "book.xlsx") as book:
        book.add_worksheet("answers").write_row(0, 0, ["respondent_id", "instrument_id"])
        sheet = book.add_worksheet("Answers_PSA12")
        for number, row in enumerate([["respondent_id", "b1", "b2"], ["r1", 7, "missing"]]):
            sheet.write_row(number, 0, row)
    accepted = accept(folder)
    (problem,) = accepted.problems
    where = (problem.file, problem.row, problem.column)
    assert where == ("book.xlsx, sheet Answers_PSA12", 2, "b1")
    assert accepted.tables["answers"].rows() == [("r1", "psa12", "b2", None, "missing")]


def shapes(home, chance):
    """The same random answers in both shapes: two folders."""
    kinds = {one: registry()[one] for one in ("psa12", "aim")}
    long, wide = ["respondent_id,instrument_id,item_id,value,state"], {}
    for one in kinds.values():
        lines = wide.setdefault(one.instrument_id, [",".join(["respondent_id", *one.item_ids])])
        people = [f"r{n}" for n in range(1, 6) if chance.random() < 0.8]
        chance.shuffle(people)
        for who in people:
            cells = []
            for item in one.item_ids:
                cell = chance.choice(
                    [*"12345", *"12345", "not_applicable", "dont_know", "missing", ""]
                )
                number, state = (cell, "answered") if cell.isdigit() else ("", cell)
                cells.append(cell)
                if cell:
                    long.append(f"{who},{one.instrument_id},{item},{number},{state}")
            lines.append(",".join([who, *cells]))
    return (
        folder_of(home / "long", {"answers.csv": "\n".join(long) + "\n"}),
        folder_of(
            home / "wide",
            {f"answers_{one}.csv": "\n".join(lines) + "\n" for one, lines in wide.items()},
        ),
    )


def everything(accepted, path):
    """All that a snapshot of it holds, in plain types, in any order."""
    build.build(path, accepted, accept_reference(), lambda share, words: None)
    with snapshot.connect(path) as con:
        names = con.sql(
            "SELECT table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary UNION "
            "SELECT view_name FROM duckdb_views() WHERE NOT internal AND NOT temporary"
        ).fetchall()
        frames = {
            name: snapshot.plain(con.sql(f'SELECT * FROM "{name}"').pl()) for (name,) in names
        }
    return {name: sorted(frame.rows(), key=str) for name, frame in frames.items()}


def test_both_shapes_give_the_same_tables_and_snapshots(tmp_path):
    long, wide = shapes(tmp_path, random.Random(1))
    found = [accept(folder, long_from=way) for folder in (long, wide) for way in WAYS]
    assert [one.problems for one in found] == [[], [], [], []]
    n_read = [one.n_read for one in found]
    assert n_read[1:] == n_read[:-1]
    for name, table in found[0].tables.items():
        key = table.columns
        assert found[2].tables[name].sort(key).equals(table.sort(key)), name
    of_long, *others = [
        everything(one, tmp_path / f"{nth}.duckdb") for nth, one in enumerate(found)
    ]
    assert len(of_long["mart_distribution"]) > 20
    for other in others:
        assert other.keys() == of_long.keys()
        for name, rows in of_long.items():
            assert other[name] == rows, name


@pytest.mark.parametrize(("long_from", "is_long"), [(200, True), (208, False)])
def test_with_a_row_a_respondent_an_eighth_of_the_bytes_is_long(tmp_path, long_from, is_long):
    text = "respondent_id,b1,b2\nr1,1\n"
    assert len(text) == 200 // 8
    folder = folder_of(tmp_path / "p", {"answers_psa12.csv": text})
    accepted = accept(folder, long_from=long_from)
    assert (accepted.staged is not None) == is_long


@pytest.mark.parametrize(
    ("text", "quick"),
    [
        ("respondent_id,b1,b2\nr1,1,2\nr2,missing,\n", True),
        ("respondent_id,b1,b2\r\nr1,1.0,2.0\r\nr2,,\r\n", True),
        ("\ufeffB2;remark;Respondent ID;b1\n1;x;r1;5\n;y;r2;dont_know\n", True),
        ("respondent_id,b1\nr1,1\nr1,2\n", False),  # twice
        ("respondent_id,b1\nr1,1\nr1,\n", False),
        ("respondent_id,b1\nr6,1\n", False),  # nobody
        ("respondent_id,b1\nr6,\n", False),
        ("respondent_id,b1\n,1\n", False),
        ("respondent_id,b1\nr1,6\n", False),
        ("respondent_id,b1\nr1,1,2\n", False),  # another width
        ("respondent_id,b1,remark\nr1,1\n", False),
        ("respondent_id,b1,remark\nr1,1,x,y\n", False),
        ("respondent_id,b1\nr1,1\n\nr2,1\n", False),  # an empty line
        ('respondent_id,b1\nr1,"1"\n', False),
        ("respondent_id,b1\nr1,+1\n", False),
        ("respondent_id,b1\nr1, 1\n", False),
        ("respondent_id,b1\nr1 ,1\n", False),
        ("respondent_id,remark\nr1,1\n", False),
        ("b1,b2\n1,1\n", False),
    ],
    ids=range(19),
)
def test_only_what_is_beyond_doubt_is_read_directly(tmp_path, monkeypatch, text, quick):
    found = []

    def watched(*arguments, before=wide_answers.cells_directly):
        found.append(before(*arguments))
        return found[-1]

    monkeypatch.setattr(wide_answers, "cells_directly", watched)
    folder = folder_of(tmp_path / "p", {"answers_psa12.csv": text})
    staged, in_memory = accept(folder, long_from=0), accept(folder, long_from=None)
    assert [n is not None for n in found] == [quick]
    assert quick <= (not staged.refused)
    assert said(staged) == said(in_memory)
    assert (staged.n_read, staged.n_refused) == (in_memory.n_read, in_memory.n_refused)
    with duckdb.connect(str(staged.staged.path), read_only=True) as con:
        cells = con.sql(f'SELECT * FROM "{staged.staged.cells["psa12"]}"').pl()
    people = in_memory.tables["answers"]["respondent_id"]
    assert sorted(f"r{place + 1}" for place in cells["place"]) == sorted(people.unique())
    n_cells = cells.drop("place").select(pl.sum_horizontal(pl.all().count())).item()
    assert n_cells == len(people)
