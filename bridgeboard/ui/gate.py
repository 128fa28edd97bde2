"""What stands in a page's place where the viewer may not have it, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridgeboard import audit, settings
from bridgeboard.access import Forbidden
from bridgeboard.ui import blocks, words

if TYPE_CHECKING:
    from bridgeboard.access import Deed, Viewer
    from bridgeboard.ui.choice import Choice


def is_team_view(choice: Choice, said: str, how: str) -> bool:
    """True in the team view; else the page says why it is empty, and the way if there is one."""
    if choice.view == "team":
        return True
    blocks.empty(said, how if "team" in choice.snapshot.sight.views else words.NOT_FOR_ROLE)
    return False


def may(viewer: Viewer, deed: Deed, programme_id: str | None) -> bool:
    """True if the viewer's role gives this; else the page says whose it is."""
    try:
        viewer.must(deed, programme_id)
    except Forbidden as why:
        blocks.empty(str(why), words.ASK_STEWARD)
        return False
    return True


def must(viewer: Viewer, deed: Deed, programme_id: str, site_id: str | None = None) -> None:
    """Goes on if the viewer may do this; stands right before it is done, wherever that is.

    Raises: Forbidden, in words; that somebody tried is written down.
    """
    try:
        viewer.must(deed, programme_id, site_id)
    except Forbidden:
        audit.refused(settings.store_root(), viewer.name, deed, programme_id, site_id)
        raise
