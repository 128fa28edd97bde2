"""Accepting a rating of one construct at one site and wave, with its reason, in a dialog."""

from __future__ import annotations

from typing import Any

import streamlit as st

from bridgeboard.decisions import LONGEST, Conflict
from bridgeboard.problems import Refusal
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.page_words import cfir as words
from bridgeboard.ui.rating_answers import decisions

#: site_id, wave_id, framework, construct_id
Key = tuple[str, str, str, str]
_NAMES = ("site_id", "wave_id", "framework", "construct_id")
#: Under the first name the session keeps who somebody said they are, for as long as they stay.
_BY = "decided_by"
_OPENED, _SAID = "rating_opened", "rating_said"


def open_for(key: Key, title: str, proposed: tuple[str, Any, str] | None) -> None:
    """Open the dialog. In: proposed: state, rating and basis to begin with."""
    st.session_state[_OPENED] = (key, title, proposed)


def accepted(choice: Choice, key: Key) -> dict[str, Any] | None:
    """The rating that is accepted for it now, as kept; None if none is, or it can't be read."""
    try:
        rows = decisions(choice).accepted().to_dicts()
    except Refusal:
        return None
    return next((row for row in rows if tuple(row[name] for name in _NAMES) == key), None)


def withdraw(choice: Choice, key: Key) -> None:
    """Take an accepted rating back: for on_click of a button."""
    found = accepted(choice, key)
    if found is None:
        return
    by = st.session_state.get(_BY, "")
    named = dict(zip(_NAMES, key, strict=True))
    try:
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
        key, title, proposed = opened
        st.dialog(markdown(title), width="medium", on_dismiss=_close)(_form)(choice, key, proposed)


def _close() -> None:
    st.session_state.pop(_OPENED, None)


def _form(choice: Choice, key: Key, proposed: tuple[str, Any, str] | None) -> None:
    state, rating, basis = proposed or ("rated", 0, "raters")
    first = f"{state}:{'' if rating is None else rating}"
    stands, named = accepted(choice, key), "-".join(key)
    told = st.container()
    with st.form(f"rating-{named}", border=False):
        offered = list(words.RATINGS)
        wanted = st.selectbox(
            words.RATING,
            offered,
            index=offered.index(first) if first in offered else None,
            format_func=lambda one: words.RATINGS[one],
            key=f"rating-{named}-rating",
        )
        bases = list(words.BASES)
        basis = st.selectbox(
            words.BASIS,
            bases,
            index=bases.index(basis),
            format_func=lambda one: words.BASES[one],
            key=f"rating-{named}-basis",
        )
        reason = st.text_area(
            words.REASON,
            stands["reason"] if stands else "",
            max_chars=LONGEST["reason"],
            help=words.REASON_HELP,
            key=f"rating-{named}-reason",
        )
        by = st.text_input(
            words.BY,
            st.session_state.get(_BY, ""),
            max_chars=LONGEST["by"],
            help=words.BY_HELP,
            key=f"rating-{named}-by",
        )
        if not st.form_submit_button(words.SAVE, key=f"rating-{named}-save"):
            return
    st.session_state[_BY] = by
    state, _, number = (wanted or "rated:").partition(":")
    try:
        decisions(choice).accept_rating(
            **dict(zip(_NAMES, key, strict=True)),
            rating=int(number) if number else None,
            state=state,
            reason=reason,
            basis=basis,
            by=by,
            version=stands["version"] if stands else 0,
        )
    except Conflict as conflict:
        told.warning(markdown(words.CONFLICT.format(said=conflict)))
    except Refusal as refusal:
        told.error(markdown(str(refusal)))
    else:
        _close()
        st.session_state[_SAID] = words.ACCEPTED
        st.rerun()
