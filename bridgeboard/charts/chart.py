"""A chart as every page, report and export takes it: drawn, said in words, and as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl


@dataclass(frozen=True, slots=True)
class Chart:
    """One question answered in a drawing, with the same answer in words and as a table.

    figure: a Plotly figure as a dict; or text that begins with <svg (an image) or with <figure
        (an accessible HTML table); or None where there is nothing to draw.
    alt: one sentence with the reading, for people who can't see the drawing.
    provenance_mark: said on the drawing itself too; empty unless rows are simulated.
    notes: what else must be said beside it, such as what is hidden and why.
    said: cautions that stand on the drawing itself; where only the table goes, they go with it.
    """

    title: str
    figure: dict[str, Any] | str | None
    alt: str
    n_text: str
    unit: str
    source_text: str
    provenance_mark: str
    table: pl.DataFrame
    notes: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
