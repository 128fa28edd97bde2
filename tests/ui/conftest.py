"""The app without a browser: app.py over a store, run by Streamlit's own test runner."""

from __future__ import annotations

import html
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit import config
from streamlit.testing.v1 import AppTest

from bridgeboard import settings
from bridgeboard.store import Snapshot, Store

#: Long, for a busy machine; a page takes a fraction of a second.
PATIENCE_S = 60


@pytest.fixture
def app(monkeypatch: pytest.MonkeyPatch) -> Callable[..., AppTest]:
    """app(store_root, page="change/attitudes", **link) -> the app after its first run."""

    def started(root: Path, page: str | None = None, **link: str | list[str]) -> AppTest:
        monkeypatch.setenv("BRIDGEBOARD_STORE", str(root))
        # What a reader must not see is what a failing test has to say.
        config.set_option("client.showErrorDetails", "full")
        running = AppTest.from_file(settings.PROJECT / "app.py", default_timeout=PATIENCE_S)
        for name, value in link.items():
            running.query_params[name] = value
        if page is None:
            return running.run()
        return running.run().switch_page(f"pages/{page}.py").run()

    return started


@pytest.fixture(scope="session")
def shipped(shipped_store: Store, upsides: Snapshot, demonstration: Snapshot) -> Path:
    """The root of a store with both programmes that come with Bridgeboard."""
    return shipped_store.root


def errors(running: AppTest) -> list[str]:
    """What went wrong in the last run, with where."""
    return ["\n".join([e.message, *e.stack_trace]) for e in running.exception]


def texts(running: AppTest) -> str:
    """All words in the main part of the page and its sidebar, for looking for some of them."""
    return "\n".join(str(words) for part in (running.main, running.sidebar) for words in _of(part))


def _of(part: Any) -> list[str]:
    kinds = ("title", "header", "subheader", "markdown", "caption", "text", "warning", "info")
    plain = [element.value for kind in kinds for element in part.get(kind)]
    return plain + [html.unescape(element.proto.body) for element in part.get("html")]
