"""Actions as a list to work from: by their names, what is late first."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.measures.places import sites
from bridgeboard.measures.subjects import strategies, subjects

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: Nothing more is to be done about these.
_ENDED = ("done", "dropped")
_SUBJECTS = {"influence": "influence_id", "construct": "construct_id", "theme": "theme_id"}


def action_list(actions: pl.DataFrame, snapshot: Snapshot, today: date) -> pl.DataFrame:
    """The actions in the order in which somebody asks for them, with names for ids.

    In:      Decisions.actions(); the day on which it is asked.
    Out:     the same rows with site_name, subject_kind, subject_id, subject_label, strategy,
             days_late (whole days since a due date that passed; null where nothing is late, or
             where it is done or dropped). First what is late, the longest first; then what is due,
             the soonest first; then what has no date; then what is done or dropped, the last first.
    Missing: a site, subject or strategy that the snapshot hasn't keeps its id as its name; an
             action about nothing has no subject.
    """
    is_ended = pl.col("status").is_in(_ENDED)
    late = (pl.lit(today) - pl.col("due")).dt.total_days()
    kind = pl.coalesce(
        pl.when(pl.col(column).is_not_null()).then(pl.lit(kind))
        for kind, column in _SUBJECTS.items()
    )
    named = (
        actions.with_columns(
            subject_kind=kind,
            subject_id=pl.coalesce(_SUBJECTS.values()),
            days_late=pl.when(~is_ended & (late > 0)).then(late),
        )
        .join(sites(snapshot), on="site_id", how="left", maintain_order="left")
        .join(
            subjects(snapshot).unique(["subject_kind", "subject_id"], keep="first"),
            on=("subject_kind", "subject_id"),
            how="left",
            maintain_order="left",
        )
        .join(strategies(snapshot), on="strategy_id", how="left", maintain_order="left")
        .with_columns(
            site_name=pl.coalesce("site_name", "site_id"),
            subject_label=pl.coalesce("subject_label", "subject_id"),
            strategy=pl.coalesce("strategy", "strategy_id"),
        )
    )
    ended_at = pl.when(is_ended).then(pl.col("changed_at"))
    return named.sort(
        is_ended,
        ended_at,
        "due",
        "created_at",
        descending=(False, True, False, False),
        nulls_last=True,
        maintain_order=True,
    ).drop("site_order", "cluster")


def chosen(
    listed: pl.DataFrame, site_ids: tuple[str, ...] | None, statuses: tuple[str, ...]
) -> pl.DataFrame:
    """Only those at these sites (None: everywhere) and of these statuses (none: all)."""
    if site_ids is not None:
        listed = listed.filter(pl.col("site_id").is_in(site_ids))
    if statuses:
        listed = listed.filter(pl.col("status").is_in(statuses))
    return listed


def to_do(listed: pl.DataFrame, site_id: str) -> pl.DataFrame:
    """Of the list, what is open or under way at one site, in the list's order."""
    return listed.filter(pl.col("site_id") == site_id, pl.col("status").is_in(["open", "doing"]))


def as_text(listed: pl.DataFrame) -> pl.DataFrame:
    """The same list to be read in a table or a file: days and moments (UTC) as text.

    Missing: what nobody said is an empty text.
    """
    moments = pl.col("created_at", "changed_at").dt.strftime("%Y-%m-%d %H:%M UTC")
    return listed.with_columns(moments, pl.col("due").dt.strftime("%Y-%m-%d")).with_columns(
        pl.col(pl.String).fill_null("")
    )
