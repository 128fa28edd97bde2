"""A real server for visitors who are not there: its process, what it takes, and who may come in."""

from __future__ import annotations

import json
import os
import queue
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from streamlit.auth_util import set_cookie_with_chunks
from streamlit.web.server.starlette.starlette_app_utils import create_signed_value

from benchmarks.publish import write_programme
from bridgeboard.settings import PROJECT

_SECRET = "a-cookie-secret-of-benchmarks-that-nobody-else-has"
#: Who the visitors are, in turn.
ROLES = ("steward", "team", "team", "manager", "funder")
_SITES = '["demonstration/lakeside", "demonstration/cedar-court", "benchmark/site1"]'


@dataclass
class Served:
    """A running server: address is where people come by, own_address where it listens itself."""

    process: subprocess.Popen[str]
    watched: psutil.Process
    address: str
    own_address: str
    store: Path
    temporary: Path
    _said: queue.Queue[str]

    def held(self, ask: str = "count") -> dict[str, Any]:
        """What the server says that it holds; ask "collect" for after a garbage collection."""
        self.process.stdin.write(f"{ask}\n")
        self.process.stdin.flush()
        return json.loads(self._said.get(timeout=120))

    @property
    def megabytes(self) -> float:
        """Its resident memory."""
        return self.watched.memory_info().rss / 1024**2

    @property
    def seconds(self) -> float:
        """Processor seconds that it has taken."""
        taken = self.watched.cpu_times()
        return taken.user + taken.system

    def cookies(self, email: str) -> dict[str, str]:
        """The cookies of somebody who signed in a moment ago."""
        return signed_cookies(self.address, email, _SECRET, 36_000)


def signed_cookies(
    address: str, email: str, secret: str, seconds: int, **claims: Any
) -> dict[str, str]:
    """The cookies of somebody who signed in a moment ago, signed as the server signs them.

    In:     seconds: for which the sign-in counts; claims: more that the provider said.
    """
    now = int(time.time())
    said = {
        "iss": "https://id.example",
        "sub": email,
        "email": email,
        "email_verified": True,
        "iat": now,
        "exp": now + seconds,
        "origin": address,
        "is_logged_in": True,
        "provider": "default",
        **claims,
    }
    cookies: dict[str, str] = {}

    def sign(name: str, value: str) -> bytes:
        return create_signed_value(secret, name, value)

    def keep(name: str, value: str) -> None:
        cookies[name] = sign(name, value).decode()

    set_cookie_with_chunks(keep, sign, "_streamlit_user", said, cookie_attr_size=80)
    return cookies


def email(number: int) -> str:
    """The address of the so-manieth person; their role is ROLES in turn."""
    return f"person{number}@example.org"


@contextmanager
def served(
    store: Path, people: int, behind: str = "", **environment_given: str
) -> Iterator[Served]:
    """serve.py over this store in a process of its own, where so many people may sign in.

    In: behind: the address of a proxy that people come by; else they come straight.
    """
    with tempfile.TemporaryDirectory() as place:
        own = f"http://127.0.0.1:{free_port()}"
        address = behind or own
        sign_in = _sign_in(Path(place), address, people)
        environment = {**os.environ, **sign_in, **environment_given}
        temporary = Path(place) / "temporary"
        temporary.mkdir()
        environment |= {"BRIDGEBOARD_STORE": str(store), "TMPDIR": str(temporary)}
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.sessions_watched", "--port", own.split(":")[2]],
            cwd=PROJECT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None,
            text=True,
        )
        said: queue.Queue[str] = queue.Queue()
        started = threading.Event()
        reading = threading.Thread(target=_read, args=(process, said, started), daemon=True)
        reading.start()
        try:
            if not started.wait(60):
                raise RuntimeError("The server did not start.")
            yield Served(process, psutil.Process(process.pid), address, own, store, temporary, said)
        finally:
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
            reading.join()
            process.stdin.close()
            process.stdout.close()


def _read(process: subprocess.Popen[str], said: queue.Queue[str], started: threading.Event) -> None:
    for line in process.stdout:
        if line.startswith("held "):
            said.put(line.removeprefix("held "))
        elif re.search(r"http://\S+", line):
            started.set()


def _sign_in(folder: Path, address: str, people: int) -> dict[str, str]:
    """The environment of a server where so many people sign in; nobody asks their provider."""
    lines = []
    for number in range(people):
        role = ROLES[number % len(ROLES)]
        lines += ["[[people]]", f'email = "{email(number)}"', f'role = "{role}"']
        lines += [f"sites = {_SITES}"] * (role == "manager")
    (folder / "access.toml").write_text("\n".join(lines), encoding="utf-8")
    given = {
        "REDIRECT_URI": f"{address}/oauth2callback",
        "COOKIE_SECRET": _SECRET,
        "CLIENT_ID": "bridgeboard",
        "CLIENT_SECRET": "known to nobody",
        "SERVER_METADATA_URL": "http://127.0.0.1:1/.well-known/openid-configuration",
    }
    auth = {f"BRIDGEBOARD_AUTH_{key}": value for key, value in given.items()}
    return {"BRIDGEBOARD_ACCESS": str(folder / "access.toml"), **auth}


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def write_store(folder: Path, answers: int) -> Path:
    """A store with the shipped programmes and one of so many answers; its folder.

    The programme's own folder stays beside it, for publishing it again.
    """
    store, programme = folder / "store", folder / "benchmark"
    write_programme(programme, answers)
    publish(store, "--shipped")
    publish(store, str(programme))
    return store


def publish(store: Path, what: str) -> None:
    """Publish into this store, as the command line does, in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "bridgeboard", "publish", what],
        cwd=PROJECT,
        env={**os.environ, "BRIDGEBOARD_STORE": str(store)},
        check=True,
        capture_output=True,
    )
