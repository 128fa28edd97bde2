"""Coded passages gathered from an export: numbered by document, coders without their names."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

import polars as pl

from bridgeboard.collected.coding import SEGMENTS
from bridgeboard.collected.left_out import LeftOut

#: Rows of segments that one export may hold; a large project has some 20,000.
MOST = 300_000
LONGEST_QUOTE = 4_000


@dataclass
class Passages:
    """Coded passages as they are met.

    The same passage, code and coder met twice is one row.
    """

    rows: dict[Hashable, dict[str, Any]] = field(default_factory=dict)
    _places: dict[str, dict[Hashable, tuple[tuple[float, ...], int]]] = field(default_factory=dict)
    _coders: dict[str, int] = field(default_factory=dict)

    def coder(self, name: str | None) -> int | None:
        """1 for the first coder who is met, 2 for the next; the name is not kept beyond reading."""
        if name is None or not name.strip():
            return None
        return self._coders.setdefault(name.strip().casefold(), len(self._coders) + 1)

    def add(
        self,
        document: str,
        code: str,
        passage: Hashable,
        *,
        place: tuple[float, ...] = (),
        coder: int | None = None,
        quote: str | None = None,
        row: int | None = None,
    ) -> None:
        """One passage of a document that is coded with a code."""
        places = self._places.setdefault(document, {})
        places.setdefault(passage, (place, len(places)))
        self.rows.setdefault(
            (document, passage, code, coder),
            {
                "document": document,
                "code": code,
                "segment": passage,
                "coder": coder,
                "n": 1,
                "quote": quote[:LONGEST_QUOTE] if quote else None,
                "row": row,
            },
        )

    def count(self, document: str, code: str, n: int, row: int | None) -> None:
        """How many passages of a document are coded with a code, where no more is told."""
        key = (document, None, code, None)
        if key in self.rows:
            self.rows[key]["n"] += n
            return
        self.rows[key] = {
            "document": document,
            "code": code,
            "segment": None,
            "coder": None,
            "n": n,
            "quote": None,
            "row": row,
        }

    def frame(self) -> pl.DataFrame:
        """The rows with the columns of SEGMENTS, passages numbered as they stand in a document."""
        numbers = {
            document: {
                passage: number
                for number, passage in enumerate(sorted(places, key=places.__getitem__), start=1)
            }
            for document, places in self._places.items()
        }
        rows = [
            row | {"segment": numbers.get(row["document"], {}).get(row["segment"])}
            for row in self.rows.values()
        ]
        return pl.DataFrame(rows, schema=SEGMENTS)

    def left_out(self) -> tuple[LeftOut, ...]:
        """That the coders' names were left out, if there were any."""
        if not self._coders:
            return ()
        n = len(self._coders)
        what = "the name of the coder" if n == 1 else f"the names of {n} coders"
        return (LeftOut(what, "it names a person" if n == 1 else "they name people"),)
