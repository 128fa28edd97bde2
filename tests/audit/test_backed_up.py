"""A backup that is made while people work holds a log that is whole as far as it goes."""

from __future__ import annotations

import threading

from bridgeboard import audit
from bridgeboard.backup import back_up, restore


def test_a_log_that_is_written_meanwhile_is_whole_in_the_backup(tmp_path):
    root, stop = tmp_path / "store", threading.Event()
    audit.record(root, "downloaded", "ada", file="p_x_team.csv", bytes=1)

    def work() -> None:
        while not stop.is_set():
            audit.record(root, "downloaded", "ada", file="p_x_team.csv", bytes=1)

    working = threading.Thread(target=work)
    working.start()
    try:
        made = [back_up(root, tmp_path / f"{n}.zip", "bob") for n in range(8)]
    finally:
        stop.set()
        working.join()
    assert audit.read(root).troubles == ()
    for n, one in enumerate(made):
        restore(one.path, tmp_path / f"again{n}", "bob")
        log = audit.read(tmp_path / f"again{n}")
        assert log.troubles == ()
        assert log.events[-1]["event"] == "restored"
        assert n < len(log.events) < len(audit.events(root))
