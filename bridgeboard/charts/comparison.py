"""Two waves of one scale, site by site and taken together: what several charts read alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import polars as pl

from bridgeboard.charts import words

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

Design = Literal["unpaired", "paired"]
Metric = Literal["points", "standardised"]

#: Columns of a site's shift, by metric.
_COLUMNS = {
    "points": ("value", "lower", "upper"),
    "standardised": ("g", "g_lower", "g_upper"),
}


@dataclass(frozen=True, slots=True)
class Estimate:
    """A shift and its 95 % interval; without the interval where everybody has the same score."""

    value: float
    lower: float | None = None
    upper: float | None = None

    @property
    def reading(self) -> str:
        """rose, fell or no clear change: does the interval leave out 0? Never by the value."""
        if self.lower is not None and self.lower > 0:
            return words.ROSE
        if self.upper is not None and self.upper < 0:
            return words.FELL
        return words.NO_CLEAR_CHANGE if self.lower is not None else ""


@dataclass(frozen=True, slots=True, eq=False)
class Comparison:
    """Rows of `shift` and `pooled_shift` about one scale between two waves, in a metric.

    sites: rows of shift, in the order of sites.csv. total: the row of all sites together, or None.
    levels: rows of income levels under the chosen basis, one-site levels included. is_chosen: are
    sites only some of the programme's?
    """

    sites: tuple[dict[str, Any], ...]
    total: dict[str, Any] | None
    levels: tuple[dict[str, Any], ...]
    design: Design
    metric: Metric
    income_basis: str
    minimum_n: int
    is_chosen: bool

    @property
    def first(self) -> dict[str, Any] | None:
        """Any row: it names the scale and the waves. None where there is nothing to compare."""
        return self.sites[0] if self.sites else self.total

    @property
    def waves(self) -> dict[str, str]:
        """Names of the earlier and the later wave, as `first` and `last`."""
        first = self.first
        if first is None:
            return {"first": "", "last": ""}
        ends = ("from_wave_label", "to_wave_label")
        return dict(zip(("first", "last"), (words.isolated(first[e]) for e in ends), strict=True))

    @property
    def places(self) -> int:
        """Decimals of a shift in this metric."""
        first = self.first
        if self.metric == "standardised" or first is None:
            return 2
        return words.places(first["minimum"], first["maximum"])

    def estimate(self, row: dict[str, Any]) -> Estimate | None:
        """The row's shift in the metric; None where there is none or it is hidden."""
        pooled = "is_total" in row
        names = _COLUMNS["points" if pooled else self.metric]
        value, lower, upper = (row[name] for name in names)
        return None if row["hidden"] or value is None else Estimate(value, lower, upper)

    def numbers(self, row: dict[str, Any]) -> str:
        """The row's shift and interval as every chart writes them: +0.31 (0.12 to 0.50)."""
        found = self.estimate(row)
        if found is None:
            return self.why(row)
        value = words.signed(found.value, self.places)
        if found.lower is None or found.upper is None:
            return value
        return f"{value} ({words.interval(found.lower, found.upper, self.places)})"

    def why(self, row: dict[str, Any]) -> str:
        """Why a row has no shift, in words."""
        if row["hidden"]:
            return row["hidden"]
        if self.metric == "standardised" and row["status"] == "no spread":
            return words.NO_STANDARDISED
        return row.get("reason") or words.STATUSES.get(row["status"], words.NOT_ENOUGH)

    def unknown(self) -> list[str]:
        """Names of sites with a shift of which nobody knows whether they are the same place."""
        return [
            words.isolated(row["site_name"])
            for row in self.sites
            if row["comparable"] == "unknown" and self.estimate(row) is not None
        ]

    def read(self, reading: str) -> list[str]:
        """Names of the sites whose shift reads so, in the order of sites.csv."""
        return [
            words.isolated(row["site_name"])
            for row in self.sites
            if (found := self.estimate(row)) is not None and found.reading == reading
        ]


def compared(
    shift: Shown,
    pooled: Shown | None,
    instrument_id: str,
    scale_id: str,
    from_wave_id: str,
    to_wave_id: str,
    *,
    design: Design = "unpaired",
    metric: Metric = "points",
    income_basis: str | None = None,
) -> Comparison:
    """What is shown of one scale between two waves.

    income_basis: under which basis levels are meant; None is the programme's own.
    """
    here = (
        (pl.col("instrument_id") == instrument_id)
        & (pl.col("scale_id") == scale_id)
        & (pl.col("from_wave_id") == from_wave_id)
        & (pl.col("to_wave_id") == to_wave_id)
        & (pl.col("design") == design)
    )
    groups = []
    if pooled is not None:
        groups = pooled.frame.filter(here & (pl.col("metric") == metric)).to_dicts()
    basis = income_basis or shift.answer.income_basis
    return Comparison(
        sites=tuple(shift.frame.filter(here).to_dicts()),
        total=next((row for row in groups if row["is_total"]), None),
        levels=tuple(row for row in groups if not row["is_total"] and row["income_basis"] == basis),
        design=design,
        metric=metric,
        income_basis=basis,
        minimum_n=shift.answer.minimum_n,
        is_chosen=bool(shift.filters.sites or shift.filters.income_levels),
    )
