"""What programme.toml names must be there: instruments and influences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bridgeboard.instruments import Instrument
from bridgeboard.intake.reference import reference_ids
from bridgeboard.intake.targets import check_targets
from bridgeboard.intake.validation import closest
from bridgeboard.intake.versions import check_versions
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import listed, quoted
from schemas.programme import Programme


def check_settings(
    programme: Programme | None, instruments: Mapping[str, Instrument]
) -> list[Problem]:
    """Problems for instruments in use and targets that name what is not there."""
    if programme is None:
        return []
    problems = [
        _unknown(name, "instruments", "instrument", sorted(instruments))
        for name in programme.instruments
        if name not in instruments
    ]
    problems += check_versions(programme.instruments, instruments)
    if programme.targets:
        influences = reference_ids()["influences.influence_id"].to_list()
        problems += [
            _unknown(name, "targets", "influence", influences)
            for name in programme.targets
            if name not in influences
        ]
    return [*problems, *check_targets(programme, instruments)]


def _unknown(name: str, setting: str, what: str, known: Sequence[str]) -> Problem:
    near = closest(name, known)
    return Problem(
        file="programme.toml",
        column=setting,
        rule=f"known {what}",
        found=quoted(name),
        expected=f"there is no {what} of this id",
        mend=f"Did you mean {near}?" if near else f"Known are {listed(list(known))}.",
    )
