"""Twelve people look at a page each and leave; of none of them anything stays in the server."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from benchmarks.sessions import Served, email, served
from benchmarks.sessions_browser import Browser
from bridgeboard.ui.server import who_left
from tests.ui.server.own_thread import awaited

PAGES = ("overview", "readiness", "one-site", "focus-groups", "together", "methods")
#: What the server holds of a session, by the names that benchmarks.sessions_watched gives.
OF_SESSIONS = (
    "sessions open",
    "sessions resting",
    "script runners",
    "sessions with media",
    "media files",
    "uploads",
    "files with holders",
)


@pytest.fixture
def server(shipped_store, upsides, tmp_path) -> Iterator[Served]:
    """A server where people sign in, over the small programme."""
    store = tmp_path / "store"
    shutil.copytree(shipped_store.root / "upsides", store / "upsides")
    with served(Path(store), people=5) as at:
        yield at


async def _visitors(at: Served, people: int) -> dict[str, int]:
    """What the server holds while so many people are there; each has opened what a page offers."""
    async with AsyncExitStack() as there:
        for number in range(people):
            browser = Browser(at.address, at.cookies(email(number % 5)))
            await there.enter_async_context(browser)
            await browser.visit(PAGES[number % len(PAGES)], programme="upsides")
            controls = browser.controls.values()
            if popover := next((one for one in controls if one.kind == "popover"), None):
                popover.value = True
                await browser.set(popover)
            assert not browser.errors
        return at.held("collect")


def test_of_those_who_left_nothing_stays(server):
    awaited(_visitors(server, 5))
    empty = server.held("later")
    assert {name: empty[name] for name in OF_SESSIONS} == dict.fromkeys(OF_SESSIONS, 0)
    during = awaited(_visitors(server, 12))
    assert during["sessions open"] == during["sessions in memory"] == 12
    assert during["media files"] > 0
    assert during["open files"] > empty["open files"]
    after = server.held("later")
    # Streamlit's own loop holds on to the last one, emptied, until somebody else comes.
    assert after["sessions in memory"] <= 1
    same = (*OF_SESSIONS, "open files", "threads", "snapshots")
    assert {name: after[name] for name in same} == {name: empty[name] for name in same}


def test_it_is_looked_for_again_and_again_whatever_goes_wrong(monkeypatch, caplog):
    looked = []

    def look() -> None:
        looked.append(1)
        if len(looked) == 1:
            raise RuntimeError("once")
        forgetting.cancel()

    async def some_time() -> None:
        nonlocal forgetting
        forgetting = asyncio.create_task(who_left.forget_from_time_to_time(0.0))
        with pytest.raises(asyncio.CancelledError):
            await forgetting

    forgetting: asyncio.Task[None]
    monkeypatch.setattr(who_left, "forget", look)
    awaited(some_time())
    assert len(looked) == 2
    assert "Could not forget who left" in caplog.text
