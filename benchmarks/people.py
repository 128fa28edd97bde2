"""How long people wait who use the same server at the same time, and what each of them costs it.

    python -m benchmarks.people [PEOPLE ...]      such as 10 25 50 100 (the default)

Everybody has a session of their own on a real serve.py, signed in, on one of all the pages, of the
demonstration or of a programme of 10^6 answers, and changes something every 5 seconds: a control as
a browser would, or now and then the page. Seconds count from the moment when somebody meant to
change something, so that waiting for one's own earlier change counts too. The visitors are one
process beside the server, and share the machine with it; what they take is said.
"""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from app import FOR, PAGES
from benchmarks.figures import Figure
from benchmarks.sessions import ROLES, Served, email, publish, served, write_store
from benchmarks.sessions_browser import Browser, Run

SUBJECT = "people at once"
PEOPLE = (10, 25, 50, 100)
ANSWERS = 1_000_000
EVERY = 5.0
LASTING = 120.0
TARGET = 1.0
#: For so long before and after a publish.
BESIDE_A_PUBLISH = 20.0
#: Everybody has come within this time.
COMING = 10.0
#: One change in so many is to another page.
TO_ANOTHER = 8
#: The most that a session may cost, in megabytes.
MEGABYTES = 1.0
#: People who look at a page and change nothing: between these numbers is seen what a session costs.
#: The first is more than have been there or are not forgotten yet, so that no memory is free.
STILL = (180, 380)
#: People who may sign in; some have several sessions.
MOST = 100
PROGRAMMES = ("demonstration", "benchmark", "upsides")
ADDRESSES = [address for pages in PAGES.values() for _, _, address in pages]
#: The pages that somebody of a role finds in the menu.
PAGES_OF = {
    role: [address for address in ADDRESSES if role in FOR.get(address, ROLES)] for role in ROLES
}


@dataclass
class Heard:
    """What came of all changes while the time ran. due: when somebody meant to make each."""

    changes: list[Run] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)
    due: list[float] = field(default_factory=list)
    first: list[float] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    server: float = 0.0
    visitors: float = 0.0
    others: float = 0.0
    megabytes: float = 0.0


async def _somebody(
    number: int, at: Served, heard: Heard, begin: float, end: float, every: float
) -> None:
    """One person, from coming to leaving."""
    chance = random.Random(number)
    role = ROLES[number % len(ROLES)]
    pages = PAGES_OF[role]
    begun = begin - COMING * (1 - chance.random())
    await asyncio.sleep(max(0.0, begun - time.perf_counter()))
    try:
        async with Browser(at.address, at.cookies(email(number)), phone=number % 4 == 0) as browser:
            programme = PROGRAMMES[number // 2 % 2]
            run = await browser.visit(pages[number % len(pages)], programme=programme)
            heard.first.append(run.seconds)
            _note(heard, browser, run, f"visit of {pages[number % len(pages)]} as {role}")
            due = begin + chance.random() * every
            while due < end:
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                if chance.randrange(TO_ANOTHER):
                    done = await browser.change(chance)
                    run, what = done if done else (None, None)
                else:
                    what = chance.choice(pages)
                    run = await browser.visit(what)
                if run is not None:
                    heard.changes.append(run)
                    heard.waits.append(time.perf_counter() - due)
                    heard.due.append(due)
                    _note(heard, browser, run, what)
                due += every
            # Everybody stays until the time has run, for the server's memory.
            await asyncio.sleep(max(0.0, end + 1 - time.perf_counter()))
    except Exception as error:
        heard.failed.append(f"person {number}: {type(error).__name__} {error}")


def _note(heard: Heard, browser: Browser, run: Run, what: object) -> None:
    heard.failed += [f"{place} at {what}" for place in run.misplaced]
    heard.failed += [f"{error} at {what}" for error in browser.errors]
    browser.errors.clear()


async def crowd(at: Served, people: int, lasting: float = LASTING, every: float = EVERY) -> Heard:
    """What so many people find who use the server for so many seconds."""
    heard = Heard()
    begin = time.perf_counter() + COMING + 1
    end = begin + lasting
    everybody = [
        asyncio.create_task(_somebody(number, at, heard, begin, end, every))
        for number in range(people)
    ]
    await asyncio.sleep(max(0.0, begin - time.perf_counter()))
    before = at.seconds, time.process_time(), _busy()
    await asyncio.sleep(max(0.0, end - time.perf_counter()))
    now = at.seconds, time.process_time(), _busy()
    server, visitors, busy = ((b - a) / lasting for a, b in zip(before, now, strict=True))
    heard.server, heard.visitors, heard.others = server, visitors, busy - server - visitors
    heard.megabytes = at.megabytes
    await asyncio.gather(*everybody)
    return heard


def _busy() -> float:
    """Seconds that all processors of this machine have worked."""
    times = psutil.cpu_times()
    return sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0)


async def warmed(at: Served) -> None:
    """Each role has seen every page of both programmes once."""
    for number in range(len(ROLES)):
        for programme in PROGRAMMES[:2]:
            for page in PAGES_OF[ROLES[number]]:
                async with Browser(at.address, at.cookies(email(number))) as browser:
                    await browser.visit(page, programme=programme)


async def _standing(at: Served) -> list[float]:
    """Megabytes of the server while so many people look at their page, for each number of STILL."""
    async with AsyncExitStack() as there:
        found = []
        for number in range(STILL[-1]):
            browser = Browser(at.address, at.cookies(email(number % MOST)))
            await there.enter_async_context(browser)
            pages = PAGES_OF[ROLES[number % len(ROLES)]]
            await browser.visit(pages[number % len(pages)], programme="demonstration")
            if number + 1 in STILL:
                found.append(at.megabytes)
        return found


def figures(sizes: Sequence[int] = (ANSWERS,), rounds: int = 1) -> Iterator[Figure]:
    """Waits and processor time for each number of people; then what a session costs in memory.

    In: sizes: of the large programme, in answers: the largest up to a million is taken. rounds: one
        is enough, as each has some hundred changes and takes two minutes.
    """
    answers = max((size for size in sizes if size <= ANSWERS), default=ANSWERS)
    yield from crowded(PEOPLE, answers)


def crowded(crowds: Sequence[int], answers: int) -> Iterator[Figure]:
    """The figures for these numbers of people."""
    with tempfile.TemporaryDirectory(prefix="people_") as place:
        store = write_store(Path(place), answers)
        with served(store, max(*crowds, MOST)) as at:
            asyncio.run(warmed(at))
            for people in crowds:
                yield from _figures(people, answers, asyncio.run(crowd(at, people)))
            yield from _published(at, Path(place), answers, 50 if 50 in crowds else crowds[-1])
            yield from _memory(at)


def _published(at: Served, place: Path, answers: int, people: int) -> Iterator[Figure]:
    """Waits before, while and after the large programme is published by another process.

    What people read is made anew then, beside them, and the publish takes the same processors.
    """

    published: list[float] = []

    async def meanwhile() -> Heard:
        crowding = asyncio.create_task(crowd(at, people, 3 * BESIDE_A_PUBLISH))
        await asyncio.sleep(COMING + 1 + BESIDE_A_PUBLISH)
        published.append(time.perf_counter())
        await asyncio.to_thread(publish, at.store, str(place / "benchmark"))
        published.append(time.perf_counter())
        return await crowding

    heard = asyncio.run(meanwhile())
    begun, ended = published
    parts = (
        ("before", begun - BESIDE_A_PUBLISH, begun),
        ("while it runs", begun, ended),
        ("after it", ended, ended + BESIDE_A_PUBLISH),
    )
    for when, start, end in parts:
        acted = zip(heard.due, heard.waits, strict=True)
        waits = sorted(wait for due, wait in acted if start <= due < end)
        if len(waits) > 1:
            yield Figure(
                SUBJECT,
                f"{people} people, a programme of {answers:,} answers is published, {when}: p95",
                round(statistics.quantiles(waits, n=100, method="inclusive")[94], 3),
                "s",
                size=answers,
                low=round(waits[0], 3),
                high=round(waits[-1], 3),
                target=None if when == "before" else TARGET,
                note=f"{len(waits)} changes; publishing took {ended - begun:.1f} s",
            )


def _figures(people: int, answers: int, heard: Heard) -> Iterator[Figure]:
    if not heard.waits:
        raise RuntimeError(f"Nothing was measured: {heard.failed[:3]}")
    waits = sorted(heard.waits)
    cuts = statistics.quantiles(waits, n=100, method="inclusive")
    fragments = sum(run.is_fragment for run in heard.changes)
    taken = (
        f"{len(waits)} changes, {fragments} of them of a part of a page; processors: server "
        f"{heard.server:.2f}, visitors {heard.visitors:.2f}, other work on the machine "
        f"{heard.others:.2f} of {os.cpu_count()}; failed: {len(heard.failed)}"
    )
    for percent in (50, 95, 99):
        yield Figure(
            SUBJECT,
            f"{people} people, seconds waited, p{percent}",
            round(cuts[percent - 1], 3),
            "s",
            size=answers,
            low=round(waits[0], 3),
            high=round(waits[-1], 3),
            target=TARGET if (people, percent) == (50, 95) else None,
            note=taken if percent == 95 else "",
        )
    cost = heard.server * LASTING / len(waits)
    yield Figure(SUBJECT, f"{people} people, server's processor a change", round(cost, 4), "s")
    if heard.failed:
        sys.stderr.write("\n".join(heard.failed[:20]) + "\n")


def _memory(at: Served) -> Iterator[Figure]:
    """What a session costs beside what all share, and whether it comes back."""
    at.held("later")
    few, many = asyncio.run(_standing(at))
    yield Figure(
        SUBJECT,
        "memory a session",
        round((many - few) / (STILL[1] - STILL[0]), 2),
        "MB",
        target=MEGABYTES,
        note=f"{few:.0f} MB with {STILL[0]} people who look at a page, {many:.0f} with {STILL[1]}",
    )
    left = at.held("later")["sessions in memory"]
    yield Figure(
        SUBJECT,
        "sessions in memory two minutes after all have left",
        left,
        "",
        target=1,
        note="Streamlit's own loop holds the last one, emptied, until somebody comes",
    )
    _, again = asyncio.run(_standing(at))
    yield Figure(
        SUBJECT,
        f"memory with {STILL[1]} people, the second time against the first",
        round(again / many, 3),
        "x",
        target=1.02,
    )


def main(crowds: list[int]) -> None:
    """Print one line per figure."""
    for figure in crowded(crowds, ANSWERS):
        verdict = {None: "", True: "met", False: "MISSED"}[figure.met]
        said = f"{figure.what:<60} {figure.value:>8} {figure.unit:<9} {verdict:<7} {figure.note}"
        print(said, flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or list(PEOPLE))
