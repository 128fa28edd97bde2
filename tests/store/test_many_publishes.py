"""Two hundred publishes in one process, as in a server that runs for months: nothing grows."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from bridgeboard.access import WHOLE
from bridgeboard.disclosure.editions import must_wait
from bridgeboard.intake import accept
from bridgeboard.store import Store
from bridgeboard.store.shelf import KEPT

PUBLISHES = 200
#: Until then every cache and every pool of memory has had its fill once.
WARM = 60
#: Measured: 3 MB up and down. One connection that stays open holds some 20 MB.
MARGIN_MB = 15


@pytest.mark.skipif(not hasattr(psutil.Process, "num_fds"), reason="Windows counts no open files")
def test_two_hundred_publishes_leave_no_file_thread_or_memory_behind(
    store: Store, one_more: tuple[Path, Path], programme_folder: Callable[..., Path]
) -> None:
    """Of a site and a wave alone, for speed; every twentieth is of another programme, where an
    answer waits, while somebody is reading."""
    process, seen = psutil.Process(), []
    fewer, more = (accept(folder) for folder in one_more)
    tiny = accept(programme_folder(programme={"id": "tiny"}))
    store.publish(fewer, by="0", must_wait=must_wait)
    for n in range(1, PUBLISHES):
        if n % 20:
            store.publish(tiny, by=f"{n}")
            continue
        with store.open("test", WHOLE) as reader, store.open("tiny", WHOLE) as other:
            record = store.publish(more, by=f"{n}", must_wait=must_wait)
            assert (reader.by, other.by, len(record.held)) == (f"{max(n - 20, 0)}", f"{n - 1}", 1)
        with store.open("test", WHOLE, shareable=True) as others:
            assert others.query("SELECT count(*) AS n FROM respondents").item() == 23
        gc.collect()
        seen.append((process.num_fds(), process.num_threads(), process.memory_info().rss / 1e6))
    files, threads, memory = zip(*seen[WARM // 20 :], strict=True)
    assert max(files) <= files[0], seen
    assert max(threads) <= threads[0], seen
    assert max(memory) - memory[0] < MARGIN_MB, seen
    assert len(store.snapshots("tiny")) == KEPT
    names = sorted(path.suffix for path in (store.root / "tiny" / "snapshots").iterdir())
    assert names == [".duckdb"] * KEPT + [".json"] * KEPT
    names = sorted(path.name for path in (store.root / "tiny").iterdir())
    assert names == ["current.json", "history.jsonl", "lock", "snapshots"]
