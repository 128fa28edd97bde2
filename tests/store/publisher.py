"""A process that publishes, and is killed on the way: run by the tests, not by pytest.

It reads orders from stdin, one line of JSON each, and answers each with one line. Each order runs
in a fork of this process, which has imported everything but started nothing, so that a test can
kill a publish at every single step without waiting for imports.

Orders: {"store", "folder", "by"} and, if it is to die, {"die": ["stage" | "file", n]}:
  stage  SIGKILL at the n-th word of progress
  file   SIGKILL just before the n-th change that Python makes to a file or folder of the store
  (DuckDB's own writing lies between two stages)
and {"limit": bytes}: no file may grow beyond this, which is how a full disk looks from inside.
Answers: {"status": 0 | -9 | ..., "said": the last line on stderr}
"""

import json
import os
import resource
import signal
import sys
import traceback
from pathlib import Path

# Imported before any fork.
import bridgeboard.store.publishing  # noqa: F401
from bridgeboard.intake import accept
from bridgeboard.problems import Refusal
from bridgeboard.store import Store

CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate")


def publish(order: dict) -> None:
    accepted = accept(Path(order["folder"]))
    kind, at = order.get("die", (None, -1))
    seen = 0

    def step() -> None:
        nonlocal seen
        if seen == at:
            os.kill(os.getpid(), signal.SIGKILL)
        seen += 1

    def watch(event: str, arguments: tuple) -> None:
        writes = (
            event == "open" and isinstance(arguments[1], str) and set("wax+") & set(arguments[1])
        )
        if (writes or event in CHANGES) and str(arguments[0]).startswith(order["store"]):
            step()

    if kind == "file":
        sys.addaudithook(watch)
    if "limit" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], resource.RLIM_INFINITY))
    Store(Path(order["store"])).publish(
        accepted,
        by=order["by"],
        progress=lambda share, words: step() if kind == "stage" else None,
    )


def in_fork(order: dict) -> dict:
    # A pipe, for a file may not grow either where the order sets a limit.
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 2)
        os._exit(status_of(order))
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as said:
        lines = said.read().splitlines()
    _, ended = os.waitpid(child, 0)
    return {"status": os.waitstatus_to_exitcode(ended), "said": lines[-1] if lines else ""}


def status_of(order: dict) -> int:
    try:
        publish(order)
        return 0
    except Refusal as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1
    except BaseException:
        traceback.print_exc()
        return 70


for line in sys.stdin:
    print(json.dumps(in_fork(json.loads(line))), flush=True)
