"""Rows of decisions, and the frames they make."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, Self

import polars as pl

#: Of an action, in the order of its life.
STATUSES = ("open", "doing", "done", "dropped")
#: What an action may be about; at most one of them.
SUBJECTS = ("influence_id", "construct_id", "theme_id")
FRAMEWORKS = ("2009", "2022", "own")
STATES = ("rated", "mixed", "missing", "not_applicable")
BASES = ("statements", "pcat", "raters")
GROUPS = ("high", "low")

_MOMENT = pl.Datetime("us", "UTC")

#: What people say of an action; whatever else is in a row is written by the program.
ACTION_FIELDS = (
    "site_id",
    *SUBJECTS,
    "barrier",
    "strategy_id",
    "what",
    "owner",
    "due",
    "status",
    "note",
)
_ACTION_SCHEMA = dict.fromkeys(ACTION_FIELDS, pl.String()) | {"due": pl.Date()}
ACTIONS = {
    "action_id": pl.String(),
    **_ACTION_SCHEMA,
    "created_at": _MOMENT,
    "created_by": pl.String(),
    "changed_at": _MOMENT,
    "changed_by": pl.String(),
    "version": pl.Int64(),
}
#: What every history begins with.
_ENTRY = {"event": pl.String(), "version": pl.Int64(), "at": _MOMENT, "by": pl.String()}
ACTION_HISTORY = {**_ENTRY, "action_id": pl.String(), **_ACTION_SCHEMA}

RATING_KEY = ("site_id", "wave_id", "framework", "construct_id")
RATING_FIELDS = ("rating", "state", "reason", "basis")
_RATING_SCHEMA = dict.fromkeys(RATING_KEY + RATING_FIELDS, pl.String()) | {"rating": pl.Int64()}
ACCEPTED = {**_RATING_SCHEMA, "by": pl.String(), "at": _MOMENT, "version": pl.Int64()}
RATING_HISTORY = {**_ENTRY, **_RATING_SCHEMA}

_MEMBER = {"grouping": pl.String(), "site_id": pl.String(), "group": pl.String()}
GROUPINGS = {**_MEMBER, "by": pl.String(), "at": _MOMENT, "version": pl.Int64()}
GROUPING_HISTORY = {**_ENTRY, **_MEMBER}

_RELEASE = dict.fromkeys(("statement_id", "release", "fingerprint"), pl.String())
RELEASES = {**_RELEASE, "by": pl.String(), "at": _MOMENT, "version": pl.Int64()}
RELEASE_HISTORY = {**_ENTRY, **_RELEASE}

_MAP = dict.fromkeys(("map_name", "kind", "toml"), pl.String())
MAPS = {**_MAP, "by": pl.String(), "at": _MOMENT, "version": pl.Int64()}
MAP_HISTORY = {**_ENTRY, **_MAP}


@dataclass(frozen=True, slots=True)
class Action:
    """What is to be done at a site, by whom and by when, as it stands at one version.

    created_by, changed_by: a name, or empty where nobody said one.
    """

    action_id: str
    site_id: str
    influence_id: str | None
    construct_id: str | None
    theme_id: str | None
    barrier: str | None
    strategy_id: str | None
    what: str
    owner: str | None
    due: dt.date | None
    status: Literal["open", "doing", "done", "dropped"]
    note: str | None
    created_at: dt.datetime
    created_by: str
    changed_at: dt.datetime
    changed_by: str
    version: int

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The action in a row of the file."""
        return cls(**typed(row, ACTIONS))

    def fields(self) -> dict[str, Any]:
        """What people said of it, by field."""
        return {name: getattr(self, name) for name in ACTION_FIELDS}


@dataclass(frozen=True, slots=True)
class AcceptedRating:
    """A site's rating of a construct that a person accepted."""

    site_id: str
    wave_id: str
    framework: Literal["2009", "2022", "own"]
    construct_id: str
    rating: int | None
    state: Literal["rated", "mixed", "missing", "not_applicable"]
    reason: str | None
    basis: Literal["statements", "pcat", "raters"]
    by: str
    at: dt.datetime
    version: int

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The accepted rating in a row of the file."""
        return cls(**typed(row, ACCEPTED))


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which sites did well ("high") and which did not ("low"), as a person sees it."""

    grouping: str
    groups: Mapping[str, Literal["high", "low"]]
    by: str
    at: dt.datetime
    version: int

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The grouping in a row of the file."""
        said = typed(row, {name: GROUPINGS[name] for name in ("grouping", "by", "at", "version")})
        return cls(groups=json.loads(row["members"]), **said)


@dataclass(frozen=True, slots=True)
class Release:
    """What a person decided about a statement with these words: shareable, or for the team."""

    statement_id: str
    release: Literal["shareable", "team"]
    fingerprint: str
    by: str
    at: dt.datetime
    version: int

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The decision in a row of the file."""
        return cls(**typed(row, RELEASES))


@dataclass(frozen=True, slots=True)
class SavedMap:
    """What the columns of an export mean, as TOML, under the name that a person gave it."""

    map_name: str
    kind: str
    toml: str
    by: str
    at: dt.datetime
    version: int

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The map in a row of the file."""
        return cls(**typed(row, MAPS))


def by_site(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows of groupings, each as one row per site; a withdrawn one keeps one row without a site."""
    return [
        {**dict(row), "site_id": site, "group": group}
        for row in rows
        for site, group in (json.loads(row["members"]) or {None: None}).items()
    ]


def frame(rows: Iterable[Mapping[str, Any]], schema: Mapping[str, pl.DataType]) -> pl.DataFrame:
    """The rows with these columns and types."""
    return pl.DataFrame([typed(row, schema) for row in rows], schema=dict(schema), orient="row")


def typed(row: Mapping[str, Any], schema: Mapping[str, pl.DataType]) -> dict[str, Any]:
    """The row's values under the schema's names: dates and moments as such, the rest as stored."""
    return {name: _typed(row[name], dtype) for name, dtype in schema.items()}


def _typed(value: Any, dtype: pl.DataType) -> Any:
    if value is None:
        return None
    if dtype == _MOMENT:
        return dt.datetime.fromisoformat(value)
    return dt.date.fromisoformat(value) if dtype == pl.Date else value
