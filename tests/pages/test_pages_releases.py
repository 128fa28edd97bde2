"""Focus groups: a statement is released by name, after it was shown, and others then read it."""

from __future__ import annotations

import html

import pytest

from bridgeboard.decisions import Decisions
from tests.measures.test_measures_releases import tables
from tests.pages.conftest import errors, table, texts

PAGE = "change/focus_groups"
TEXT = "Ask Sister Okello, o@example.org, who knows."


@pytest.fixture
def kept(published, store_folder) -> Decisions:
    published(tables("team", text=TEXT, transcript_refs="T1, line 5"))
    return Decisions(store_folder, "test")


def _button(running, label):
    return next(button for button in running.button if button.label == label)


def _told(running):
    """Statement, who may read it, and who released it when."""
    return table(running, "Statement", "Released").select(
        "Statement", "Who may read it", "Released"
    )


def _decide(running, open_with, confirm, name="Ana"):
    _button(running, open_with).click().run()
    next(one for one in running.text_input if one.label == "Your name").set_value(name)
    _button(running, confirm).click().run()
    assert errors(running) == []


def test_a_statement_is_released_after_its_words_and_a_warning_were_shown(app, kept, store_folder):
    running = app(store_folder, PAGE)
    assert errors(running) == []
    _button(running, "Release this statement").click().run()
    dialog = "\n".join(html.unescape(one.proto.body) for one in running.get("html"))
    assert f"“{TEXT}”" in dialog.replace("\u2060", "")
    assert "In the transcript: T1, line 5" in dialog
    assert "anybody who opens the shareable view can read it" in dialog
    warned = " ".join(one.value for one in running.warning).replace("\\", "")
    assert "an e-mail address and a name with a title" in warned
    _button(running, "Release").click().run()
    # Without a name nothing is released.
    assert "Say your name" in " ".join(one.value for one in running.error)
    assert kept.releases().is_empty()
    _decide(running, "Release this statement", "Release")
    (row,) = kept.releases().to_dicts()
    assert (row["statement_id"], row["release"], row["by"]) == ("asked", "shareable", "Ana")
    found = _told(running).row(0)
    assert found[:2] == (TEXT, "everybody")
    assert found[2].startswith("released by Ana on 20")


def test_others_read_who_released_it_and_no_more_once_it_is_held_back(app, kept, store_folder):
    closed = app(store_folder, PAGE, view="Shareable")
    assert _told(closed)["Statement"].to_list() == ["All may read this."]
    assert TEXT not in texts(closed)
    assert not [one for one in closed.button if "statement" in one.label]
    running = app(store_folder, PAGE)
    _decide(running, "Release this statement", "Release")
    opened = _told(app(store_folder, PAGE, view="Shareable"))
    assert opened["Statement"].to_list() == [TEXT, "All may read this."]
    assert opened["Released"][0].startswith("released by Ana on 20")
    assert opened["Released"][1].startswith("released in the files, which tests published on 20")
    assert "1: released by Ana on 20" in texts(app(store_folder, PAGE, view="Shareable"))
    _decide(running, "Hold this statement back", "Hold back", name="Ben")
    closed = app(store_folder, PAGE, view="Shareable")
    assert _told(closed)["Statement"].to_list() == ["All may read this."]
    assert kept.release_history()["by"].to_list() == ["Ana", "Ben"]


def test_what_is_not_certain_after_a_loss_is_said(app, kept, store_folder):
    kept.release_statement("other", "words", "Ana")
    kept.path.write_bytes(b"nothing that SQLite could read" * 100)
    running = app(store_folder, PAGE, view="Shareable")
    assert errors(running) == []
    assert "The file with decisions was damaged" in texts(running)
    assert "No statement here may be read in this view." in texts(running)
