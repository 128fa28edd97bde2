"""Nobody gets in by mistake: where something is missing, it is said, and nobody sees anything."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit import config
from streamlit.runtime.secrets import Secrets

from bridgeboard import settings
from bridgeboard.access.rules import Rules
from bridgeboard.problems import Refusal
from bridgeboard.ui.mode import auth_from_environment, called_back, is_this_machine, mode

SECRET = "a-secret-of-forty-characters-and-not-one-less"
AUTH = {
    "redirect_uri": "http://127.0.0.1:8501/oauth2callback",
    "cookie_secret": SECRET,
    "client_id": "bridgeboard",
    "client_secret": "the client's secret",
    "server_metadata_url": "https://id.example.org/.well-known/openid-configuration",
}
LISTED = '[[people]]\nemail = "one@example.org"\nrole = "team"\n'


@pytest.fixture
def access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where access.toml would be."""
    monkeypatch.setenv("BRIDGEBOARD_ACCESS", str(tmp_path / "access.toml"))
    return tmp_path / "access.toml"


@pytest.fixture
def setting() -> Iterator:
    """setting("server.address", "0.0.0.0"): as it is for this test only."""
    before: dict[str, object] = {}

    def changed(name: str, value: object) -> None:
        before.setdefault(name, config.get_option(name))
        config.set_option(name, value)

    yield changed
    for name, value in before.items():
        config.set_option(name, value)


def _refused(auth: dict[str, object] | None = None) -> str:
    with pytest.raises(Refusal) as caught:
        mode(auth)
    said = str(caught.value)
    assert SECRET not in said
    assert AUTH["client_secret"] not in said
    return said


def test_without_files_there_is_one_local_user(access):
    here = mode()
    assert (here.signs_in, here.is_open) == (False, False)


def test_with_both_files_people_sign_in(access):
    access.write_text(LISTED, encoding="utf-8")
    here = mode(AUTH)
    assert here.signs_in
    assert [person.email for person in here.rules.people] == ["one@example.org"]


@pytest.mark.parametrize("address", ["0.0.0.0", "", None, "192.0.2.1", "::", "board.example.org"])
def test_others_are_not_served_without_sign_in_unless_that_is_meant(access, setting, address):
    setting("server.address", address)
    assert "would answer others than this machine" in _refused()
    access.write_text('sign_in = "off"', encoding="utf-8")
    assert "open_to_everyone" in _refused()
    access.write_text('sign_in = "off"\nopen_to_everyone = true', encoding="utf-8")
    assert mode().is_open


def test_a_proxy_before_it_serves_others_too(access, setting):
    setting("server.allowedHosts", ["127.0.0.1", "board.example.org"])
    assert "allowedHosts board.example.org" in _refused()


def test_open_to_everyone_on_this_machine_alone_is_open_to_nobody_else(access):
    access.write_text('sign_in = "off"\nopen_to_everyone = true', encoding="utf-8")
    assert not mode().is_open


@pytest.mark.parametrize(
    ("name", "is_own"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("[::1]", True),
        ("localhost.", True),
        ("127.0.0.1.example.org", False),
        ("*", False),
        ("unix:///s", False),
    ],
)
def test_what_this_machine_is(name, is_own):
    assert is_this_machine(name) is is_own


def test_one_file_without_the_other_lets_nobody_in(access):
    assert "no access.toml that says who has which role" in _refused(AUTH)
    access.write_text(LISTED, encoding="utf-8")
    assert "there is no [auth]" in _refused()
    access.write_text('sign_in = "off"', encoding="utf-8")
    assert "take one of them away" in _refused(AUTH)
    access.write_text("", encoding="utf-8")
    assert "gives nobody a role" in _refused(AUTH)


@pytest.mark.parametrize(
    "text", ["people = 3", "sign_in = ", "sing_in = 'off'", '[[people]]\nrole = "team"']
)
def test_a_broken_file_lets_nobody_in(access, text):
    access.write_text(text, encoding="utf-8")
    assert "access.toml" in _refused()
    assert "access.toml" in _refused(AUTH)


@pytest.mark.parametrize("key", list(AUTH))
def test_what_is_missing_is_named(access, key):
    access.write_text(LISTED, encoding="utf-8")
    for nothing in (None, "", "  ", 3):
        assert f"[auth] lacks {key}:" in _refused({**AUTH, key: nothing})
    assert _refused({}).count(",") == len(AUTH) - 1


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("cookie_secret", SECRET[:31], "too short"),
        ("redirect_uri", "http://board.example.org/oauth2callback", "must begin with https://"),
        ("redirect_uri", "https://127.0.0.1/", "must end with /oauth2callback"),
        ("redirect_uri", "https://board.example.org/oauth2callback", "names board.example.org"),
        ("redirect_uri", "127.0.0.1/oauth2callback", "is no address"),
        ("server_metadata_url", "http://id.example.org/", "must begin with https://"),
        ("server_metadata_url", "https:///x", "is no address"),
        ("server_metadata_url", "https://[x/", "is no address"),
    ],
)
def test_what_would_not_be_safe_is_refused(access, key, value, said):
    access.write_text(LISTED, encoding="utf-8")
    assert said in _refused({**AUTH, key: value})


def test_the_name_that_people_type_may_be_allowed(access, setting):
    access.write_text(LISTED, encoding="utf-8")
    named = {**AUTH, "redirect_uri": "https://board.example.org/oauth2callback"}
    for pattern in ("board.example.org", "*.example.org", "*"):
        setting("server.allowedHosts", [pattern])
        assert mode(named).signs_in


def test_a_port_that_is_found_at_the_start_may_be_left_open(access):
    access.write_text(LISTED, encoding="utf-8")
    assert mode({**AUTH, "redirect_uri": "http://127.0.0.1:{port}/oauth2callback"}).signs_in


def test_the_environment_gives_all_of_it_or_nothing(monkeypatch):
    assert auth_from_environment() is None
    monkeypatch.setenv("BRIDGEBOARD_AUTH_COOKIE_SECRET", SECRET)
    assert auth_from_environment() == {"cookie_secret": SECRET}
    for key, value in AUTH.items():
        monkeypatch.setenv(f"BRIDGEBOARD_AUTH_{key.upper()}", value)
    assert auth_from_environment() == AUTH


def test_the_example_is_valid_and_names_every_setting(access):
    text = (settings.PROJECT / "docs" / "access.example.toml").read_text(encoding="utf-8")
    access.write_text(text, encoding="utf-8")
    assert mode(AUTH).signs_in
    assert [name for name in Rules.model_fields if name not in text] == []
    access.write_text(re.sub(r"(?m)^#(?=[\w\[\"])", "", text), encoding="utf-8")
    assert mode(AUTH).rules.roles == {"bridgeboard-stewards": "steward", "bridgeboard-team": "team"}


def test_the_address_that_is_called_back_has_its_port(setting, tmp_path, monkeypatch):
    secrets = tmp_path / "secrets.toml"
    secrets.write_text('[auth]\nredirect_uri = "http://127.0.0.1:{port}/x"', encoding="utf-8")
    setting("secrets.files", [str(secrets)])
    setting("server.port", 8777)
    monkeypatch.setattr("streamlit.secrets", Secrets())
    assert called_back() == "http://127.0.0.1:8777/x"
    secrets.write_text("auth = ", encoding="utf-8")
    monkeypatch.setattr("streamlit.secrets", Secrets())
    assert called_back() is None
    assert "secrets.toml can't be read" in _refused()
