"""Does the server grow? A day's worth of publishes and visits, as fast as they can be had.

    python -m benchmarks.soak [VISITS]      such as 2000 (the default), and 24 publishes

People of all roles come and go on a real serve.py, a few at a time: each opens a page of one of
three programmes and changes something; some take a file away, some drop one. In between a programme
is published again by another process. After each 50 visits nobody is there, time is put forward
until whoever left is forgotten, and what the server holds is counted.

The verdict is the straight line through the second half of those counts, when ten snapshots are
kept: how much it rises in a whole soak, with a 95 % interval that allows for neighbouring counts
being alike. A target is the most that the upper end of that interval may be.
"""

from __future__ import annotations

import asyncio
import csv
import math
import random
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np

from benchmarks.figures import Figure
from benchmarks.people import PAGES_OF, PROGRAMMES
from benchmarks.sessions import ROLES, Served, email, publish, served, write_store
from benchmarks.sessions_browser import Browser
from bridgeboard.statistics.mean import t_quantile

SUBJECT = "soak"
VISITS = 2000
PUBLISHES = 24
ANSWERS = 20_000
#: Visits between two counts, and people who are there at once.
BETWEEN, AT_ONCE = 50, 6
#: The most that a count may rise in a soak, as a share of what it is.
SHARE = 0.05
#: With the 256 MB that a server has, filling what is remembered takes half a soak, and looks like
#: growth: less is full soon, and the rest of the soak tells.
MEMORY_MB = "64"
#: Of counts that should be the same each time: the most they may rise, as they are.
COUNTED = {
    "open files": 1.0,
    "threads": 1.0,
    "sessions in memory": 1.0,
    "sessions with media": 1.0,
    "media files": 1.0,
    "uploads": 1.0,
    "holders": 1.0,
    "snapshots": 2.0,
    "files in the store": 1.0,
    "files in the temporary folder": 1.0,
}


#: What rises as it is meant to.
MEANT = {
    "audit kB": "One line for each sign-in and file taken; all are kept.",
    "entries of caches": "Single numbers of statistics, by their arguments; each cache has an end.",
}


@dataclass(frozen=True, slots=True)
class Line:
    """How much a count rises in a whole soak, with its 95 % interval, and its mean."""

    rise: float
    lower: float
    upper: float
    mean: float


def line(counts: Sequence[float], whole: float) -> Line:
    """The straight line through these counts, over so many of their distances.

    The interval widens with the correlation of neighbouring residuals, which makes fewer counts of
    them than there are.
    """
    y, x = np.asarray(counts, float), np.arange(len(counts), dtype=float)
    x -= x.mean()
    slope = float(x @ y / (x @ x))
    rest = y - y.mean() - slope * x
    spread = float(rest @ rest)
    alike = float(rest[1:] @ rest[:-1] / spread) if spread > 0 else 0.0
    # So few counts look less alike than they are.
    alike = min(max(alike + (1 + 4 * alike) / len(y), 0.0), 0.9)
    n = max(4.0, len(y) * (1 - alike) / (1 + alike))
    error = math.sqrt(spread / (n - 2) / float(x @ x) * len(y) / n) if spread > 0 else 0.0
    reach = t_quantile(0.975, n - 2) * error
    mean = float(y.mean())
    return Line(slope * whole, (slope - reach) * whole, (slope + reach) * whole, mean)


async def _visit(at: Served, number: int, chance: random.Random, failed: list[str]) -> None:
    """One person comes, looks around and leaves."""
    role = ROLES[number % len(ROLES)]
    page = chance.choice(PAGES_OF[role])
    if role == "steward" and number % 25 == 0:
        page = "load-data"
    try:
        async with Browser(at.address, at.cookies(email(number % 20)), number % 4 == 0) as browser:
            await browser.visit(page, programme=chance.choice(PROGRAMMES))
            if page == "load-data":
                await _drop(browser, f"answer,{number}\n".encode() * 20_000)
            if number % 10 == 3:
                await _take(browser)
            for _ in range(2):
                await browser.change(chance)
            failed += browser.errors
    except Exception as error:
        failed.append(f"{page} as {role}: {type(error).__name__} {error}")


async def _take(browser: Browser) -> None:
    """Open what a card gives, and fetch the first file."""
    for control in [one for one in browser.controls.values() if one.kind == "popover"][:1]:
        browser.files.clear()
        control.value = True
        await browser.set(control)
        async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
            for file in browser.files[:1]:
                reply = await client.get(browser.address + file, headers=browser.headers)
                reply.raise_for_status()


async def _drop(browser: Browser, content: bytes) -> None:
    """Give the page a file, and let it read it."""
    path = f"/_stcore/upload_file/{browser.session}/soak"
    async with httpx.AsyncClient(trust_env=False, timeout=60) as client:
        files = {"file": ("answers.csv", content)}
        reply = await client.put(browser.address + path, files=files, headers=browser.headers)
        reply.raise_for_status()
    await browser.dropped("soak", "answers.csv", len(content))


async def _some(at: Served, numbers: range, failed: list[str]) -> None:
    """These visits, a few at a time."""
    waiting = iter(numbers)

    async def one_after_another() -> None:
        for number in waiting:
            await _visit(at, number, random.Random(number), failed)

    await asyncio.gather(*(one_after_another() for _ in range(AT_ONCE)))


def _change(programme: Path, round_: int) -> None:
    """Another value in one row of its answers, so that there is something to publish."""
    path = programme / "answers.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    answered = [row for row in rows[1:] if row[3]]
    answered[round_][3] = str(int(answered[round_][3]) % 5 + 1)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)


def _counts(at: Served) -> dict[str, float]:
    held = {name: float(count) for name, count in at.held("later").items()}
    caches = [count for name, count in held.items() if name.startswith("cache ")]
    files = [path for path in at.store.rglob("*") if path.is_file()]
    return {
        **{name: count for name, count in held.items() if not name.startswith("cache ")},
        "entries of caches": sum(caches),
        "files in the store": float(len([path for path in files if path.name != "lock"])),
        "audit kB": sum(path.stat().st_size for path in files if "audit" in path.parts) / 1024,
        "files in the temporary folder": float(len(list(at.temporary.iterdir()))),
    }


def soaked(visits: int) -> tuple[list[dict[str, float]], list[str]]:
    """What the server held after each 50 visits, and what failed."""
    counts: list[dict[str, float]] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="soak_") as place:
        store = write_store(Path(place), ANSWERS)
        publishes = 0
        with served(store, 20, BRIDGEBOARD_MEMORY_MB=MEMORY_MB) as at:
            for begin in range(0, visits, BETWEEN):
                asyncio.run(_some(at, range(begin, min(begin + BETWEEN, visits)), failed))
                counts.append(_counts(at))
                said = {name: round(count) for name, count in counts[-1].items()}
                sys.stderr.write(f"{begin + BETWEEN} visits: {said}\n")
                while publishes < PUBLISHES * (begin + BETWEEN) // visits:
                    publishes += 1
                    _change(Path(place) / "benchmark", publishes)
                    publish(store, str(Path(place) / "benchmark"))
    return counts, failed


def figures(sizes: Sequence[int] = (), rounds: int = 1) -> Iterator[Figure]:
    """How much each count rises in a soak, after its first half.

    In: sizes, rounds: of answers and of measuring; a soak has its own, and one is enough.
    """
    yield from _figures(VISITS, *soaked(VISITS))


def _figures(visits: int, counts: list[dict[str, float]], failed: list[str]) -> Iterator[Figure]:
    later = counts[len(counts) // 2 :]
    yield Figure(
        SUBJECT,
        f"{visits} visits and {PUBLISHES} publishes: what failed",
        len(failed),
        "things",
        target=0,
        note="; ".join(failed[:3]),
    )
    for name in later[0]:
        found = line([count[name] for count in later], len(counts))
        most = COUNTED.get(name)
        if name in ("resident kB", "objects", "remembered kB"):
            most = SHARE * found.mean
        yield Figure(
            SUBJECT,
            f"rise of {name} in a soak, upper end of the interval",
            round(found.upper, 1),
            "",
            low=round(found.lower, 1),
            high=round(found.upper, 1),
            rounds=len(later),
            target=None if most is None else round(most, 1),
            note=f"{found.rise:+.1f}; it is {found.mean:.0f} on average. {MEANT.get(name, '')}",
        )


def main(visits: int) -> None:
    """Print one line per count."""
    for figure in _figures(visits, *soaked(visits)):
        verdict = {None: "", True: "met", False: "MISSED"}[figure.met]
        print(f"{figure.what:<75} {figure.value:>10}  {verdict:<7} {figure.note}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else VISITS)
