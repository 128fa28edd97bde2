"""A process in which somebody decides, and may be killed on the way: run by the tests.

It reads orders from stdin, one line of JSON each, and answers each with one line. Each order runs
in a fork of this process, which has imported everything but started nothing.

Orders: {"do": name of a method of Decisions, "with": its arguments}, and
  times  do it so often, one after the other
  die    SIGKILL just before the n-th call of a function written in C: every statement of SQL, every
         change of a file and every wait for the disk is one
  drop   true: not as a superuser, for whom nothing is protected
Answers: {"status": 0 | 1 (refused) | 2 (conflict) | -9 | ..., "said": in words, "gave": {...}}
"""

import json
import os
import signal
import sys
import traceback
from pathlib import Path

from bridgeboard.decisions import Action, Conflict, Decisions
from bridgeboard.problems import Refusal

ROOT = Path(sys.argv[1])
NOBODY = 65534
#: C calls that can change what a later reader finds; others lie between two of them.
STEPS = {"execute", "executescript", "connect", "close", "commit", "rename", "replace", "open"} | {
    "fsync",
    "mkdir",
    "unlink",
    "flock",
}


def work(order: dict) -> dict:
    if order.get("drop") and os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)
    decisions = Decisions(ROOT, "test")
    at, seen = order.get("die", -1), 0

    def watch(frame: object, event: str, called: object) -> None:
        nonlocal seen
        if event == "c_call" and called.__name__ in STEPS:
            if seen == at:
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1

    gave = {}
    if at >= 0:
        sys.setprofile(watch)
    for _ in range(order.get("times", 1)):
        result = getattr(decisions, order["do"])(**order["with"])
        if isinstance(result, Action):
            gave = {name: getattr(result, name) for name in ("action_id", "version", "what")}
    sys.setprofile(None)
    return gave


def in_fork(order: dict) -> dict:
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        status, answer = status_of(order)
        with os.fdopen(writing, "w") as out:
            out.write(json.dumps(answer))
        os._exit(status)
    os.close(writing)
    with os.fdopen(reading) as said:
        text = said.read()
    _, ended = os.waitpid(child, 0)
    answer = json.loads(text) if text else {"said": "", "gave": {}}
    return {"status": os.waitstatus_to_exitcode(ended), **answer}


def status_of(order: dict) -> tuple[int, dict]:
    try:
        return 0, {"said": "", "gave": work(order)}
    except Conflict as conflict:
        return 2, {"said": str(conflict), "gave": {"version": conflict.newer.version}}
    except Refusal as refusal:
        return 1, {"said": str(refusal), "gave": {}}
    except BaseException:
        return 70, {"said": traceback.format_exc(), "gave": {}}


for line in sys.stdin:
    print(json.dumps(in_fork(json.loads(line))), flush=True)
