"""The instruments there are: shipped ones, and a programme's own."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bridgeboard.instruments.instrument import Instrument
from bridgeboard.instruments.reading import LARGEST, read
from bridgeboard.problems import Problem, Refusal
from bridgeboard.settings import PROJECT

SHIPPED_FOLDER = PROJECT / "schemas" / "instruments"
OWN_FOLDER = "instruments"
ENDING = ".toml"
#: Folders that somebody means to be OWN_FOLDER.
NEARLY = ("instrument", "instruments", "questionnaires")


def registry(programme_folder: Path | None = None) -> dict[str, Instrument]:
    """All instruments by instrument_id: shipped first, then the programme's own good ones.

    own_instruments() says what is wrong with those that are left out.
    """
    found = dict(shipped())
    if programme_folder is not None:
        found.update(own_instruments(programme_folder)[0])
    return found


def own_instruments(programme_folder: Path) -> tuple[dict[str, Instrument], list[Problem]]:
    """A programme's own instruments, <folder>/instruments/*.toml, and the problems of the rest.

    A file that looks like an instrument but lies or is named elsewise is doubtful: it was not read.
    """
    good: dict[str, Instrument] = {}
    problems = _misplaced(programme_folder)
    for path in _entries(programme_folder / OWN_FOLDER):
        if path.suffix.lower() != ENDING:
            problems.append(_not_read(f"{OWN_FOLDER}/{path.name}", f"end in {ENDING}", "Rename"))
            continue
        instrument = read(path)
        if isinstance(instrument, list):
            problems.extend(instrument)
        elif instrument.instrument_id in shipped():
            problems.append(_shipped_already(path, instrument))
        else:
            good[instrument.instrument_id] = instrument
    return good, problems


@cache
def shipped() -> dict[str, Instrument]:
    """The instruments that come with Bridgeboard. Raises: Refusal if one of our files is broken."""
    found: dict[str, Instrument] = {}
    for path in sorted(SHIPPED_FOLDER.glob("*.toml")):
        instrument = read(path)
        if isinstance(instrument, list):
            raise Refusal(" ".join(problem.sentence() for problem in instrument))
        found[instrument.instrument_id] = instrument
    return found


def _entries(folder: Path) -> list[Path]:
    """What lies in the folder, without what systems and editors leave there unasked."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if not path.name.startswith((".", "~")))


def _misplaced(programme_folder: Path) -> list[Problem]:
    where = f"lie in the folder {OWN_FOLDER}"
    names = [
        path.name
        for path in _entries(programme_folder)
        if (path.is_dir() and path.name != OWN_FOLDER and path.name.lower() in NEARLY)
        or _is_instrument(path)
    ]
    return [_not_read(name, where, "Move") for name in names]


def _is_instrument(path: Path) -> bool:
    """Has the file items? Other TOML files have a right to lie in a programme's folder."""
    try:
        return (
            path.suffix.lower() == ENDING
            and path.stat().st_size <= LARGEST
            and re.search(rb"^\s*\[\[\s*items\s*\]\]", path.read_bytes(), re.MULTILINE) is not None
        )
    except OSError:
        return False


def _not_read(file: str, where: str, verb: str) -> Problem:
    return Problem(
        file=file,
        rule="place of an instrument",
        severity="doubtful",
        found="something that was not read",
        expected=f"instruments {where}",
        mend=f"{verb} it if it is an instrument, or take it out of the programme's folder.",
    )


def _shipped_already(path: Path, instrument: Instrument) -> Problem:
    return Problem(
        file=f"{OWN_FOLDER}/{path.name}",
        rule="unique",
        found=repr(instrument.instrument_id),
        expected="Bridgeboard ships an instrument of that id",
        mend="Choose another instrument_id and file name, or delete the file to use ours.",
        column="instrument_id",
    )
