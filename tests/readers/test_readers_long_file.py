"""A long file, read a part at a time, gives what a short one gives: rows, numbers and problems.

BRIDGEBOARD_EXAMPLES=10000 tries so many random files; a few hundred by default.
"""

import os
import random

import polars as pl
import pytest

from bridgeboard.readers import long_file, records, sweep
from bridgeboard.readers.delimited import read_delimited
from bridgeboard.readers.long_file import LongFile, Unreadable

EXAMPLES = int(os.environ.get("BRIDGEBOARD_EXAMPLES", "300"))
MARK = b"\xef\xbb\xbf"
CELLS = ("a", "b1", " ", "é", "1,5", "", "", "  ", "\x0b", "3", "\u2003", "\\", "ÿ", "a;b")
QUOTED = ('x"y', '"q"', '"a,b"', '"a\nb"', '"a""b"', '"', '""', "'")
HEADINGS = ("Respondent ID", "instrument_id", "item_id", "value", "state", "", "value ", "extra")
DAMAGE = (b"\xff", b"\0", b"\xc3", b"\xe2\x82", b"\r", b'"')


def random_file(chance):
    """The bytes of a file of cells, more or less well formed."""
    delimiter = chance.choice(",;\t")
    cells = [*CELLS, *(QUOTED if chance.random() < 0.4 else ())]
    if chance.random() < 0.4:
        cells = ["a", "b1", "3"]
    width = chance.choice([1, 2, 2, 3, 5])
    lines = [delimiter.join(chance.sample(HEADINGS, width))]
    if chance.random() < 0.1:
        lines.insert(0, chance.choice(["", "   ", delimiter * 2]))
    for _ in range(chance.choice([0, 1, 3, 30])):
        odd = chance.choice([0, 1, width - 1, width + 1, width + 2])
        n = odd if chance.random() < 0.15 else width
        lines.append(delimiter.join(chance.choice(cells) for _ in range(n)))
    ends = chance.choice([["\n"], ["\n"], ["\r\n"], ["\r"], ["\n", "\r\n", "\r"]])
    text = "".join(line + chance.choice(ends) for line in lines)
    text = text.rstrip("\r\n") if chance.random() < 0.3 else text + chance.choice(["", "", "\n\n"])
    if chance.random() < 0.1:
        text = f"sep={delimiter}" + chance.choice(["\n", "\r\n", "", "\n\ufeff"]) + text
    data = (MARK if chance.random() < 0.2 else b"") + text.encode()
    if chance.random() < 0.08:
        place = chance.randrange(len(data) + 1)
        data = data[:place] + chance.choice(DAMAGE) + data[place:]
    return data


def in_parts(path):
    """The same as read_delimited() gives, from the file's parts."""
    swept = sweep.sweep(path, "answers.csv")
    if swept.problem is not None:
        return None, [swept.problem]
    file = LongFile("answers", "answers.csv", path, swept)
    try:
        parts = list(file.parts())
    except Unreadable as error:
        return None, error.problems
    whole = (
        pl.concat(part.frame for part in parts),
        pl.concat(part.rows for part in parts),
        frozenset().union(*(part.refused for part in parts)),
    )
    return whole, file.problems


def test_a_random_file_reads_alike_in_parts(tmp_path, monkeypatch):
    path = tmp_path / "answers.csv"
    for nth in range(EXAMPLES):
        chance = random.Random(nth)
        monkeypatch.setattr(long_file, "PART", chance.choice([16, 23, 64, 1 << 22]))
        monkeypatch.setattr(sweep, "SLICE", chance.choice([3, 7, 64, 1 << 22]))
        monkeypatch.setattr(records, "_BATCH", chance.choice([1, 3, 5000]))
        data = random_file(chance)
        path.write_bytes(data)
        at_once, problems = read_delimited(data, "answers", "answers.csv")
        parts, found = in_parts(path)
        assert found == problems, (nth, data)
        assert (parts is None) == (at_once is None), (nth, data)
        if at_once is not None:
            frame, rows, refused = parts
            assert frame.equals(at_once.frame), (nth, data)
            assert rows.equals(at_once.rows), (nth, data)
            assert refused == at_once.refused, (nth, data)


@pytest.mark.parametrize(
    ("data", "lines", "line_end", "quotes"),
    [
        (b"a,b\n1,2\n", 2, "\n", False),
        (b"a,b\n1,2", 2, "\n", False),
        (b"a,b\r\n1,2\r\n", 2, "\r\n", False),
        (b"a,b\r\n1,2\n", 2, "", False),
        (b"a,b\r1,2\r", 1, "", False),
        (b'a,"b"\n', 1, "\n", True),
    ],
)
@pytest.mark.parametrize("step", [1, 2, 100])
def test_a_sweep_says_how_lines_end(tmp_path, monkeypatch, data, lines, line_end, quotes, step):
    monkeypatch.setattr(sweep, "SLICE", step)
    path = tmp_path / "answers.csv"
    path.write_bytes(data)
    swept = sweep.sweep(path, "answers.csv")
    assert (swept.line_end, swept.has_quotes, swept.bytes) == (line_end, quotes, len(data))
    assert swept.lines == lines or not line_end
