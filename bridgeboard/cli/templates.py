"""templates: an empty programme to fill in."""

from __future__ import annotations

import argparse
from pathlib import Path

from bridgeboard.problems import Refusal


def add(commands: argparse._SubParsersAction) -> None:
    """Put this command into the help page."""
    command = commands.add_parser(
        "templates",
        help="an empty programme to fill in",
        description="Write programme.toml and an empty file per table, or one workbook with "
        "drop-downs; either says of each column what belongs into it, with an example. No file "
        "that is there already is touched.",
    )
    command.add_argument("folder", metavar="FOLDER", type=Path)
    command.add_argument("--as", dest="form", choices=("csv", "xlsx"), default="csv")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the files; a Refusal with nothing written if one of them is there already."""
    from bridgeboard.intake import templates
    from schemas.tables import PROGRAMME_TABLES

    files = {"programme.toml": templates.programme_template().encode()}
    if options.form == "xlsx":
        files["tables.xlsx"] = templates.workbook_template()
    else:
        files |= {f"{name}.csv": templates.csv_template(name) for name in PROGRAMME_TABLES}
        files[f"{templates.COLUMNS}.csv"] = templates.csv_columns()
    there = sorted(name for name in files if (options.folder / name).exists())
    if there:
        raise Refusal(
            f"{options.folder} has {', '.join(there)} already: name another folder, or move them."
        )
    try:
        options.folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (options.folder / name).write_bytes(content)
    except OSError as error:
        raise Refusal(
            f"{options.folder} can't be written ({error.strerror}): name another folder."
        ) from error
    print(f"Written to {options.folder}: {', '.join(files)}. Delete what you don't need.")  # noqa: T201
    return 0
