"""python -m bridgeboard signout EMAIL | --all"""

from __future__ import annotations

import argparse
import time

from bridgeboard import settings
from bridgeboard.cli.recorded import recorded
from bridgeboard.problems import Refusal

_UNWRITTEN = "Nobody was signed out: {file} can't be written ({reason})."


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = commands.add_parser("signout", help="end the sign-ins of one person, or of everybody")
    who = command.add_mutually_exclusive_group(required=True)
    who.add_argument("email", nargs="?", metavar="EMAIL", help="the address of the person")
    who.add_argument("--all", action="store_true", help="everybody")
    command.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """End every sign-in that was issued to them until now; 0 when done."""
    from bridgeboard.access import sign_ins
    from bridgeboard.access.admission import ALL, key_of_email

    root = settings.store_root()
    key = ALL if options.all else key_of_email(options.email)
    try:
        sign_ins.end(root, [key], time.time())
    except OSError as error:
        raise Refusal(_UNWRITTEN.format(file=root / "access", reason=error.strerror)) from error
    recorded(root, "signed out", person="everybody" if options.all else options.email)
    who = "Everybody is" if options.all else f"Whoever signed in as {options.email} until now is"
    print(f"{who} signed out, at their next click. To take a role away, edit access.toml.")  # noqa: T201
    return 0
