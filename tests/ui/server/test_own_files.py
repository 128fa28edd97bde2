"""Our own scripts are served as they are on disk; nothing else in the folder is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.routing import Mount

from bridgeboard import settings
from bridgeboard.ui.server.own_files import OwnFiles


@pytest.fixture
def get(tmp_path: Path, ask: Callable) -> Callable:
    """get("/own/own.js", header="...") -> Reply."""
    (tmp_path / "own.js").write_text("'ü'", encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not for you")
    (tmp_path.parent / "outside.js").write_text("1")
    app = Starlette(routes=[Mount("/own", OwnFiles(directory=tmp_path))])
    return lambda path, *headers: ask(app, "GET", path, headers)


def test_a_script_is_sent_as_one_and_asked_for_again_each_time(get: Callable):
    reply = get("/own/own.js")
    assert reply.text == "'ü'"
    assert reply.headers["content-type"].startswith("text/javascript")
    assert reply.headers["cache-control"] == "no-cache"
    again = get("/own/own.js", ("if-none-match", reply.headers["etag"]))
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("path", ["notes.txt", "", "missing.js", "../outside.js", "\0.js"])
def test_nothing_else_is(get: Callable, path: str):
    assert get(f"/own/{path}").status == 404


def test_the_scripts_that_the_app_ships_load_one_another_by_names_that_are_there():
    folder = settings.PROJECT / "bridgeboard/ui/assets/pictures"
    scripts = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert "press.js" in scripts
    for text in scripts.values():
        for line in text.splitlines():
            if "'./" in line:
                assert line.split("'./")[1].split("'")[0] in scripts
