"""History on the page: who, when, which files, what it changed, and back again."""

from __future__ import annotations

import re

import pytest

from bridgeboard import audit
from bridgeboard.intake import accept
from bridgeboard.store import Store
from tests.conftest import folder_of
from tests.pages.conftest import errors, table, texts

PAGE = "data/history"


@pytest.fixture
def twice(tmp_path, store_folder) -> Store:
    """A store with two states: Ana's with one site, and Ben's with two."""
    store = Store(store_folder)
    for n, by in enumerate(("Ana", "Ben"), 1):
        sites = [{"site_id": f"s{i}", "city": by} for i in range(n)]
        store.publish(accept(folder_of(tmp_path / by, {"sites": sites}, {"k": 9 + n})), by=by)
    return store


def _button(running, label):
    return next(one for one in running.button if one.label == label)


def test_states_and_files_stand_there_with_who_and_when(app, twice, store_folder):
    running = app(store_folder, PAGE)
    assert errors(running) == []
    states = table(running, "Published", "By", "Condition")
    assert states["By"].to_list() == ["Ben", "Ana"]
    assert states["Shown"].to_list() == ["● shown now", ""]
    files = table(running, "File", "SHA-256")
    ours = {one.name: one.sha256 for one in twice.snapshots("test")[0].files}
    assert dict(files.select("File", "SHA-256").iter_rows()) == ours
    assert table(running, "When", "Who", "What")["Who"].to_list() == ["Ben", "Ana", "Ana"]
    assert "This is the state that is shown now." in texts(running)


def test_what_a_state_changed_is_shown_when_asked(app, twice, store_folder):
    running = app(store_folder, PAGE)
    _button(running, "Show what it changed").click().run()
    assert errors(running) == []
    said = texts(running)
    assert "sites: 1 new and 1 changed." in said
    assert "Settings that differ: k." in said
    rows = table(running, "Table", "Row", "Before")
    assert ("changed", "s0", "city", "Ana", "Ben") in list(
        rows.select("What", "Row", "Column", "Before", "After").iter_rows()
    )


def test_going_back_takes_a_name_and_a_tick(app, twice, store_folder):
    ben, ana = twice.snapshots("test")
    running = app(store_folder, PAGE)
    running.selectbox(key="state").set_value(ana.snapshot_id).run()
    _button(running, "Show this state again").click().run()
    assert "Say who you are" in running.error[0].value
    next(one for one in running.text_input if one.label == "Your name").set_value("Cleo")
    _button(running, "Show this state again").click().run()
    assert "Tick the box first" in running.error[0].value
    assert twice.served("test").record.snapshot_id == ben.snapshot_id
    running.checkbox[0].check()
    _button(running, "Show this state again").click().run()
    assert errors(running) == []
    assert twice.served("test").record.snapshot_id == ana.snapshot_id
    assert "is shown now" in re.sub(r"\\(.)", r"\1", running.success[0].value)
    last = twice.history("test")[-1]
    assert (last["what"], last["by"]) == ("rolled back", "Cleo")


def test_a_damaged_state_is_said_and_offers_no_way_back(app, twice, store_folder):
    _, ana = twice.snapshots("test")
    path = store_folder / "test" / "snapshots" / f"{ana.snapshot_id}.duckdb"
    path.write_bytes(b"broken")
    running = app(store_folder, PAGE)
    assert "✕ damaged" in table(running, "Published", "Condition")["Condition"][1]
    running.selectbox(key="state").set_value(ana.snapshot_id).run()
    assert errors(running) == []
    assert "This state can't be shown" in running.error[0].value
    assert [one.label for one in running.main.button] == []


def test_a_funder_sees_a_sentence_and_no_name(app, twice, store_folder):
    running = app(store_folder, PAGE, view="shareable")
    assert errors(running) == []
    assert "The history is not shown in the shareable view." in texts(running)
    assert not running.main.dataframe


def test_a_steward_reads_who_did_what_the_newest_first(app, twice, store_folder):
    details = {"file": "test_sites_team.csv", "bytes": 7, "view": "team"}
    audit.record(store_folder, "downloaded", "fay@example.org", "test", **details)
    running = app(store_folder, PAGE)
    assert errors(running) == []
    deeds = table(running, "By whom", "Deed")
    assert deeds["By whom"].to_list() == ["fay@example.org", "Ben", "Ana", "Ana"]
    assert deeds["Deed"].to_list() == ["downloaded", "published", "published", "added"]
    assert deeds["About"][0] == "file: test_sites_team.csv; bytes: 7; view: team"
    said = texts(running)
    assert "attempts: 1. None was changed or is missing" in said
    assert "not as they were written" not in said
    (path,) = (store_folder / "audit").glob("2*.jsonl")
    path.write_bytes(path.read_bytes().replace(b"fay", b"eve"))
    running.run()
    assert running.error[0].value.startswith("The records below are not as they were written.")
    assert "Line 1 of all is not the one that was written." in texts(running)
