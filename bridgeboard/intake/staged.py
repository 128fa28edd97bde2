"""The good rows of a long programme: in a DuckDB file of their own, instead of in frames."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

#: Codes of cells that hold no value; NULL where there is no row at all. No value is below -100;
#: codes that lie near to values take half the room on the disk of codes that lie far away.
NOT_APPLICABLE, DONT_KNOW, MISSING = -101, -102, -103

#: The code that each state of an answer without a value has.
CODES = {"not_applicable": NOT_APPLICABLE, "dont_know": DONT_KNOW, "missing": MISSING}


@dataclass(frozen=True)
class Staged:
    """The good rows of respondents and answers, in a DuckDB file of their own.

    path: holds the table respondents, with place INTEGER (0, 1, ...: the order of the good rows)
        and then every column of the schema, in the types of staging.respondent_types(); and a table
        of cells per instrument in use, with place INTEGER and then one SMALLINT a item, under the
        item's id: the value, or one of CODES, or NULL where there is no row. A respondent is in it
        who has a row for the instrument. A snapshot begins as a copy of this file.
    n_rows: good rows of respondents and answers.
    cells: the name of the table of cells, by instrument_id.
    remove: removes the file, with the folder that was made for it.
    """

    path: Path
    n_rows: dict[str, int]
    cells: dict[str, str]
    remove: Callable[[], None]
    _gone: weakref.finalize = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_gone", weakref.finalize(self, self.remove))

    def close(self) -> None:
        """Remove the file; also done once nothing holds this any more."""
        self._gone()
