"""A simulated programme's folder: all tables, programme.toml, and the truth beside them."""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from bridgeboard.problems import Refusal
from bridgeboard.simulation import truth
from bridgeboard.simulation.latent import site_levels
from bridgeboard.simulation.models import PCAT_SITES, PSA12_SITES, pcat, psa12
from bridgeboard.simulation.places import sites, waves
from bridgeboard.simulation.plan import Plan
from bridgeboard.simulation.progress import milestones, ratings
from bridgeboard.simulation.success import outcomes
from bridgeboard.simulation.surroundings import context, payments
from bridgeboard.simulation.survey import answers, people, respondents
from bridgeboard.simulation.talk import focus_groups, statements, themes
from schemas.tables import PROGRAMME_TABLES

#: Columns of ratings that only a matrix fills in.
OF_A_MATRIX = ("raw", "note")

PROGRAMME = '''\
# A simulated programme, written by `python -m bridgeboard simulate`. Nothing in it is real.

id = "{id}"
name = "{name}"
description = """\
Everything here is invented: sites, people, answers, statements, payments and steps. Sites stand \\
in real countries only so that income levels can be looked up by date; nothing is claimed about \\
any country or service. The true values behind the answers are written down beside the tables.\
"""
provenance = "simulated"
k = 10
minimum_n = 3
income_basis = "at_wave"
instruments = ["psa12", "pcat"]
cannot_tell = [
    "Anything about a real place, service or person: all rows come from a random number generator.",
    "Whether peer support works: the shift that the answers show was put in by hand.",
    "How attitudes differ between income levels: sites were drawn alike in every country.",
]

[sources.simulation]
citation = "Simulated by Bridgeboard with seed {seed}."
label = "Simulation"
covers = "Every row of every table"
'''


def simulate(folder: Path, plan: Plan) -> dict[str, int]:
    """Write the programme into the folder; the number of rows of each table.

    The same plan gives the same bytes on every machine.
    Raises: Refusal if the folder holds something that is not a simulated programme.
    """
    psa = psa12(), site_levels(psa12(), plan, PSA12_SITES)
    context_tool = pcat(), site_levels(pcat(), plan, PCAT_SITES)
    models = {"psa12": psa, "pcat": context_tool}
    who = people(plan)
    ticked, straight_liner = answers(plan, who, models)
    groups = focus_groups(plan)
    tables: dict[str, pl.DataFrame | list[dict[str, Any]]] = {
        "sites": sites(plan),
        "waves": waves(plan),
        "respondents": respondents(plan, who),
        "answers": ticked,
        "focus_groups": groups,
        "themes": themes(),
        "statements": statements(plan, groups, psa[1]),
        "ratings": ratings(plan, psa[1]),
        "context": context(plan, psa[1]),
        "payments": payments(plan),
        "milestones": milestones(plan),
        "outcomes": outcomes(plan, psa[1]),
    }
    _make_room(folder)
    # First, as the mark of a folder that may be written again, even if this time it stays half.
    _write_text(folder / "TRUTH.toml", truth.over_sites(plan, psa[0], straight_liner))
    for name, rows in tables.items():
        columns = tuple(PROGRAMME_TABLES[name].to_schema().columns)
        if name == "ratings":
            columns = tuple(column for column in columns if column not in OF_A_MATRIX)
        _write_csv(folder / f"{name}.csv", columns, rows)
    (folder / "truth").mkdir()
    for name, columns, rows in (
        ("scores", truth.SCORE_COLUMNS, truth.scores(plan, *psa)),
        ("shifts", truth.SHIFT_COLUMNS, truth.shifts(plan, *psa)),
        ("items", truth.ITEM_COLUMNS, truth.items(plan, models)),
    ):
        _write_csv(folder / "truth" / f"{name}.csv", columns, rows)
    # Last: a folder is a programme only when it is whole.
    words = PROGRAMME.format(id=plan.programme_id, name=plan.name, seed=plan.seed)
    _write_text(folder / "programme.toml", words)
    return {name: len(rows) for name, rows in tables.items()}


def _make_room(folder: Path) -> None:
    """An empty folder: made, or emptied of an earlier simulation, never of anything else."""
    if folder.exists() and not folder.is_dir():
        raise Refusal(f"{folder} is a file: name a folder to write the simulated programme into.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            if not _is_simulated(folder):
                raise Refusal(
                    f"{folder} holds files that are not a simulated programme, and they would be "
                    "lost: name an empty or a new folder."
                )
            (folder / "programme.toml").unlink(missing_ok=True)
            for name in PROGRAMME_TABLES:
                (folder / f"{name}.csv").unlink(missing_ok=True)
            shutil.rmtree(folder / "truth", ignore_errors=True)
    except OSError as error:
        raise Refusal(f"{folder} can't be written: {error.strerror}. Name another.") from error


def _is_simulated(folder: Path) -> bool:
    if not (folder / "TRUTH.toml").is_file():
        return False
    programme = folder / "programme.toml"
    try:
        said = tomllib.loads(programme.read_text(encoding="utf-8")) if programme.exists() else {}
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    return said.get("provenance", "simulated") == "simulated"


def _write_csv(
    path: Path, columns: Sequence[str], rows: pl.DataFrame | Iterable[dict[str, Any]]
) -> None:
    """UTF-8, comma, LF, quoted only where needed. All values are text or whole numbers already."""
    if isinstance(rows, pl.DataFrame):
        frame = rows.select(columns)
    else:
        lines = [[_text(row.get(column)) for column in columns] for row in rows]
        frame = pl.DataFrame(lines, schema=dict.fromkeys(columns, pl.String), orient="row")
    frame.write_csv(path, line_terminator="\n")


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _write_text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")
