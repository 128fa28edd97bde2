"""The power may go at any moment: what was said to be done is there afterwards, and nothing half.

A process is traced while it publishes, rolls back and decides; then a disk that forgets whatever
was not flushed is left at every step (unplugged.py), and what it still holds is opened.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bridgeboard import settings
from bridgeboard.access import WHOLE
from bridgeboard.decisions import Decisions
from bridgeboard.problems import Refusal
from bridgeboard.store import Snapshot, Store
from tests.store.unplugged import COMMAND, Disk, State, laid_out

#: Who published what is served, how many people others see, and the lines of decisions: before
#: anything was said to be done, and after each time that it was.
STEPS = [
    (None, 0, 0),
    ("before", 23, 0),
    ("killed", 23, 0),
    ("before", 23, 0),
    ("before", 23, 1),
    ("before", 23, 2),
]


@pytest.fixture(scope="module")
def trace(tmp_path_factory: pytest.TempPathFactory, one_more: tuple[Path, Path]) -> Path:
    """What a process wrote that did everything once, in a store that it made."""
    if sys.platform != "linux":
        pytest.skip("only Linux has strace")
    if shutil.which("strace") is None and "CI" not in os.environ:
        pytest.skip("strace is not installed: .ci/strace does it on Debian and Ubuntu")
    root = tmp_path_factory.mktemp("traced")
    (root / "disk").mkdir()
    script = str(Path(__file__).with_name("powered.py"))
    command = [*COMMAND, "-o", "trace", sys.executable, script]
    subprocess.run(
        [*command, str(root / "disk" / "new" / "store"), *map(str, one_more)],
        cwd=root,
        env=os.environ | {"PYTHONPATH": str(settings.PROJECT)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    return root / "trace"


def found(state: State, root: Path) -> tuple[str | None, int, int]:
    """What a reader finds on the disk after the power came back, in words of STEPS."""
    laid_out(state, root)
    store, decisions = Store(root / "new" / "store"), Decisions(root / "new" / "store", "test")
    try:
        assert decisions.warning() is None
        lines = decisions.history().height
        if not store.programmes():
            return None, 0, lines
        people = []
        for shareable in (False, True):
            served = store.served("test", shareable)
            assert served.warning is None
            with Snapshot(served, WHOLE) as snapshot:
                people.append(snapshot.query("SELECT count(*) AS n FROM respondents").item())
        assert people[0] == (24 if served.record.by == "killed" else 23)
        return served.record.by, people[1], lines
    finally:
        shutil.rmtree(root)


def power_cuts(trace: Path, root: Path, deaf: bool = False) -> Iterator[str | None]:
    """Each state that a power cut could leave: None, or what was lost in it."""
    disk, seen = Disk(trace.parent / "disk", deaf), set()
    for call in disk.play(trace):
        for digest, state in disk.states().items():
            if (digest, disk.said) in seen:
                continue
            seen.add((digest, disk.said))
            try:
                now = found(state, root)
            except (AssertionError, Refusal) as error:
                now = error
            fine = now in STEPS[disk.said : disk.said + 2]
            yield None if fine else f"after {call}, {disk.said} steps done: {now}"
    assert disk.said == len(STEPS) - 1


def test_whenever_the_power_goes_what_was_done_is_there_and_nothing_is_half(
    trace: Path, tmp_path: Path
) -> None:
    cuts = list(power_cuts(trace, tmp_path / "disk"))
    assert [lost for lost in cuts if lost is not None] == []
    assert len(cuts) > 50


def test_a_disk_that_never_flushes_a_file_would_lose_something(trace: Path, tmp_path: Path) -> None:
    """Or else the test above could not fail."""
    assert any(power_cuts(trace, tmp_path / "disk", deaf=True))
