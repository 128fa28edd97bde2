"""The page for whoever has nothing to see; and, for the others, who they are and the way out."""

from __future__ import annotations

import streamlit as st

from bridgeboard import settings
from bridgeboard.access import Viewer, sign_ins
from bridgeboard.access.admission import NotAdmitted, Why, key_of_person
from bridgeboard.problems import Refusal
from bridgeboard.ui import blocks
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.mode import mode
from bridgeboard.ui.page_words import sign_in as words
from bridgeboard.ui.server.way_back import FAILED

_UNWRITTEN = "sign_out_unwritten"
_SAID: dict[Why, tuple[str, str]] = {
    "signed_out": (words.SIGNED_OUT, words.SIGNED_OUT_WHY),
    "expired": (words.EXPIRED, words.EXPIRED_WHY),
    "ended": (words.ENDED, words.ENDED_WHY),
    "no_role": (words.NO_ROLE, words.NO_ROLE_WHO),
    "unverified": (words.UNVERIFIED, words.UNVERIFIED_WHO),
}


def title(why: Refusal) -> str:
    """What the browser calls the page for somebody who has nothing to see."""
    if isinstance(why, NotAdmitted) and why.why == "signed_out":
        return words.SIGN_IN
    return _SAID[why.why][0] if isinstance(why, NotAdmitted) else words.NOT_SET_UP


def turned_away(why: Refusal) -> None:
    """The page for somebody who has nothing to see: why, and what to do."""
    if not isinstance(why, NotAdmitted):
        blocks.page_heading(words.NOT_SET_UP, words.NOT_SET_UP_WHO)
        st.error(markdown(str(why)))
        blocks.note(words.NOT_SET_UP_HOW)
        return
    name = why.name or words.NOBODY
    heading, text = _SAID[why.why]
    blocks.page_heading(heading, text.format(name=name))
    if why.why in ("no_role", "unverified"):
        _without_role(why, name)
        return
    if FAILED in st.context.cookies:
        st.warning(markdown(words.FAILED))
    label = words.SIGN_IN if why.why == "signed_out" else words.SIGN_IN_AGAIN
    if st.button(label, type="primary", key="sign-in"):
        st.login()


def who(viewer: Viewer) -> None:
    """In the sidebar: who looks, in which role, and the way out."""
    with st.sidebar:
        if not viewer.is_local:
            said = words.SIGNED_IN_AS.format(name=viewer.name, role=words.ROLES[viewer.role])
            st.caption(markdown(said))
            _sign_out_button()
        elif not mode().is_open:
            st.caption(words.LOCAL)


def open_warning(viewer: Viewer) -> None:
    """Above every page, where everybody gets in."""
    if viewer.is_local and mode().is_open:
        st.warning(markdown(words.OPEN))


def _without_role(why: NotAdmitted, name: str) -> None:
    """What somebody who is signed in without a role asks for, and whom."""
    if why.why == "unverified":
        blocks.note(words.UNVERIFIED_HOW)
    blocks.section(words.ASK)
    whom = mode().rules.ask
    blocks.note(words.ASK_WHOM.format(whom=whom) if whom else words.ASK_WHOM_UNSAID)
    blocks.note(words.ASK_WHAT.format(name=name))
    blocks.terms(
        (words.ROLES[role].capitalize(), said) for role, said in words.ROLES_MEANING.items()
    )
    blocks.note(words.ASK_THEN)
    _sign_out_button()


def _sign_out_button() -> None:
    """The way out; where its end can't be kept, in two steps, so that this is read."""
    if st.button(words.SIGN_OUT, key="sign-out"):
        st.session_state[_UNWRITTEN] = not _ended_here()
        if not st.session_state[_UNWRITTEN]:
            _leave()
    if st.session_state.get(_UNWRITTEN):
        st.error(markdown(words.STILL_VALID))
        if st.button(words.SIGN_OUT_HERE, key="sign-out-here"):
            _leave()


def _ended_here() -> bool:
    """End this sign-in on the server: then no copy of its cookie counts. False if it can't be."""
    claims = st.user.to_dict()
    try:
        sign_ins.end(settings.store_root(), [key_of_person(claims)], claims["iat"])
    except OSError:
        return False
    return True


def _leave() -> None:
    """Away with what was kept, the cookie, and the sign-in at the provider."""
    st.session_state.clear()
    st.logout()
    st.stop()
