"""Waves: the times of measurement."""

import pandera.polars as pa
import polars as pl

from schemas._table import Table, column


class Waves(Table):
    """A time of measurement, in order from before implementation to the last follow-up.

    Known weakness: publications often give people and ages for a wave only, not for each site;
    such totals stand in the reported_ columns and are never split over sites.
    """

    wave_id: str = column("Short name used in all other tables", identifier=True)
    label: str = column("Name shown on pages")
    order: int = column("Place in time: 1 is the first wave", ge=1, le=99)
    from_on: pl.Date = column("First day of data collection", nullable=True)
    to_on: pl.Date = column("Last day of data collection", nullable=True)
    date_precision: str = column(
        "How exactly the source gives the dates", allowed=("day", "month", "year", "unknown")
    )
    months_since_start: float = column(
        "Time since peer support began; 0 or less is before",
        unit="months",
        nullable=True,
        ge=-60,
        le=240,
    )
    months_are_approximate: bool = column("True where the source says about", nullable=True)
    reported_n: int = column(
        "People in all groups of the wave, as reported", unit="people", nullable=True, ge=0
    )
    reported_female: int = column("Of them women", unit="people", nullable=True, ge=0)
    reported_male: int = column("Of them men", unit="people", nullable=True, ge=0)
    reported_age_mean: float = column("Mean age", unit="years", nullable=True, ge=0, le=120)
    reported_age_min: float = column("Youngest", unit="years", nullable=True, ge=0, le=120)
    reported_age_max: float = column("Oldest", unit="years", nullable=True, ge=0, le=120)
    reported_minutes_min: float = column("Shortest group", unit="minutes", nullable=True, ge=0)
    reported_minutes_max: float = column("Longest group", unit="minutes", nullable=True, ge=0)
    source: str = column("Source named in programme.toml", refers_to="sources", nullable=True)
    note: str = column("Remark for readers", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per wave."""

        metadata = {
            "looks_at": {"from_before_to": ["from_on", "to_on"]},
            "table": "waves",
            "key": ["wave_id"],
            "also_unique": [["order"]],
        }

    @pa.dataframe_check(
        name="from_before_to",
        error="from_on may not be after to_on: swap the two dates or mend one",
    )
    def _from_before_to(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(
            pl.col("from_on").is_null()
            | pl.col("to_on").is_null()
            | (pl.col("from_on") <= pl.col("to_on"))
        )
