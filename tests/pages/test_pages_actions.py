"""Actions: added, edited and found again on the page, and two people at once are both heard."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest

from bridgeboard.decisions import Decisions
from tests.pages.conftest import errors, table, texts

PAGE = "sites/actions"
SITES = {
    "sites": [
        {"site_id": "a", "site_name": "Ulm", "country_iso3": "DEU"},
        {"site_id": "b", "site_name": "Butabika", "country_iso3": "UGA"},
    ]
}


@pytest.fixture
def kept(published, store_folder) -> Decisions:
    """The decisions of a published programme with two sites."""
    published(SITES)
    return Decisions(store_folder, "test")


def _button(running, label: str, n: int = 0):
    return [button for button in running.button if button.label == label][n]


def _field(elements, label: str):
    return next(element for element in elements if element.label == label)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _dialog(running) -> str:
    """What stands in the open dialog as HTML; it lies beside the page, not in it."""
    return "\n".join(html.unescape(element.proto.body) for element in running.get("html"))


def test_an_action_is_added_by_hand_and_stands_on_the_page(app, kept, store_folder):
    running = app(store_folder, PAGE)
    assert "No action is written down yet." in texts(running)
    _button(running, "Add an action").click().run()
    _field(running.text_area, "What is to be done").set_value("Name a supervisor")
    _field(running.selectbox, "Site").set_value("b")
    _field(running.text_input, "Who does it").set_value("Ward manager")
    _field(running.date_input, "Due").set_value(dt.date.today() + dt.timedelta(days=30))
    _field(running.selectbox, "About").set_value("influence:role_definition")
    _field(running.text_input, "Your name").set_value("Ana")
    _button(running, "Save").click().run()
    assert errors(running) == []
    (row,) = kept.actions().to_dicts()
    assert (row["what"], row["site_id"], row["owner"]) == ("Name a supervisor", "b", "Ward manager")
    assert (row["influence_id"], row["construct_id"]) == ("role_definition", None)
    assert (row["created_by"], row["status"]) == ("Ana", "open")
    said = texts(running.run())
    for words in ("Name a supervisor", "Butabika", "Ward manager", "About: PSW role definition"):
        assert words in said
    assert "1 action, none is late." in said


def test_what_cannot_be_kept_is_said_in_the_dialog_and_nothing_is_saved(app, kept, store_folder):
    running = app(store_folder, PAGE)
    _button(running, "Add an action").click().run()
    _button(running, "Save").click().run()
    assert "Say what is to be done: it is empty." in _plain(running.error[0].value)
    _field(running.text_area, "What is to be done").set_value("Name a supervisor")
    _button(running, "Save").click().run()
    assert "Say the site: it is empty." in _plain(running.error[0].value)
    assert kept.actions().is_empty()


def test_an_action_is_edited_in_place_and_its_history_says_how(app, kept, store_folder):
    kept.add_action(site_id="a", what="Name a supervisor", owner="Ana", by="Ana")
    running = app(store_folder, PAGE)
    _button(running, "Edit").click().run()
    _field(running.selectbox, "Status").set_value("doing")
    _field(running.text_input, "Who does it").set_value("Ben")
    _button(running, "Save").click().run()
    assert errors(running) == []
    (row,) = kept.actions().to_dicts()
    assert (row["status"], row["owner"], row["version"]) == ("doing", "Ben", 2)
    running.run()
    _button(running, "History").click().run()
    said = _dialog(running)
    assert "somebody who gave no name: changed. Who does it: “Ana” → “Ben”" in said
    assert "Status: ○ Open → ► Doing" in said
    assert "Ana: added. What is to be done: “Name a supervisor”; Site: “Ulm”" in said


def test_whoever_saves_second_is_told_keeps_what_was_typed_and_may_save_again(
    app, kept, store_folder
):
    action = kept.add_action(site_id="a", what="Name a supervisor", by="Ana")
    running = app(store_folder, PAGE)
    _button(running, "Edit").click().run()
    kept.change_action(action.action_id, 1, "Ana", owner="Ana", status="doing")
    _field(running.text_input, "Who does it").set_value("Ben")
    _field(running.text_input, "Your name").set_value("Ben")
    _button(running, "Save").click().run()
    assert errors(running) == []
    assert "Ana saved this meanwhile" in running.warning[0].value
    said = _dialog(running)
    assert "Who does it: yours is “Ben”; now stands “Ana”" in said
    assert "Status: yours is ○ Open; now stands ► Doing" in said
    assert "Barrier" not in said
    assert _field(running.text_input, "Who does it").value == "Ben"
    assert kept.action(action.action_id).owner == "Ana"
    assert kept.history()["event"].to_list() == ["added", "changed", "not saved"]
    _button(running, "Save").click().run()
    assert (kept.action(action.action_id).owner, kept.action(action.action_id).version) == (
        "Ben",
        3,
    )


def test_a_name_is_asked_for_once_and_kept_for_the_visit(app, kept, store_folder):
    kept.add_action(site_id="a", what="One")
    running = app(store_folder, PAGE)
    _button(running, "Edit").click().run()
    _field(running.text_input, "Your name").set_value("Ana")
    _field(running.text_area, "Note").set_value("x")
    _button(running, "Save").click().run()
    running.run()
    _button(running, "Edit").click().run()
    assert _field(running.text_input, "Your name").value == "Ana"


def _titles(running) -> list[str]:
    bodies = [element.proto.body for element in running.main.get("html")]
    return [body.split("</h2>")[0].split(">")[1] for body in bodies if body.startswith("<h2")]


def test_what_is_late_comes_first_and_is_said_in_words(app, kept, store_folder):
    for what, days, status in (
        ("Later", 9, "open"),
        ("Undated", None, "open"),
        ("Late", -3, "doing"),
        ("Late but done", -9, "done"),
        ("Latest", -30, "open"),
    ):
        due = None if days is None else dt.date.today() + dt.timedelta(days=days)
        kept.add_action(site_id="a", what=what, due=due, status=status)
    running = app(store_folder, PAGE)
    assert _titles(running) == ["Latest", "Late", "Later", "Undated", "Late but done"]
    said = texts(running)
    assert "▲ 30 days late" in said
    assert "▲ 3 days late" in said
    assert "9 days late" not in said
    assert "5 actions, 2 are late." in said


def test_sites_income_levels_and_statuses_filter_the_list_and_the_table(app, kept, store_folder):
    kept.add_action(site_id="a", what="At Ulm")
    kept.add_action(site_id="b", what="At Butabika", status="done")
    kept.add_action(site_id="gone", what="At a site that is no longer there")
    running = app(store_folder, PAGE)
    assert len(_titles(running)) == 3
    running.pills(key="status").set_value(["done"]).run()
    assert _titles(running) == ["At Butabika"]
    assert table(running, "What is to be done", "Status")["Status"].to_list() == ["done"]
    assert "1 of 3 actions" in texts(running)
    running.multiselect(key="site").select("a").run()
    assert "No action fits." in texts(running)
    running.pills(key="status").set_value([]).run()
    assert _titles(running) == ["At Ulm"]


def test_many_actions_come_ten_at_a_time_and_all_in_the_table(app, kept, store_folder):
    for n in range(13):
        kept.add_action(site_id="a", what=f"Action {n:02}")
    running = app(store_folder, PAGE)
    assert _titles(running) == [f"Action {n:02}" for n in range(10)]
    running.session_state["actions-page"] = 2
    assert _titles(running.run()) == ["Action 10", "Action 11", "Action 12"]
    running.pills(key="status").set_value(["open"]).run()
    assert table(running, "What is to be done", "Version").height == 13


def test_the_shareable_view_shows_no_action_and_says_so(app, kept, store_folder):
    kept.add_action(site_id="a", what="Name a supervisor", note="Not for others")
    running = app(store_folder, PAGE, view="shareable")
    assert errors(running) == []
    assert "Actions are not shown in the shareable view." in texts(running)
    assert "supervisor" not in texts(running)
    assert [button.label for button in running.main.button] == []
    assert not running.main.dataframe


def test_a_damaged_file_is_said_by_name_above_the_list(app, kept, store_folder):
    kept.add_action(site_id="a", what="Name a supervisor")
    kept.path.write_bytes(b"broken")
    running = app(store_folder, PAGE)
    assert errors(running) == []
    (aside,) = kept.path.parent.glob("decisions.damaged-*.sqlite")
    assert aside.stem.split("-")[1] in running.warning[0].value
    assert "No action is written down yet." in texts(running)
    assert aside.read_bytes() == b"broken"


def test_text_that_people_type_is_shown_as_text(app, kept, store_folder):
    live = "<script>1</script> <img src=x> **b** [l](http://evil.example)"
    fields = dict.fromkeys(("what", "owner", "barrier", "note", "strategy_id", "theme_id"), live)
    kept.add_action(site_id=live, by=live[:80], **fields)
    running = app(store_folder, PAGE)
    _button(running, "History").click().run()
    assert errors(running) == []
    for element in running.get("html"):
        assert "<script" not in element.proto.body
        assert "<img" not in element.proto.body
    assert "&lt;script&gt;" in "".join(element.proto.body for element in running.get("html"))
