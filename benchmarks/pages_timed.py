"""serve.py as it is, that says of each run of a page how long it took.

    python -m benchmarks.pages_timed --port 8501

One line of JSON a run on its standard output: seconds, processor seconds of the run's own thread,
and whether a part of a page ran alone. It is what Streamlit itself calls a run: from its request to
its end, with compiling the script, preparing the session's state and handing over all messages.
"""

from __future__ import annotations

import functools
import json
import runpy
import sys
import time
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner

from bridgeboard.settings import PROJECT

_run = ScriptRunner._run_script


@functools.wraps(_run)
def _timed(runner: ScriptRunner, asked: Any) -> None:
    begun, used = time.perf_counter(), time.thread_time()
    try:
        _run(runner, asked)
    finally:
        seconds, processor = time.perf_counter() - begun, time.thread_time() - used
        told = {"seconds": seconds, "processor": processor, "part": bool(asked.fragment_id_queue)}
        sys.stdout.write(f"ran {json.dumps(told)}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    ScriptRunner._run_script = _timed
    sys.argv[0] = str(PROJECT / "serve.py")
    runpy.run_path(sys.argv[0], run_name="__main__")
