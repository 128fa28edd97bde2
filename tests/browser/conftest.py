"""A real server, a real Chromium, and ears for whatever leaves this machine."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from bridgeboard import settings
from bridgeboard.store import Snapshot, Store
from tests.browser.ears import Ears

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-features=AutofillServerCommunication,OptimizationHints,MediaRouter,Translate",
]
#: Long, for a busy machine; nothing waits this long unless it is broken.
PATIENCE_MS = 30_000

#: Streamlit unfolds what is folded in half a second, also where people ask for less motion; a click
#: meanwhile is lost if its button moves on between pressing and letting go.
STILL = """
  const animate = Element.prototype.animate;
  Element.prototype.animate = function (frames, options) {
    return animate.call(this, frames, {...options, duration: 0});
  };
"""

READY = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const all = (selector) => [...document.querySelectorAll(selector)];
  const visible = (element) =>
    element.getClientRects().length > 0 && !element.closest('details:not([open])');
  return app && app.dataset.testScriptState === 'notRunning'
    && app.dataset.testConnectionState === 'CONNECTED'
    && document.querySelector('[data-testid="stMain"] h1')
    && !('drawing' in document.documentElement.dataset)
    && !all('[data-testid="stSkeleton"]').some(visible)
    && all('[data-testid="stPlotlyChart"]').filter(visible)
         .every((chart) => chart.querySelector('.main-svg'))
    && all('[data-testid="stExpander"] details[open]')
         .every((one) => one.querySelector('[data-testid="stElementContainer"]'))
    && all('[data-testid="stDataFrame"]').filter(visible)
         .every((table) => table.querySelector('canvas'))
    && all('[data-testid="stMain"] img').filter(visible).every((image) => image.complete)
    && document.fonts.status === 'loaded';
}"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


#: Servers that were started, for what they said where a page does not come.
_STARTED: list[Server] = []


@dataclass
class Server:
    """A running serve.py. log: what it has said, all of it once it is stopped."""

    process: subprocess.Popen[str]
    address: str
    store: Path
    log: list[str]
    reading: threading.Thread

    def stop(self) -> None:
        """End it. One that nobody visits any more still computes what visitors might ask for."""
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.reading.join()
        self.process.stdout.close()

    def url(self, path: str = "", **parameters: Any) -> str:
        query = f"?{urlencode(parameters, doseq=True)}" if parameters else ""
        return f"{self.address}/{path}{query}"


@dataclass
class Visit:
    """A page that was opened, and all that was heard meanwhile.

    free: where its tab goes when the visit ends, for the next one.
    """

    page: Page
    complaints: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    ears: dict[str, Callable[[Any], None]] = field(default_factory=dict)
    free: list[Page] = field(default_factory=list)

    def end(self) -> None:
        """Hear no more, and leave the tab to the next visit. Where a test has given the tab another
        screen or medium: page.close()."""
        for event, ear in self.ears.items():
            self.page.remove_listener(event, ear)
        self.free.append(self.page)

    def ready(self) -> Visit:
        """Wait until the script has run and everything on the page is drawn."""
        try:
            self.page.wait_for_function(READY, timeout=PATIENCE_MS)
        except PlaywrightTimeout:
            shown = self.page.inner_text("body")
            said = "".join(line for server in _STARTED for line in server.log[-40:])
            pytest.fail(
                f"{self.page.url} is not ready. {self.complaints} It shows: {shown}\n"
                f"Servers said last: {said}"
            )
        return self


@pytest.fixture(scope="session")
def ears() -> Iterator[Ears]:
    """A proxy that lets nothing through and remembers who asked for what."""
    with Ears() as listening:
        yield listening


@pytest.fixture(scope="session")
def serve(ears: Ears) -> Iterator[Callable[..., Server]]:
    """Start serve.py on a free port; serve(store_folder, NAME="in its environment") -> Server."""
    started: list[Server] = []

    def start(store: Path, **more: str) -> Server:
        port = more.pop("port", "0")
        environment = {
            **os.environ,
            **dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), ears.address),
            "NO_PROXY": "127.0.0.1",
            "BRIDGEBOARD_STORE": str(store),
            "PYTHONUNBUFFERED": "1",
            **more,
        }
        command = [sys.executable, "serve.py", "--port", port]
        process = subprocess.Popen(
            command,
            cwd=settings.PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        log: list[str] = []
        address = _address(process, log)
        # Its further words are read, or it would be blocked by them.
        reading = threading.Thread(target=lambda: log.extend(process.stdout), daemon=True)
        reading.start()
        started.append(Server(process, address, store, log, reading))
        _STARTED.append(started[-1])
        return started[-1]

    yield start
    for server in started:
        server.stop()


def _address(process: subprocess.Popen[str], log: list[str]) -> str:
    """The address that the server prints, by when it has said what is in the log."""
    for line in process.stdout:
        log.append(line)
        if found := re.search(r"http://\S+", line):
            return found[0]
    pytest.fail(f"serve.py ended with {process.wait()}:\n{''.join(log)}")


@pytest.fixture(scope="session")
def server(
    serve: Callable[[Path], Server],
    shipped_store: Store,
    upsides: Snapshot,
    demonstration: Snapshot,
) -> Server:
    """A server over both programmes that come with Bridgeboard."""
    assert shipped_store.programmes() == ["demonstration", "upsides"]
    return serve(shipped_store.root)


@pytest.fixture(scope="session")
def _playwright() -> Iterator[Playwright]:
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def browser(_playwright: Playwright, ears: Ears) -> Iterator[Browser]:
    """One Chromium for all; whatever it asks another machine for ends at the ears."""
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    chromium = _playwright.chromium.launch(
        executable_path=next(filter(None, found), None),
        args=ARGUMENTS,
        proxy={"server": ears.address, "bypass": "127.0.0.1"},
    )
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def new_context(browser: Browser, _playwright: Playwright) -> Callable[..., BrowserContext]:
    """A fresh browser profile: new_context(theme="light" | "dark", phone=False)."""

    def made(theme: str = "light", phone: bool = False, **settings_given: Any) -> BrowserContext:
        screen = _playwright.devices["Pixel 7"] if phone else {}
        desktop = {"viewport": {"width": 1280, "height": 900}}
        context = browser.new_context(
            **{**desktop, **screen, "color_scheme": theme, "locale": "en-GB", **settings_given},
            reduced_motion="reduce",
        )
        context.add_init_script(STILL)
        context.set_default_timeout(PATIENCE_MS)
        return context

    return made


class Tabs:
    """Tabs that one test after another loads a page in, by theme and screen.

    Chromium takes twice as long to open a tab as to load a page in one that is there.
    """

    def __init__(self, new_context: Callable[..., BrowserContext]) -> None:
        self._new_context = new_context
        self._contexts: dict[tuple[str, bool], BrowserContext] = {}
        self._free: dict[tuple[str, bool], list[Page]] = {}

    def visit(self, theme: str, phone: bool) -> Visit:
        """A tab that nobody looks at."""
        kind = theme, phone
        if kind not in self._contexts:
            self._contexts[kind] = self._new_context(theme, phone)
            # Streamlit remembers there whether the sidebar is open: no test's business but its own.
            self._contexts[kind].add_init_script("localStorage.clear(); sessionStorage.clear()")
        free = self._free.setdefault(kind, [])
        page = free.pop() if free else self._contexts[kind].new_page()
        visit = listen(page)
        visit.free = free
        return visit

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


@pytest.fixture(scope="session")
def _tabs(new_context: Callable[..., BrowserContext]) -> Iterator[Tabs]:
    tabs = Tabs(new_context)
    yield tabs
    tabs.close()


def listen(page: Page) -> Visit:
    """Note what the page complains about, and every address that it asks for."""
    visit = Visit(page)

    def heard(message: Any) -> None:
        where = message.location.get("url", "")
        if message.type == "error":
            visit.complaints.append(f"{message.text} [{where}]")

    visit.ears = {
        "console": heard,
        "pageerror": lambda error: visit.complaints.append(f"uncaught: {error}"),
        "request": lambda request: visit.addresses.append(request.url),
        "websocket": lambda socket: visit.addresses.append(socket.url),
    }
    for event, ear in visit.ears.items():
        page.on(event, ear)
    return visit


@pytest.fixture(scope="session")
def open_page(server: Server, _tabs: Tabs) -> Callable[..., Visit]:
    """open_page("focus-groups", theme="dark", phone=True, programme="upsides") -> Visit.

    served_by: another server than the one over both programmes.
    """

    def opened(
        path: str = "",
        *,
        theme: str = "light",
        phone: bool = False,
        served_by: Server = server,
        **parameters: Any,
    ) -> Visit:
        visit = _tabs.visit(theme, phone)
        visit.page.goto(served_by.url(path, **parameters))
        return visit.ready()

    return opened
