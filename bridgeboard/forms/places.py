"""Sites and waves of a programme, to be chosen among on a form."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from bridgeboard.problems import Refusal
from bridgeboard.readers import read_folder
from bridgeboard.readers.text_table import FolderRead
from schemas.identifier import IDENTIFIER


@dataclass(frozen=True, slots=True)
class Places:
    """A programme's name, and its sites and waves as (id, name), in the order of its tables."""

    programme: str
    sites: tuple[tuple[str, str], ...]
    waves: tuple[tuple[str, str], ...]


def places_of_folder(folder: Path) -> Places:
    """The sites and waves of a programme's folder.

    Raises: Refusal if the folder, its settings or one of the two tables can't be read, or an id
        is none.
    """
    read = read_folder(folder, ["sites", "waves"])
    if read.programme is None:
        refused = [problem for problem in read.problems if problem.severity == "refused"]
        raise Refusal(refused[0].sentence())
    sites = _named(read, "sites", "site_id", "site_name")
    waves = _named(read, "waves", "wave_id", "label")
    order = read.tables["waves"].frame
    if "order" in order.columns:
        place = dict(zip(order["wave_id"], order["order"], strict=True))
        waves.sort(key=lambda wave: _number(place[wave[0]]))
    return Places(read.programme.name, tuple(sites), tuple(waves))


def _named(read: FolderRead, table: str, key: str, name: str) -> list[tuple[str, str]]:
    found = read.tables.get(table)
    if found is None or key not in found.frame.columns or not len(found.frame):
        # Files of other tables are none of this form's business.
        for problem in read.problems:
            if problem.severity == "refused" and table in problem.file:
                raise Refusal(problem.sentence())
        raise Refusal(f"The programme has no {table} yet: fill in the table {table} first.")
    ids = found.frame[key]
    names = found.frame[name] if name in found.frame.columns else ids
    pairs = [
        (code.strip(), " ".join((said or code).split()))
        for code, said in zip(ids, names, strict=True)
        if code is not None
    ]
    _check(table, key, (code for code, _ in pairs))
    return list(dict(pairs).items())


def _check(table: str, key: str, ids: Iterable[str]) -> None:
    for code in ids:
        if not re.fullmatch(IDENTIFIER, code):
            raise Refusal(
                f"{table}: {key} {code[:80]!r} can't be a choice on a form. Write letters, digits "
                "and . _ - only, at most 64."
            )


def _number(text: str | None) -> float:
    try:
        return float(text or "inf")
    except ValueError:
        return float("inf")
