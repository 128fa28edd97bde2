"""Files that survive a power cut."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard import durable

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def test_a_folder_is_made_with_those_above_it_and_stays_if_it_is_there(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b" / "c"
    durable.make_folder(folder)
    (folder / "kept").touch()
    durable.make_folder(folder)
    assert (folder / "kept").exists()
    with pytest.raises(OSError, match="kept"):
        durable.make_folder(folder / "kept" / "below a file")


@given(content=st.dictionaries(st.text(), VALUES))
def test_what_is_sealed_is_read_again(
    tmp_path_factory: pytest.TempPathFactory, content: dict
) -> None:
    path = tmp_path_factory.getbasetemp() / "sealed.json"
    durable.write_sealed(path, content)
    assert durable.read_sealed(path) == content


def test_a_byte_that_flipped_breaks_the_seal_wherever_it_is(tmp_path: Path) -> None:
    path = tmp_path / "sealed.json"
    durable.write_sealed(path, {"current": "a", "kept": ["a", "b"], "n": 12})
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        read = durable.read_sealed(path)
        # White space is no content: a flip there may leave valid JSON of the same content.
        assert read is None or read == {"current": "a", "kept": ["a", "b"], "n": 12}
        if not whole[at : at + 1].isspace():
            assert read is None


@pytest.mark.parametrize(
    "text", ["", "[]", "null", "{}", '{"content": 1, "sha256": "x"}', "\x00", "[" * 100_000]
)
def test_what_is_no_sealed_file_reads_as_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / "sealed.json"
    path.write_text(text, encoding="utf-8")
    assert durable.read_sealed(path) is None


def test_a_file_that_is_not_there_reads_as_nothing(tmp_path: Path) -> None:
    assert durable.read_sealed(tmp_path / "none.json") is None
    assert durable.read_lines(tmp_path / "none.jsonl") == []


def test_a_failed_write_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "sealed.json"
    durable.write_sealed(path, {"n": 1})
    with pytest.raises(UnicodeEncodeError):
        durable.write_sealed(path, {"n": "\ud800"})
    assert durable.read_sealed(path) == {"n": 1}
    assert [p.name for p in tmp_path.iterdir()] == ["sealed.json"]


def test_a_torn_line_costs_only_itself(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    durable.append_lines(path, [{"n": 0}, {"n": 1}])
    with path.open("ab") as file:
        file.write(json.dumps({"n": 2}).encode()[:-1])
    durable.append_lines(path, [{"n": 3}])
    durable.append_lines(path, [{"who": "רות 🙂"}])
    assert durable.read_lines(path) == [{"n": 0}, {"n": 1}, {"n": 3}, {"who": "רות 🙂"}]
