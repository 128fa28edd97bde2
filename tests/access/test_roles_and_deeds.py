"""Every deed as every role; and nothing is done anywhere in the app without asking whose it is."""

from __future__ import annotations

import ast

import pytest

from bridgeboard import audit, settings
from bridgeboard.access import Forbidden, Viewer, local_viewer
from bridgeboard.access.viewer import MAY
from bridgeboard.ui import gate
from tests.access.table import compare

READERS = {
    "no role": Viewer("one@example.org", None),
    "funder": Viewer("one@example.org", "funder"),
    "manager of site a": Viewer("one@example.org", "manager", frozenset({("test", "a")})),
    "team": Viewer("one@example.org", "team"),
    "steward": Viewer("one@example.org", "steward"),
    "steward of another programme": Viewer(
        "one@example.org", "steward", programmes=frozenset({"another"})
    ),
    "local user": local_viewer(),
}
DEEDS = {
    "publish": ("publish", None),
    "show an earlier state again": ("roll_back", None),
    "release a statement or hold it back": ("release", None),
    "an action or a rating at site a": ("decide", "a"),
    "an action or a rating at another site": ("decide", "b"),
    "an action that names no site": ("decide", None),
    "group sites": ("group", None),
    "see who published what": ("see_history", None),
    "see what is wrong in files": ("see_files", None),
    "read who did what": ("read_audit", None),
}
#: Methods that change something, and the deed that each is.
WRITES = {
    "publish": {"publish"},
    "roll_back": {"roll_back"},
    "add_action": {"decide"},
    "change_action": {"decide"},
    "accept_rating": {"decide"},
    "withdraw_rating": {"decide"},
    "set_grouping": {"group"},
    "withdraw_grouping": {"group"},
    "release_statement": {"release"},
    "hold_back_statement": {"release"},
    "save_map": {"publish"},
}


def test_each_deed_is_for_whom_the_table_says(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(tmp_path))
    found: dict[str, dict[str, str]] = {name: {} for name in DEEDS}
    for who, viewer in READERS.items():
        for name, (deed, site) in DEEDS.items():
            try:
                gate.must(viewer, deed, "test", site)
            except Forbidden:
                found[name][who] = "no"
            else:
                found[name][who] = "yes"
    compare("deeds", found)
    assert {deed for deeds in MAY.values() for deed in deeds} == {one for one, _ in DEEDS.values()}
    tried = [one for one in audit.events(tmp_path) if one["event"] == "refused"]
    assert tried
    assert {one["by"] for one in tried} == {"one@example.org"}


def _functions(text: str) -> list[ast.FunctionDef]:
    return [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.FunctionDef)]


@pytest.mark.parametrize("method", WRITES)
def test_nothing_is_done_in_the_app_without_asking_whose_it_is(method):
    asked = 0
    files = [*(settings.PROJECT / "bridgeboard" / "ui").rglob("*.py")]
    files += [*(settings.PROJECT / "pages").rglob("*.py"), settings.PROJECT / "app.py"]
    for path in files:
        for function in _functions(path.read_text(encoding="utf-8")):
            calls = [
                (node.lineno, node)
                for node in ast.walk(function)
                if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            ]
            gates = [
                (line, node.args[1].value)
                for line, node in calls
                if ast.unparse(node.func) == "gate.must"
            ]
            for line, node in calls:
                drawn = ast.unparse(node.func).endswith("_sections." + method)
                if node.func.attr == method and not drawn:
                    before = {deed for at, deed in gates if at < line}
                    assert before & WRITES[method], f"{path.name}, line {line}"
                    asked += 1
    assert asked
