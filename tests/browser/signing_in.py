"""Sign-in services that a test starts, and people who sign in at them."""

from __future__ import annotations

import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import OctKey
from playwright.sync_api import BrowserContext

SECRET = "known to the tests, and long enough to be taken"
_HERE = Path(__file__).parent / "provider"


@dataclass
class Provider:
    """A running sign-in service."""

    process: subprocess.Popen[str]
    address: str

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()


@contextmanager
def mock(people: dict[str, dict[str, Any]]) -> Iterator[Provider]:
    """oidc-provider-mock, for people by name with their claims."""
    with _started([sys.executable, str(_HERE / "mock.py")], json.dumps(people)) as provider:
        yield provider


@contextmanager
def independent(redirect_uri: str) -> Iterator[Provider]:
    """panva's oidc-provider: another language, another author, certified."""
    with _started(["node", str(_HERE / "provider.js"), redirect_uri]) as provider:
        yield provider


@contextmanager
def _started(command: list[str], said: str = "") -> Iterator[Provider]:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    process = subprocess.Popen(command, text=True, **pipes)
    process.stdin.write(said)
    process.stdin.close()
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("http://"), f"{command} did not start"
        yield Provider(process, address)
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def settings_of(folder: Path, provider: Provider, port: str, people: str) -> dict[str, str]:
    """The environment of a server where people sign in at this service."""
    secrets = {
        "redirect_uri": f"http://127.0.0.1:{port}/oauth2callback",
        "cookie_secret": SECRET,
        "client_id": "bridgeboard",
        "client_secret": "known to both",
        "server_metadata_url": f"{provider.address}/.well-known/openid-configuration",
    }
    lines = "".join(f"{key} = {json.dumps(value)}\n" for key, value in secrets.items())
    # A test may hold the service up for longer than the five seconds that people wait; and
    # oidc-provider refuses Streamlit's own prompt, select_account.
    lines += '[auth.client_kwargs]\ntimeout = 60\nprompt = "login"\n'
    (folder / "secrets.toml").write_text(f"[auth]\n{lines}", encoding="utf-8")
    (folder / "access.toml").write_text(people, encoding="utf-8")
    return {
        "BRIDGEBOARD_ACCESS": str(folder / "access.toml"),
        "STREAMLIT_SECRETS_FILES": str(folder / "secrets.toml"),
        "port": port,
    }


def free_port() -> str:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def sign_in(context: BrowserContext, address: str, name: str) -> None:
    """Sign this browser in at the mock, without looking at its pages."""
    claims = {"provider": "default", "exp": int(time.time()) + 60}
    token = jwt.encode({"alg": "HS256"}, claims, OctKey.import_key(SECRET))
    form = context.request.get(f"{address}/auth/login?provider={token}")
    assert "Authorize Client" in form.text()
    done = context.request.post(form.url, form={"sub": name}, max_redirects=3)
    assert re.match(re.escape(address), done.url)


def cookie_of(context: BrowserContext) -> dict[str, Any]:
    """The cookie that says who is signed in."""
    return next(one for one in context.cookies() if one["name"] == "_streamlit_user")
