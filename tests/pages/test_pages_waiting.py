"""Answers that wait: the team sees them at once, others only once enough have come."""

from __future__ import annotations

import pytest

from bridgeboard.disclosure.editions import must_wait
from bridgeboard.intake import accept
from bridgeboard.store import Store
from tests.conftest import folder_of
from tests.disclosure.programmes import two_waves
from tests.pages.conftest import errors, texts


@pytest.fixture(scope="module")
def late(tmp_path_factory):
    """A store where one answer came late."""
    root = tmp_path_factory.mktemp("late")
    store = Store(root / "store")
    for n in (23, 24):
        tables = two_waves({"a": (n, 20), "b": (11, 12)})
        store.publish(accept(folder_of(root / "files", tables)), "Ana", must_wait=must_wait)
    return root / "store"


@pytest.mark.parametrize(("view", "n"), [("team", "24"), ("shareable", "23")])
def test_a_link_to_the_shareable_view_opens_the_earlier_answers(app, late, view, n):
    running = app(late, "compare/sites_and_income", view=view, at_wave="Wave pre")
    assert errors(running) == []
    choice = running.session_state["choice"]
    assert choice.view == view
    assert choice.snapshot.path.name.endswith(".shareable.duckdb") == (view == "shareable")
    asked = choice.snapshot.query(
        "SELECT sum(n)::VARCHAR FROM mart_scores WHERE site_id = 'a' AND wave_id = 'pre' "
        "AND scale_id = 'total'"
    )
    assert asked.item() == n


def test_the_overview_tells_the_team_alone_what_waits(app, late):
    team = texts(app(late, "sites/overview"))
    assert "The shareable view still shows the earlier answers of" in team
    assert "Site a" in team
    shared = texts(app(late, "sites/overview", view="shareable"))
    assert "still shows the earlier answers" not in shared
