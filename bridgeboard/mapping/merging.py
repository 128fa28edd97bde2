"""Converted rows into a programme's tables: what is new, changed, the same, and no longer there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from bridgeboard.mapping.converted import Converted

#: What names a row of each table that files are converted to. As the schemas have it, which may
#: not be imported here: they take Pandera along.
KEYS: dict[str, tuple[str, ...]] = {
    "sites": ("site_id",),
    "waves": ("wave_id",),
    "respondents": ("respondent_id",),
    "answers": ("respondent_id", "instrument_id", "item_id"),
    "focus_groups": ("group_id",),
    "themes": ("theme_id",),
    "statements": ("statement_id", "site_id"),
}
_OF_PEOPLE = ("site_id", "wave_id")


@dataclass(frozen=True)
class Changes:
    """What happens to the rows of one table.

    new: rows to come; changed: rows as they will be; before: the same rows, in the same order, as
    they are; gone: rows of the programme that the file should have and has not.
    same: number of rows that stay as they are, of those that the file has.
    """

    new: pl.DataFrame
    changed: pl.DataFrame
    before: pl.DataFrame
    same: int
    gone: pl.DataFrame


@dataclass(frozen=True)
class Merged:
    """tables: all that were given, as they would be; changes: of each table that the file has.

    taken_out: are the rows that are gone left out of tables?
    """

    tables: dict[str, pl.DataFrame]
    changes: dict[str, Changes] = field(default_factory=dict)
    taken_out: bool = False

    @property
    def nothing_changes(self) -> bool:
        """Are the tables what they were?"""
        return not any(
            len(one.new) or len(one.changed) or (self.taken_out and len(one.gone))
            for one in self.changes.values()
        )


def merged(
    into: Mapping[str, pl.DataFrame], converted: Converted, take_out: bool = False
) -> Merged:
    """The programme's tables with the converted rows in them.

    In: tables of text. Columns that the file doesn't know keep what stands in them; a column that
        it knows is taken as the file has it, empty cells too.
    Rows that lie within what the file speaks of and are not in it go only with take_out.
    """
    tables = {name: _as_text(frame) for name, frame in into.items()}
    changes: dict[str, Changes] = {}
    # Answers are placed by the respondents that both sides know.
    people = _people(tables.get("respondents"), converted.tables.get("respondents"))
    for name, frame in converted.tables.items():
        old = tables.get(name, pl.DataFrame(schema=frame.schema))
        scope = converted.scope.get(name, {})
        tables[name], changes[name] = _merged(
            old, _as_text(frame), KEYS[name], scope, people if name == "answers" else None
        )
    if "respondents" in changes and "answers" in tables:
        changes["respondents"] = _without_answers(changes, tables["answers"])
    if take_out:
        for name, change in changes.items():
            if len(change.gone):
                keys = list(KEYS[name])
                gone = change.gone.select(keys)
                tables[name] = tables[name].join(
                    gone, on=keys, how="anti", nulls_equal=True, maintain_order="left"
                )
    return Merged(tables, changes, take_out)


def _merged(
    old: pl.DataFrame,
    new: pl.DataFrame,
    keys: tuple[str, ...],
    scope: Mapping[str, frozenset[str]],
    people: pl.DataFrame | None,
) -> tuple[pl.DataFrame, Changes]:
    on = list(keys)
    columns = [*old.columns, *(column for column in new.columns if column not in old.columns)]
    old = _with_columns(old, columns)
    given = [column for column in new.columns if column not in keys]
    # Keys of a programme's own file may stand twice; only the first can be meant, and the check of
    # the folder refuses both.
    beside = old.with_row_index("_place").join(
        new.with_columns(_new=True), on=on, how="left", nulls_equal=True, suffix="_file",
        maintain_order="left",
    ).unique("_place", keep="first", maintain_order=True)  # fmt: skip
    there = pl.col("_new").fill_null(False)
    differs = pl.any_horizontal(
        pl.lit(False), *(pl.col(c).ne_missing(pl.col(f"{c}_file")) for c in given)
    )
    beside = beside.with_columns(_there=there, _differs=there & differs)
    updated = beside.select(
        "_differs",
        *(
            pl.when("_there").then(f"{c}_file").otherwise(c).alias(c) if c in given else pl.col(c)
            for c in columns
        ),
    )
    added = _with_columns(new.join(old, on=on, how="anti", nulls_equal=True), columns)
    missing = old.filter(~beside["_there"])
    differing = beside["_differs"]
    return (
        pl.concat([updated.drop("_differs"), added]),
        Changes(
            new=added,
            changed=updated.filter(differing).drop("_differs"),
            before=old.filter(differing),
            same=int((beside["_there"] & ~differing).sum()),
            gone=_within(missing, scope, people),
        ),
    )


def _within(
    rows: pl.DataFrame, scope: Mapping[str, frozenset[str]], people: pl.DataFrame | None
) -> pl.DataFrame:
    """The rows that the file speaks of; none where it says nothing of what it speaks of."""
    if not scope:
        return rows.clear()
    placed = rows
    if people is not None:
        placed = rows.join(people, on="respondent_id", how="left", maintain_order="left")
    inside = [pl.col(column).is_in(list(values)) for column, values in scope.items()]
    return placed.filter(pl.all_horizontal(inside)).select(rows.columns)


def _people(*frames: pl.DataFrame | None) -> pl.DataFrame:
    """Where and when each respondent is, the first frame that knows it first."""
    columns = ("respondent_id", *_OF_PEOPLE)
    known = [_with_columns(f, list(columns)) for f in frames if f is not None]
    if not known:
        return pl.DataFrame(schema=dict.fromkeys(columns, pl.String))
    return pl.concat(known).unique("respondent_id", keep="first", maintain_order=True)


def _without_answers(changes: Mapping[str, Changes], answers: pl.DataFrame) -> Changes:
    """A respondent is gone only if no answer is left: another file may hold the others."""
    change = changes["respondents"]
    if "answers" in changes:
        keys = list(KEYS["answers"])
        answers = answers.join(changes["answers"].gone.select(keys), on=keys, how="anti")
    left = change.gone.join(answers, on="respondent_id", how="anti", maintain_order="left")
    return Changes(change.new, change.changed, change.before, change.same, left)


def _with_columns(frame: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    return frame.select(
        pl.col(column) if column in frame.columns else pl.lit(None, pl.String).alias(column)
        for column in columns
    )


def _as_text(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.cast(pl.String)
