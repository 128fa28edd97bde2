"""Without a browser: where who gets in isn't settled, every address says so and shows nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config

from bridgeboard.ui.page_words import sign_in as words
from tests.ui.conftest import errors, texts


@pytest.fixture
def access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where access.toml would be."""
    monkeypatch.setenv("BRIDGEBOARD_ACCESS", str(tmp_path / "access.toml"))
    return tmp_path / "access.toml"


@pytest.fixture
def everywhere() -> Iterator[None]:
    """The server answers other machines too."""
    before = config.get_option("server.address")
    config.set_option("server.address", "0.0.0.0")
    yield
    config.set_option("server.address", before)


def test_a_page_that_is_not_set_up_says_what_is_missing_and_nothing_else(app, shipped, access):
    access.write_text("", encoding="utf-8")
    running = app(shipped)
    assert errors(running) == []
    assert [title.value for title in running.title] == [words.NOT_SET_UP]
    assert "there is no" in running.error[0].value
    assert not running.sidebar.children
    assert "UPSIDES" not in texts(running)


def test_a_file_that_breaks_while_people_look_shuts_everybody_out(app, shipped, access):
    access.write_text('sign_in = "off"', encoding="utf-8")
    running = app(shipped)
    assert words.LOCAL in texts(running)
    access.write_text("sign_in = off", encoding="utf-8")
    running.run()
    assert [title.value for title in running.title] == [words.NOT_SET_UP]
    assert not running.sidebar.children


def test_others_than_this_machine_are_not_served_without_sign_in(app, shipped, everywhere, access):
    running = app(shipped)
    assert [title.value for title in running.title] == [words.NOT_SET_UP]


@pytest.mark.parametrize("page", [None, "about/methods"])
def test_a_board_that_is_open_to_everyone_says_so_on_every_page(
    app, shipped, everywhere, access, page
):
    access.write_text('sign_in = "off"\nopen_to_everyone = true', encoding="utf-8")
    running = app(shipped, page=page)
    assert errors(running) == []
    said = [warning.value.replace("\\", "") for warning in running.warning]
    assert words.OPEN in said
    assert words.LOCAL not in texts(running)
