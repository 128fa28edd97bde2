"""Statements: what focus groups said, coded."""

import pandera.polars as pa
import polars as pl

from schemas._table import PROVENANCE, SCOPE, Table, column


class Statements(Table):
    """One coded finding or quote at one site.

    Rows that share a statement_id are one statement that names several sites: count statements,
    not rows, wherever sites are not the unit. No row at a site means "not reported in this
    source", never "absent at the site".
    """

    statement_id: str = column("The statement", identifier=True)
    group_id: str = column(
        "The focus group it was said in", refers_to="focus_groups.group_id", nullable=True
    )
    site_id: str = column(
        "The site it is about; empty where the source names none",
        refers_to="sites.site_id",
        nullable=True,
    )
    wave_id: str = column("The wave it belongs to", refers_to="waves.wave_id")
    theme_id: str = column("Its theme", refers_to="themes.theme_id")
    stance: str = column(
        "Does it speak for or against?", allowed=("benefit", "concern", "mixed", "neutral")
    )
    kind: str = column(
        "quote: said by participants; summary: authors report participants; "
        "interpretation: authors speak, not participants",
        allowed=("quote", "summary", "interpretation"),
    )
    scope: str = column(
        "How the source ties it to the site",
        allowed=SCOPE,
    )
    text: str = column("The statement in words", max_length=5000)
    transcript_refs: str = column("References printed in the source, joined by ;", nullable=True)
    strength: str = column("How strongly the source words it", nullable=True)
    construct_id: str = column(
        "CFIR 2022 construct it bears on",
        refers_to="reference:cfir_constructs.construct_id",
        nullable=True,
    )
    construct_role_id: str = column(
        "CFIR role, where the construct is a characteristic of people",
        refers_to="reference:cfir_constructs.construct_id",
        nullable=True,
    )
    valence: str = column(
        "Its bearing on the construct",
        allowed=("positive", "negative", "mixed"),
        nullable=True,
    )
    mapping_basis: str = column("Who mapped it to CFIR", nullable=True)
    release: str = column("Who may read it", allowed=("team", "shareable"))
    provenance: str = column("Where the row comes from", allowed=PROVENANCE)
    source: str = column("Source named in programme.toml", refers_to="sources", nullable=True)
    source_location: str = column("Place in the source", nullable=True, max_length=500)
    note: str = column("Remark for readers", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per statement and site."""

        metadata = {
            "looks_at": {"scope_needs_site": ["scope", "site_id"]},
            "table": "statements",
            "key": ["statement_id", "site_id"],
            "constant_within": {
                "statement_id": ["wave_id", "theme_id", "stance", "text", "kind", "release"]
            },
        }

    @pa.dataframe_check(
        name="scope_needs_site",
        error="a scope of site, multi_site, ref_only or implied needs a site_id: "
        "fill in the site or mend the scope",
    )
    def _scope_needs_site(cls, data: pa.PolarsData) -> pl.LazyFrame:
        return data.lazyframe.select(
            ~pl.col("scope").is_in(["site", "multi_site", "ref_only", "implied"])
            | pl.col("site_id").is_not_null()
        )
