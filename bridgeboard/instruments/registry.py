"""The instruments there are: shipped ones, and a programme's own."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from bridgeboard.instruments.instrument import Instrument
from bridgeboard.instruments.reading import read
from bridgeboard.problems import Problem, Refusal
from bridgeboard.settings import PROJECT

SHIPPED_FOLDER = PROJECT / "schemas" / "instruments"
OWN_FOLDER = "instruments"


def registry(programme_folder: Path | None = None) -> dict[str, Instrument]:
    """All instruments by instrument_id: shipped first, then the programme's own good ones.

    own_instruments() says what is wrong with those that are left out.
    """
    found = dict(shipped())
    if programme_folder is not None:
        found.update(own_instruments(programme_folder)[0])
    return found


def own_instruments(programme_folder: Path) -> tuple[dict[str, Instrument], list[Problem]]:
    """A programme's own instruments, <folder>/instruments/*.toml, and the problems of the rest."""
    good: dict[str, Instrument] = {}
    problems: list[Problem] = []
    for path in sorted((programme_folder / OWN_FOLDER).glob("*.toml")):
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


def _shipped_already(path: Path, instrument: Instrument) -> Problem:
    return Problem(
        file=f"{OWN_FOLDER}/{path.name}",
        rule="unique",
        found=repr(instrument.instrument_id),
        expected="Bridgeboard ships an instrument of that id",
        mend="Choose another instrument_id and file name, or delete the file to use ours.",
        column="instrument_id",
    )
