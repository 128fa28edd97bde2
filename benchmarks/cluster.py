"""What counting on a cluster costs on one machine, against publishing in DuckDB; equal cells.

python -m benchmarks.cluster [ANSWERS ...]      such as 10000 1000000 10000000 (the default)

In turns, so that both suffer the same machine: the same programme (a long CSV) published here, and
published --on Sail, as one process and as a driver with two workers (threads of one process, which
send each other all they would over a network). Each is timed after its imports and after Sail has
started; CPU is that of the publishing process and of Sail. Then both snapshots are compared cell by
cell. Needs make test-cluster's environment; without it there are no figures.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import psutil

from benchmarks.figures import Figure
from benchmarks.publish import write_programme
from bridgeboard.access import WHOLE
from bridgeboard.settings import PROJECT
from bridgeboard.store import Snapshot, Store

SIZES, ROUNDS = (10_000, 1_000_000, 10_000_000), 3
CLUSTER = PROJECT / ".venv-cluster" / "bin"
#: How Sail runs, by what it is called.
MODES = {
    "Sail, one process": {},
    "Sail, driver and two workers": {
        "SAIL_MODE": "local-cluster",
        "SAIL_CLUSTER__WORKER_INITIAL_COUNT": "2",
        "SAIL_CLUSTER__WORKER_MAX_COUNT": "2",
        "SAIL_CLUSTER__WORKER_TASK_SLOTS": "256",
    },
}
PUBLISH = """
import json, resource, sys, time, warnings
warnings.simplefilter("ignore")
from pathlib import Path
import bridgeboard.store.publishing
from bridgeboard.intake import accept
from bridgeboard.store import Store
on = sys.argv[3]
if on:
    import bridgeboard.cluster.counting
    from bridgeboard.cluster import counted_on
def cpu():
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
start, used = time.perf_counter(), cpu()
folder = Path(sys.argv[1])
accepted = counted_on(on, folder, None, None, lambda *_: None) if on else accept(folder)
assert not accepted.refused, accepted.problems[0]
Store(Path(sys.argv[2])).publish(accepted, by="benchmark")
print(json.dumps({"s": time.perf_counter() - start, "cpu": cpu() - used}))
"""


def figures(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> Iterator[Figure]:
    """Time and CPU as ratios to DuckDB's, seconds, and how many cells differ."""
    if not (CLUSTER / "sail").exists():
        print("No .venv-cluster: make .venv-cluster/.test first.", file=sys.stderr)
        return
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bridgeboard-cluster-") as place:
            folder = Path(place) / "programme"
            write_programme(folder, size)
            yield from _of_size(Path(place), folder, size, rounds)


def _of_size(place: Path, folder: Path, size: int, rounds: int) -> Iterator[Figure]:
    here: list[dict[str, float]] = []
    there: dict[str, list[dict[str, float]]] = {mode: [] for mode in MODES}
    differ = dict.fromkeys(MODES, 0)
    for turn in range(rounds):
        store = place / f"here{turn}"
        here.append(_published(folder, store, sys.executable))
        for number, (mode, env) in enumerate(MODES.items()):
            other = place / f"there{turn}_{number}"
            with _sail(env) as (address, server):
                before = _cpu(server)
                found = _published(folder, other, str(CLUSTER / "python"), address)
                found["cpu"] += _cpu(server) - before
            there[mode].append(found)
            differ[mode] = max(differ[mode], n_different(store, other))
    for mode, runs in there.items():
        for what, key, target in (("time", "s", 3.0), ("CPU", "cpu", None)):
            ratios = [one[key] / plain[key] for one, plain in zip(runs, here, strict=True)]
            is_target = target is not None and mode == "Sail, one process" and size >= 10**7
            yield Figure(
                "cluster",
                f"{mode}: {what}, against publishing in DuckDB",
                statistics.median(ratios),
                "x",
                size,
                min(ratios),
                max(ratios),
                rounds,
                target if is_target else None,
            )
        seconds = [one["s"] for one in runs]
        yield Figure(
            "cluster",
            f"{mode}: publishing",
            statistics.median(seconds),
            "s",
            size,
            min(seconds),
            max(seconds),
            rounds,
        )
        yield Figure(
            "cluster",
            f"{mode}: cells of marts that differ from DuckDB's",
            differ[mode],
            "cells",
            size,
            rounds=rounds,
            target=0,
        )


def _published(folder: Path, store: Path, python: str, on: str = "") -> dict[str, float]:
    # A file, not -c: PySpark takes a main module without a file for its own tests.
    code = store.with_suffix(".py")
    code.write_text(PUBLISH)
    done = subprocess.run(
        [python, code, folder, store, on],
        cwd=PROJECT,
        env=os.environ | {"PYTHONPATH": str(PROJECT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return json.loads(done.stdout.splitlines()[-1])


def n_different(here: Path, there: Path) -> int:
    """Cells of tables of counts in which the only programmes of two stores differ by over 1e-9."""
    opened = [Store(root).open("benchmark", WHOLE) for root in (here, there)]
    try:
        names = opened[0].query(
            "SELECT table_name FROM duckdb_tables() WHERE starts_with(table_name, 'mart_')"
        )
        return sum(_different(*opened, name) for name in names["table_name"])
    finally:
        for snapshot in opened:
            snapshot.close()


def _different(here: Snapshot, there: Snapshot, table: str) -> int:
    one, other = (s.query(f"SELECT * FROM {table} ORDER BY ALL") for s in (here, there))
    if one.shape != other.shape or one.schema != other.schema:
        return max(one.height, other.height) * one.width
    return sum(
        int((~(mine.eq_missing(theirs) | ((mine - theirs).abs() <= 1e-9))).sum())
        if mine.dtype.is_float()
        else int(mine.ne_missing(theirs).sum())
        for mine, theirs in zip(one, other, strict=True)
    )


@contextmanager
def _sail(env: dict[str, str]) -> Iterator[tuple[str, psutil.Process]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [CLUSTER / "sail", "spark", "server", "--port", str(port)],
        env=os.environ | env | {"RUST_LOG": "error"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while server.poll() is None:
            with suppress(OSError):
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            time.sleep(0.1)
        yield f"sc://127.0.0.1:{port}", psutil.Process(server.pid)
    finally:
        server.send_signal(signal.SIGKILL)
        server.wait()


def _cpu(process: psutil.Process) -> float:
    used = process.cpu_times()
    return used.user + used.system


def main(sizes: list[int]) -> None:
    """Print a line a figure."""
    for one in figures(sizes or SIZES):
        spread = "" if one.low is None else f" ({one.low:.2f} to {one.high:.2f})"
        print(f"{one.size:>12,}  {one.value:>8.2f}{spread} {one.unit:6} {one.what}", flush=True)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
