"""The log is only added to; whatever happened to it otherwise is noticed."""

import hashlib
import json
import os
import re
import resource
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from bridgeboard import audit
from bridgeboard.audit import NotRecorded, events, read, record

COUNT = "0-counted.json"


@pytest.fixture
def three(tmp_path):
    """A store whose log has three lines."""
    for n in (1, 2, 3):
        record(tmp_path, "downloaded", "ada@example.org", "p", file=f"p_{n}_team.csv", bytes=n)
    return tmp_path


def file_of(root):
    (path,) = (root / "audit").glob("2*.jsonl")
    return path


def lines(root):
    return file_of(root).read_bytes().split(b"\n")[:-1]


def write(root, kept):
    file_of(root).write_bytes(b"".join(line + b"\n" for line in kept))


def test_a_line_says_when_who_what_and_follows_the_one_before(three):
    said = [json.loads(line) for line in lines(three)]
    assert [one["details"] for one in said] == [
        {"file": f"p_{n}_team.csv", "bytes": n} for n in (1, 2, 3)
    ]
    assert {(one["by"], one["event"], one["programme"]) for one in said} == {
        ("ada@example.org", "downloaded", "p")
    }
    assert all(re.fullmatch(r"20\d\d-\d\d-\d\dT[\d:.]{12}\+00:00", one["at"]) for one in said)
    seals = [hashlib.sha256(line).hexdigest() for line in lines(three)]
    assert [one["before"] for one in said] == ["", *seals[:2]]
    whole = read(three)
    assert (whole.troubles, whole.unfinished, whole.seals) == ((), 0, tuple(seals))
    assert events(three) == said


def test_where_nothing_was_recorded_the_log_is_empty_and_whole(tmp_path):
    assert read(tmp_path) == audit.Log((), (), 0, ())


def changed(kept):
    return [kept[0], kept[1].replace(b"ada@", b"bob@"), kept[2]]


def changed_last(kept):
    return [*kept[:2], kept[2].replace(b"ada@", b"bob@")]


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (changed, "line 3: before it, a line was changed"),
        (changed_last, "Line 3 of all is not the one that was written."),
        (lambda kept: kept[1:], "line 1: before it"),
        (lambda kept: [kept[0], kept[2]], "line 2: before it"),
        (lambda kept: [kept[0], kept[0], *kept[1:]], "line 2: before it"),
        (lambda kept: [kept[0], b"{torn", *kept[1:]], "line 3: before it"),
        (lambda kept: [kept[0], kept[2], kept[1]], "line 2: before it"),
        (lambda kept: kept[:2], "Lines are gone from the end: 3 were written, 2 are there."),
        (lambda kept: [], "3 were written, 0 are there"),
    ],
)
def test_whatever_was_done_to_lines_is_told(three, spoil, said):
    write(three, spoil(lines(three)))
    assert said in " ".join(read(three).troubles)


def test_the_last_lines_and_their_count_cannot_go_together_unnoticed(three):
    write(three, lines(three)[:2])
    (three / "audit" / COUNT).unlink()
    assert "is missing" in read(three).troubles[0]
    (three / "audit" / COUNT).write_text("{")
    assert "is damaged" in read(three).troubles[0]


def test_a_torn_last_line_is_left_alone_and_the_log_goes_on(three):
    with file_of(three).open("ab") as file:
        file.write(b'{"at": "2026-01-0')
    record(three, "backed up", "ada@example.org", files=3, bytes=9)
    whole = read(three)
    assert (whole.troubles, whole.unfinished) == ((), 1)
    assert [one["event"] for one in whole.events] == ["downloaded"] * 3 + ["backed up"]
    write(three, [*lines(three)[:3], b"{torn otherwise", lines(three)[4]])
    assert "line 5: before it" in read(three).troubles[0]


def test_a_line_that_only_lacked_its_end_counts(three):
    file_of(three).write_bytes(file_of(three).read_bytes()[:-1])
    record(three, "signed out", "ada@example.org", person="everybody")
    whole = read(three)
    assert (whole.troubles, whole.unfinished, len(whole.events)) == ((), 0, 4)


def test_a_count_that_is_behind_is_still_true(three):
    old = (three / "audit" / COUNT).read_bytes()
    record(three, "backed up", "ada@example.org")
    (three / "audit" / COUNT).write_bytes(old)
    assert read(three).troubles == ()
    record(three, "backed up", "ada@example.org")
    assert read(three).troubles == ()
    assert json.loads((three / "audit" / COUNT).read_text())["content"]["n"] == 5


def test_a_new_year_begins_a_file_that_follows_the_old_one(three):
    file_of(three).rename(three / "audit" / "2019.jsonl")
    record(three, "backed up", "ada@example.org")
    assert len(list((three / "audit").glob("*.jsonl"))) == 2
    assert read(three).troubles == ()
    (three / "audit" / "2019.jsonl").unlink()
    assert "line 1: before it" in read(three).troubles[0]


def test_a_clock_set_back_does_not_add_before_what_is_there(three):
    file_of(three).rename(three / "audit" / "2999.jsonl")
    record(three, "backed up", "ada@example.org")
    (path,) = (three / "audit").glob("*.jsonl")
    assert path.name == "2999.jsonl"
    assert (len(read(three).events), read(three).troubles) == (4, ())


def test_many_at_once_lose_nothing(tmp_path):
    def add(n):
        record(tmp_path, "downloaded", f"p{n}@example.org", file=f"f_{n}.csv", bytes=n)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(60)))
    whole = read(tmp_path)
    assert (whole.troubles, whole.unfinished) == ((), 0)
    assert sorted(one["details"]["bytes"] for one in whole.events) == list(range(60))


_ENDLESS = """
import sys
from pathlib import Path
from bridgeboard.audit import record
n = 0
while True:
    record(Path(sys.argv[1]), "downloaded", "ada@example.org", file="p_a.csv", bytes=n)
    print(n, flush=True)
    n += 1
"""


def test_killed_anywhere_it_has_all_that_was_told_done(tmp_path):
    """Each kill comes while a line is being written, and the next process goes on behind it."""
    told = 0
    for after in (1, 3, 8, 2, 5):
        with subprocess.Popen(
            [sys.executable, "-c", _ENDLESS, str(tmp_path)], stdout=subprocess.PIPE, text=True
        ) as process:
            for _ in range(after):
                process.stdout.readline()
            process.send_signal(signal.SIGKILL)
            told += after + len(process.stdout.readlines())
    whole = read(tmp_path)
    assert whole.troubles == ()
    # What was written and not yet told when the kill came is there besides.
    assert told <= len(whole.events) <= told + 5


def test_what_cannot_be_written_is_said_and_nothing_is_left_of_it(three):
    before = file_of(three).read_bytes()
    child = os.fork()
    if child == 0:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (len(before) + 40, resource.RLIM_INFINITY))
        try:
            record(three, "backed up", "ada@example.org")
        except NotRecorded as why:
            os._exit(0 if "File too large" in str(why) else 2)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert file_of(three).read_bytes() == before
    record(three, "backed up", "ada@example.org")
    assert (len(read(three).events), read(three).troubles) == (4, ())


def test_a_file_where_the_folder_should_be_refuses_and_says_so(tmp_path):
    (tmp_path / "audit").write_text("")
    with pytest.raises(NotRecorded, match="so it was not done"):
        record(tmp_path, "backed up", "ada@example.org")


def test_only_its_owner_and_group_may_read_it(three):
    assert file_of(three).stat().st_mode & 0o007 == 0
