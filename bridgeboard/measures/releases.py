"""Which statements may be read outside the team: what the files say, and what people decided."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from bridgeboard.decisions import Decisions
from bridgeboard.problems import Refusal

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: Why a statement is released or not: the files say so; a person decided; a person released other
#: words, so the files' own word holds; the file of decisions was damaged, so nobody knows.
FILES, PERSON, EDITED, DOUBT = "files", "person", "edited", "doubt"

SCHEMA = {
    "statement_id": pl.String,
    "text": pl.String,
    "transcript_refs": pl.String,
    "wave_id": pl.String,
    "site_names": pl.String,
    "provenance": pl.String,
    "fingerprint": pl.String,
    "release": pl.String,
    "basis": pl.String,
    "by": pl.String,
    "at": pl.Datetime("us", "UTC"),
    "version": pl.Int64,
}

_STATEMENTS = """
SELECT s.statement_id, any_value(s."text") AS "text",
       any_value(s.transcript_refs) AS transcript_refs, any_value(s.wave_id) AS wave_id,
       string_agg(DISTINCT o.site_name, '; ' ORDER BY o.site_name) AS site_names,
       any_value(s.provenance) AS provenance,
       CASE WHEN bool_and(s.release = 'shareable') THEN 'shareable' ELSE 'team' END AS in_files
FROM statements s LEFT JOIN sites o USING (site_id)
GROUP BY s.statement_id ORDER BY min(s.rowid)
"""


@dataclass(frozen=True, slots=True, eq=False)
class DecidedReleases:
    """What people decided about statements, as far as it can be read.

    releases: Decisions.releases(). doubtful: may decisions be missing, because their file was
    damaged and set aside, or can't be read? version: of the file, for keys of caches.
    """

    releases: pl.DataFrame | None
    doubtful: bool
    version: int


def decided_releases(root: Path, programme_id: str) -> DecidedReleases:
    """What people decided about the statements of a programme in this store."""
    try:
        kept = Decisions(root, programme_id)
        version = kept.version()
        doubtful = kept.warning() is not None
        return DecidedReleases(kept.releases() if version else None, doubtful, version)
    except Refusal:
        return DecidedReleases(None, True, -1)


def fingerprint(text: str, transcript_refs: str | None) -> str:
    """What tells these words, and where they stand in a transcript, from any others."""
    return hashlib.sha256(f"{text}\x1f{transcript_refs or ''}".encode()).hexdigest()


def releases(snapshot: Snapshot, said: DecidedReleases) -> pl.DataFrame:
    """Each statement once, whether it may be read outside the team, and who decided that when.

    In:      statements, sites; what was decided.
    Out:     one row per statement, in the order of the file. release: shareable or team, as it
             holds. basis: files, person, edited or doubt. by, at, version: of the last decision.
    Missing: by and at are null, and version 0, where nobody decided. What a person released counts
             for the very words that they read; of other words the files' own word holds. What a
             person held back stays so, whatever became of its words. While decisions may be
             missing, only what is published, and what a person released, is released.
    Source:  own rules.
    """
    rows = snapshot.with_releases({}).query(_STATEMENTS)
    lines = [] if said.releases is None else said.releases.to_dicts()
    known = {line["statement_id"]: line for line in lines}
    found = []
    for row in rows.to_dicts():
        last = known.get(row["statement_id"])
        own = fingerprint(row["text"], row["transcript_refs"])
        release, basis = row.pop("in_files"), FILES
        if last and (last["release"] == "team" or last["fingerprint"] == own):
            release, basis = last["release"], PERSON
        elif said.doubtful and release == "shareable" and row["provenance"] != "published":
            release, basis = "team", DOUBT
        elif last:
            basis = EDITED
        row |= {"fingerprint": own, "release": release, "basis": basis}
        row |= {name: last[name] if last else None for name in ("by", "at")}
        found.append(row | {"version": last["version"] if last else 0})
    return pl.DataFrame(found, schema=SCHEMA)


def as_decided(snapshot: Snapshot, said: DecidedReleases) -> Snapshot:
    """The snapshot as every measure must read it once people have decided: with their releases.

    Whoever shows anything outside the team opens a snapshot this way: a page, the command line, a
    report.
    """
    if not said.doubtful and (said.releases is None or said.releases.is_empty()):
        return snapshot.with_releases({})
    rows = releases(snapshot, said).filter(pl.col("basis").is_in([PERSON, DOUBT]))
    return snapshot.with_releases(dict(rows.select("statement_id", "release").iter_rows()))
