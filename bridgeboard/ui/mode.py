"""Whether people sign in here, whom the server answers, and whether what that needs is there."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import streamlit as st
from streamlit import config
from streamlit.errors import StreamlitSecretNotFoundError

from bridgeboard import settings
from bridgeboard.access.rules import Rules, rules
from bridgeboard.problems import Refusal
from bridgeboard.ui.server.live_sessions import are_files_watched

_KEYS = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_FROM_ENVIRONMENT = "BRIDGEBOARD_AUTH_"
_SHORTEST_SECRET = 32
_CALLBACK = "/oauth2callback"

_NO_AUTH = (
    "{access} asks people to sign in, but there is no [auth] in .streamlit/secrets.toml (nor "
    'BRIDGEBOARD_AUTH_... in the environment): add it, or write sign_in = "off" in {access}.'
)
_NO_ACCESS = (
    "There is [auth] for signing in, but no {access} that says who has which role: copy "
    "docs/access.example.toml there."
)
_NOBODY = "{access} gives nobody a role: list people in it, or name a roles_claim."
_BOTH = '{access} says sign_in = "off", but there is [auth] for signing in: take one of them away.'
_UNREADABLE = "{file} can't be read, or is no valid TOML: mend it, or take it away."
_MISSING = "[auth] lacks {keys}: add what is missing."
_SHORT = "cookie_secret in [auth] is too short: take at least {least} random characters."
_NO_URL = "{key} in [auth] is no address: it begins with https:// and names a host."
_NO_HTTPS = (
    "{key} in [auth] must begin with https://: only on this very machine (127.0.0.1, localhost) "
    "may it be http://."
)
_NO_CALLBACK = "redirect_uri in [auth] must end with /oauth2callback."
_NOT_ALLOWED = (
    "redirect_uri in [auth] names {host}, which the server doesn't answer to: add it to "
    "allowedHosts in .streamlit/config.toml."
)
_UNGUARDED = (
    "The server was not started by python serve.py, so a file would not be kept for whom it is "
    "made: start it by that."
)
_NO_AUTHLIB = "Signing in needs Authlib, which is not installed: pip install -r requirements.txt."
_ELSEWHERE = (
    "No sign-in is set up, but the server would answer others than this machine ({where}): set up "
    "sign-in (docs/sign-in.md), or listen on 127.0.0.1 only; to let everybody in who reaches it, "
    'write sign_in = "off" and open_to_everyone = true in {access}.'
)


@dataclass(frozen=True, slots=True)
class Mode:
    """How people come in.

    rules:    who has which role; says nothing where nobody signs in.
    signs_in: people sign in; else there is one local user, who sees everything.
    is_open:  nobody signs in, and others than this machine are served all the same.
    """

    rules: Rules
    signs_in: bool
    is_open: bool = False


def mode(auth: Mapping[str, Any] | None = None) -> Mode:
    """How people come in now, as the files and settings are at this moment.

    In:     auth: what signing in needs, where it isn't among Streamlit's secrets (yet).
    Raises: Refusal, in one sentence for whoever runs the server: then nobody may see anything.
    """
    said, access = rules(), settings.access_file().name
    auth = _secrets() if auth is None else auth
    is_off = said is not None and said.sign_in == "off"
    if is_off and auth is not None:
        raise Refusal(_BOTH.format(access=access))
    if is_off or (said is None and auth is None):
        return _local(said or Rules(sign_in="off"), access)
    if said is None:
        raise Refusal(_NO_ACCESS.format(access=access))
    if auth is None:
        raise Refusal(_NO_AUTH.format(access=access))
    if not said.people and said.roles_claim is None:
        raise Refusal(_NOBODY.format(access=access))
    _check(auth)
    if not are_files_watched():
        raise Refusal(_UNGUARDED)
    return Mode(said, signs_in=True)


def called_back() -> str | None:
    """The address that the sign-in service calls back, with the port that Streamlit fills in; None
    where nobody signs in."""
    try:
        found = (_secrets() or {}).get("redirect_uri")
    except Refusal:
        return None
    if not _is_text(found):
        return None
    return found.replace("{port}", str(config.get_option("server.port")))


def auth_from_environment() -> dict[str, str] | None:
    """[auth] as the environment gives it; None where it gives nothing of it.

    BRIDGEBOARD_AUTH_COOKIE_SECRET is cookie_secret, and so on: all of them or none, so that nobody
    has to find out which of two places counts.
    """
    given = {key: os.environ.get(_FROM_ENVIRONMENT + key.upper()) for key in _KEYS}
    return {key: value for key, value in given.items() if value} or None


def is_this_machine(host: str | None) -> bool:
    """Is this the name or address of this very machine, for itself only?"""
    name = (host or "").strip().lower().rstrip(".").removeprefix("[").removesuffix("]")
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _local(said: Rules, access: str) -> Mode:
    """One local user, if only this machine is answered or everybody is meant to get in."""
    address, hosts = config.get_option("server.address"), config.get_option("server.allowedHosts")
    where = [] if is_this_machine(address) else [f"address {address or 'any'}"]
    where += [f"allowedHosts {host}" for host in hosts if not is_this_machine(host)]
    if where and not said.open_to_everyone:
        raise Refusal(_ELSEWHERE.format(where=", ".join(where), access=access))
    return Mode(said, signs_in=False, is_open=bool(where))


def _secrets() -> Mapping[str, Any] | None:
    """[auth] among Streamlit's secrets, read when the server started; None if there is none.

    Raises: Refusal if a file of secrets can't be read: it may have meant to ask for a sign-in.
    """
    try:
        found = st.secrets.to_dict().get("auth")
    except (StreamlitSecretNotFoundError, OSError, UnicodeDecodeError) as error:
        there = [path for path in config.get_option("secrets.files") if Path(path).exists()]
        if there:
            raise Refusal(_UNREADABLE.format(file=Path(there[0]).name)) from error
        return None
    return found if found is None or isinstance(found, Mapping) else {}


def _check(auth: Mapping[str, Any]) -> None:
    """Raises: Refusal, naming what is wrong and no secret."""
    if missing := [key for key in _KEYS if not _is_text(auth.get(key))]:
        raise Refusal(_MISSING.format(keys=", ".join(missing)))
    if len(auth["cookie_secret"]) < _SHORTEST_SECRET:
        raise Refusal(_SHORT.format(least=_SHORTEST_SECRET))
    hosts = {}
    for key in ("redirect_uri", "server_metadata_url"):
        scheme, hosts[key] = _scheme_and_host(auth[key])
        if scheme not in ("http", "https") or not hosts[key]:
            raise Refusal(_NO_URL.format(key=key))
        if scheme == "http" and not is_this_machine(hosts[key]):
            raise Refusal(_NO_HTTPS.format(key=key))
    if not auth["redirect_uri"].endswith(_CALLBACK):
        raise Refusal(_NO_CALLBACK)
    host, allowed = hosts["redirect_uri"], config.get_option("server.allowedHosts")
    if allowed and not any(_answers(pattern.strip().lower(), host) for pattern in allowed):
        raise Refusal(_NOT_ALLOWED.format(host=host))
    if find_spec("authlib") is None:
        raise Refusal(_NO_AUTHLIB)


def _scheme_and_host(address: str) -> tuple[str, str]:
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname or ""
    except ValueError:
        return "", ""


def _answers(pattern: str, host: str) -> bool:
    return pattern in ("*", host) or (pattern.startswith("*.") and host.endswith(pattern[1:]))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
