"""What a conversion gives: tables of ours as text, and what of the file could not be read so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from bridgeboard.problems import Problem


@dataclass(frozen=True)
class Converted:
    """Rows of ours that a file gave.

    tables:   columns of text under our names; null where a cell is empty. sites and waves hold only
              those that the map adds to the programme.
    problems: with the row and the column of the original file; those that are "refused" keep
              something out, which is not in the tables.
    scope:    table -> column -> values that the file speaks of. Only rows of the programme that
              lie within can be missing from the file. For answers, site_id and wave_id are those
              of the respondent.
    n_rows, n_left_out, n_empty: rows of the file, those that the map leaves out, and those that
              hold no answer (another event, somebody who stopped before the first question).
    """

    tables: dict[str, pl.DataFrame]
    problems: tuple[Problem, ...] = ()
    scope: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    n_rows: int = 0
    n_left_out: int = 0
    n_empty: int = 0

    @property
    def refused(self) -> bool:
        """Was anything kept out?"""
        return any(problem.severity == "refused" for problem in self.problems)
