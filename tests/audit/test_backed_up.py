"""A backup that is made while people work holds a log that is whole as far as it goes."""

from __future__ import annotations

from bridgeboard import audit
from bridgeboard.backup.taking import Taking


def _take(root):
    audit.record(root, "downloaded", "ada", file="p_x_team.csv", bytes=1)


def test_a_log_that_grows_between_two_files_of_a_backup_is_whole_there(tmp_path):
    root, again = tmp_path / "store", tmp_path / "again"
    for _ in range(3):
        _take(root)
    for one in Taking(root, tmp_path / "scratch").files():
        target = again / one.name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(one.file.read(one.bytes))
        # Somebody takes a file just then.
        _take(root)
    assert len(audit.events(root)) == 3 + 2
    assert audit.read(again).troubles == ()
    assert len(audit.events(again)) == 4
