"""Past one machine: the survey part of a publish, counted on a cluster.

Answers and respondents stay where the cluster sees them. The same SQL that counts in DuckDB runs
there, and what comes back is small: the marts, which are published as always. Needs the packages of
requirements-cluster.txt; nothing but the command line imports this.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bridgeboard.problems import Problem, Refusal

if TYPE_CHECKING:
    from bridgeboard.intake import Accepted

__all__ = ["counted_on"]


def counted_on(
    address: str,
    folder: Path,
    data: str | None,
    scratch: str | None,
    said: Callable[[float, str], None],
) -> Accepted:
    """The folder's good rows, with what a cluster counted of its respondents and answers.

    In:     data: where the cluster finds the two, as it names the place; the folder itself if not
            given. scratch: where it may write meanwhile; beside the data if not given. said: is
            told the share done, 0 to 1, and words.
    Out:    counted is None where anything is refused; the problems say what.
    Raises: Refusal if the cluster can't be reached or stops, the packages are not installed, or a
            file isn't there.
    """
    try:
        from bridgeboard.cluster.counting import counted
        from bridgeboard.cluster.engine import Engine
        from bridgeboard.cluster.short_tables import accept_short
    except ModuleNotFoundError as error:
        raise Refusal(
            f"Counting on a cluster needs packages that are not installed here ({error.name}): "
            "see docs/past_one_machine.md."
        ) from error
    said(0.0, "Reading what is not on the cluster")
    accepted = accept_short(folder)
    if not accepted.publishable:
        return accepted
    engine = Engine(address, data or str(folder.resolve()), scratch)
    try:
        with engine:
            found = counted(engine, accepted, said)
    except Refusal as refusal:
        if engine.left is not None:
            raise Refusal(f"{refusal} {engine.left} is left: remove it.") from refusal
        raise
    if engine.left is not None:
        found.problems.append(_left(engine.left))
    return found


def _left(place: str) -> Problem:
    return Problem(
        file=place,
        rule="nothing left on the cluster",
        found="what the cluster wrote while it counted",
        expected="it is no longer needed and can't be removed from here",
        mend="Remove this folder.",
        severity="doubtful",
    )
