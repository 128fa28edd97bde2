"""Who took which file: from the request, and from what its session looks at."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from starlette.types import Scope

from bridgeboard import audit, settings
from bridgeboard.problems import Refusal
from bridgeboard.ui.choice import KEY, Choice
from bridgeboard.ui.server import live_sessions
from bridgeboard.ui.server.who import viewer_of
from bridgeboard.ui.server.whose import HOLDERS


def record(scope: Scope, file: str, name: str, size: int | None) -> None:
    """Write down that whoever asks is given this file.

    In:     file: the last part of its address; size: None where it is sent compressed.
    Raises: audit.NotRecorded.
    """
    # Only here: the server starts to answer before Polars and DuckDB are loaded.
    from bridgeboard.store import Store

    root = settings.store_root()
    try:
        by, programmes = viewer_of(scope).name, Store(root).programmes()
    except Refusal as why:
        raise audit.NotRecorded(str(why)) from why
    of = audit.left(name, programmes)
    more = _looked_at(PurePosixPath(file).stem, of)
    size = live_sessions.size(file) if size is None else size
    audit.record(root, "downloaded", by, of.programme, file=of.file, bytes=size, **more)


def _looked_at(file_id: str, of: audit.Left) -> dict[str, Any]:
    """The view, and by which filters and of which snapshot the file is, where that is known.

    Its address tells the content, which names filters and snapshot: any session that holds it
    looks at these, unless it has gone on to something else.
    """
    if of.view is None:
        return {}
    for session in HOLDERS.of(file_id):
        choice = live_sessions.kept(session, KEY)
        if not isinstance(choice, Choice):
            continue
        if (choice.programme_id, choice.view) == (of.programme, of.view):
            filters = choice.filters
            given = {
                "sites": filters.sites,
                "waves": filters.waves,
                "income_levels": filters.income_levels,
            }
            filtered = {word: list(ids) for word, ids in given.items() if ids}
            return {"view": of.view, "snapshot_id": choice.snapshot.snapshot_id, **filtered}
    return {"view": of.view}
