"""Under whose name things are kept, whose sign-ins and refused attempts the audit names."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from bridgeboard import audit, settings
from bridgeboard.access import Forbidden, Viewer
from bridgeboard.decisions import Decisions
from bridgeboard.intake import accept
from bridgeboard.store import Store
from bridgeboard.ui import gate
from tests.conftest import folder_of
from tests.ui.conftest import PATIENCE_S, errors, texts

AUTH = {
    "redirect_uri": "http://localhost:8501/oauth2callback",
    "cookie_secret": "a secret that only this test knows",
    "client_id": "bridgeboard",
    "client_secret": "another",
    "server_metadata_url": "http://localhost:9/.well-known/openid-configuration",
}
STATEMENT = {"statement_id": "s1", "text": "They laugh at us.", "release": "team"}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A programme with two states and one statement that the team alone reads."""
    store = Store(tmp_path / "store")
    for n in (1, 2):
        tables = {"statements": [STATEMENT], "sites": [{"site_id": f"s{i}"} for i in range(n)]}
        tables["sites"].append({"site_id": "a"})
        store.publish(accept(folder_of(tmp_path / "p", tables)), by="tests")
    return store


@pytest.fixture
def signed_in(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Any]:
    """signed_in("steward") -> the app as somebody in this role opened it."""
    access = tmp_path / "access.toml"
    access.write_text('roles_claim = "role"\nprogrammes_claim = "programmes"\n')
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store.root))
    monkeypatch.setenv("BRIDGEBOARD_ACCESS", str(access))

    def opened(role: str, issued: float = 0) -> AppTest:
        now = time.time()
        running = AppTest.from_file(settings.PROJECT / "app.py", default_timeout=PATIENCE_S)
        running.secrets["auth"] = AUTH
        running.user = {
            "is_logged_in": True,
            "iss": "https://id.example.org",
            "sub": role,
            "email": f"{role}@example.org",
            "email_verified": True,
            "iat": now - 5 - issued,
            "exp": now + 3600,
            "role": role,
            "programmes": ["test"],
        }
        return running.run()

    return opened


def _button(running: AppTest, label: str) -> Any:
    return next(one for one in running.button if one.label == label)


def _labels(running: AppTest) -> set[str]:
    inputs = (running.button, running.text_input, running.checkbox)
    return {one.label for kind in inputs for one in kind}


def _recorded(store: Store) -> list[tuple[str, str, dict[str, Any]]]:
    return [(one["event"], one["by"], one["details"]) for one in audit.events(store.root)]


def test_who_signed_in_goes_back_under_that_name_and_cannot_say_another(signed_in, store):
    older = store.snapshots("test")[-1].snapshot_id
    running = signed_in("steward").switch_page("pages/data/history.py").run()
    running.selectbox(key="state").set_value(older).run()
    assert errors(running) == []
    assert "Your name" not in _labels(running)
    assert "It is kept under your name: steward@example.org." in texts(running)
    running.checkbox[0].check()
    _button(running, "Show this state again").click().run()
    assert errors(running) == []
    last = store.history("test")[-1]
    assert (last["what"], last["by"]) == ("rolled back", "steward@example.org")


def test_who_signed_in_releases_under_that_name(signed_in, store):
    running = signed_in("steward").switch_page("pages/change/focus_groups.py").run()
    running.button(key="decide-release").click().run()
    assert "Your name" not in _labels(running)
    _button(running, "Release").click().run()
    assert errors(running) == []
    assert Decisions(store.root, "test").releases()["by"].to_list() == ["steward@example.org"]


def test_the_team_finds_a_sentence_where_a_steward_finds_the_control(signed_in, store):
    running = signed_in("team").switch_page("pages/data/history.py").run()
    running.selectbox(key="state").set_value(store.snapshots("test")[-1].snapshot_id).run()
    assert "Show this state again" not in _labels(running)
    assert "Only a steward may show an earlier state again." in texts(running)
    assert "Who did what" not in texts(running)
    running.switch_page("pages/change/focus_groups.py").run()
    assert errors(running) == []
    assert "Only a steward may release a statement or hold it back." in texts(running)
    assert not any(one.key == "decide-release" for one in running.button)


def test_each_new_sign_in_is_one_line(signed_in, store):
    signed_in("steward").run().run()
    signed_in("funder", issued=60)
    roles = [("steward@example.org", "steward"), ("funder@example.org", "funder")]
    assert [(by, one["role"]) for event, by, one in _recorded(store)] == roles
    keys = {one["sign_in"] for *_, one in _recorded(store)}
    assert len(keys) == 2
    assert all(len(key) == 16 for key in keys)


def test_a_sign_in_that_the_log_has_already_is_not_told_by_another_process(store):
    claims = {"iss": "https://id.example.org", "sub": "one", "iat": 1}
    audit.signed_in(store.root, "ada", "team", claims)
    # By another path, this process doesn't know the store again.
    audit.signed_in(store.root / ".." / store.root.name, "ada", "team", claims)
    assert len(_recorded(store)) == 1


def test_who_has_no_role_is_named_once(signed_in, store):
    for _ in range(3):
        running = signed_in("visitor")
        assert errors(running) == []
    assert _recorded(store) == [("turned away", "visitor@example.org", {"why": "no_role"})]


def test_a_refused_attempt_is_named_once_and_many_do_not_fill_the_disk(store, monkeypatch):
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store.root))
    manager = Viewer("eve", "manager", frozenset((("test", "a"),)), frozenset(("test",)))
    gate.must(manager, "decide", "test", "a")
    for _ in range(5):
        with pytest.raises(Forbidden):
            gate.must(manager, "decide", "test", "b")
    assert _recorded(store) == [("refused", "eve", {"deed": "decide", "site": "b"})]
    for n in range(300):
        audit.refused(store.root, "eve", "decide", "test", f"site{n}")
    assert 50 < len(_recorded(store)) <= 120


def test_a_log_that_cannot_be_written_keeps_nobody_from_looking(signed_in, store):
    (store.root / "audit").write_text("where the folder should be")
    for role in ("steward", "visitor"):
        running = signed_in(role)
        assert errors(running) == []
    running = signed_in("steward").switch_page("pages/data/history.py").run()
    assert errors(running) == []
