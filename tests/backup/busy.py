"""Somebody who publishes, rolls back and notes actions without a pause: run by the tests.

Arguments: the store's folder, a programme's folder. Out: a line after every round. It ends when
its standard input does.
"""

import itertools
import sys
import threading
from pathlib import Path

from bridgeboard.decisions import Decisions
from bridgeboard.intake import accept
from bridgeboard.store import Store, publishing

# So that snapshots are removed from the third publish on, not from the tenth.
publishing.KEPT = 3
root, folder = map(Path, sys.argv[1:])
store, decisions, accepted = Store(root), Decisions(root, "test"), accept(folder)
stopping = threading.Event()


def edit() -> None:
    for n in itertools.count(1):
        if stopping.is_set():
            return
        decisions.add_action(site_id="a", what=f"step {n}", by="Ana")


editor = threading.Thread(target=edit)
editor.start()
threading.Thread(target=lambda: (sys.stdin.read(), stopping.set()), daemon=True).start()
for n in itertools.count(1):
    if stopping.is_set():
        break
    store.publish(accepted, by=f"publisher {n}")
    if n % 3 == 0:
        store.roll_back("test", store.snapshots("test")[1].snapshot_id, by=f"publisher {n}")
    print(n, flush=True)
editor.join()
