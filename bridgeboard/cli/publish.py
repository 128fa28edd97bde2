"""python -m bridgeboard publish FOLDER"""

from __future__ import annotations

import argparse
import contextlib
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from bridgeboard import settings
from bridgeboard.cli import on_cluster
from bridgeboard.cli.progress import shown
from bridgeboard.problems import Refusal, summed_up

if TYPE_CHECKING:
    from bridgeboard.intake import Accepted
    from bridgeboard.store import SnapshotRecord, Store


def add(commands: argparse._SubParsersAction) -> None:
    """Add the command to the parser."""
    command = commands.add_parser(
        "publish", help="read a programme's folder, check it, and publish it"
    )
    command.add_argument("folder", metavar="FOLDER", type=Path, nargs="?")
    command.add_argument(
        "--accept-good", action="store_true", help="publish without the rows that are refused"
    )
    add_by(command)
    command.add_argument(
        "--shipped",
        action="store_true",
        help="publish the programmes that come with Bridgeboard, if the store has none of them",
    )
    on_cluster.add(command)
    command.set_defaults(run=run)


def add_by(command: argparse.ArgumentParser) -> None:
    """Add --by: who does it, as the history says it."""
    command.add_argument(
        "--by", metavar="NAME", default=user(), help="who does it (default: %(default)s)"
    )


def run(options: argparse.Namespace) -> int:
    """Publish; 0 when done, a Refusal with nothing changed if a row is refused."""
    from bridgeboard.store import Store

    if options.folder is None and not options.shipped:
        raise Refusal("Name the programme's folder: python -m bridgeboard publish FOLDER.")
    cluster = on_cluster.asked(options)
    store = Store(settings.store_root())
    if options.shipped:
        for folder in settings.SHIPPED:
            _publish_shipped(store, folder, options.by)
    if options.folder is not None:
        record = _publish(store, options.folder, options.by, options.accept_good, cluster)
        print(f"{_said(record)} as {record.snapshot_id}.")  # noqa: T201
    return 0


def _publish_shipped(store: Store, folder: Path, by: str) -> None:
    # Looked at first without reading the files: a second start must be quick.
    with contextlib.suppress(Refusal):
        served = store.served(folder.name)
        if served.warning is None:
            print(f"{folder.name}: is in the store already.")  # noqa: T201
            return
    print(f"{_said(_publish(store, folder, by, accept_good=False))}.")  # noqa: T201


def _publish(
    store: Store,
    folder: Path,
    by: str,
    accept_good: bool,
    cluster: on_cluster.Cluster | None = None,
) -> SnapshotRecord:
    with shown(f"{folder.resolve().name}: ") as said:
        said(0.0, "Loading")
        if cluster is not None:
            accepted = cluster.accept(folder, said)
        else:
            from bridgeboard.intake import accept

            said(0.0, "Reading and checking")
            accepted = accept(folder, said=said)
    _tell_problems(accepted)
    if cluster is not None:
        cluster.refuse_uncounted(accepted)
    with shown(f"{folder.resolve().name}: ") as said:
        from bridgeboard.disclosure.editions import must_wait

        return store.publish(accepted, by, accept_good, said, must_wait)


def _tell_problems(accepted: Accepted) -> None:
    for problem in summed_up(accepted.problems):
        mark = "Refused" if problem.severity == "refused" else "Doubtful"
        print(f"{mark}: {problem.sentence()}", file=sys.stderr)  # noqa: T201


def _said(record: SnapshotRecord) -> str:
    rows = f"{sum(record.n_rows.values()):,} rows".replace(",", "\u202f")
    without = f" without {record.n_refused} refused ones" if record.n_refused else ""
    return f"{record.programme}: published {rows}{without}"


def user() -> str:
    """The name under which somebody is logged in to this machine."""
    # Python 3.13 raises OSError where the system has no such user, versions before it KeyError.
    with contextlib.suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return "unknown"
