"""serve.py starts only where it is settled who gets in, and says it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bridgeboard import settings

_AUTH = {
    "BRIDGEBOARD_AUTH_REDIRECT_URI": "http://127.0.0.1:8501/oauth2callback",
    "BRIDGEBOARD_AUTH_COOKIE_SECRET": "forty characters that nobody else ever knows",
    "BRIDGEBOARD_AUTH_CLIENT_ID": "bridgeboard",
    "BRIDGEBOARD_AUTH_CLIENT_SECRET": "known to both",
    "BRIDGEBOARD_AUTH_SERVER_METADATA_URL": "https://id.example.org/.well-known/x",
}
_LISTED = '[[people]]\nemail = "one@example.org"\nrole = "team"\n'


@pytest.mark.parametrize(
    ("access", "environment", "said"),
    [
        ("", {}, "there is no [auth]"),
        (_LISTED, {**_AUTH, "BRIDGEBOARD_AUTH_CLIENT_ID": ""}, "[auth] lacks client_id"),
        ("sign_in = 'off'", {"STREAMLIT_SERVER_ADDRESS": "0.0.0.0"}, "address 0.0.0.0"),
    ],
)
def test_it_does_not_start_and_says_why_in_one_line(tmp_path: Path, access, environment, said):
    (tmp_path / "access.toml").write_text(access, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "serve.py", "--port", "0"],
        cwd=settings.PROJECT,
        env={
            **os.environ,
            "BRIDGEBOARD_ACCESS": str(tmp_path / "access.toml"),
            "BRIDGEBOARD_STORE": str(tmp_path / "store"),
            **environment,
        },
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("Bridgeboard did not start. ")
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
    assert _AUTH["BRIDGEBOARD_AUTH_COOKIE_SECRET"] not in done.stderr + done.stdout
    assert not (tmp_path / "store").exists()


def test_the_environment_may_give_what_signing_in_needs(tmp_path: Path):
    (tmp_path / "access.toml").write_text(_LISTED, encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "serve.py", "--port", "0"],
        cwd=settings.PROJECT,
        env={
            **os.environ,
            "BRIDGEBOARD_ACCESS": str(tmp_path / "access.toml"),
            "BRIDGEBOARD_STORE": str(tmp_path / "store"),
            "PYTHONUNBUFFERED": "1",
            **_AUTH,
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout.readline() == "People sign in.\n"
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
