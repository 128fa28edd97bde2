"""Words of the shell and the blocks, in one place, ready to be translated."""

from __future__ import annotations

VIEW_AS_TABLE = "View as table"
DOWNLOAD_CSV = "Download CSV"

VIEW_LABELS = {"team": "Team", "shareable": "Shareable"}


def unit(name: str) -> str:
    """The unit as the line under a chart says it."""
    return f"Unit: {name}"


def exported(programme: str, view: str, snapshot_id: str) -> str:
    """The line in a file that says where it comes from."""
    return f"Bridgeboard: {programme}, {VIEW_LABELS[view].lower()} view, snapshot {snapshot_id}"
