"""serve.py starts where it is asked to, and says in a sentence why it can't."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from bridgeboard import LAYOUT, durable, settings
from bridgeboard.access import WHOLE
from bridgeboard.problems import Refusal
from bridgeboard.store import Store


@pytest.fixture
def start(shipped) -> Iterator:
    """start("--port", "0", BRIDGEBOARD_PORT="...") -> the process."""
    started: list[subprocess.Popen[str]] = []

    def serve(*arguments: str, **environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, *(arguments or ("serve.py",))]
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        inherited = {k: v for k, v in os.environ.items() if k != "BRIDGEBOARD_PORT"}
        given = {**inherited, "BRIDGEBOARD_STORE": str(shipped), **environment}
        process = subprocess.Popen(command, cwd=settings.PROJECT, env=given, **pipes)
        started.append(process)
        return process

    yield serve
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def _address(process: subprocess.Popen[str]) -> str:
    said = []
    for line in process.stdout:
        said.append(line)
        if found := re.search(r"http://\S+", line):
            return found[0]
    raise AssertionError(f"ended with {process.wait()}: {''.join(said)}")


def _answers(address: str) -> bool:
    reply = httpx.get(address, trust_env=False)
    return "<title>Bridgeboard</title>" in reply.text and "content-security-policy" in reply.headers


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_it_prints_the_address_that_it_answers_at(start):
    address = _address(start("serve.py", "--port", "0"))
    assert address.startswith("http://127.0.0.1:")
    assert _answers(address)


@pytest.mark.parametrize("by", ["argument", "environment", "streamlit"])
def test_the_port_may_be_chosen(start, by):
    port = str(_free_port())
    process = {
        "argument": lambda: start("serve.py", "--port", port),
        "environment": lambda: start("serve.py", BRIDGEBOARD_PORT=port),
        "streamlit": lambda: start("-m", "streamlit", "run", "serve.py", "--server.port", port),
    }[by]()
    address = _address(process)
    assert address == f"http://127.0.0.1:{port}"
    assert _answers(address)


def test_a_port_that_is_taken_is_said(start):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        process = start("serve.py", "--port", port)
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 1
    assert f"Port {port} is not available" in said
    assert "Traceback" not in said


@pytest.mark.skipif(sys.platform == "win32", reason="a process can't send itself Ctrl+C there")
def test_ctrl_c_ends_it_without_a_word(start):
    process = start("serve.py", "--port", "0")
    assert _answers(_address(process))
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert (said, process.returncode) == ("", 0)


def test_a_shipped_programme_of_another_version_is_published_again(start, shipped, tmp_path):
    """After an update a start shows it again; other programmes are neither added nor touched."""
    shutil.copytree(shipped / "upsides", tmp_path / "upsides")
    for manifest in (tmp_path / "upsides" / "snapshots").glob("*.json"):
        durable.write_sealed(manifest, durable.read_sealed(manifest) | {"layout": LAYOUT - 1})
    shutil.copytree(tmp_path / "upsides", tmp_path / "ours")
    store = Store(tmp_path)
    with pytest.raises(
        Refusal, match=r"another version of Bridgeboard made it.*Publish its folder"
    ):
        store.open("upsides", WHOLE)
    _address(start("serve.py", "--port", "0", BRIDGEBOARD_STORE=str(tmp_path)))
    with store.open("upsides", WHOLE) as snapshot:
        assert snapshot.warning is None
    assert store.programmes() == ["ours", "upsides"]
    assert len(store.snapshots("ours")) == 1


@pytest.mark.parametrize("port", ["65536", "-1", "abc", "80.5", "٣"])
def test_what_is_no_port_is_said(start, port):
    process = start("serve.py", f"--port={port}")
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "is no port" in said


def test_app_py_runs_without_our_server_too(start):
    port = str(_free_port())
    process = start("-m", "streamlit", "run", "app.py", "--server.port", port)
    until = (line for line in process.stdout if "started" in line)
    assert next(until)
    assert httpx.get(f"http://127.0.0.1:{port}/_stcore/health", trust_env=False).text == "ok"
