"""How long a page's script takes once its answers are known, and a change inside a part of a page.

    python -m benchmarks.pages [ANSWERS]      such as 1000000 (the default)

A real serve.py, and a session as a browser holds it, over all pages of the demonstration and of a
programme with so many answers, 12 sites and 4 waves. The seconds are Streamlit's own run in the
server (benchmarks.pages_timed), without the way to the browser and back. "Known" means that
somebody has looked at this page before; "a new choice" that nobody has made this choice of a site
before, so that everything below it is filtered and drawn anew.
"""

from __future__ import annotations

import asyncio
import json
import os
import queue
import re
import statistics
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from app import PAGES
from benchmarks.figures import Figure
from benchmarks.sessions import write_store
from benchmarks.sessions_browser import Browser, Control, Run
from bridgeboard.settings import PROJECT

SUBJECT = "pages"
#: Pages read marts, and these stop growing long before.
MOST = 1_000_000
ADDRESSES = [address for pages in PAGES.values() for _, _, address in pages]
_CHOSEN = ("selectbox", "multiselect", "button_group")


@dataclass
class Timed:
    """A running server that says how long each run took."""

    address: str
    said: queue.Queue[dict[str, float]]

    def last(self) -> dict[str, float]:
        """The run that ended last; earlier ones are forgotten."""
        found = self.said.get(timeout=60)
        while not self.said.empty():
            found = self.said.get()
        return found


@contextmanager
def timed(store: Path) -> Iterator[Timed]:
    """The server over this store, in a process of its own, once it has read what pages need."""
    environment = {**os.environ, "BRIDGEBOARD_STORE": str(store)}
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.pages_timed", "--port", "0"],
        cwd=PROJECT,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    said: queue.Queue[dict[str, float]] = queue.Queue()
    addresses: queue.Queue[str] = queue.Queue()

    def read() -> None:
        for line in process.stdout:
            if line.startswith("ran "):
                said.put(json.loads(line.removeprefix("ran ")))
            elif found := re.search(r"http://\S+", line):
                addresses.put(found[0])

    threading.Thread(target=read, daemon=True).start()
    try:
        yield Timed(addresses.get(timeout=60), said)
    finally:
        process.terminate()
        process.wait()


@dataclass
class Known:
    """One run of a page that somebody has looked at before: in the server, and with its way."""

    page: str
    seconds: float
    processor: float
    whole: Run


async def _looked(at: Timed, programme: str, rounds: int) -> list[Known]:
    found = []
    # At first for what is computed, and for what is made of it.
    for turn in range(rounds + 2):
        for page in ADDRESSES:
            async with Browser(at.address) as browser:
                whole = await browser.visit(page, programme=programme)
                ran = at.last()
                if turn >= 2:
                    found.append(Known(page, ran["seconds"], ran["processor"], whole))
    return found


async def _chosen(at: Timed, programme: str) -> list[float]:
    """Seconds of each page for a choice of a site that nobody has made before."""
    found = []
    for page in ADDRESSES:
        async with Browser(at.address) as browser:
            await browser.visit(page, programme=programme)
            at.last()
            sites = [one for one in browser.controls.values() if one.parameter == "site"]
            for control in sites:
                control.value = [control.options[ADDRESSES.index(page) % len(control.options)]]
                await browser.set(control)
                found.append(at.last()["seconds"])
    return found


async def _inside(at: Timed, programme: str, rounds: int) -> dict[str, tuple[float, float]]:
    """Seconds of one change of a control inside a part of a page: of that part alone, and with the
    whole page; the medians, by page and control. Each value has been looked at before."""
    found = {}
    for page in ADDRESSES:
        async with Browser(at.address) as browser:
            await browser.visit(page, programme=programme)
            at.last()
            for control in [one for one in browser.controls.values() if _is_inside(one)]:
                alone, whole = [], []
                for turn in range(2 * rounds + 4):
                    now = browser.controls.get(control.id)
                    if now is None or len(now.options) < 2:
                        # What was chosen took it away.
                        break
                    now.value = _other(now, turn // 2)
                    await browser.set(now if turn % 2 else replace(now, fragment=""))
                    if turn >= 4:
                        (alone if turn % 2 else whole).append(at.last()["seconds"])
                    else:
                        at.last()
                if alone and whole:
                    name = f"{page}, {control.kind} {control.id.rpartition('-')[2]}"
                    found[name] = statistics.median(alone), statistics.median(whole)
    return found


def _is_inside(control: Control) -> bool:
    return bool(control.fragment) and control.kind in _CHOSEN and len(control.options) > 1


def _other(control: Control, turn: int) -> object:
    """One of the control's first two options, in turns."""
    option = control.options[turn % 2]
    return option if control.kind == "selectbox" else [option]


def figures(sizes: Sequence[int] = (MOST,), rounds: int = 5) -> Iterator[Figure]:
    """Scripts of known pages, of a new choice, and inside a part of a page, for both programmes."""
    size = max((one for one in sizes if one <= MOST), default=MOST)
    with tempfile.TemporaryDirectory(prefix="pages_") as place:
        store = write_store(Path(place), size)
        for programme, answers in (("demonstration", None), ("benchmark", size)):
            # A server of its own, so that nothing of the other is remembered.
            with timed(store) as at:
                found = asyncio.run(_looked(at, programme, rounds))
                yield from _of_known(programme, answers, found, rounds)
                yield _of_new(programme, answers, asyncio.run(_chosen(at, programme)))
                inside = asyncio.run(_inside(at, programme, rounds))
                yield from _of_inside(programme, answers, inside, rounds)


def _of_known(
    programme: str, answers: int | None, found: list[Known], rounds: int
) -> Iterator[Figure]:
    pages = {page: [one for one in found if one.page == page] for page in ADDRESSES}
    medians = {
        page: statistics.median(one.seconds for one in each) * 1000 for page, each in pages.items()
    }
    runs = sorted(one.seconds * 1000 for one in found)
    used = sorted(one.processor * 1000 for one in found)
    slowest = max(medians, key=medians.__getitem__)
    said = f"the slowest is {slowest} with {medians[slowest]:.0f} ms"
    shared = {"rounds": rounds, "size": answers, "unit": "ms"}
    yield Figure(
        SUBJECT,
        f"{programme}: script of a known page, median of the pages",
        round(statistics.median(medians.values()), 1),
        low=round(min(medians.values()), 1),
        high=round(max(medians.values()), 1),
        target=50,
        note=said,
        **shared,
    )
    yield Figure(
        SUBJECT,
        f"{programme}: script of a known page, p95 of all runs",
        round(_at(runs, 0.95), 1),
        low=round(runs[0], 1),
        high=round(runs[-1], 1),
        target=100,
        **shared,
    )
    yield Figure(
        SUBJECT,
        f"{programme}: the same in time of a processor, p95 of all runs",
        round(_at(used, 0.95), 1),
        low=round(used[0], 1),
        high=round(used[-1], 1),
        note=f"{statistics.median(used):.0f} ms at the median; other work on the machine counts "
        "less here",
        **shared,
    )
    whole = sorted(one.whole.seconds * 1000 for one in found)
    yield Figure(
        SUBJECT,
        f"{programme}: the same until the last message has come, p95",
        round(_at(whole, 0.95), 1),
        low=round(whole[0], 1),
        high=round(whole[-1], 1),
        **shared,
    )
    heaviest = max(found, key=lambda one: one.whole.size)
    yield Figure(
        SUBJECT,
        f"{programme}: what a known page sends, median of the pages",
        round(statistics.median(one.whole.size for one in found) / 1000, 1),
        "kB",
        size=answers,
        low=round(min(one.whole.size for one in found) / 1000, 1),
        high=round(heaviest.whole.size / 1000, 1),
        rounds=rounds,
        note="before compression, without what the browser has already; the heaviest is "
        f"{heaviest.page}",
    )


def _of_new(programme: str, answers: int | None, seconds: list[float]) -> Figure:
    found = sorted(one * 1000 for one in seconds)
    return Figure(
        SUBJECT,
        f"{programme}: script for a choice that nobody made before, median of the pages",
        round(statistics.median(found), 1),
        "ms",
        size=answers,
        low=round(found[0], 1),
        high=round(found[-1], 1),
    )


def _of_inside(
    programme: str, answers: int | None, found: dict[str, tuple[float, float]], rounds: int
) -> Iterator[Figure]:
    ratios = {name: alone / whole for name, (alone, whole) in found.items()}
    if not ratios:
        return
    largest = max(ratios, key=ratios.__getitem__)
    yield Figure(
        SUBJECT,
        f"{programme}: a change inside a part of a page against the whole page, median",
        round(statistics.median(ratios.values()), 2),
        "x",
        size=answers,
        low=round(min(ratios.values()), 2),
        high=round(ratios[largest], 2),
        rounds=rounds,
        target=0.6,
        note=f"{len(ratios)} controls; the largest is {largest}",
    )


def _at(found: list[float], share: float) -> float:
    return found[min(len(found) - 1, int(share * len(found)))]


if __name__ == "__main__":
    from benchmarks.results import table

    given = [int(one) for one in sys.argv[1:]] or [MOST]
    print(*table(figures(given)), sep="\n")
