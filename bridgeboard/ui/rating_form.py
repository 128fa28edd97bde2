"""Accepting a rating of one construct at one site and wave, with its reason, in a dialog."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from bridgeboard.decisions import LONGEST, Conflict
from bridgeboard.problems import Refusal
from bridgeboard.ui import blocks, gate
from bridgeboard.ui.by_whom import by_whom, last_said, remember
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.fragment import dialog
from bridgeboard.ui.page_words import cfir as words
from bridgeboard.ui.rating_answers import decisions

#: site_id, wave_id, framework, construct_id
Key = tuple[str, str, str, str]
_NAMES = ("site_id", "wave_id", "framework", "construct_id")
_OPENED, _SAID = "rating_opened", "rating_said"


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the dialog is open for. opening: tells this opening from others, so each is fresh.

    proposed: state, rating and basis to begin with; said: what is known, in sentences; reason and
    version: of the rating that was accepted when it opened.
    """

    opening: str
    key: Key
    title: str
    proposed: tuple[str, int | None, str] | None
    said: tuple[str, ...]
    reason: str
    version: int


def open_for(
    choice: Choice,
    key: Key,
    title: str,
    proposed: tuple[str, int | None, str] | None,
    said: Sequence[str],
) -> None:
    """Open the dialog. In: proposed: state, rating and basis to begin with; said: what is known."""
    stands = accepted(choice, key)
    reason, version = (stands["reason"], stands["version"]) if stands else ("", 0)
    st.session_state[_OPENED] = _Opened(
        uuid.uuid4().hex, key, title, proposed, tuple(said), reason, version
    )


def accepted(choice: Choice, key: Key) -> dict[str, Any] | None:
    """The rating that is accepted for it now, as kept; None if none is, or it can't be read."""
    try:
        rows = decisions(choice).accepted().to_dicts()
    except Refusal:
        return None
    return next((row for row in rows if tuple(row[name] for name in _NAMES) == key), None)


def withdraw(choice: Choice, key: Key) -> None:
    """Take an accepted rating back, and say so in the next run."""
    found = accepted(choice, key)
    if found is None:
        return
    by = last_said(choice.viewer)
    named = dict(zip(_NAMES, key, strict=True))
    try:
        gate.must(choice.viewer, "decide", choice.programme_id, named["site_id"])
        decisions(choice).withdraw_rating(**named, version=found["version"], by=by)
        st.session_state[_SAID] = words.WITHDRAWN
    except (Conflict, Refusal) as trouble:
        st.session_state[_SAID] = str(trouble)


def draw(choice: Choice) -> None:
    """Draw the dialog if it is open, and say what came of it; call it once a run."""
    if said := st.session_state.pop(_SAID, None):
        st.toast(markdown(said))
    opened = st.session_state.get(_OPENED)
    if opened is not None:
        title = markdown(opened.title)
        dialog(title, width="medium", on_dismiss=_close)(_form)(choice, opened)


def _close() -> None:
    st.session_state.pop(_OPENED, None)


def _form(choice: Choice, opened: _Opened) -> None:
    blocks.bullets(opened.said)
    told = st.container()
    with st.form(f"{opened.opening}-form", border=False):
        given = _fields(choice, opened)
        if not st.form_submit_button(words.SAVE, key=f"{opened.opening}-save"):
            return
    remember(choice.viewer, given["by"])
    # A dialog runs again with what it was opened with; what it learnt since is in the session.
    last: _Opened = st.session_state.get(_OPENED, opened)
    named = dict(zip(_NAMES, opened.key, strict=True))
    try:
        gate.must(choice.viewer, "decide", choice.programme_id, named["site_id"])
        decisions(choice).accept_rating(**named, **given, version=last.version)
    except Conflict as conflict:
        # Saving again is saving on what the other person made of it.
        newer = conflict.newer.version if conflict.newer else 0
        st.session_state[_OPENED] = replace(last, version=newer)
        told.warning(markdown(words.CONFLICT.format(said=conflict)))
    except Refusal as refusal:
        told.error(markdown(str(refusal)))
    else:
        _close()
        st.session_state[_SAID] = words.ACCEPTED
        st.rerun()


def _fields(choice: Choice, opened: _Opened) -> dict[str, Any]:
    """What is filled in now."""
    state, rating, basis = opened.proposed or ("", None, "raters")
    first = f"{state}:{'' if rating is None else rating}"
    offered, bases, key = list(words.RATINGS), list(words.BASES), opened.opening
    wanted = st.selectbox(
        words.RATING,
        offered,
        index=offered.index(first) if first in offered else None,
        placeholder=words.CHOOSE,
        format_func=lambda one: words.RATINGS.get(one, str(one)),
        key=f"{key}-rating",
    )
    basis = st.selectbox(
        words.BASIS,
        bases,
        index=bases.index(basis),
        format_func=lambda one: words.BASES.get(one, str(one)),
        key=f"{key}-basis",
    )
    longest, help_text = LONGEST["reason"], words.REASON_HELP
    reason = st.text_area(
        words.REASON, opened.reason, max_chars=longest, help=help_text, key=f"{key}-reason"
    )
    by = by_whom(choice.viewer, words.BY, words.BY_HELP, f"{key}-by")
    state, _, number = (wanted or "rated:").partition(":")
    return {
        "rating": int(number) if number else None,
        "state": state,
        "reason": reason,
        "basis": basis,
        "by": by,
    }
