"""programme.toml: what a programme decides about itself."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Source(_Strict):
    """Where rows come from: a paper, a report, a data collection."""

    citation: Annotated[str, Field(min_length=3, description="As it should be cited")]
    doi: Annotated[
        str | None,
        Field(pattern=r"^10\.\d{4,}/\S+$", description="DOI alone, without https://doi.org/"),
    ] = None
    url: Annotated[str | None, Field(description="Where it can be read, if it has no DOI")] = None
    label: Annotated[str, Field(min_length=1, max_length=60, description="Short name for tables")]
    covers: Annotated[str | None, Field(description="What of it was available")] = None


class Target(_Strict):
    """What a site must reach for one influence; only what is set is asked for."""

    scale: Annotated[str | None, Field(description="A scale whose mean is looked at")] = None
    scale_at_least: Annotated[float | None, Field(description="What its mean must reach")] = None
    item: Annotated[str | None, Field(description="An item whose answers are looked at")] = None
    share_agreeing_at_least: Annotated[
        float | None, Field(ge=0, le=1, description="Share of answers above the middle")
    ] = None
    share_disagreeing_at_least: Annotated[
        float | None, Field(ge=0, le=1, description="Share of answers below the middle")
    ] = None
    rating_at_least: Annotated[
        int | None, Field(ge=-2, le=2, description="What the agreed CFIR ratings must reach")
    ] = None
    milestone: Annotated[str | None, Field(description="A milestone that must be done")] = None
    payment_basis_not: Annotated[
        list[str], Field(description="Bases of payment that don't count as arranged")
    ] = []


class Programme(_Strict):
    """A programme's own settings; everything else has a default that Methods names."""

    id: Annotated[
        str, Field(pattern=r"^[a-z][a-z0-9_-]{0,40}$", description="Folder-safe short name")
    ]
    name: Annotated[str, Field(min_length=1, max_length=120, description="Name shown on pages")]
    description: Annotated[
        str, Field(max_length=2000, description="What the programme is, in a few sentences")
    ] = ""
    provenance: Annotated[
        Literal["published", "collected", "simulated"],
        Field(description="Where its rows come from, by and large; each row says it for itself"),
    ]
    k: Annotated[
        int, Field(ge=5, le=20, description="Smallest group shown in the shareable view")
    ] = 10
    minimum_n: Annotated[
        int, Field(ge=3, le=30, description="Smallest n a score or state rests on")
    ] = 3
    income_basis: Annotated[
        Literal["at_wave", "at_baseline", "as_reported"],
        Field(description="Which income level of a site pages show first"),
    ] = "at_wave"
    instruments: Annotated[
        list[str], Field(description="Ids of the instruments that answers may name")
    ] = []
    cannot_tell: Annotated[
        list[str], Field(description="What the sources leave unknown, one sentence each")
    ] = []
    sources: Annotated[
        dict[str, Source], Field(description="Where rows come from; a row names one as its source")
    ] = {}
    targets: Annotated[
        dict[str, Target], Field(description="What a site must reach, by influence_id")
    ] = {}
