"""Outcomes: what a programme itself calls doing well."""

import pandera.polars as pa
import polars as pl

from schemas._table import PROVENANCE, Table, column


class Outcomes(Table):
    """How well a site did by one outcome that the programme itself names.

    A group, a value, or both: where there are values only, sites are parted at their median.
    """

    site_id: str = column("The site", refers_to="sites.site_id")
    outcome: str = column("What counts as doing well", max_length=200)
    group: str = column(
        "How the site did, as the programme sees it", allowed=("high", "low"), nullable=True
    )
    value: float = column("The outcome as a number; more is better", nullable=True)
    unit: str = column("Of the number", nullable=True, max_length=100)
    on_wave: str = column("The wave it was seen at", refers_to="waves.wave_id", nullable=True)
    source: str = column("Source named in programme.toml", refers_to="sources", nullable=True)
    provenance: str = column("Where the row comes from", allowed=PROVENANCE)
    note: str = column("Remark for readers", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per site and outcome."""

        metadata = {
            "looks_at": {"group_or_value": ["group", "value"]},
            "table": "outcomes",
            "key": ["site_id", "outcome"],
        }

    @pa.dataframe_check(
        name="group_or_value",
        error="an outcome needs a group or a value: fill in one of them, or leave the row out",
    )
    def _group_or_value(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(pl.col("group").is_not_null() | pl.col("value").is_not_null())
