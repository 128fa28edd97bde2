"""Pages of a programme that a cluster counted: what is not here is said, and nothing breaks."""

from __future__ import annotations

import pytest

from bridgeboard.access import WHOLE
from bridgeboard.intake import accept
from bridgeboard.store import Store
from tests.conftest import folder_of
from tests.pages.conftest import errors, texts
from tests.store.counted_here import counted

ANSWERS = [{"respondent_id": f"r{n}", "item_id": "b1", "value": 1 + n % 5} for n in range(12)]


@pytest.fixture
def on_cluster(tmp_path, store_folder) -> Store:
    """A store with two states of a programme, the second one counted on a cluster."""
    store = Store(store_folder)
    accepted = accept(folder_of(tmp_path / "programme", {"answers": ANSWERS}))
    store.publish(accepted, by="Ana")
    with store.open("test", WHOLE) as snapshot:
        store.publish(counted(accepted, snapshot), by="Ben")
    return store


def test_history_says_what_can_not_be_compared(app, on_cluster, store_folder):
    running = app(store_folder, "data/history")
    assert errors(running) == []
    next(one for one in running.button if one.label == "Show what it changed").click().run()
    assert errors(running) == []
    assert "those of one of the two states were counted on a cluster" in texts(running)


def test_nothing_can_be_added_to_it_and_a_new_programme_can_begin(app, on_cluster, store_folder):
    running = app(store_folder, "data/load")
    assert errors(running) == []
    assert "This programme's answers are not here" in texts(running)
    into = next(one for one in running.button_group if one.label == "Into which programme?")
    into.set_value("new").run()
    assert errors(running) == []
    assert "This programme's answers are not here" not in texts(running)
    assert "A new programme" in texts(running)


def test_a_page_of_measures_is_as_ever(app, on_cluster, store_folder):
    running = app(store_folder, "data/quality")
    assert errors(running) == []
    assert "12" in texts(running)
