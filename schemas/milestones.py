"""Milestones: steps of implementation."""

import polars as pl

from schemas._table import PROVENANCE, Table, column


class Milestones(Table):
    """A step of implementation at a site: planned, and perhaps done."""

    site_id: str = column("The site", refers_to="sites.site_id")
    stage: str = column("The stage the step belongs to")
    milestone: str = column("The step")
    planned_on: pl.Date = column("Planned day", nullable=True)
    done_on: pl.Date = column("Day it was done; empty while open", nullable=True)
    provenance: str = column("Where the row comes from", allowed=PROVENANCE)
    note: str = column("Remark for readers", nullable=True, max_length=1000)

    class Config(Table.Config):
        """One row per site and step."""

        metadata = {"table": "milestones", "key": ["site_id", "milestone"]}
