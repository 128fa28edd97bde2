"""The shape of an instrument's TOML file, before its rules are checked."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

#: Lower case, so that an item is a plain column name, alike in every engine.
ID = r"^[a-z][a-z0-9_]{0,40}$"
INSTRUMENT_ID = r"^[a-z][a-z0-9-]{0,40}$"

Text = Annotated[str, Field(min_length=1, max_length=2000)]
Label = Annotated[str, Field(min_length=1, max_length=200)]
Id = Annotated[str, Field(pattern=ID)]
Number = Annotated[int, Field(ge=-100, le=1000)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, str_strip_whitespace=True)


class LevelPart(_Part):
    """[responses] levels: a number and its meaning."""

    value: Number
    label: Label


class ResponsesPart(_Part):
    """[responses]: what can be ticked."""

    minimum: Number
    maximum: Number
    levels: list[LevelPart]
    dont_know_code: Number | None = None
    not_applicable_code: Number | None = None


class ItemPart(_Part):
    """[[items]]: one question."""

    item_id: Id
    label: Label
    scale_id: Id | None = None
    reversed: bool = False
    construct_id: Label | None = None
    construct_role_id: Label | None = None
    theme_id: Label | None = None
    influence_id: Id | None = None
    note: Text | None = None


class ScalePart(_Part):
    """[[scales]]: items that make one score."""

    scale_id: Id
    label: Label
    item_ids: Annotated[list[Id], Field(min_length=1)]
    method: Literal["mean", "sum"]
    higher_is: Literal["better", "worse"]
    items_needed: Annotated[int | None, Field(ge=1)] = None
    share_needed: Annotated[float | None, Field(gt=0, le=1)] = None
    needs_scales: list[Id] = []


class ExamplePart(_Part):
    """[[worked_examples]]: answers, and what must come out."""

    says: Text
    answers: dict[Id, Number]
    scores: dict[Id, float | Literal["none"]] = {}
    levels: dict[Id, Label] = {}


class InstrumentFile(_Part):
    """The whole file."""

    instrument_id: Annotated[str, Field(pattern=INSTRUMENT_ID)]
    name: Label
    short_name: Annotated[str, Field(min_length=1, max_length=40)]
    citation: Text
    doi: Annotated[str | None, Field(pattern=r"^10\.\d{4,}/\S+$")] = None
    licence: Label
    licence_note: Text
    own: bool
    validated: bool
    version_of: Annotated[str | None, Field(pattern=INSTRUMENT_ID)] = None
    verified: list[Text] = []
    unverified: list[Text] = []
    responses: ResponsesPart
    items: Annotated[list[ItemPart], Field(min_length=1)]
    scales: list[ScalePart] = []
    worked_examples: Annotated[list[ExamplePart], Field(min_length=1)]
