"""An empty programme, from the command line to a published one."""

from pathlib import Path

import pytest

from bridgeboard.access import WHOLE
from bridgeboard.cli import main
from bridgeboard.store import Store
from schemas.tables import PROGRAMME_TABLES


def test_templates_hold_every_table_and_the_settings(tmp_path: Path) -> None:
    assert main(["templates", str(tmp_path / "north")]) == 0
    written = {path.name for path in (tmp_path / "north").iterdir()}
    tables = {f"{name}.csv" for name in PROGRAMME_TABLES}
    assert written == {"programme.toml", "columns.csv"} | tables


def test_a_workbook_holds_every_table(tmp_path: Path) -> None:
    assert main(["templates", str(tmp_path), "--as", "xlsx"]) == 0
    assert {path.name for path in tmp_path.iterdir()} == {"programme.toml", "tables.xlsx"}


def test_what_somebody_filled_in_is_never_overwritten(tmp_path, capsys) -> None:
    (tmp_path / "sites.csv").write_text("mine")
    assert main(["templates", str(tmp_path)]) == 1
    assert "has sites.csv already: name another folder" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["sites.csv"]
    assert (tmp_path / "sites.csv").read_text() == "mine"


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_filled_in_templates_can_be_published(tmp_path, monkeypatch, line_end) -> None:
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(tmp_path / "store"))
    folder = tmp_path / "north"
    assert main(["templates", str(folder)]) == 0
    for table, row in {
        "sites": {
            "site_id": "lake",
            "site_name": "Lake",
            "country_iso3": "UGA",
            "setting": "both",
            "comparable_across_waves": "yes",
            "provenance": "collected",
        },
        "waves": {"wave_id": "pre", "label": "Before", "order": "1", "date_precision": "unknown"},
    }.items():
        file = folder / f"{table}.csv"
        headings = file.read_text(encoding="utf-8-sig").strip().split(",")
        line = ",".join(row.get(heading, "") for heading in headings)
        file.write_text(",".join(headings) + line_end + line + line_end, encoding="utf-8")
    assert main(["publish", str(folder)]) == 0
    assert Store(tmp_path / "store").open("north", WHOLE).query(
        "SELECT site_id FROM sites"
    ).rows() == [("lake",)]
