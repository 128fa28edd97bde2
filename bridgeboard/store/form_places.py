"""The sites and waves of a snapshot, to choose among on a form."""

from __future__ import annotations

from bridgeboard.forms.places import Places
from bridgeboard.store.snapshot import Snapshot


def places_of_snapshot(snapshot: Snapshot) -> Places:
    """The programme's name, its sites, and its waves in order of time."""
    sites = snapshot.query("SELECT site_id, site_name FROM ordered_sites ORDER BY site_order")
    waves = snapshot.query("SELECT wave_id, label FROM ordered_waves ORDER BY wave_order")
    return Places(snapshot.programme.name, tuple(sites.rows()), tuple(waves.rows()))
