"""Whose a session and its files are: of who opened it, while they may see what it shows."""

from __future__ import annotations

from starlette.types import Scope

from bridgeboard.access.viewer import MAY, Viewer
from bridgeboard.problems import Refusal
from bridgeboard.ui.server import live_sessions
from bridgeboard.ui.server.who import claims_of, person_of, viewer_of

#: Under which key sign_in.begin_run() keeps in a session who looked at its last run.
_VIEWER = "viewer"

HOLDERS = live_sessions.Holders()


def owns_file(scope: Scope, file_id: str) -> bool:
    """Was this file made in a session of whoever asks, which still shows what they may see?

    After signing out, and once a role or its sites changed, it was not: then no session is left
    whose last run was for just this viewer.
    """
    viewer = _viewer(scope)
    return viewer is not None and any(
        _is_own(scope, session) and live_sessions.kept(session, _VIEWER) == viewer
        for session in HOLDERS.of(file_id)
    )


def may_give_files(scope: Scope, session_id: str) -> bool:
    """Is this a session of whoever asks, and may they publish anywhere?"""
    viewer = _viewer(scope)
    may_publish = viewer is not None and viewer.role is not None and "publish" in MAY[viewer.role]
    return may_publish and _is_own(scope, session_id)


def _viewer(scope: Scope) -> Viewer | None:
    try:
        return viewer_of(scope)
    except Refusal:
        return None


def _is_own(scope: Scope, session_id: str) -> bool:
    """Where nobody signs in, nobody is told from anybody: any open session is one's own."""
    claims = live_sessions.claims(session_id)
    return claims is not None and person_of(claims) == person_of(claims_of(scope))
