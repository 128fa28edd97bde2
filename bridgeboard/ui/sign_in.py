"""Signing in: who looks at this run, and whether that is who looked when the page was drawn."""

from __future__ import annotations

import time

import streamlit as st

from bridgeboard import audit, settings
from bridgeboard.access import Viewer, local_viewer, sign_ins
from bridgeboard.access.admission import NotAdmitted, admitted
from bridgeboard.problems import Refusal
from bridgeboard.ui import link
from bridgeboard.ui.mode import mode

_VIEWER = "viewer"
#: Of those turned away, the audit names who tried; that a sign-in has run out happens to everybody.
_TOLD = ("no_role", "unverified", "ended")


def viewer_of_run() -> Viewer:
    """Who looks, by the rules, the sign-in and the clock as they are at this moment.

    Raises: NotAdmitted where somebody may not; Refusal where signing in is not set up.
    """
    here = mode()
    if not here.signs_in:
        return local_viewer()
    ended = sign_ins.ended(settings.store_root())
    return admitted(st.user.to_dict(), here.rules, ended, time.time())


def begin_run() -> Viewer:
    """The viewer of a run of the whole app; what was kept for another one before is forgotten.

    A role that was taken away, or other sites, leave nothing behind of what they showed: reports
    that were made, opened forms, dropped files.

    Raises: as viewer_of_run().
    """
    try:
        viewer = viewer_of_run()
    except Refusal as why:
        if isinstance(why, NotAdmitted) and why.why in _TOLD:
            audit.turned_away(settings.store_root(), why.name, why.why)
        if _VIEWER in st.session_state:
            _forget()
        raise
    if not viewer.is_local:
        audit.signed_in(settings.store_root(), viewer.name, viewer.role, st.user.to_dict())
    if st.session_state.get(_VIEWER, viewer) != viewer:
        _forget()
    st.session_state[_VIEWER] = viewer
    return viewer


def current_viewer() -> Viewer:
    """Who looks at this run, as begin_run() found. Raises: KeyError outside a run of app.py."""
    return st.session_state[_VIEWER]


def _forget() -> None:
    """Forget all but that the link was read: that can be done once only."""
    was_read = st.session_state.get(link.READ, False)
    st.session_state.clear()
    if was_read:
        st.session_state[link.READ] = True


def must_be_the_same() -> None:
    """Goes on if the viewer is who looked when the page was drawn; else the whole app runs anew."""
    try:
        viewer = viewer_of_run()
    except Refusal:
        is_same = False
    else:
        is_same = st.session_state.get(_VIEWER, viewer) == viewer
    if not is_same:
        st.rerun()
