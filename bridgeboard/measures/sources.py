"""Sources that programme.toml names, beside the rows that refer to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.measure import Column

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

SOURCE = (
    Column("source", "Key of the source in programme.toml"),
    Column("source_location", "Place in the source"),
    Column("source_label", "Short name of the source"),
    Column("source_citation", "The source as it should be cited"),
    Column("source_doi", "Its DOI"),
)


def with_source(frame: pl.DataFrame, snapshot: Snapshot) -> pl.DataFrame:
    """The frame with source_label, source_citation and source_doi of its column source."""
    named = snapshot.programme.sources
    sources = pl.DataFrame(
        [(key, s.label, s.citation, s.doi) for key, s in named.items()],
        schema=dict.fromkeys(
            ("source", "source_label", "source_citation", "source_doi"), pl.String
        ),
        orient="row",
    )
    return frame.join(sources, on="source", how="left", maintain_order="left")
