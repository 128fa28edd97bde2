"""Tables into a programme's folder: all of them or none, and nothing else touched."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from bridgeboard.intake import accept
from bridgeboard.mapping import folder as folders
from bridgeboard.problems import Refusal
from bridgeboard.readers.folder import UNFINISHED_LIST
from tests.conftest import folder_of

SITES = pl.DataFrame({"site_id": ["a"], "site_name": ['Haus "A", Nord\nzwei'], "city": [None]})


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_folder_is_written_and_reads_back(tmp_path):
    folder = tmp_path / "deep" / "north"
    folders.write(
        folder, {"sites": SITES}, folders.new_programme("north", "N", "collected", ["aim"])
    )
    assert names(folder) == ["programme.toml", "sites.csv"]
    assert folders.tables_in(folder, ["sites", "waves"])["sites"].rows() == SITES.rows()
    assert names(tmp_path / "deep") == ["north"]


def test_what_is_not_named_stays_as_it_is(tmp_path):
    folder = folder_of(tmp_path / "p", {"answers": [{"item_id": "b1", "value": 3}]})
    (folder / "sites.csv").rename(folder / "Sites.CSV")
    (folder / "notes.txt").write_text("mine")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    tables = folders.tables_in(folder, ["sites"])
    folders.write(folder, {"sites": tables["sites"].with_columns(site_name=pl.lit("New"))})
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert set(after) == set(before)
    assert [name for name in after if after[name] != before[name]] == ["Sites.CSV"]
    assert accept(folder).problems == []


def test_a_stop_between_two_files_is_seen_and_finished(tmp_path):
    folder = folder_of(tmp_path / "p")
    old = (folder / "waves.csv").read_bytes()
    (folder / ".building-sites.csv").write_bytes(b"site_id,site_name\nz,Z\n")
    (folder / UNFINISHED_LIST).write_text('["sites.csv", "waves.csv"]')
    assert [p.file for p in accept(folder).problems] == [UNFINISHED_LIST]
    assert folders.tables_in(folder, ["sites"])["sites"]["site_id"].to_list() == ["z"]
    assert (folder / "waves.csv").read_bytes() == old
    assert not [name for name in names(folder) if name.startswith(".")]


def test_a_half_written_file_is_taken_away(tmp_path):
    folder = folder_of(tmp_path / "p")
    before = names(folder)
    (folder / ".building-sites.csv").write_bytes(b"site")
    folders.write(folder, {"sites": SITES})
    assert names(folder) == before


def test_a_place_that_is_no_folder_is_told(tmp_path):
    (tmp_path / "p").write_text("mine")
    for folder in (tmp_path / "p", tmp_path / "p" / "below"):
        with pytest.raises(Refusal, match="nothing was changed"):
            folders.write(folder, {"sites": SITES})
    assert (tmp_path / "p").read_text() == "mine"


def test_tables_in_a_workbook_or_out_of_order_are_not_written_over(tmp_path):
    folder = folder_of(tmp_path / "p")
    (folder / "sites.csv").rename(folder / "sites.tsv")
    with pytest.raises(Refusal, match=r"sites\.tsv"):
        folders.tables_in(folder, ["sites"])
    (folder / "waves.csv").write_text("wave_id,wave_id\npre,pre\n")
    with pytest.raises(Refusal, match="must be in order first"):
        folders.tables_in(folder, ["waves"])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('id = "p"\n', 'id = "p"\ninstruments = ["psa12"]\n'),
        ('id = "p"', 'id = "p"\ninstruments = ["psa12"]\n'),
        ('id = "p"\n\n[sources.x]\nlabel = "x"\n',
         'id = "p"\ninstruments = ["psa12"]\n\n[sources.x]\nlabel = "x"\n'),
        ('instruments = [\n "aim", # ours\n]\nk = 5\n', 'instruments = ["aim", "psa12"]\nk = 5\n'),
        ('instruments = ["psa12"]', 'instruments = ["psa12"]'),
    ],
)  # fmt: skip
def test_an_instrument_is_added_to_the_settings_and_nothing_else_changes(before, after):
    assert folders.with_instruments(before, ["psa12"]) == after


def test_settings_that_cannot_be_added_to_are_left_alone():
    with pytest.raises(Refusal, match="instruments"):
        folders.with_instruments('"instruments" = ["aim"]\n', ["psa12"])
