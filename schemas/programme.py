"""programme.toml: what a programme decides about itself."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Source(_Strict):
    """Where rows come from: a paper, a report, a data collection."""

    citation: Annotated[str, Field(min_length=3, description="As it should be cited")]
    doi: Annotated[str | None, Field(pattern=r"^10\.\d{4,}/\S+$")] = None
    url: str | None = None
    label: Annotated[str, Field(min_length=1, max_length=60, description="Short name for tables")]
    covers: Annotated[str | None, Field(description="What of it was available")] = None


class Target(_Strict):
    """What a site must reach for one influence; only what is set is asked for."""

    scale: str | None = None
    scale_at_least: float | None = None
    item: str | None = None
    share_agreeing_at_least: Annotated[float | None, Field(ge=0, le=1)] = None
    share_disagreeing_at_least: Annotated[float | None, Field(ge=0, le=1)] = None
    rating_at_least: Annotated[int | None, Field(ge=-2, le=2)] = None
    milestone: str | None = None
    payment_basis_not: list[str] = []


class Programme(_Strict):
    """A programme's own settings; everything else has a default that Methods names."""

    id: Annotated[
        str, Field(pattern=r"^[a-z][a-z0-9_-]{0,40}$", description="Folder-safe short name")
    ]
    name: Annotated[str, Field(min_length=1, max_length=120)]
    description: Annotated[str, Field(max_length=2000)] = ""
    provenance: Literal["published", "collected", "simulated"]
    k: Annotated[
        int, Field(ge=5, le=20, description="Smallest group shown in the shareable view")
    ] = 10
    minimum_n: Annotated[
        int, Field(ge=3, le=30, description="Smallest n a score or state rests on")
    ] = 3
    income_basis: Literal["at_wave", "at_baseline", "as_reported"] = "at_wave"
    instruments: list[str] = []
    cannot_tell: Annotated[
        list[str], Field(description="What the sources leave unknown, one sentence each")
    ] = []
    sources: dict[str, Source] = {}
    targets: dict[str, Target] = {}
