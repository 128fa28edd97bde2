"""A process that changes the store, and is killed on the way: run by the tests, not by pytest.

It reads orders from stdin, one line of JSON each, and answers each with one line. Each order runs
in a fork of this process, which has imported everything but started nothing, so that a test can
kill a publish at every single step without waiting for imports.

Orders: {"do": one of WORK, "store"} and what that needs; publish with "must_wait": true compares
with what others saw before, as the app does. If it is to die, {"die": [kind, n]}:
  file   SIGKILL just before the n-th change that Python makes to a file or folder of the store
  call   SIGKILL just before the n-th call of a function written in C
  spent  ended by the system, as SIGKILL does it, after n seconds of the processor's time: anywhere,
         DuckDB's own writing included
and {"limit": bytes}: no file may grow beyond this, which is how a full disk looks from inside;
{"drop": true}: not as a superuser, for whom nothing is protected.
Answers: {"status": 0 | -9 | ..., "said": the last line on stderr, "seen": n of each kind above}
"""

import json
import os
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from pathlib import Path

# Imported before any fork.
import bridgeboard.store.publishing  # noqa: F401
from bridgeboard.access import WHOLE
from bridgeboard.decisions import Decisions
from bridgeboard.disclosure.editions import must_wait
from bridgeboard.intake import accept
from bridgeboard.measures import answer
from bridgeboard.problems import Refusal
from bridgeboard.store import Snapshot, Store

CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.truncate")
NOBODY = 65534
seen: Counter = Counter()


def publish(order: dict, store: Store, die: tuple[str, float]) -> None:
    accepted = accept(Path(order["folder"]))
    begin(order, die)
    store.publish(
        accepted,
        by=order["by"],
        must_wait=must_wait if order.get("must_wait") else None,
    )


def roll_back(order: dict, store: Store, die: tuple[str, float]) -> None:
    begin(order, die)
    store.roll_back("test", order["snapshot_id"], by=order["by"])


def change_action(order: dict, store: Store, die: tuple[str, float]) -> None:
    begin(order, die)
    Decisions(store.root, "test").change_action(
        order["action_id"], order["version"], order["by"], what=order["what"]
    )


def read(order: dict, store: Store, die: tuple[str, float]) -> None:
    begin(order, die)
    people = []
    for shareable in (False, True):
        with Snapshot(store.served("test", shareable), WHOLE) as snapshot:
            assert answer("distribution", snapshot).frame.height
            people.append(snapshot.query("SELECT count(*) AS n FROM respondents").item())
    print(*people, Decisions(store.root, "test").actions().height, file=sys.stderr)


WORK = {f.__name__: f for f in (publish, roll_back, change_action, read)}


def step(kind: str, die: tuple[str, float]) -> None:
    if (kind, seen[kind]) == die:
        os.kill(os.getpid(), signal.SIGKILL)
    seen[kind] += 1


def begin(order: dict, die: tuple[str, float]) -> None:
    """From here on it has the rights that it is given, and may die."""
    if "limit" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"], resource.RLIM_INFINITY))
    if order.get("drop") and os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)

    def watch(event: str, arguments: tuple) -> None:
        writes = (
            event == "open" and isinstance(arguments[1], str) and set("wax+") & set(arguments[1])
        )
        if (writes or event in CHANGES) and str(arguments[0]).startswith(order["store"]):
            step("file", die)

    sys.addaudithook(watch)
    if die[0] == "call":
        sys.setprofile(lambda frame, event, called: event == "c_call" and step("call", die))
    if die[0] == "spent":
        signal.setitimer(signal.ITIMER_PROF, die[1])
    seen["begun"] = time.process_time()


def work(order: dict) -> None:
    die = tuple(order.get("die", ("", -1)))
    WORK[order.get("do", "publish")](order, Store(Path(order["store"])), die)
    sys.setprofile(None)
    seen["spent"] = time.process_time() - seen.pop("begun", 0)


def in_fork(order: dict) -> dict:
    # Pipes, for a file may not grow either where the order sets a limit.
    reading, writing = os.pipe()
    told, tells = os.pipe()
    child = os.fork()
    if child == 0:
        os.dup2(writing, 2)
        status = status_of(order)
        os.write(tells, json.dumps(seen).encode())
        os._exit(status)
    os.close(writing)
    os.close(tells)
    with os.fdopen(reading, encoding="utf-8") as said, os.fdopen(told, encoding="utf-8") as counts:
        lines, counted = said.read().splitlines(), counts.read()
    _, ended = os.waitpid(child, 0)
    return {
        "status": os.waitstatus_to_exitcode(ended),
        "said": lines[-1] if lines else "",
        "seen": json.loads(counted or "{}"),
    }


def status_of(order: dict) -> int:
    try:
        work(order)
        return 0
    except Refusal as refusal:
        print(refusal, file=sys.stderr, flush=True)
        return 1
    except BaseException:
        traceback.print_exc()
        return 70


for line in sys.stdin:
    print(json.dumps(in_fork(json.loads(line))), flush=True)
