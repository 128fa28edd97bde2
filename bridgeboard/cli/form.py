"""python -m bridgeboard form INSTRUMENT --as KIND --to FILE"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from bridgeboard import settings
from bridgeboard.access import WHOLE
from bridgeboard.problems import Refusal

if TYPE_CHECKING:
    from bridgeboard.forms import Form, Places
    from bridgeboard.instruments import Instrument

#: The kinds of bridgeboard.forms.FORM_KINDS, named here so that the help page need not import it.
KINDS = ("xlsform", "redcap", "redcap-zip", "html", "csv")


def add(commands: argparse._SubParsersAction) -> None:
    """Put this command into the help page."""
    command = commands.add_parser(
        "form",
        help="a form to collect with, whose export loads back",
        description="Write a form for an instrument: an XLSForm for KoboToolbox and ODK, REDCap's "
        "data dictionary or instrument, a sheet to print, or a CSV file to fill in. docs/"
        "collecting.md says how each is used.",
    )
    command.add_argument("instrument", metavar="INSTRUMENT", help="its id, such as psa12")
    command.add_argument("--as", dest="kind", choices=KINDS, required=True)
    command.add_argument("--to", metavar="FILE", type=Path, required=True)
    command.add_argument(
        "--with",
        dest="more",
        metavar="INSTRUMENT",
        nargs="+",
        action="extend",
        default=[],
        help="other instruments in the same form",
    )
    command.add_argument(
        "--programme",
        metavar="FOLDER_OR_ID",
        help="whose sites and waves are to choose among, and whose own instruments are known; "
        "default: sites and waves are typed in",
    )
    command.add_argument(
        "--events",
        action="store_true",
        help="REDCap only: waves are events of the project, so that the form asks for none",
    )
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write the file and say what must still be done with it; 0 when done."""
    from bridgeboard.forms import FORM_KINDS, form_of

    kind = FORM_KINDS[options.kind]
    if options.to.suffix.lower() != kind.ending:
        raise Refusal(f"A {kind.label} ends in {kind.ending}: name such a file, not {options.to}.")
    if options.events and not options.kind.startswith("redcap"):
        raise Refusal("Only REDCap has events: leave --events out, or choose --as redcap.")
    places, known = _programme(options.programme)
    wanted = list(dict.fromkeys([options.instrument, *options.more]))
    for name in wanted:
        if name not in known:
            raise Refusal(f"There is no instrument {name!r}: choose among {', '.join(known)}.")
    form = form_of([known[name] for name in wanted], places, asks_wave=not options.events)
    try:
        options.to.write_bytes(kind.write(form))
    except OSError as error:
        why = error.strerror or error
        raise Refusal(f"{options.to} can't be written: {why}. Name another file.") from None
    _say(options, form)
    return 0


def _say(options: argparse.Namespace, form: Form) -> None:
    from bridgeboard.forms.csv_form import codes

    lines = [f"{options.to}: {form.title}, {len(form.questions)} questions."]
    lines += codes(form) if options.kind == "csv" else []
    print("\n".join([*lines, *form.remarks]))  # noqa: T201


def _programme(asked: str | None) -> tuple[Places | None, Mapping[str, Instrument]]:
    """Sites and waves, if a programme is given, and the instruments it knows."""
    from bridgeboard.forms import places_of_folder
    from bridgeboard.instruments import own_instruments, registry, shipped
    from bridgeboard.store import Store
    from bridgeboard.store.form_places import places_of_snapshot

    if asked is None:
        return None, shipped()
    folder = Path(asked)
    if folder.exists():
        places = places_of_folder(folder)
        home = folder if folder.is_dir() else folder.parent
        for problem in own_instruments(home)[1]:
            if problem.severity == "refused":
                raise Refusal(problem.sentence())
        return places, registry(home)
    store = Store(settings.store_root())
    if asked not in store.programmes():
        known = ", ".join(store.programmes()) or "none"
        raise Refusal(
            f"{asked} is neither a folder nor a published programme (published: {known}). Name one."
        )
    with store.open(asked, WHOLE) as snapshot:
        return places_of_snapshot(snapshot), {**shipped(), **snapshot.instruments}
