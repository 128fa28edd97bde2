"""A programme's folder: which files are read, and what is said of the others."""

import hashlib
import io

import pytest
import xlsxwriter

from bridgeboard.problems import Refusal
from bridgeboard.readers import read_folder

NAMES = ("sites", "waves", "answers")
PROGRAMME = 'id = "north"\nname = "North"\nprovenance = "collected"\n'
SITES = "site_id,city\na,Ulm\n"
PLAIN = "but this must be a plain file in the programme's folder."
TABLES = "but tables are files like sites.csv or sheets like sites in one workbook (.xlsx)."


@pytest.fixture
def folder(tmp_path):
    """A folder with a good programme.toml; write(name=content) adds files."""
    place = tmp_path / "programme"
    place.mkdir()
    (place / "programme.toml").write_text(PROGRAMME)
    return place


def workbook(**sheets):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return file.getvalue()


def sentences(read):
    return [problem.sentence() for problem in read.problems]


def test_a_folder_of_csv_files_gives_its_programme_tables_and_files(folder):
    (folder / "sites.csv").write_text(SITES)
    (folder / "Waves.CSV").write_text("wave_id;order\npre;1\n")
    read = read_folder(folder, NAMES)
    assert read.programme.name == "North"
    assert set(read.tables) == {"sites", "waves"}
    assert sentences(read) == []
    assert [(file.name, file.rows) for file in read.files] == [
        ("programme.toml", 0),
        ("sites.csv", 1),
        ("Waves.CSV", 1),
    ]
    assert read.files[1].sha256 == hashlib.sha256(SITES.encode()).hexdigest()
    assert read.files[1].bytes == len(SITES)


def test_a_folder_with_a_workbook_gives_its_sheets(folder):
    (folder / "our data.xlsx").write_bytes(
        workbook(sites=[["site_id"], ["a"]], waves=[["wave_id"], ["pre"], ["post"]])
    )
    read = read_folder(folder, NAMES)
    assert {name: len(table.frame) for name, table in read.tables.items()} == {
        "sites": 1,
        "waves": 2,
    }
    assert [(file.name, file.rows) for file in read.files][1:] == [("our data.xlsx", 3)]
    assert read.tables["sites"].file == "our data.xlsx, sheet sites"


def test_a_workbook_may_be_named_itself_with_programme_toml_beside_it(folder):
    (folder / "one.xlsx").write_bytes(workbook(sites=[["site_id"], ["a"]]))
    (folder / "two.xlsx").write_bytes(workbook(sites=[["site_id"], ["b"]]))
    read = read_folder(folder / "two.xlsx", NAMES)
    assert read.programme.id == "north"
    assert read.tables["sites"].frame["site_id"].to_list() == ["b"]
    assert sentences(read) == []


def test_other_files_are_ignored(folder):
    (folder / "sites.csv").write_text(SITES)
    for name in ("notes.docx", "minutes.csv", "README.txt", "~$our data.xlsx", ".sites.csv.swp"):
        (folder / name).write_text("anything")
    (folder / "instruments").mkdir()
    (folder / "budget.xlsx").write_bytes(workbook(Sheet1=[["x"]]))
    read = read_folder(folder, NAMES)
    assert set(read.tables) == {"sites"}
    assert sentences(read) == []


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("site.csv", "sites"),
        ("Sites (1).csv", "sites"),
        ("sites_old.csv", "sites"),
        ("sites - Kopie.csv", "sites"),
        ("sites.csv.txt", "sites"),
        ("awnsers.csv", "answers"),
        ("answer.tsv", "answers"),
    ],
)
def test_a_name_that_is_nearly_a_tables_is_pointed_at(folder, name, meant):
    (folder / name).write_text(SITES)
    read = read_folder(folder, NAMES)
    assert read.tables == {}
    assert sentences(read) == [
        f"{name}: found a file of this name, which was not read, {TABLES} Did you mean "
        f"{meant}.csv? Rename it, or move it out of the folder."
    ]
    assert read.problems[0].severity == "doubtful"


def test_a_sheet_whose_name_is_nearly_a_tables_is_pointed_at(folder):
    (folder / "p.xlsx").write_bytes(workbook(site=[["site_id"], ["a"]], waves=[["wave_id"]]))
    assert sentences(read_folder(folder, NAMES)) == [
        f"p.xlsx, sheet site: found a sheet of this name, which was not read, {TABLES} Did you "
        "mean sites? Rename it, or delete it."
    ]


def test_a_spreadsheet_of_another_kind_is_pointed_at(folder):
    (folder / "tables.ods").write_bytes(b"PK")
    assert sentences(read_folder(folder, NAMES)) == [
        f"tables.ods: found a spreadsheet of the kind .ods, which was not read, {TABLES} Save it "
        "as .xlsx if it holds your tables."
    ]


def test_a_table_in_two_places_is_read_from_neither(folder):
    (folder / "sites.csv").write_text(SITES)
    (folder / "p.xlsx").write_bytes(workbook(sites=[["site_id"], ["b"]]))
    read = read_folder(folder, NAMES)
    assert read.tables == {}
    assert read.unreadable == {"sites"}
    assert sentences(read) == [
        "sites.csv: found the table sites in sites.csv and p.xlsx, sheet sites, but a table may "
        "come from one place only. Keep the right one and move the others out of the folder."
    ]


def test_a_directory_named_like_a_table_is_a_problem(folder):
    (folder / "sites.csv").mkdir()
    read = read_folder(folder, NAMES)
    assert read.unreadable == {"sites"}
    assert sentences(read) == [
        f"sites.csv: found a folder of this name, {PLAIN} Rename the folder."
    ]


def test_a_link_out_of_the_folder_is_refused(folder, tmp_path):
    (tmp_path / "secret.csv").write_text(SITES)
    (folder / "sites.csv").symlink_to(tmp_path / "secret.csv")
    read = read_folder(folder, NAMES)
    assert read.tables == {}
    assert sentences(read) == [
        f"sites.csv: found a link to outside of the folder, {PLAIN} Put the file itself here."
    ]


def test_a_link_within_the_folder_is_read(folder):
    (folder / "data").mkdir()
    (folder / "data" / "s.csv").write_text(SITES)
    (folder / "sites.csv").symlink_to(folder / "data" / "s.csv")
    assert len(read_folder(folder, NAMES).tables["sites"].frame) == 1


def test_a_link_to_nothing_or_to_itself_is_a_problem(folder):
    (folder / "sites.csv").symlink_to(folder / "gone.csv")
    (folder / "waves.csv").symlink_to(folder / "waves.csv")
    read = read_folder(folder, NAMES)
    assert read.unreadable == {"sites", "waves"}
    assert len(read.problems) == 2
    assert "found a file that can't be opened (No such file or directory)" in sentences(read)[0]


def test_a_pipe_is_not_waited_for(folder):
    import os

    os.mkfifo(folder / "sites.csv")
    assert sentences(read_folder(folder, NAMES)) == [
        f"sites.csv: found a device or pipe of this name, {PLAIN} Put a file here."
    ]


def test_a_folder_without_programme_toml_says_what_to_write_into_it(tmp_path):
    assert sentences(read_folder(tmp_path, NAMES)) == [
        "programme.toml: found nothing, but each programme needs this file, with its id, name and "
        'provenance. Write three lines into it: id = "north", name = "Peer support North", '
        'provenance = "collected".'
    ]


def test_no_such_folder_is_a_refusal(tmp_path):
    with pytest.raises(Refusal, match="is not there: name the folder"):
        read_folder(tmp_path / "nowhere", NAMES)
    (tmp_path / "sites.csv").write_text(SITES)
    with pytest.raises(Refusal, match="is a file: name the folder"):
        read_folder(tmp_path / "sites.csv", NAMES)


def test_a_damaged_workbook_is_refused_alone_and_doubted_beside_csv_files(folder):
    (folder / "p.xlsx").write_bytes(b"PK\x03\x04")
    read = read_folder(folder, NAMES)
    assert [problem.severity for problem in read.problems] == ["refused"]
    assert read.unreadable == set(NAMES)
    (folder / "sites.csv").write_text(SITES)
    read = read_folder(folder, NAMES)
    assert [problem.severity for problem in read.problems] == ["doubtful"]
    assert read.unreadable == set()
    assert set(read.tables) == {"sites"}


def test_readers_do_without_pandera():
    import subprocess
    import sys

    code = "import sys, bridgeboard.readers; sys.exit('pandera' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
