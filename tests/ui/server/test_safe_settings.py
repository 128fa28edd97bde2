"""The settings as shipped are safe, and weaker ones are told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from streamlit import config

from bridgeboard import settings
from bridgeboard.ui.server.safe_settings import weakened


@pytest.fixture(autouse=True)
def _as_shipped() -> None:
    """Tests of pages, in this very process, have errors told in full."""
    config.get_config_options(force_reparse=True)


@pytest.fixture
def setting() -> Iterator:
    """setting("server.enableCORS", False): as it is for this test only."""
    before: dict[str, Any] = {}

    def changed(name: str, value: Any) -> None:
        before.setdefault(name, config.get_option(name))
        config.set_option(name, value, "this test")

    yield changed
    for name, value in before.items():
        config.set_option(name, value)


def test_the_settings_as_shipped_are_safe():
    assert weakened() is None
    assert config.get_option("server.enableXsrfProtection") is True
    assert config.get_option("server.address") == "127.0.0.1"
    assert config.get_option("server.maxUploadSize") <= 20


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("server.enableXsrfProtection", False),
        ("server.enableCORS", False),
        ("server.corsAllowedOrigins", ["https://evil.example"]),
        ("server.enableStaticServing", True),
        ("server.enableAgentApi", True),
        ("server.scriptHealthCheckEnabled", True),
        ("server.trustedUserHeaders", {"X-User": "email"}),
        ("server.unsafeMetricsUserAttributes", ["email"]),
        ("server.allowedHosts", ["127.0.0.1", "*"]),
        ("server.maxUploadSize", 500),
        ("server.maxWidgetStateSize", 200),
        ("server.maxMessageSize", 200),
        ("client.showErrorDetails", "full"),
        ("client.allowedOrigins", ["https://evil.example"]),
        ("browser.gatherUsageStats", True),
    ],
)
def test_a_weaker_setting_is_told_in_a_sentence(setting, name, value):
    setting(name, value)
    said = weakened()
    assert said.startswith(name)
    assert said.endswith(".")


@pytest.mark.parametrize("command", [["serve.py"], ["-m", "streamlit", "run", "serve.py"]], ids=str)
def test_a_server_that_the_environment_would_weaken_does_not_start(command, tmp_path):
    done = subprocess.run(
        [sys.executable, *command],
        cwd=settings.PROJECT,
        env=os.environ
        | {
            "STREAMLIT_SERVER_ENABLE_XSRF_PROTECTION": "false",
            "STREAMLIT_SERVER_PORT": "0",
            "BRIDGEBOARD_STORE": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode != 0
    assert "Bridgeboard did not start. server.enableXsrfProtection is False" in done.stderr
    assert "Bridgeboard is at" not in done.stdout
