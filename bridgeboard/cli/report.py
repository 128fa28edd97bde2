"""python -m bridgeboard report PROGRAMME --to FILE"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bridgeboard import settings
from bridgeboard.access import WHOLE
from bridgeboard.cli.options import add_day, add_waves, must_exist
from bridgeboard.cli.recorded import recorded
from bridgeboard.problems import Refusal

if TYPE_CHECKING:
    from bridgeboard.reports import Report
    from bridgeboard.store import Snapshot


#: As in charts/side_by_side, which would be slow to import only to print a help text.
_KINDS = ("score", "shift", "share", "themes", "context", "cfir", "readiness", "pay", "steps")


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "report",
        help="write a report of a programme, of one site or of a comparison",
        description="Write a report as one file: HTML that opens without a network, PDF, or an "
        "XLSX workbook. Without --site and --comparison it is about the whole programme.",
    )
    command.add_argument("programme", metavar="P")
    about = command.add_mutually_exclusive_group()
    about.add_argument("--site", metavar="S", help="about this site")
    about.add_argument(
        "--comparison", action="store_true", help="sites and income levels side by side"
    )
    command.add_argument(
        "--to", metavar="FILE", type=Path, required=True, help="ends in .html, .pdf or .xlsx"
    )
    command.add_argument(
        "--light", action="store_true", help="HTML with pictures instead of code, under 1 MB"
    )
    compared = command.add_argument_group("what --comparison compares")
    compared.add_argument(
        "--compare",
        metavar="KIND",
        action="append",
        choices=_KINDS,
        default=[],
        help=f"one of {', '.join(_KINDS)}; may be repeated; all that there is if left out",
    )
    compared.add_argument(
        "--basis",
        choices=("at_wave", "at_baseline", "as_reported"),
        help="by which rule a site has its income level; the programme's own if left out",
    )
    compared.add_argument(
        "--order",
        choices=("income", "name", "value"),
        help="of sites, by income level if left out; by value only where intervals are drawn",
    )
    command.add_argument("--view", choices=("team", "shareable"), default="team")
    add_waves(command, "only what is about these waves")
    add_day(command)
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file; 0 when done."""
    from bridgeboard.measures.releases import as_decided, decided_releases
    from bridgeboard.reports import file
    from bridgeboard.store import Store

    ending = file.ending_of(options.to.name, options.light)
    if (options.compare or options.order) and not options.comparison:
        raise Refusal("--compare and --order say what is compared: add --comparison.")
    root = settings.store_root()
    with Store(root).open(options.programme, WHOLE, options.view == "shareable") as opened:
        said = decided_releases(root, options.programme)
        report = _report(options, as_decided(opened, said))
        data = file.written(report, ending, light=options.light)
    try:
        options.to.write_bytes(data)
    except OSError as error:
        why = error.strerror or error
        raise Refusal(f"{options.to} can't be written: {why}. Name another file.") from None
    _record(options, ending, opened.snapshot_id, len(data))
    print(f"{options.to}: {report.plain_title}, {len(data) / 1e6:.1f} MB. {report.banner}")  # noqa: T201
    return 0


def _record(options: argparse.Namespace, ending: str, snapshot_id: str, size: int) -> None:
    kind = "site" if options.site else "comparison" if options.comparison else "programme"
    recorded(
        settings.store_root(),
        "exported",
        options.programme,
        report=kind,
        format=ending,
        bytes=size,
        view=options.view,
        snapshot_id=snapshot_id,
        sites=[options.site] if options.site else None,
        waves=options.wave or None,
    )


def _report(options: argparse.Namespace, snapshot: Snapshot) -> Report:
    from bridgeboard.disclosure import Filters
    from bridgeboard.reports import asked_of, contents

    must_exist("wave", options.wave, "waves", snapshot)
    must_exist("site", [options.site] if options.site else [], "sites", snapshot)
    answers = asked_of(
        snapshot,
        settings.store_root(),
        view=options.view,
        day=options.day or date.today(),
        filters=Filters(waves=tuple(options.wave)),
        income_basis=options.basis,
    )
    if options.site:
        return contents.site(answers, options.site)
    if options.comparison:
        return contents.comparison(answers, kinds=options.compare, order=options.order or "income")
    return contents.programme(answers)
