"""Figures as a table to read, in the terminal and in RESULTS.md."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.figures import Figure
from bridgeboard.settings import PROJECT

PATH = PROJECT / "benchmarks" / "RESULTS.md"
PACKAGES = ("streamlit", "duckdb", "polars", "pandera", "plotly")
_HEADINGS = ("What", "Answers", "Median", "Smallest to largest", "Rounds", "Target", "Met")
_INTRODUCTION = """\
# What was measured

Written by `make bench`. A ratio (x) is of two things measured in turns in one run, so that both had
the same machine; a figure in seconds is of this machine alone. Targets are for these benchmarks,
never for a test. Each part says when and on what it was measured.
"""


def section(subject: str, about: str, figures: Sequence[Figure]) -> str:
    """One subject's part of RESULTS.md."""
    notes = [f"- {figure.what}: {figure.note}" for figure in figures if figure.note]
    lines = [f"## {subject}", "", about, "", machine(), "", *table(figures)]
    return "\n".join([*lines, "", *notes, ""] if notes else [*lines, ""])


def table(figures: Iterable[Figure]) -> list[str]:
    """The figures as lines of a Markdown table, in their order."""
    rows = [_HEADINGS, tuple("-" * len(heading) for heading in _HEADINGS)]
    rows += [_row(figure) for figure in figures]
    return ["| " + " | ".join(row) + " |" for row in rows]


def verdict(figure: Figure) -> str:
    """Whether the target is met, in a line."""
    said = {True: "met", False: "MISSED", None: "no target"}[figure.met]
    size = f" at {figure.size:,} answers" if figure.size else ""
    target = f" (target: {_target(figure)})" if figure.target is not None else ""
    value = _amount(figure.value, figure.unit)
    return f"{said:>9}  {figure.subject}: {figure.what}{size}: {value}{target}"


def write(parts: dict[str, str], path: Path = PATH) -> None:
    """Put these subjects' parts into the file in place of what it says of them; others stay."""
    kept = _parts(path.read_text(encoding="utf-8")) if path.exists() else {}
    whole = kept | parts
    text = "\n".join([_INTRODUCTION, *(whole[subject] for subject in sorted(whole))])
    path.write_text(text, encoding="utf-8")


def machine() -> str:
    """When, on what and with which versions: a sentence."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{datetime.now(UTC):%Y-%m-%d}, commit {_commit()}; {os.cpu_count()} cores, "
        f"{gigabytes:.0f} GB of memory, {_processor()}, {platform.system()}; "
        f"Python {platform.python_version()}, {versions}."
    )


def _row(figure: Figure) -> tuple[str, ...]:
    spread = (
        ""
        if figure.low is None or figure.high is None
        else f"{_number(figure.low)} to {_amount(figure.high, figure.unit)}"
    )
    return (
        figure.what,
        f"{figure.size:,}" if figure.size else "",
        _amount(figure.value, figure.unit),
        spread,
        str(figure.rounds),
        _target(figure),
        {True: "yes", False: "**no**", None: ""}[figure.met],
    )


def _target(figure: Figure) -> str:
    if figure.target is None:
        return ""
    return f"{figure.within} {_amount(figure.target, figure.unit)}"


def _amount(number: float, unit: str) -> str:
    return f"{_number(number)} {unit}".strip()


def _number(number: float) -> str:
    if number == int(number) and abs(number) >= 1:
        return f"{int(number):,}"
    return f"{number:,.0f}" if abs(number) >= 100 else f"{number:.3g}"


def _parts(text: str) -> dict[str, str]:
    """subject -> its part of an earlier file."""
    parts = text.split("\n## ")[1:]
    return {part.split("\n", 1)[0]: "## " + part.rstrip("\n") + "\n" for part in parts}


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, platform.machine())
