"""Hostile and damaged projects: refused with the right words, quickly, with nothing on disk."""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.collected import Coding, DroppedFile
from tests.collected.coded_files import (
    CODEBOOK,
    CODED,
    HIGHLIGHTS,
    PROJECT,
    csv_of,
    qdpx,
    qualcoder_project,
    xlsx_of,
    zipped,
)

BY_NAME = {kind.name: kind for kind in CODED}
#: Far above what any of these takes here, far below what a bomb would.
SECONDS, BYTES = 20, 400_000_000

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE Project [<!ENTITY a "ha">'
    + "".join(
        f'<!ENTITY {b} "{("&" + a + ";") * 10}">'
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + ']><Project xmlns="urn:QDA-XML:project:1.0" name="&i;"/>'
)  # fmt: skip
OUTSIDE = (
    '<!DOCTYPE Project [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    '<Project xmlns="urn:QDA-XML:project:1.0"><CodeBook><Codes><Code guid="1" name="a">'
    "<Description>&x;</Description></Code></Codes></CodeBook></Project>"
)


@pytest.fixture(autouse=True)
def nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Neither the working folder nor the folder for temporary files gets a file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    yield
    assert list(tmp_path.iterdir()) == []


def read(name: str, data: bytes, kind: str = "refi-qda") -> Coding:
    """The file, seen and read within bounds."""
    began = time.monotonic()
    tracemalloc.start()
    try:
        dropped = DroppedFile(name, data)
        BY_NAME[kind].seen(dropped)
        coding = BY_NAME[kind].read(dropped, ())
        assert tracemalloc.get_traced_memory()[1] < BYTES
    finally:
        tracemalloc.stop()
    assert time.monotonic() - began < SECONDS
    assert isinstance(coding, Coding)
    return coding


def refusal(coding: Coding) -> str:
    assert not coding.codes
    assert len(coding.segments) == 0
    assert [one.severity for one in coding.problems] == ["refused"]
    return coding.problems[0].sentence()


def bomb(size: int) -> bytes:
    data = io.BytesIO()
    archive = zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED)
    with archive, archive.open("project.qde", "w") as member:
        member.write(b'<Project xmlns="urn:QDA-XML:project:1.0">')
        for _ in range(size // 1_000_000):
            member.write(b" " * 1_000_000)
    return data.getvalue()


def many_members() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("project.qde", PROJECT)
    # A member's entry in the list, written out by hand: zipfile takes seconds for so many.
    whole = data.getvalue()
    start, end = whole.index(b"PK\x01\x02"), whole.index(b"PK\x05\x06")
    entry = whole[start:end]
    entries = entry * 100_000
    closing = b"PK\x05\x06" + b"\0" * 4 + b"\xff\xff" * 2
    closing += len(entries).to_bytes(4, "little") + start.to_bytes(4, "little") + b"\0\0"
    return whole[:start] + entries + closing


def with_password(data: bytes) -> bytes:
    listed = data.index(b"PK\x01\x02")
    return data[: listed + 8] + b"\x01" + data[listed + 9 :]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bomb(60_000_000), "once unpacked"),
        (qdpx(LAUGHS), "a document type or entities"),
        (qdpx(OUTSIDE), "a document type or entities"),
        (OUTSIDE.encode(), "a document type or entities"),
        (many_members(), "more than 20\u202f000 files"),
        (zipped(("../project.qde", PROJECT)), "lead out of its own folder"),
        (zipped(("project.qde", PROJECT), ("/etc/cron.d/x", "")), "lead out of its own folder"),
        (zipped(("project.qde", PROJECT), ("a/../../x", "")), "lead out of its own folder"),
        (zipped(("project.qde", PROJECT), ("C:\\x", "")), "lead out of its own folder"),
        (zipped(("a.qde", PROJECT), ("b.qde", PROJECT)), "2 project files"),
        (zipped(("sources/project.qde", PROJECT)), "without a project file"),
        (with_password(zipped(("project.qde", PROJECT))), "a password"),
        (qdpx()[:-30], "a damaged archive"),
        (qdpx()[:200], "a damaged archive"),
        (b"PK\x03\x04", "a damaged archive"),
        (b"", "broken in line 1"),
        (b"\0" * 1000, "broken in line 1"),
        (qdpx(PROJECT[:1000]), "broken in line"),
        (qdpx("<a/>"), "XML that is no project"),
        (qdpx("<Project>" + "<a>" * 5000), "deep"),
        (qdpx('<?xml version="1.0" encoding="ebcdic-x"?><Project/>'), "encoding"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_hostile_or_damaged_project_is_refused_with_the_reason(data: bytes, words: str) -> None:
    sentence = refusal(read("a.qdpx", data))
    assert words in sentence
    assert "passwd" not in sentence


def test_a_bomb_is_given_up_before_it_is_unpacked() -> None:
    """A gigabyte of blanks in a megabyte: only the first five millions are unpacked."""
    data = bomb(1_000_000_000)
    began = time.process_time()
    refusal(read("a.qdpx", data))
    assert time.process_time() - began < 5


def test_the_sources_of_a_project_are_not_opened() -> None:
    """Damaged, or a bomb, they don't matter."""
    data = qdpx()
    place = data.index(b"sources/1.txt") + len("sources/1.txt")
    broken = data[:place] + b"\xff" * 8 + data[place + 8 :]
    assert len(read("a.qdpx", broken).segments) == 4


@pytest.mark.parametrize("data", [LAUGHS, OUTSIDE.replace("Project", "CodeBook")])
def test_a_codebook_with_entities_is_refused(data: str) -> None:
    assert "document type" in refusal(read("a.qdc", data.encode(), "refi-qda-codebook"))


def replaced_by(statement: str, table: str = "code_text") -> bytes:
    return qualcoder_project(f"DROP TABLE {table}", statement)


NEVER = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT"


@pytest.mark.parametrize(
    "data",
    [
        b"SQLite format 3\0" + b"\xff" * 5000,
        b"SQLite format 3\0",
        qualcoder_project()[:3000],
        b"no database",
        b"",
        replaced_by(
            f"CREATE VIEW code_text AS {NEVER} x cid, 1 fid, 1 pos0, 1 pos1, 'x' owner FROM c"
        ),
        replaced_by("CREATE TABLE code_text (cid, fid, pos0, pos1, owner AS (upper(cid)))"),
        replaced_by("CREATE TABLE code_text (cid, fid)"),
        replaced_by("CREATE TABLE other (cid)", "code_name"),
    ],
    ids=["garbage", "head", "truncated", "text", "empty", "view", "formula", "columns", "none"],
)  # fmt: skip
def test_a_hostile_or_damaged_database_is_refused(data: bytes) -> None:
    assert "data.qda" in refusal(read("data.qda", data, "qualcoder"))


def test_triggers_views_and_indices_of_a_database_are_never_run() -> None:
    data = qualcoder_project(
        f"CREATE VIEW endless AS {NEVER} x FROM c",
        "CREATE TRIGGER t AFTER INSERT ON code_text BEGIN DELETE FROM source; END",
        "CREATE INDEX i ON code_text (abs(pos0))",
    )
    assert len(read("data.qda", data, "qualcoder").segments) == 4


def test_a_category_above_itself_ends() -> None:
    data = qualcoder_project("UPDATE code_cat SET supercatid = 1")
    assert read("data.qda", data, "qualcoder").codes[0].code == "Inner setting"


WHOLE = {
    "refi-qda": ("a.qdpx", qdpx()),
    "refi-qda-codebook": ("a.qdc", CODEBOOK.encode()),
    "qualcoder": ("data.qda", qualcoder_project()),
    "taguette-highlights": ("a.xlsx", xlsx_of(HIGHLIGHTS)),
    "coded-segments": ("a.csv", csv_of([["document", "code", "text"], ["a", "b", "c"]])),
    "code-matrix": ("a.csv", csv_of([["document", "a", "b"], ["x", "1", "2"], ["y", "3", "4"]])),
}


@pytest.mark.parametrize("kind", WHOLE)
def test_bytes_changed_at_random_never_raise(kind: str) -> None:
    name, whole = WHOLE[kind]
    draw = random.Random(7)
    for _ in range(150):
        data = bytearray(whole)
        for _ in range(draw.randint(1, 12)):
            data[draw.randrange(len(data))] = draw.randrange(256)
        data = data[: draw.randrange(len(data))] if draw.random() < 0.2 else data
        dropped = DroppedFile(name, bytes(data))
        BY_NAME[kind].seen(dropped)
        for way in (BY_NAME[kind].read, BY_NAME[kind].quotes):
            if way is not None:
                coding = way(dropped, ())
                assert coding.segments["n"].min() is None or coding.segments["n"].min() > 0


@settings(max_examples=150)
@given(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=5), min_size=1, max_size=6))
def test_any_table_is_read_or_refused(table: list[list[str]]) -> None:
    heads = [["document", "code", "segment"], ["", "FG1.docx", "FG2.docx"], HIGHLIGHTS[0]]
    for head, kind in zip(
        heads, ("coded-segments", "code-matrix", "taguette-highlights"), strict=True
    ):
        dropped = DroppedFile("a.csv", csv_of([head, *table]))
        BY_NAME[kind].seen(dropped)
        coding = BY_NAME[kind].read(dropped, ())
        known = {code.code for code in coding.codes}
        assert set(coding.segments["code"]) <= known


def test_readers_work_on_bytes_alone() -> None:
    """No file is opened, not even a temporary one."""
    opened: list[str] = []
    sys.addaudithook(lambda event, given: opened.append(str(given[0])) if event == "open" else None)
    for kind, (name, data) in WHOLE.items():
        BY_NAME[kind].read(DroppedFile(name, data), ())
    assert opened == []
