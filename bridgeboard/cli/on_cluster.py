"""publish --on: a cluster counts the respondents and answers."""

from __future__ import annotations

import argparse
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bridgeboard.problems import Refusal

if TYPE_CHECKING:
    from bridgeboard.intake import Accepted


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where to count, where the cluster finds the rows, and where it may write meanwhile."""

    address: str
    data: str | None
    scratch: str | None

    def accept(self, folder: Path, said: Callable[[float, str], None]) -> Accepted:
        """The folder's good rows, with what the cluster counted. Raises: Refusal."""
        with warnings.catch_warnings():
            # Pandera loads PySpark where it is installed, which warns of a version of pandas.
            warnings.simplefilter("ignore")
            import pandera.polars  # noqa: F401
        from bridgeboard.cluster import counted_on

        return counted_on(self.address, folder, self.data, self.scratch, said)

    @staticmethod
    def refuse_uncounted(accepted: Accepted) -> None:
        """Nothing. Raises: Refusal where a row or a file is refused: here it is all or nothing."""
        if accepted.publishable and accepted.counted is None:
            raise Refusal(
                f"{accepted.folder}: rows are refused, so nothing was counted or published. Mend "
                "what is listed."
            )


def add(command: argparse.ArgumentParser) -> None:
    """Add --on and what belongs to it."""
    command.add_argument(
        "--on",
        metavar="sc://HOST:PORT",
        help="count respondents and answers on this cluster (Sail or Apache Spark): "
        "docs/past_one_machine.md",
    )
    command.add_argument(
        "--data",
        metavar="PLACE",
        help="where the cluster finds respondents and answers, such as s3://bucket/programme; "
        "default: FOLDER",
    )
    command.add_argument(
        "--scratch",
        metavar="PLACE",
        help="where the cluster may write while it counts; default: beside the data",
    )


def asked(options: argparse.Namespace) -> Cluster | None:
    """The cluster that was asked for, if any. Raises: Refusal where options don't fit together."""
    if options.on is None:
        if options.data or options.scratch:
            raise Refusal("--data and --scratch are of a cluster: name it with --on.")
        return None
    if options.accept_good:
        raise Refusal(
            "On a cluster a programme is published whole or not at all: leave --accept-good out."
        )
    if options.folder is None:
        raise Refusal("Name the programme's folder: python -m bridgeboard publish FOLDER --on ...")
    return Cluster(options.on, options.data, options.scratch)
