"""The cells and words of an SPSS file, read apart: a crash there is a problem here."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from bridgeboard.collected import sav_child
from bridgeboard.collected.dropped_file import MOST_CELLS, DroppedFile
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import grouped

_CHILD = Path(sav_child.__file__)
_PATIENCE = sav_child.MOST_SECONDS + 10


@dataclass(frozen=True)
class SavCells:
    """What the file holds.

    frame:   its columns as text: 3.0 as 3, days as 2024-05-31, empty cells null.
    labels:  the label of each column; choices: its value labels; missing: ranges from, to.
    formats: SPSS's own name of the format ("F8.2", "EDATE10", "A40").
    sets:    sets of multiple responses.
    """

    frame: pl.DataFrame
    labels: dict[str, str | None]
    choices: dict[str, dict[str, str]]
    missing: dict[str, list[dict[str, Any]]]
    formats: dict[str, str]
    sets: dict[str, dict[str, Any]]


def sav_cells(file: DroppedFile) -> SavCells | Problem:
    """The cells of an SPSS file, or what keeps it from being read."""
    if file.too_large is not None:
        return file.too_large
    # The library opens paths only. The folder is the user's own (mode 700), and goes in any case.
    with tempfile.TemporaryDirectory(prefix="bridgeboard-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        # Told apart by the library by ending; what was dropped may have any name.
        path = folder / ("export.zsav" if file.data.startswith(b"$FL3") else "export.sav")
        path.write_bytes(file.data)
        ended = _run(path, folder, file.encoding)
        if ended != 0:
            return _problem(file, ended)
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        frame = pl.read_ipc(io.BytesIO((folder / "cells.arrow").read_bytes()))
    if frame.width * len(frame) > MOST_CELLS:
        return _problem(file, sav_child.TOO_LARGE)
    return SavCells(
        frame=frame.select(as_text(frame[column]) for column in frame.columns),
        labels=words["labels"],
        choices={
            column: {code_text(code): str(label) for code, label in pairs}
            for column, pairs in words["choices"].items()
        },
        missing=words["missing"],
        formats=words["formats"],
        sets=words["sets"],
    )


def code_text(code: Any) -> str:
    """A code as its cells show it: 3.0 as 3."""
    if isinstance(code, float):
        return str(int(code)) if code.is_integer() and abs(code) < 1e15 else repr(code)
    return str(code).strip()


def as_text(cells: pl.Series) -> pl.Series:
    """The column as text, null where it is empty."""
    kind = cells.dtype
    if kind == pl.String:
        text = cells.str.strip_chars_end()
        return text.set(text == "", None)
    if kind.is_float():
        finite = cells.is_finite().fill_null(False)
        whole = (cells == cells.round()) & (cells.abs() < 1e15) & finite
        integers = cells.set(~whole.fill_null(False), None).cast(pl.Int64, strict=False)
        text = integers.cast(pl.String)
        return text.zip_with(whole.fill_null(False), cells.set(~finite, None).cast(pl.String))
    if kind == pl.Datetime:
        return cells.dt.strftime("%Y-%m-%dT%H:%M:%S").str.strip_suffix("T00:00:00")
    if kind == pl.Date:
        return cells.dt.strftime("%Y-%m-%d")
    if kind == pl.Time:
        return cells.dt.strftime("%H:%M:%S")
    return cells.cast(pl.String, strict=False)


def _run(path: Path, folder: Path, encoding: str | None) -> int:
    command = [sys.executable, "-I", str(_CHILD), str(path), str(folder)]
    try:
        done = subprocess.run(
            command + ([encoding] if encoding else []),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=_PATIENCE,
            check=False,
            # One thread: its stack counts against the limit of memory.
            env={**os.environ, "POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
    except subprocess.TimeoutExpired:
        return sav_child.DAMAGED
    return done.returncode


def _problem(file: DroppedFile, ended: int) -> Problem:
    if ended == sav_child.ENCODING:
        return Problem(
            file=file.name,
            rule="encoding",
            found="letters that are not in the encoding that the file names",
            expected="names and labels must be readable",
            mend="Choose its encoding (often Windows-1252), or save it again from SPSS in Unicode.",
        )
    if ended == sav_child.TOO_LARGE:
        return Problem(
            file=file.name,
            rule="size",
            found=f"an SPSS file of more than {grouped(MOST_CELLS)} cells once unpacked",
            expected="no export that is read here holds so many",
            mend="Save one wave or one instrument at a time.",
        )
    return Problem(
        file=file.name,
        rule="SPSS file",
        found="a damaged or cut off SPSS file",
        expected="it must open in SPSS or PSPP",
        mend="Save it again from SPSS, or copy it here once more; saved as CSV it can be read too.",
    )
