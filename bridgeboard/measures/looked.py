"""What all rules about missing things look at: which sites, which waves, on which day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: A site that another one stands for at a later wave is asked for nothing: nobody is there to
#: answer.
_SITES = """
SELECT site_id, comparable_across_waves::VARCHAR AS comparable
FROM ordered_sites s WHERE NOT EXISTS (FROM sites WHERE alias_of = s.site_id) ORDER BY site_order
"""
_WAVES = """
SELECT wave_id, label, from_on IS NULL OR to_on IS NULL AS is_undated
FROM ordered_waves ORDER BY wave_order
"""


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """A snapshot, and what of it is looked at.

    released: only what may be read outside the team.
    sites:    those that can still be asked, by id in their order; comparable: yes, no or unknown.
    waves:    all, in time; labels: their names by id; last: the last one's id.
    """

    snapshot: Snapshot
    day: date
    released: bool
    minimum: int
    sites: dict[str, dict[str, Any]]
    waves: list[dict[str, Any]]
    labels: dict[str, str]
    last: str


def looked(snapshot: Snapshot, day: date, released: bool) -> Looked:
    """Read once what all rules need."""
    waves = snapshot.query(_WAVES).to_dicts()
    return Looked(
        snapshot=snapshot,
        day=day,
        released=released,
        minimum=snapshot.programme.minimum_n,
        sites={row["site_id"]: row for row in snapshot.query(_SITES).to_dicts()},
        waves=waves,
        labels={row["wave_id"]: row["label"] for row in waves},
        last=waves[-1]["wave_id"],
    )
