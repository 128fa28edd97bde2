"""What a measure is: a named question with one documented answer frame."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from bridgeboard.access import Sight

#: Names of the two kinds of row that stand for no single site.
NO_SITE = "No site named"
ALL_SITES = "All sites"


@dataclass(frozen=True, slots=True)
class Column:
    """A column of an answer frame, with its words."""

    name: str
    description: str
    unit: str | None = None
    dtype: pl.DataType | type[pl.DataType] = pl.String


@dataclass(frozen=True, slots=True)
class Matrix:
    """How the frame reads as a matrix: one row per `rows`, one column per site, one `cell` each.

    order:   columns by which the rows are sorted.
    outside: what stands in a cell for which the frame has no row.
    words:   a status that is written in the cell in place of the number.
    """

    rows: tuple[str, ...]
    order: tuple[str, ...]
    cell: str
    outside: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Measure:
    """A named question with one answer frame.

    evidence: beginnings of the kinds of evidence (mart_coverage) that the answer rests on; "" for
              all. Their provenance is the answer's.
    compute:  whole programme in, frame out; never filtered, so that what is hidden can't depend on
              what somebody looks at.
    released: the same from released rows only; None where no row needs a release.
    dated:    True where the answer depends on the day on which it is read (what is late): compute
              and released then take that day as well.
    withholds: True where `released` leaves out rows even if every statement and fact is released.
    people:   the column with the number of people that a row rests on; None where no people are
              counted.
    asked:    the column that is 0 where nobody was asked: such a row says nothing about anybody.
    hides:    columns that say something about those people.
    group:    columns that say how large the whole group at this site and wave is; hidden when that
              group is.
    rule:     by which rule the shareable view hides rows: "groups" (a row is about one group),
              "comparison" (about the groups of two waves), "pooled" (about several sites'
              comparisons), "breakdown" (about a part of a group), "flows" (about a part of the
              people in two waves), "complete" (about those of all sites who answered all of a
              scale), "planned" (about the spread between people at all sites), "ratings" (about a
              site, by raters who are not to be known), "readiness" (about a site, by reasons of
              which each may rest on a group), "team" (for the team; no row is shown).
    """

    name: str
    title: str
    question: str
    unit: str
    source: str
    evidence: tuple[str, ...]
    columns: tuple[Column, ...]
    compute: Callable[..., pl.DataFrame]
    released: Callable[..., pl.DataFrame] | None = None
    dated: bool = False
    withholds: bool = False
    people: str | None = None
    asked: str | None = None
    hides: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    matrix: Matrix | None = None
    rule: str = "groups"

    @property
    def schema(self) -> dict[str, pl.DataType | type[pl.DataType]]:
        """Column names and types of the frame, in order."""
        return {column.name: column.dtype for column in self.columns}


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Answer:
    """What a measure says about one snapshot, with all that a page must say beside it.

    frame:    the whole programme, for the team.
    released: the same from released rows only, for the shareable view; None where that is `frame`,
              because nothing is held back.
    people:   evidence, site_id, wave_id, n_asked, n: how many people each survey asked and how
              many of them answered, and how many each set of focus groups had; decides what the
              shareable view hides, in all measures alike.
    income:   basis, site_id, wave_id, income_level, for filters.
    beside:   whole frames of other measures, by name, that decide what is hidden of this one.
    bases:    for each instrument that is a version of another, that other one.
    day:      the day on which it was read, where the measure is dated.
    sight:    what whoever asked may see: another view is refused.
    """

    measure: Measure
    frame: pl.DataFrame
    released: pl.DataFrame | None
    people: pl.DataFrame
    income: pl.DataFrame
    income_basis: str
    snapshot_id: str
    programme_id: str
    programme_name: str
    provenance: tuple[str, ...]
    k: int
    minimum_n: int
    sight: Sight
    beside: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    bases: Mapping[str, str] = field(default_factory=dict)
    day: date | None = None


#: Every frame about sites begins with these, every frame about waves has those.
SITE = (
    Column("site_id", "The site; empty for all sites together and where the source names none"),
    Column("site_name", f'Name of the site, or "{ALL_SITES}", or "{NO_SITE}"'),
)
WAVE = (
    Column("wave_id", "The wave; empty where the source names none"),
    Column("wave_label", "Name of the wave"),
    Column("wave_order", "Place of the wave in time", dtype=pl.Int64),
)
IS_TOTAL = Column("is_total", "True for all sites together", dtype=pl.Boolean)

#: Every frame about two waves has these; "to minus from" is the direction of every difference.
COMPARISON = (
    Column("from_wave_id", "The earlier wave"),
    Column("from_wave_label", "Name of the earlier wave"),
    Column("from_wave_order", "Place of the earlier wave in time", dtype=pl.Int64),
    Column("to_wave_id", "The later wave"),
    Column("to_wave_label", "Name of the later wave"),
    Column("to_wave_order", "Place of the later wave in time", dtype=pl.Int64),
    Column("months", "Time between the two waves; empty where unknown", "months", pl.Float64),
)
#: Every frame about scales has these.
SCALE = (
    Column("instrument_id", "The instrument"),
    Column("instrument_name", "Its short name"),
    Column("scale_id", "The scale of the instrument"),
    Column("scale_label", "Its name"),
    Column("scale_order", "Place of the scale among all scales", dtype=pl.Int64),
    Column("minimum", "Lowest possible score", "scale points", pl.Float64),
    Column("maximum", "Highest possible score", "scale points", pl.Float64),
    Column("higher_is", "Is a higher score better or worse?"),
)


def integer(name: str, description: str, unit: str | None = None) -> Column:
    """A column of whole numbers."""
    return Column(name, description, unit, pl.Int64)


def number(name: str, description: str, unit: str | None = None) -> Column:
    """A column of numbers."""
    return Column(name, description, unit, pl.Float64)
