"""What a number of people can show of one scale: rows of `detectable` as charts and words read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.charts import words
from bridgeboard.charts.comparison import Design
from bridgeboard.statistics import needed

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """planned: a row per number of people at each wave; present: a row per site as it is now."""

    planned: tuple[dict[str, Any], ...]
    present: tuple[dict[str, Any], ...]
    design: Design

    @property
    def first(self) -> dict[str, Any] | None:
        """Any row: it names the scale. None where nothing is known of it."""
        return next(iter((*self.planned, *self.present)), None)

    @property
    def places(self) -> int:
        """Decimals of a shift."""
        first = self.first
        return words.places(first["minimum"], first["maximum"]) if first else 2

    @property
    def shown(self) -> list[dict[str, Any]]:
        """Planned rows that say how small a shift can be, fewest people first."""
        return [row for row in self.planned if not row["hidden"] and row["value"] is not None]

    def with_people(self, n: int) -> dict[str, Any] | None:
        """The planned row of that many people, or of the next smaller number that is planned."""
        rows = [row for row in self.shown if row["n_planned"] <= n]
        return rows[-1] if rows else None

    def needed(self, shift: float) -> int | None:
        """People at each wave of a site that would show a shift of this size; None: not known."""
        row = next(iter(self.shown), None)
        if row is None or row["sd"] is None:
            return None
        found = needed(row["sd"], shift, power=row["power"], correlation=row["correlation"])
        # The fewest that anything is said about may already do.
        return found if found is None else max(found, row["n_planned"])


def plan(shown: Shown, instrument_id: str, scale_id: str, design: Design = "unpaired") -> Plan:
    """What is shown about planning with one scale."""
    rows = shown.frame.filter(
        (pl.col("instrument_id") == instrument_id)
        & (pl.col("scale_id") == scale_id)
        & (pl.col("design") == design)
    )
    planned = rows.filter(pl.col("kind") == "planned").sort("n_planned")
    present = rows.filter(pl.col("kind") == "present")
    return Plan(tuple(planned.to_dicts()), tuple(present.to_dicts()), design)


def planned_table(found: Plan) -> pl.DataFrame:
    """One row per number of people at each wave."""
    rows = [
        {
            "People at each wave": row["n_planned"],
            "Smallest shift at one site": row["value"],
            "Half width of the interval": row["half_width"],
            "Smallest mean shift, all sites": row["pooled_value"],
            "Sites": row["n_sites"],
            "SD": row["sd"],
            "Correlation": row["correlation"],
            "Status": row["hidden"] or row["status"],
        }
        for row in found.planned
    ]
    whole = ("People at each wave", "Sites")
    names = (*whole, "Smallest shift at one site", "Half width of the interval")
    names += ("Smallest mean shift, all sites", "SD", "Correlation", "Status")
    schema = {
        name: pl.Int64 if name in whole else pl.String if name == "Status" else pl.Float64
        for name in names
    }
    order = ["People at each wave", *names[2:5], "Sites", *names[5:]]
    return pl.DataFrame(rows, schema=schema).select(order)


def present_table(found: Plan) -> pl.DataFrame:
    """One row per site as it is now."""
    rows = [
        (
            row["site_name"],
            row["n_planned"],
            row["value"],
            row["half_width"],
            row["hidden"] or row["status"],
        )
        for row in found.present
    ]
    schema = {
        "Site": pl.String,
        "People now": pl.Int64,
        "Smallest shift that shows": pl.Float64,
        "Half width of the interval": pl.Float64,
        "Status": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row")
