"""Whose a session and its files are: of who opened it, while they may see what it shows."""

from __future__ import annotations

from starlette.types import Scope

from bridgeboard.access.viewer import MAY, Viewer
from bridgeboard.problems import Refusal
from bridgeboard.ui.server import live_sessions
from bridgeboard.ui.server.who import claims_of, person_of, viewer_of

#: Under which key sign_in.begin_run() keeps in a session who looked at its last run.
_VIEWER = "viewer"

HOLDERS = live_sessions.Holders(_VIEWER)


def owns_file(scope: Scope, file_id: str) -> bool:
    """Was this file made for just this viewer, in a session of theirs that is still there?

    After signing out there is no viewer; once a role or its sites changed, it is another one. What
    was made for somebody who may see nothing (the picture above the page that asks to sign in) is
    anybody's.
    """
    HOLDERS.forget(file_id, live_sessions.is_there)
    given = HOLDERS.given(file_id)
    if any(whom is None for _, whom in given):
        return True
    viewer = _viewer(scope)
    return viewer is not None and any(
        whom == viewer and _is_own(scope, session) for session, whom in given
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
