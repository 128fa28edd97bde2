"""Payments: how PSWs are paid."""

import pandera.polars as pa
import polars as pl

from schemas._table import PROVENANCE, Table, column


class Payments(Table):
    """How PSWs are paid at a site, from a day on until the next row of the same site."""

    site_id: str = column("The site", refers_to="sites.site_id")
    from_on: pl.Date = column("First day on which this holds")
    basis: str = column(
        "How they are paid",
        allowed=("employed", "hourly", "stipend", "expenses", "unpaid", "unknown"),
    )
    amount: float = column("How much", unit="currency, per per", nullable=True, ge=0)
    currency: str = column(
        "ISO 4217 code",
        nullable=True,
        str_matches=r"^[A-Z]{3}$",
        form="three capital letters, such as UGX",
    )
    per: str = column(
        "What the amount is for",
        allowed=("hour", "session", "day", "week", "month", "year"),
        nullable=True,
    )
    payer: str = column("Who pays", nullable=True)
    reference_wage: float = column(
        "Monthly wage that the site compares with, such as a ward assistant's",
        unit="same currency, per month",
        nullable=True,
        gt=0,
    )
    n_psw: int = column("PSWs paid this way", unit="people", nullable=True, ge=0)
    provenance: str = column("Where the row comes from", allowed=PROVENANCE)
    source: str = column("Source named in programme.toml", refers_to="sources", nullable=True)
    note: str = column("Remark for readers", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per site, day and basis."""

        metadata = {
            "looks_at": {"amount_needs_currency": ["amount", "currency", "per"]},
            "table": "payments",
            "key": ["site_id", "from_on", "basis"],
        }

    @pa.dataframe_check(
        name="amount_needs_currency",
        error="an amount needs its currency and what it is per: fill in both",
    )
    def _amount_needs_currency(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(
            pl.col("amount").is_null()
            | (pl.col("currency").is_not_null() & pl.col("per").is_not_null())
        )
