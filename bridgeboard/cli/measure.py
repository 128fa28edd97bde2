"""python -m bridgeboard measure NAME --programme PROGRAMME"""

from __future__ import annotations

import argparse
import csv
import io
import json
import os
import sys
from typing import TYPE_CHECKING, Any

from bridgeboard import settings
from bridgeboard.access import WHOLE
from bridgeboard.cli.options import add_day, add_waves, must_exist
from bridgeboard.cli.printed import table
from bridgeboard.cli.recorded import recorded
from bridgeboard.problems import Refusal

if TYPE_CHECKING:
    import polars as pl

    from bridgeboard.disclosure import Shown

SIMULATED = "Simulated data: no real person or place is described."


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "measure",
        help="print one measure of a programme",
        description="Print one measure of a programme; docs/measures.md lists them.",
    )
    command.add_argument("name", metavar="NAME")
    command.add_argument("--programme", metavar="P", required=True)
    command.add_argument(
        "--site",
        metavar="S",
        nargs="+",
        action="extend",
        default=[],
        help="only rows of these sites",
    )
    add_waves(command, "only rows of these waves")
    add_day(command)
    command.add_argument("--view", choices=("team", "shareable"), default="team")
    command.add_argument("--format", choices=("table", "csv", "json"), default="table")
    command.add_argument(
        "--layout",
        choices=("matrix", "rows"),
        help="a column per site, or every column of the frame; default: the matrix for table and "
        "csv where the measure has one",
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the answer to stdout; 0 when done."""
    from bridgeboard import disclosure, measures
    from bridgeboard.measures.releases import as_decided, decided_releases
    from bridgeboard.store import Store

    root = settings.store_root()
    with Store(root).open(options.programme, WHOLE, options.view == "shareable") as opened:
        snapshot = as_decided(opened, decided_releases(root, options.programme))
        answer = measures.answer(options.name, snapshot, options.day)
        must_exist("site", options.site, "sites", snapshot)
        must_exist("wave", options.wave, "waves", snapshot)
    filters = disclosure.Filters(sites=tuple(options.site), waves=tuple(options.wave))
    shown = disclosure.shown(answer, options.view, filters)
    has_matrix = answer.measure.matrix is not None
    if options.layout == "matrix" and not has_matrix:
        raise Refusal(f"The measure {options.name} has no matrix: leave out --layout matrix.")
    as_matrix = has_matrix and (options.layout or _default_layout(options.format)) == "matrix"
    frame = disclosure.matrix(shown) if as_matrix else shown.frame
    if options.format != "table":
        _record(options, answer.snapshot_id)
    _print({"table": _as_table, "csv": _as_csv, "json": _as_json}[options.format](frame, shown))
    return 0


def _record(options: argparse.Namespace, snapshot_id: str) -> None:
    recorded(
        settings.store_root(),
        "exported",
        options.programme,
        measure=options.name,
        format=options.format,
        view=options.view,
        snapshot_id=snapshot_id,
        sites=options.site or None,
        waves=options.wave or None,
    )


def _default_layout(chosen: str) -> str:
    return "rows" if chosen == "json" else "matrix"


def _as_table(frame: pl.DataFrame, shown: Shown) -> str:
    answer = shown.answer
    about = [
        f"{answer.measure.title}: {answer.measure.question}",
        f"{answer.programme_name}, {shown.view} view, snapshot {answer.snapshot_id}"
        + (f", read on {answer.day}" if answer.day else ""),
        *_notes(shown),
    ]
    rows = [[_short(value) for value in row] for row in frame.iter_rows()]
    body = table(frame.columns, rows) if rows else "Nothing is loaded that this could show."
    return "\n".join([*about, "", body, ""])


def _as_csv(frame: pl.DataFrame, shown: Shown) -> str:
    """The frame for a spreadsheet; what is simulated says so in every row."""
    from bridgeboard.formula_cells import harmless

    simulated = "simulated" in shown.answer.provenance and "provenance" not in frame.columns
    if simulated:
        import polars as pl

        frame = frame.with_columns(provenance=pl.lit(", ".join(shown.answer.provenance)))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([harmless(name) for name in frame.columns])
    for row in frame.iter_rows():
        texts = [_text(value) for value in row]
        writer.writerow([text if _is_number(text) else harmless(text) for text in texts])
    return out.getvalue()


def _as_json(frame: pl.DataFrame, shown: Shown) -> str:
    answer = shown.answer
    about = {
        "measure": answer.measure.name,
        "question": answer.measure.question,
        "unit": answer.measure.unit,
        "source": answer.measure.source,
        "programme": answer.programme_id,
        "snapshot": answer.snapshot_id,
        "provenance": list(answer.provenance),
        "view": shown.view,
        "k": shown.k,
        **({"day": answer.day} if answer.day else {}),
        "notes": _notes(shown),
        "rows": frame.to_dicts(),
    }
    return json.dumps(about, ensure_ascii=False, indent=1, default=str) + "\n"


def _notes(shown: Shown) -> list[str]:
    return [*([SIMULATED] if "simulated" in shown.answer.provenance else []), *shown.notes]


def _short(value: Any) -> Any:
    """The value for a terminal: two decimals, one line."""
    if isinstance(value, float):
        return round(value, 2)
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return None if value is None else " ".join(_text(value).split())


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "; ".join(str(one) for one in value)
    return str(value)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _print(text: str) -> None:
    """Write UTF-8, whatever the terminal's locale says; a reader that stops early is no error."""
    sys.stdout.reconfigure(encoding="utf-8")
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        # Or Python would complain once more when it closes the pipe at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
