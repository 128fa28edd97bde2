"""payment: how peer support workers are paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import SITE, Column, Measure, integer, number
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.sources import with_source

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *SITE,
    Column("from_on", "First day on which this holds", dtype=pl.Date),
    Column("basis", "employed, hourly, stipend, expenses, unpaid or unknown"),
    number("amount", "How much", "currency, per `per`"),
    Column("currency", "ISO 4217 code"),
    Column("per", "What the amount is for"),
    number("monthly_amount", "The amount as a month's pay", "currency per month"),
    number(
        "reference_wage", "Monthly wage that the site compares with", "same currency, per month"
    ),
    number("pay_ratio", "monthly_amount of reference_wage", "1 is the reference wage"),
    integer("n_psw", "PSWs paid this way", "people"),
    Column("payer", "Who pays"),
    Column("provenance", "published, collected or simulated"),
    Column("source", "Key of the source in programme.toml"),
    Column("source_label", "Short name of the source"),
    Column("source_citation", "The source as it should be cited"),
    Column("source_doi", "Its DOI"),
    Column("note", "Remark for readers"),
    Column("status", "reported, or not reported"),
)

#: Months' worth of one amount. An amount per hour, session or day has none: how many of them a PSW
#: works is not known, and a full-time guess would make a few hours look like a living.
MONTHLY = {"week": 52 / 12, "month": 1.0, "year": 1 / 12}

_PAYMENTS = """
SELECT s.site_id, p.* EXCLUDE (site_id), p.site_id IS NOT NULL AS reported
FROM ordered_sites s LEFT JOIN payments p USING (site_id)
"""


def payment(snapshot: Snapshot) -> pl.DataFrame:
    """How peer support workers are paid at each site, and how that compares with a wage there.

    In:      payments, the programme's sources.
    Out:     one row per site, first day and basis; one for a site without any.
    Unit:    amounts in the site's own currency, never converted into another. monthly_amount: a
             week's pay x 52 / 12, a year's / 12. pay_ratio: 1 is the reference wage.
    Missing: monthly_amount and pay_ratio are null where the amount is per hour, session or day, as
             the hours worked aren't known. A site without a row has basis "unknown" and status
             "not reported".
    Source:  own definition.
    """
    rows = with_source(snapshot.query(_PAYMENTS), snapshot)
    months = pl.col("per").replace_strict(MONTHLY, default=None, return_dtype=pl.Float64)
    rows = rows.with_columns(
        basis=pl.col("basis").fill_null("unknown"),
        monthly_amount=pl.col("amount") * months,
        status=pl.when("reported").then(pl.lit("reported")).otherwise(pl.lit("not reported")),
    ).with_columns(pay_ratio=pl.col("monthly_amount") / pl.col("reference_wage"))
    return laid_out(rows, COLUMNS, snapshot, then=["from_on", "basis"])


MEASURE = Measure(
    name="payment",
    title="Payment of PSWs",
    question="How are peer support workers paid, and how does that compare?",
    unit="the site's own currency",
    source="each row's own",
    evidence=("payments",),
    columns=COLUMNS,
    compute=payment,
    people="n_psw",
    hides=("amount", "monthly_amount", "pay_ratio", "n_psw"),
)
