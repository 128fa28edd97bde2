"""sites: where a programme runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import SITE, Column, Measure, number
from bridgeboard.measures.places import laid_out
from bridgeboard.measures.sources import SOURCE, with_source

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

COLUMNS = (
    *SITE,
    Column("city", "Town or city"),
    Column("country_iso3", "Country, as its ISO 3166-1 alpha-3 code"),
    Column("country", "Name of the country"),
    Column("setting", "hospital, community, both or unknown"),
    Column("alias_of", "The site of an earlier wave that this one stands for"),
    Column("alias_name", "Name of that site"),
    Column("comparable_across_waves", "May its waves be compared? yes, no or unknown"),
    Column("income_as_reported", "Income level as the site's source words it"),
    number("latitude", "Of the city", "degrees north"),
    number("longitude", "Of the city", "degrees east"),
    Column("provenance", "published, collected or simulated"),
    *(column for column in SOURCE if column.name != "source_location"),
    Column("note", "Remark for readers"),
)

_SITES = """
SELECT s.*, a.alias_name, c.country
FROM ordered_sites s
LEFT JOIN (SELECT site_id AS alias_of, site_name AS alias_name FROM sites) a USING (alias_of)
LEFT JOIN (
    SELECT country_iso3, any_value(country) AS country FROM income_groups GROUP BY country_iso3
) c ON c.country_iso3 = s.country_iso3
"""


def sites(snapshot: Snapshot) -> pl.DataFrame:
    """The programme's sites, what each stands for, and whether its waves may be compared.

    In:      sites, income_groups (for the country's name), the programme's sources.
    Out:     one row per site, in the order of sites.csv.
    Missing: country is the code where the World Bank's list has no such country.
    Source:  each row's own.
    """
    rows = with_source(snapshot.query(_SITES), snapshot).drop("site_name", "site_order")
    rows = rows.with_columns(pl.col("country").fill_null(pl.col("country_iso3")))
    return laid_out(rows, COLUMNS, snapshot)


MEASURE = Measure(
    name="sites",
    title="Sites",
    question="Where does the programme run, and which sites stand for one another?",
    unit="",
    source="each site's own",
    evidence=("",),
    columns=COLUMNS,
    compute=sites,
)
