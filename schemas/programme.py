"""programme.toml: what a programme decides about itself."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

#: Folders that the store keeps beside those of programmes.
RESERVED = ("access", "audit")


def _not_reserved(programme_id: str) -> str:
    if programme_id in RESERVED:
        raise PydanticCustomError("reserved_id", "a folder of the store")
    return programme_id


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
    """What a site must reach for one influence to be ready; only what is set is asked for."""

    scale: Annotated[
        str | None,
        Field(description="A scale whose mean is looked at, such as psa12:total"),
    ] = None
    scale_at_least: Annotated[
        float | None, Field(description="What its mean must reach, where higher is better")
    ] = None
    scale_at_most: Annotated[
        float | None, Field(description="What its mean must not exceed, where higher is worse")
    ] = None
    interval_above: Annotated[
        float | None,
        Field(description="What the lower end of the mean's 95 % interval must lie above"),
    ] = None
    item: Annotated[
        str | None, Field(description="An item whose answers are looked at, such as psa12:r1")
    ] = None
    share_agreeing_at_least: Annotated[
        float | None, Field(ge=0, le=1, description="Share of answers above the middle")
    ] = None
    share_disagreeing_at_least: Annotated[
        float | None, Field(ge=0, le=1, description="Share of answers below the middle")
    ] = None
    rating_at_least: Annotated[
        int | None,
        Field(
            ge=-2,
            le=2,
            description="What each agreed CFIR rating must reach; one at least must be there",
        ),
    ] = None
    rating_not_below: Annotated[
        int | None,
        Field(
            ge=-2,
            le=2,
            description="What no agreed CFIR rating may be below; none need be there",
        ),
    ] = None
    milestone: Annotated[
        str | None, Field(description="A milestone that must be done, by its name")
    ] = None
    payment_basis_not: Annotated[
        list[Literal["employed", "hourly", "stipend", "expenses", "unpaid"]],
        Field(description="Bases of payment that don't count as arranged; the basis must be known"),
    ] = []
    one_payment_basis: Annotated[
        bool,
        Field(description="All PSWs of a site are paid on one basis, or a note says why not"),
    ] = False
    supporting_fact: Annotated[
        str | None,
        Field(description="A context factor of which a fact must support, and none hinder"),
    ] = None
    no_hindering_fact: Annotated[
        bool,
        Field(
            description="No context fact of the influence's factors hinders without an action "
            "on the influence; none need be there"
        ),
    ] = False


class Stage(_Strict):
    """A stage of implementation, with the steps that belong to it."""

    stage: Annotated[
        str, Field(min_length=1, max_length=120, description="Name, as in milestones.csv")
    ]
    phase: Annotated[str, Field(min_length=1, max_length=60, description="The phase it is in")]
    milestones: Annotated[
        list[str], Field(description="Steps that every site is expected to plan, by name")
    ] = []


class RatingMatrix(_Strict):
    """A table of CFIR ratings as people draw it: constructs down, sites across, or turned."""

    file: Annotated[str | None, Field(description="The CSV file or workbook it stands in")] = None
    sheet: Annotated[
        str | None, Field(description="The sheet, if it stands in a workbook of several")
    ] = None
    wave: Annotated[str, Field(description="The wave_id that it was rated for")]
    rater: Annotated[
        str,
        Field(
            min_length=1,
            max_length=60,
            description="Who rated: a code or role, never a name; consensus if it was agreed",
        ),
    ]
    framework: Annotated[
        Literal["2009", "2022"] | None,
        Field(description="The CFIR edition; found by the names if not given"),
    ] = None
    provenance: Annotated[
        Literal["published", "collected", "simulated"] | None,
        Field(description="Where it comes from; as the programme's if not given"),
    ] = None
    source: Annotated[str | None, Field(description="One of [sources]")] = None
    reverse_rated: Annotated[
        list[str],
        Field(description="Constructs rated the other way round: noted, no sign is changed"),
    ] = []
    leave_out: Annotated[
        list[str], Field(description="Headings and rows that are no site and no construct")
    ] = []
    sites: Annotated[
        dict[str, str], Field(description="A heading of the matrix and the site_id it stands for")
    ] = {}
    constructs: Annotated[
        dict[str, str],
        Field(description="A name in the matrix and the construct_id it stands for, or own"),
    ] = {}
    marks: Annotated[
        dict[str, str],
        Field(
            description="A mark of your own and what it means: a rating such as +1 or -1*, or "
            "mixed, missing or not_applicable"
        ),
    ] = {}


class Programme(_Strict):
    """A programme's own settings; everything else has a default that Methods names."""

    id: Annotated[
        str,
        Field(pattern=r"^[a-z][a-z0-9_-]{0,40}$", description="Folder-safe short name"),
        AfterValidator(_not_reserved),
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
        dict[str, Target],
        Field(
            description="What a site must reach to be ready, by influence_id; an influence that "
            "isn't named keeps its default"
        ),
    ] = {}
    stages: Annotated[
        list[Stage],
        Field(description="Stages of implementation in their order; the default if none is named"),
    ] = []
    rating_matrices: Annotated[
        list[RatingMatrix], Field(description="CFIR ratings that stand in a matrix")
    ] = []
