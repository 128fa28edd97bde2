"""Saved maps of an export: which fit it, and names to choose one by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bridgeboard.mapping.survey_map import SurveyMap

if TYPE_CHECKING:
    from bridgeboard.collected import Survey
    from bridgeboard.decisions import SavedMap
    from bridgeboard.instruments import Instrument

_SAVED, _FITS, _PARTLY = "{name} · saved by {by} · {fit}", "fits", "{n} things differ"
_NOBODY = "somebody who gave no name"


@dataclass(frozen=True, slots=True, eq=False)
class ReadMap:
    """A saved map that can be read, and how it fits: exact, and what differs, in sentences."""

    survey_map: SurveyMap
    exact: bool
    sentences: tuple[str, ...]


def fitting(
    survey: Survey, saved: Mapping[str, SavedMap], instruments: Mapping[str, Instrument]
) -> dict[str, ReadMap]:
    """The saved maps that are for this kind of export, those that fit exactly first."""
    from bridgeboard.mapping.fitting import fit

    read: dict[str, ReadMap] = {}
    for name, one in saved.items():
        found = SurveyMap.from_toml(one.toml, name) if one.kind == survey.kind else None
        if isinstance(found, SurveyMap):
            how = fit(found, survey, instruments)
            read[name] = ReadMap(found, how.exact, how.sentences)
    return dict(sorted(read.items(), key=lambda pair: (not pair[1].exact, len(pair[1].sentences))))


def map_names(read: Mapping[str, ReadMap], saved: Mapping[str, SavedMap]) -> dict[str, str]:
    """Names to choose a saved map by."""
    return {
        name: _SAVED.format(
            name=name,
            by=saved[name].by or _NOBODY,
            fit=_FITS if one.exact else _PARTLY.format(n=len(one.sentences)),
        )
        for name, one in read.items()
    }
