"""A programme's folder as tables, and tables into a folder: all of them, or none."""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

import polars as pl

from bridgeboard import durable
from bridgeboard.problems import Refusal
from bridgeboard.readers import read_folder
from bridgeboard.readers.folder import UNFINISHED_LIST
from bridgeboard.toml_text import NotToml, parsed

PROGRAMME_FILE = "programme.toml"
#: Files under this name are being written; they are no tables yet.
UNFINISHED = ".building-"


def tables_in(folder: Path, names: Iterable[str]) -> dict[str, pl.DataFrame]:
    """The folder's tables of these names, as text; none if there is no such folder.

    Raises: Refusal if one can't be read whole, or stands in a workbook: it could not be written
    again without losing something.
    """
    if not folder.is_dir():
        return {}
    finish(folder)
    names = tuple(names)
    read = read_folder(folder, names)
    refused = [problem for problem in read.problems if problem.severity == "refused"]
    of_settings = {PROGRAMME_FILE} if not (folder / PROGRAMME_FILE).exists() else set()
    refused = [problem for problem in refused if problem.file not in of_settings]
    if refused:
        raise Refusal(f"{folder} must be in order first: {refused[0].sentence()}")
    for name, table in read.tables.items():
        if Path(table.file).suffix.lower() != ".csv":
            raise Refusal(
                f"{folder} has its table {name} in {table.file}: save it as {name}.csv first, "
                "since only CSV files are written here."
            )
    return {name: table.frame for name, table in read.tables.items()}


def write(folder: Path, tables: Mapping[str, pl.DataFrame], programme: str | None = None) -> None:
    """Write the tables as CSV, and programme.toml if its text is given; all of it or nothing.

    A file of the folder that isn't named stays as it is. Everything is written beside and flushed
    first; a stop after that is mended by the next reading or writing (finish).
    Raises: Refusal if the folder can't be written.
    """
    finish(folder)
    texts = {_file_of(folder, name): frame for name, frame in tables.items()}
    try:
        if not folder.exists():
            _write_new(folder, texts, programme)
            return
        names = _write_beside(folder, texts, programme)
        listing = folder / (UNFINISHED + "list")
        _write_bytes(listing, json.dumps(names).encode())
        listing.replace(folder / UNFINISHED_LIST)
        durable.sync_folder(folder)
    except OSError as error:
        for stray in folder.glob(UNFINISHED + "*"):
            with contextlib.suppress(OSError):
                stray.unlink()
        raise Refusal(
            f"{folder} can't be written ({error.strerror}): nothing was changed."
        ) from error
    finish(folder)


def finish(folder: Path) -> None:
    """Put files in place that a stopped write left beside, whole; and take away half ones.

    Raises: Refusal if a file can't be replaced, as where another program holds it open.
    """
    listing = folder / UNFINISHED_LIST
    try:
        if listing.exists():
            for name in json.loads(listing.read_text(encoding="utf-8")):
                beside = folder / (UNFINISHED + Path(name).name)
                if beside.exists():
                    beside.replace(folder / Path(name).name)
            durable.sync_folder(folder)
            listing.unlink()
            durable.sync_folder(folder)
        elif folder.is_dir():
            for stray in folder.glob(UNFINISHED + "*"):
                stray.unlink()
    except (OSError, ValueError) as error:
        raise Refusal(
            f"{folder} can't be finished ({error}): close what holds its files open, and do it "
            "again."
        ) from error


def with_instruments(programme: str, instrument_ids: Iterable[str]) -> str:
    """The text of programme.toml with these instruments among those in use; all else as it was.

    Raises: Refusal if the list can't be found to add to.
    """
    settings = parsed(programme)
    if isinstance(settings, NotToml):
        raise Refusal(f"{PROGRAMME_FILE}, row {settings.row} is not valid TOML: mend it first.")
    had = settings.get("instruments", [])
    more = [one for one in dict.fromkeys(instrument_ids) if one not in had]
    if not more:
        return programme
    line = "instruments = " + json.dumps([*had, *more], ensure_ascii=False)
    if "instruments" not in settings:
        # Before the first section: below it, the line would be one of its settings.
        section = re.search(r"^\s*\[", programme, re.MULTILINE)
        at = section.start() if section else len(programme)
        head = programme[:at]
        written = head + ("" if not head or head.endswith("\n") else "\n") + line + "\n"
        written += programme[at:]
    else:
        written = re.sub(
            r"^[ \t]*instruments\s*=\s*\[[^\]]*\]", lambda _: line, programme, count=1,
            flags=re.MULTILINE,
        )  # fmt: skip
    if parsed(written) != {**settings, "instruments": [*had, *more]}:
        listed = ", ".join(f'"{one}"' for one in [*had, *more])
        raise Refusal(f"Write instruments = [{listed}] into {PROGRAMME_FILE} first.")
    return written


def new_programme(
    programme_id: str, name: str, provenance: str, instrument_ids: Iterable[str]
) -> str:
    """The text of a new programme's programme.toml."""
    pairs = {
        "id": programme_id,
        "name": name,
        "provenance": provenance,
        "instruments": list(instrument_ids),
    }
    return "".join(f"{k} = {json.dumps(v, ensure_ascii=False)}\n" for k, v in pairs.items())


def _file_of(folder: Path, name: str) -> str:
    """The table's file: as it is spelt already, or <name>.csv."""
    if folder.is_dir():
        for path in folder.iterdir():
            if path.suffix.lower() == ".csv" and path.stem.lower() == name:
                return path.name
    return f"{name}.csv"


def _write_beside(
    folder: Path, texts: Mapping[str, pl.DataFrame], programme: str | None
) -> list[str]:
    names = []
    for name, frame in texts.items():
        _write_bytes(folder / (UNFINISHED + name), frame.write_csv().encode())
        names.append(name)
    if programme is not None:
        _write_bytes(folder / (UNFINISHED + PROGRAMME_FILE), programme.encode())
        names.append(PROGRAMME_FILE)
    return names


def _write_new(folder: Path, texts: Mapping[str, pl.DataFrame], programme: str | None) -> None:
    beside = folder.with_name(UNFINISHED + folder.name)
    folder.parent.mkdir(parents=True, exist_ok=True)
    if beside.exists():
        for stray in beside.iterdir():
            stray.unlink()
    beside.mkdir(exist_ok=True)
    for name in _write_beside(beside, texts, programme):
        (beside / (UNFINISHED + name)).replace(beside / name)
    durable.sync_folder(beside)
    beside.replace(folder)
    durable.sync_folder(folder.parent)


def _write_bytes(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
