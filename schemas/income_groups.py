"""World Bank income groups (reference)."""

import polars as pl

from schemas._table import Table, column

INCOME_LEVELS = ("low", "lower-middle", "upper-middle", "high")


class IncomeGroups(Table):
    """A country's World Bank income group in one fiscal year, which begins on 1 July."""

    country_iso3: str = column(
        "Country", str_matches=r"^[A-Z]{3}$", form="three capital letters, such as UGA"
    )
    country: str = column("Name of the country")
    fiscal_year: int = column("World Bank fiscal year", ge=1980, le=2100)
    from_on: pl.Date = column("First day of the fiscal year")
    income_level: str = column("The group", allowed=INCOME_LEVELS)
    source: str = column("Where it was read", max_length=1000)

    class Config(Table.Config):
        """One row per country and fiscal year."""

        metadata = {
            "table": "income_groups",
            "key": ["country_iso3", "fiscal_year"],
            "reference": True,
        }
