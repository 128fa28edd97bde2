"""A programme's folder without its respondents and answers: what is read on this machine."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from bridgeboard.cluster.long_tables import JUDGED
from bridgeboard.instruments import registry
from bridgeboard.intake import Accepted, accept
from bridgeboard.problems import Refusal
from bridgeboard.readers.headings import plain_name
from bridgeboard.readers.quoting import listed
from bridgeboard.readers.wide_files import wide_files


def accept_short(folder: Path) -> Accepted:
    """The good rows of all other tables, and what is wrong with them.

    Raises: Refusal if there is no such folder, or if a workbook in it holds one of the two, or
        answers have a row a respondent.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise Refusal(f"{folder} is not there: name the folder that holds programme.toml.")
    if wide := wide_files(folder, registry(folder).values()):
        raise Refusal(
            f"{folder} holds {listed(wide)}, with a row a respondent: a cluster reads answers that "
            "have a row each, as answers.csv or answers.parquet. Publish the folder without --on, "
            "or write its answers so."
        )
    with tempfile.TemporaryDirectory(prefix="bridgeboard-short-") as place:
        short = Path(place) / "programme"
        shutil.copytree(folder, short, ignore=_long)
        accepted = accept(short)
    here = [name for name in JUDGED if accepted.n_read.get(name)]
    if here:
        raise Refusal(
            f"{folder} holds {' and '.join(here)} in a workbook: a cluster reads CSV and Parquet "
            "files only."
        )
    return replace(accepted, folder=folder)


def _long(folder: str, names: list[str]) -> set[str]:
    """Files and folders of the two tables, and what nobody sees."""
    return {name for name in names if name.startswith(".") or plain_name(Path(name).stem) in JUDGED}
