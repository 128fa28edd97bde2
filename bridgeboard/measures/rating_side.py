"""What ratings say of a subject: of one construct, or of several without adding them up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.rated import joined

if TYPE_CHECKING:
    from bridgeboard.measures.bearing import Rated, Subject

#: Columns of the answer frame that ratings fill.
COLUMNS = (
    *("rating_from", "rating_to", "n_rated", "rating_steps", "rating_reading", "accepted_from"),
    "proposed",
)

_KEY = ("framework", "construct_id", "site_id", "wave_id")


class RatingSide:
    """All ratings of a programme, and what is only proposed."""

    def __init__(self, ratings: pl.DataFrame, proposed: pl.DataFrame) -> None:
        """In: a frame of cfir, with accepted ratings or without; a frame of proposed_ratings."""
        given = ratings.filter(pl.col("state") != "not_rated")
        self._given: dict[tuple[str, ...], dict[str, Any]] = {
            tuple(row[name] for name in _KEY): row
            for row in given.select(
                *_KEY, "state", "rating", "cell", "accepted_from", "provenance"
            ).iter_rows(named=True)
        }
        self._proposed: dict[tuple[str, ...], list[str]] = {}
        for *where, cell, basis in (
            proposed.filter(pl.col("status") == "proposed")
            .select(*_KEY, "cell", "basis")
            .iter_rows()
        ):
            self._proposed.setdefault(tuple(where), []).append(f"{cell} by {_BY[basis]}")

    def said(
        self, subject: Subject, site: str, waves: tuple[str, str], *, statements_speak: bool
    ) -> dict[str, Any]:
        """The columns of COLUMNS at one site; one wave where both waves are the same.

        A rating that was accepted from statements rests on these: where they speak, it doesn't
        count as a source of its own.
        """
        before, after = ([self._at(one, site, wave) for one in subject.rated] for wave in waves)
        if waves[0] == waves[1]:
            before = [None] * len(after)
        counts = [
            (one, then, now)
            for one, then, now in zip(subject.rated, before, after, strict=True)
            if one.votes
            and now
            and now["state"] in ("rated", "mixed")
            and not (statements_speak and now["accepted_from"] == "statements")
        ]
        steps = [_steps(then, now) for _, then, now in counts]
        return {
            "rating_from": _cells(subject.rated, before),
            "rating_to": _cells(subject.rated, after),
            "n_rated": len(counts),
            "rating_steps": steps[0] if len(counts) == len(subject.rated) == 1 else None,
            "rating_reading": _reading(
                [_one(now, step) for (_, _, now), step in zip(counts, steps, strict=True)]
            ),
            "accepted_from": joined(row["accepted_from"] for row in (*before, *after) if row),
            "proposed": self._only_proposed(subject, site, waves[1]),
        }

    def provenance(self, subject: Subject, site: str, waves: tuple[str, str]) -> list[str]:
        """Where the ratings come from."""
        rows = [self._at(one, site, wave) for one in subject.rated for wave in waves]
        return [word for row in rows if row for word in (row["provenance"] or "").split(", ")]

    def _at(self, one: Rated, site: str, wave: str) -> dict[str, Any] | None:
        return self._given.get((one.framework, one.construct_id, site, wave))

    def _only_proposed(self, subject: Subject, site: str, wave: str) -> str | None:
        said = []
        for one in subject.rated:
            which = (one.framework, one.construct_id, site, wave)
            if which not in self._given and which in self._proposed:
                cells = ", ".join(self._proposed[which])
                said.append(f"{one.label} {cells}".strip())
        return "; ".join(said) or None


_BY = {"statements": "statements", "pcat": "pCAT"}


def _cells(rated: Sequence[Rated], rows: Sequence[dict[str, Any] | None]) -> str | None:
    """The ratings as shown, named where there are names: Communications −1; Teaming mixed."""
    cells = (
        f"{one.label} {row['cell']}".strip() for one, row in zip(rated, rows, strict=True) if row
    )
    return "; ".join(cells) or None


def _steps(then: dict[str, Any] | None, now: dict[str, Any]) -> int | None:
    if then is None or then["rating"] is None or now["rating"] is None:
        return None
    return now["rating"] - then["rating"]


def _one(now: dict[str, Any], steps: int | None) -> str:
    """What one construct's rating says; one that moved towards the other side points nowhere."""
    rating = now["rating"]
    if rating is None:
        return "mixed"
    if rating == 0:
        return "neutral"
    word = "facilitator" if rating > 0 else "barrier"
    return f"weaker {word}" if steps and (steps > 0) != (rating > 0) else word


def _reading(words: Sequence[str]) -> str | None:
    """What several say together: one side if any is on it and none on the other."""
    said = set(words)
    if not said:
        return None
    if len(said) == 1:
        return said.pop()
    pointing = said & {"facilitator", "barrier"}
    return pointing.pop() if len(pointing) == 1 else "mixed"
