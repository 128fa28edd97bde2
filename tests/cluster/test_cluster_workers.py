"""Several workers count, and one of them, or all of the cluster, goes in the middle."""

from __future__ import annotations

import signal
import subprocess
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from bridgeboard import cli, settings
from bridgeboard.cluster import counted_on
from bridgeboard.intake import Accepted
from bridgeboard.store import Snapshot, Store
from tests.cluster.sail import Sail, one_process, with_workers
from tests.cluster.test_cluster_counts import assert_same

DEMONSTRATION = settings.DATA / "demonstration"


def kill(worker: subprocess.Popen) -> None:
    """It is gone before what comes next is asked."""
    worker.kill()
    worker.wait()


def stop_and_kill(worker: subprocess.Popen) -> None:
    """It takes what comes next, does nothing, and is gone two seconds later."""
    worker.send_signal(signal.SIGSTOP)

    def later() -> None:
        try:
            worker.wait(2)
        except subprocess.TimeoutExpired:
            worker.kill()

    threading.Thread(target=later).start()


@pytest.mark.parametrize(
    ("share", "end"), [(2.0, kill), (0.4, kill), (0.85, stop_and_kill)], ids=lambda one: str(one)
)
def test_workers_count_the_same_also_when_one_of_them_is_killed(
    share: float,
    end: Callable[[subprocess.Popen], None],
    tmp_path: Path,
    demonstration: Snapshot,
) -> None:
    ended: list[subprocess.Popen] = []
    told: list[str] = []

    def said(done: float, words: str) -> None:
        told.append(words)
        if done >= share and not ended:
            ended.append(sail.workers[-1])
            end(ended[0])

    with with_workers(tmp_path, 2) as sail:
        found = counted_on(sail.address, DEMONSTRATION, None, str(tmp_path / "scratch"), said)
        assert len(sail.workers) >= 2
    assert [worker.returncode for worker in ended] == [-signal.SIGKILL] * (share <= 1)
    assert any("was lost" in words for words in told) == bool(ended)
    assert_same(_published(found, tmp_path / "store"), demonstration)
    assert list(tmp_path.glob("scratch/.*")) == []


def _published(found: Accepted, root: Path) -> Snapshot:
    from bridgeboard.access import WHOLE

    store = Store(root)
    store.publish(found, by="tests")
    return store.open("demonstration", WHOLE)


def test_where_the_cluster_goes_nothing_is_published_and_nothing_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scratch = tmp_path / "scratch"
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(tmp_path / "store"))
    with one_process(tmp_path) as sail:
        thread = threading.Thread(target=_kill_once_it_writes, args=(sail, scratch))
        thread.start()
        command = ["publish", str(DEMONSTRATION), "--on", sail.address, "--scratch", str(scratch)]
        assert cli.main(command) == 1
        thread.join()
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert sail.address in said
    assert Store(tmp_path / "store").programmes() == []
    assert list(scratch.glob(".*")) == []


def _kill_once_it_writes(sail: Sail, scratch: Path) -> None:
    while not list(scratch.glob(".bridgeboard-*/*")):
        threading.Event().wait(0.01)
    sail.server.kill()
