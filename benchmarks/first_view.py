"""How long a page takes in a real browser until all of it is drawn, and what it sends.

    python -m benchmarks.first_view

Chromium and a real serve.py on this machine, over the demonstration. Warm: the browser has been
there before. Each warm view is measured beside one of a trivial Streamlit page (a title and a
sentence, as Streamlit serves it) in the same round, so that both had the same machine; the ratio
counts. Bytes are counted on the line, as sent, WebSocket and headers too. The slow line is
Chromium's own emulation: 400 kbit/s and 300 ms, as for somebody far away with a phone.
"""

from __future__ import annotations

import re
import shutil
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.figures import Figure
from benchmarks.pages import ADDRESSES, timed
from benchmarks.plain_pages import FLOORS, TRIVIAL, served
from benchmarks.sessions import publish
from tests.browser.conftest import ARGUMENTS, READY

SUBJECT = "first view"
#: Drawn without Plotly, and the first page with it.
COLD = ("overview", "attitudes")
TARGETS = {"overview": 1.4}
TARGET = 2.0
_SLOW = {
    "offline": False,
    "latency": 300,
    "downloadThroughput": 400_000 / 8,
    "uploadThroughput": 400_000 / 8,
}
_PATIENCE_MS = 300_000


class Counted:
    """A relay before a server that counts what comes back through it."""

    def __init__(self, address: str) -> None:
        at = urlsplit(address)
        self._to = (at.hostname, at.port)
        self._here = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._here.getsockname()[1]}"
        self.bytes = self.requests = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._here.accept()
            except OSError:
                return
            server = socket.create_connection(self._to)
            for source, sink, counts in ((client, server, False), (server, client, True)):
                threading.Thread(
                    target=self._pass, args=(source, sink, counts), daemon=True
                ).start()

    def _pass(self, source: socket.socket, sink: socket.socket, counts: bool) -> None:
        try:
            while data := source.recv(65_536):
                if counts:
                    self.bytes += len(data)
                else:
                    self.requests += len(re.findall(rb"(?:^|\r\n)GET \S+ HTTP/1\.1\r\n", data))
                sink.sendall(data)
        except OSError:
            pass
        finally:
            for one in (source, sink):
                try:
                    one.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue

    def close(self) -> None:
        self._here.close()


def _opened(browser: Browser) -> Page:
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, color_scheme="light", reduced_motion="reduce"
    )
    context.set_default_timeout(_PATIENCE_MS)
    return context.new_page()


def _view(page: Page, address: str) -> float:
    """Seconds from asking until all is drawn."""
    begun = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_function(READY, polling=10)
    return time.perf_counter() - begun


def figures(sizes: Sequence[int] = (), rounds: int = 5) -> Iterator[Figure]:
    """First visits, visits to a known page against a trivial one, and both on a slow line.

    sizes: don't matter: what a page sends is the same at any.
    """
    with tempfile.TemporaryDirectory(prefix="first_view_") as place, sync_playwright() as started:
        store = Path(place) / "store"
        publish(store, "--shipped")
        with (
            timed(store) as at,
            served(Path(place), "trivial", TRIVIAL) as plain,
            ExitStack() as also,
        ):
            floors = {
                said: also.enter_context(served(Path(place), f"floor{at_least}", script))
                for at_least, (said, script) in enumerate(FLOORS.items())
            }
            found = (shutil.which(name) for name in ("chromium", "chromium-browser"))
            browser = started.chromium.launch(
                executable_path=next(filter(None, found), None), args=ARGUMENTS
            )
            ours = {url: f"{at.address}/{url}?programme=demonstration" for url in ADDRESSES}
            # The server has made everything once.
            page = _opened(browser)
            for url in (*ours.values(), plain):
                _view(page, url)
            page.context.close()
            yield from _cold(browser, ours, plain, rounds)
            yield from _sent(browser, at.address)
            yield from _warm(browser, ours, floors, plain, rounds)
            yield from _far_away(browser, ours)
            browser.close()


def _cold(browser: Browser, ours: dict[str, str], plain: str, rounds: int) -> Iterator[Figure]:
    seconds: dict[str, list[float]] = {url: [] for url in COLD}
    ratios: dict[str, list[float]] = {url: [] for url in COLD}
    for _ in range(rounds):
        for url in COLD:
            views = []
            for address in (plain, ours[url]):
                page = _opened(browser)
                views.append(_view(page, address))
                page.context.close()
            seconds[url].append(views[1])
            ratios[url].append(views[1] / views[0])
    for url in COLD:
        yield _median(f"{url}: first visit", seconds[url], "s")
        yield _median(f"{url}: first visit, against a trivial page", ratios[url], "x")


def _sent(browser: Browser, address: str) -> Iterator[Figure]:
    for url in COLD:
        counted = Counted(address)
        page = _opened(browser)
        for visit in ("first", "second"):
            before = counted.bytes, counted.requests
            _view(page, f"{counted.address}/{url}?programme=demonstration")
            page.wait_for_timeout(500)
            sent, asked = counted.bytes - before[0], counted.requests - before[1]
            note = f"{asked} requests"
            yield Figure(
                SUBJECT, f"{url}: {visit} visit, over the line", sent / 1000, "kB", note=note
            )
        page.context.close()
        counted.close()


def _warm(
    browser: Browser, ours: dict[str, str], floors: dict[str, str], plain: str, rounds: int
) -> Iterator[Figure]:
    pages = ours | floors
    page = _opened(browser)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    # What a browser compiled is kept from the second visit on.
    for url in (*pages.values(), plain) * 3:
        _view(page, url)
    seconds: dict[str, list[float]] = {url: [] for url in pages}
    ratios: dict[str, list[float]] = {url: [] for url in pages}
    worked: dict[str, list[float]] = {url: [] for url in pages}
    for _ in range(rounds):
        for url, address in pages.items():
            beside, plain_work = _view(page, plain), _worked(session)
            seconds[url].append(_view(page, address))
            worked[url].append(_worked(session) / plain_work)
            ratios[url].append(seconds[url][-1] / beside)
    page.context.close()
    for url, each in ratios.items():
        yield _median(
            f"{url}: drawn, warm, against a trivial page",
            each,
            "x",
            target=TARGETS.get(url, TARGET) if url in ours else None,
            note=f"{statistics.median(seconds[url]):.2f} s; the browser's main thread worked "
            f"{statistics.median(worked[url]):.1f} x as long",
        )


def _worked(session: CDPSession) -> float:
    """Seconds that the page's main thread has worked since it was asked for."""
    told = session.send("Performance.getMetrics")["metrics"]
    return next(one["value"] for one in told if one["name"] == "TaskDuration")


def _far_away(browser: Browser, ours: dict[str, str]) -> Iterator[Figure]:
    for url in COLD:
        page = _opened(browser)
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.emulateNetworkConditions", _SLOW)
        for visit in ("first", "second"):
            took = _view(page, ours[url])
            yield Figure(SUBJECT, f"{url}: {visit} visit, slow line", round(took, 1), "s")
        page.context.close()


def _median(
    what: str, found: list[float], unit: str, target: float | None = None, note: str = ""
) -> Figure:
    return Figure(
        SUBJECT,
        what,
        round(statistics.median(found), 2),
        unit,
        low=round(min(found), 2),
        high=round(max(found), 2),
        rounds=len(found),
        target=target,
        note=note,
    )


if __name__ == "__main__":
    from benchmarks.results import table

    print(*table(figures()), sep="\n")
