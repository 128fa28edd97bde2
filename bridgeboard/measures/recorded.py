"""What is on record of a site up to a wave: the newest answers, ratings, steps, pay and remarks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.measures.proposals import OF_THE_SITE
from bridgeboard.measures.release import FACT_RELEASED
from bridgeboard.measures.said import statements_on_subjects
from bridgeboard.measures.score import score

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

_WAVES = """
SELECT wave_id, label, wave_order, to_on, date_precision::VARCHAR AS date_precision
FROM ordered_waves ORDER BY wave_order
"""
_NOT_COMPARABLE = "SELECT site_id FROM sites WHERE comparable_across_waves = 'no'"
_ANSWERS = """
SELECT instrument_id, item_id, site_id, wave_id, value, sum(n)::BIGINT AS n
FROM mart_distribution WHERE state = 'answered' AND site_id IS NOT NULL
GROUP BY ALL ORDER BY ALL
"""
_ASKED = """
SELECT evidence[8:] AS instrument_id, site_id, wave_id, provenance FROM mart_coverage
WHERE starts_with(evidence, 'survey:') AND n > 0
"""
_MILESTONES = """
SELECT site_id, milestone, planned_on, done_on, provenance FROM milestones ORDER BY rowid
"""
_PAYMENTS = """
SELECT site_id, from_on, basis::VARCHAR AS basis, note, source, provenance
FROM payments ORDER BY site_id, from_on, basis
"""
_FACTS = f"""
SELECT fact_id, site_id, wave_id, factor, finding, direction::VARCHAR AS direction, source,
       provenance
FROM context WHERE site_id IS NOT NULL AND (NOT $released OR {FACT_RELEASED}) ORDER BY rowid
"""
#: Of a group that is known to be smaller than the minimum, nothing that was said may decide.
_SAID = """
SELECT s.statement_id, s.site_id, s.wave_id, s.transcript_refs, s.source, g.n_participants
FROM statements s LEFT JOIN focus_groups g USING (group_id)
WHERE s.site_id IS NOT NULL ORDER BY s.rowid
"""

Row = dict[str, Any]

#: States of a rating that say something.
_DECIDED = ("rated", "mixed")


@dataclass(frozen=True, slots=True)
class Moment:
    """A wave, seen from which the record is read.

    until: the last day that counts: the wave's own, but none after the day on which it is read;
           None where the wave's isn't on record, so that no day can be said to lie before it.
    """

    wave_id: str
    until: date | None
    is_last: bool


class Recorded:
    """Everything that readiness rests on, read once for a snapshot."""

    def __init__(
        self,
        snapshot: Snapshot,
        day: date,
        ratings: pl.DataFrame,
        actions: pl.DataFrame | None,
        released: bool,
    ) -> None:
        """In: a frame of cfir; actions as Decisions.actions() gives them, or None."""
        waves = snapshot.query(_WAVES).to_dicts()
        self.labels = {row["wave_id"]: _dated(row) for row in waves}
        self._order = [row["wave_id"] for row in waves]
        last = len(waves) - 1
        self.moments = [
            Moment(
                row["wave_id"],
                day if place == last else row["to_on"] and min(row["to_on"], day),
                place == last,
            )
            for place, row in enumerate(waves)
        ]
        self._alone = set(snapshot.query(_NOT_COMPARABLE)["site_id"])
        self.day = day
        self.minimum = snapshot.programme.minimum_n
        self.instruments = snapshot.instruments
        self.sources = {key: one.label for key, one in snapshot.programme.sources.items()}
        self._answers = _by(snapshot.query(_ANSWERS), "instrument_id", "item_id", "site_id")
        self._scores = _by(
            score(snapshot).filter(pl.col("n") > 0), "instrument_id", "scale_id", "site_id"
        )
        self._asked = {
            (instrument, site, wave): provenance
            for instrument, site, wave, provenance in snapshot.query(_ASKED).iter_rows()
        }
        given = ratings.filter(pl.col("state") != "not_rated")
        self._ratings = _by(given, "framework", "construct_id", "site_id")
        # Of a step that is written twice, in two spellings, the row that is done counts.
        steps = sorted(snapshot.query(_MILESTONES).to_dicts(), key=lambda row: bool(row["done_on"]))
        self._milestones = {(row["site_id"], plain(row["milestone"])): row for row in steps}
        self._payments = _by(snapshot.query(_PAYMENTS), "site_id")
        self._facts = _by(snapshot.query(_FACTS, {"released": released}), "site_id", "factor")
        self.tells_small_groups = not released
        self._said = _statements(snapshot, released)
        self._actions: dict[tuple[str, str], int] = defaultdict(int)
        for site, influence, status in (
            ()
            if actions is None
            else actions.select("site_id", "influence_id", "status").iter_rows()
        ):
            if influence is not None and status != "dropped":
                self._actions[site, influence] += 1

    def answers(self, instrument: str, item: str, site: str, at: Moment) -> tuple[str, list[Row]]:
        """The wave of the newest answers to an item, and its levels with how many chose each."""
        return self._newest(self._answers.get((instrument, item, site), ()), at)

    def score(self, instrument: str, scale: str, site: str, at: Moment) -> tuple[str, Row | None]:
        """The wave and the row of `score` of the newest scores on a scale."""
        wave, rows = self._newest(self._scores.get((instrument, scale, site), ()), at)
        return wave, rows[0] if rows else None

    def rated(self, constructs: Iterable[tuple[str, str]], site: str, at: Moment) -> list[Row]:
        """Of each of these constructs the newest rating that was decided: rated or mixed."""
        found: list[Row] = []
        for key in constructs:
            rows = self._ratings.get((*key, site), ())
            found += self._newest([row for row in rows if row["state"] in _DECIDED], at)[1]
        return found

    def undecided(
        self, constructs: Iterable[tuple[str, str]], site: str, at: Moment
    ) -> tuple[str, list[Row]]:
        """The newest wave at which raters looked at any of these constructs, and what they gave."""
        rows = [row for key in constructs for row in self._ratings.get((*key, site), ())]
        return self._newest(rows, at)

    def milestone(self, name: str, site: str) -> Row | None:
        """The step of this name at a site."""
        return self._milestones.get((site, plain(name)))

    def payments(self, site: str, at: Moment) -> list[Row]:
        """How PSWs are paid at that time: the rows of the newest first day."""
        known = [
            row
            for row in self._payments.get((site,), ())
            if at.until is not None and row["from_on"] <= at.until
        ]
        newest = max((row["from_on"] for row in known), default=None)
        return [row for row in known if row["from_on"] == newest]

    def facts(self, factors: Iterable[str], site: str, at: Moment) -> list[Row]:
        """Of each of these factors the facts of the newest wave that has any."""
        return [
            row
            for factor in factors
            for row in self._newest(self._facts.get((site, factor), ()), at)[1]
        ]

    def statements(self, influence: str, site: str, at: Moment) -> tuple[str, list[Row]]:
        """The wave of the newest statements on an influence, and these, each once."""
        return self._newest(self._said.get((influence, site), ()), at)

    def n_actions(self, influence: str, site: str) -> int:
        """Actions about an influence at a site that were not dropped."""
        return self._actions.get((site, influence), 0)

    def provenance(self, instrument: str, site: str, wave: str) -> str | None:
        """Where a survey's answers at a site and wave come from."""
        return self._asked.get((instrument, site, wave))

    def named(self, sources: Iterable[str | None], otherwise: str) -> str:
        """The sources' short names, each once."""
        found = dict.fromkeys(self.sources.get(key, key) for key in sources if key)
        return ", ".join(found) or otherwise

    def seen(self, rows: Iterable[Row]) -> tuple[str, str]:
        """The newest wave of these rows, and the names of all their waves in time."""
        found = sorted({row["wave_id"] for row in rows}, key=self._order.index)
        return found[-1], " and ".join(self.labels[wave] for wave in found)

    def _newest(self, rows: Iterable[Row], at: Moment) -> tuple[str, list[Row]]:
        upto = self._order[: self._order.index(at.wave_id) + 1]
        by_wave: dict[str, list[Row]] = {}
        for row in rows:
            # What was another place at an earlier wave says nothing of this one.
            if row["site_id"] not in self._alone or row["wave_id"] == at.wave_id:
                by_wave.setdefault(row["wave_id"], []).append(row)
        for wave in reversed(upto):
            if wave in by_wave:
                return wave, by_wave[wave]
        return at.wave_id, []


def plain(name: str) -> str:
    """A step's name without what people write differently: case and spaces."""
    return " ".join(name.lower().split())


def _by(frame: pl.DataFrame, *names: str) -> dict[tuple[str, ...], list[Row]]:
    found: dict[tuple[str, ...], list[Row]] = {}
    for row in frame.iter_rows(named=True):
        found.setdefault(tuple(row[name] for name in names), []).append(row)
    return found


def _dated(wave: Row) -> str:
    """A wave's name with its month or year, as exactly as its source gives it."""
    form = {"day": "%Y-%m", "month": "%Y-%m", "year": "%Y"}.get(wave["date_precision"] or "")
    if wave["to_on"] is None or form is None:
        return wave["label"]
    return f"{wave['label']}, {wave['to_on'].strftime(form)}"


def _statements(snapshot: Snapshot, released: bool) -> dict[tuple[str, ...], list[Row]]:
    bearing = statements_on_subjects(snapshot, released).filter(
        pl.col("kind") == "influence", pl.col("scope").is_in(OF_THE_SITE)
    )
    about = snapshot.query(_SAID).unique(
        ["statement_id", "site_id", "wave_id"], keep="first", maintain_order=True
    )
    rows = about.with_columns(pl.col("site_id", "wave_id", "statement_id").cast(pl.String)).join(
        bearing.select("statement_id", "site_id", "wave_id", "subject_id", "side", "provenance"),
        on=["statement_id", "site_id", "wave_id"],
        maintain_order="left",
    )
    return _by(rows, "subject_id", "site_id")
