"""Backs up or restores, and is killed before every single change that it makes to the disk: run by
the tests, not by pytest.

Arguments: backup or restore, from where, to where, and a folder whose changes are counted. Out: a
line of JSON for each kill: which, the status, whether something is to be seen at the place.
"""

import itertools
import json
import os
import shutil
import signal
import sys
from pathlib import Path

from bridgeboard.backup import back_up, restore

CHANGES = ("os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.link", "os.chmod")
what, source, target, watched = sys.argv[1:]


def killed_at(at: int) -> int:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    seen = 0

    def watch(event: str, arguments: tuple) -> None:
        nonlocal seen
        writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & os.O_ACCMODE
        if (writes or event in CHANGES) and watched in str(arguments):
            if seen == at:
                os.kill(os.getpid(), signal.SIGKILL)
            seen += 1

    sys.addaudithook(watch)
    (back_up if what == "backup" else restore)(Path(source), Path(target), "Ana")
    os._exit(0)


place = Path(target)
for at in itertools.count():
    status = killed_at(at)
    there = place.exists()
    print(json.dumps({"at": at, "status": status, "there": there}), flush=True)
    if status != -signal.SIGKILL:
        break
    if there:
        # It was killed after the last step: the test looks at one that is whole at the end.
        shutil.rmtree(place) if place.is_dir() else place.unlink()
