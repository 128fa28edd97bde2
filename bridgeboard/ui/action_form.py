"""Adding and editing an action, in a dialog."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import streamlit as st

from bridgeboard.decisions import LONGEST, STATUSES, Conflict
from bridgeboard.problems import Refusal
from bridgeboard.ui import action_choice, blocks, gate
from bridgeboard.ui.by_whom import by_whom, remember
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.fragment import dialog
from bridgeboard.ui.page_words import actions as words

_SAVED, _OPENED = "action_saved", "action_opened"
_FIRST, _LAST = date(1900, 1, 1), date(2199, 12, 31)
_SUBJECTS = {"influence": "influence_id", "construct": "construct_id", "theme": "theme_id"}


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the dialog is open for. key: tells this opening from others, so that each is fresh.

    action_id: None for a new action; said: what is known of it at the version that was read.
    """

    key: str
    action_id: str | None
    version: int
    said: Mapping[str, Any]


def add(**said: Any) -> None:
    """Open the dialog for a new action: for on_click of a button. said: what is known, by field."""
    st.session_state[_OPENED] = _Opened(_key(), None, 0, {"status": STATUSES[0], **said})


def edit(action_id: str) -> None:
    """Open the dialog for an action as it stands now: for on_click of a button."""
    st.session_state[_OPENED] = _Opened(_key(), action_id, 0, {})


def draw(choice: Choice) -> None:
    """Draw the dialog if it is open; call it once a run on a page that opens it.

    Raises: Refusal if the decisions can't be read.
    """
    if st.session_state.pop(_SAVED, False):
        st.toast(words.SAVED)
    opened = st.session_state.get(_OPENED)
    if opened is None:
        return
    if opened.action_id and not opened.version:
        _close()
        action = action_choice.action(choice, opened.action_id)
        opened = replace(opened, version=action.version, said=action.fields())
        st.session_state[_OPENED] = opened
    title = words.EDITING if opened.action_id else words.ADD
    dialog(title, width="medium", on_dismiss=_close)(_form)(choice, opened)


def _key() -> str:
    return uuid.uuid4().hex


def _close() -> None:
    st.session_state.pop(_OPENED, None)


def _form(choice: Choice, opened: _Opened) -> None:
    with st.form(f"{opened.key}-form", border=False):
        wanted = _fields(choice, opened.said, opened.key)
        by = by_whom(choice.viewer, words.BY, words.BY_HELP, f"{opened.key}-by")
        # Beside the button that was pressed: on a phone the top of the form is out of sight.
        told = st.container()
        if not st.form_submit_button(words.SAVE, key=f"{opened.key}-save"):
            return
    remember(choice.viewer, by)
    try:
        _save(choice, opened, by, wanted)
    except Conflict as conflict:
        # Saving again is saving on what the other person made of it.
        st.session_state[_OPENED] = replace(opened, version=conflict.newer.version)
        first, *lines = words.conflict(conflict, action_choice.names(choice).all)
        with told:
            st.warning(markdown(first))
            blocks.bullets(lines)
    except Refusal as refusal:
        told.error(markdown(str(refusal)))
    else:
        _close()
        st.session_state[_SAVED] = True
        st.rerun()


def _save(choice: Choice, opened: _Opened, by: str, wanted: Mapping[str, Any]) -> None:
    kept = action_choice.decisions(choice)
    gate.must(choice.viewer, "decide", choice.programme_id, wanted["site_id"])
    if opened.action_id is None:
        kept.add_action(**wanted, by=by)
        return
    # Where it stands now, too: nobody takes another site's action to their own.
    now = action_choice.action(choice, opened.action_id)
    gate.must(choice.viewer, "decide", choice.programme_id, now.site_id)
    # A dialog runs again with what it was opened with; what it learnt since is in the session.
    last: _Opened = st.session_state.get(_OPENED, opened)
    version = last.version if last.key == opened.key else opened.version
    kept.change_action(opened.action_id, version, by, **wanted)


def _fields(choice: Choice, said: Mapping[str, Any], opened: str) -> dict[str, Any]:
    """The fields of an action, filled with what is known of it, as they are filled in now."""
    names = action_choice.names(choice)
    statuses = {status: words.STATUSES[status] for status in STATUSES}
    about = next((f"{kind}:{said[f]}" for kind, f in _SUBJECTS.items() if said.get(f)), None)
    wanted = {
        "what": _area(words.WHAT, said, "what", opened, 80),
        "site_id": _one(words.SITE, names.sites, said.get("site_id"), f"{opened}-site"),
        "owner": _line(words.OWNER, said, "owner", opened, words.OWNER_HELP),
    }
    left, right = st.columns(2)
    with left:
        day = said.get("due")
        wanted["due"] = st.date_input(
            words.DUE_FIELD, day, _FIRST, _LAST, key=f"{opened}-due", format="YYYY-MM-DD"
        )
    with right:
        wanted["status"] = _one(words.STATUS, statuses, said["status"], f"{opened}-status")
    about = _one(words.ABOUT_FIELD, names.subjects, about, f"{opened}-about")
    kind, _, subject = (about or "").partition(":")
    wanted |= dict.fromkeys(_SUBJECTS.values())
    if about:
        wanted[_SUBJECTS[kind]] = subject
    wanted["barrier"] = _area(words.BARRIER_FIELD, said, "barrier", opened, 80)
    strategy = said.get("strategy_id")
    wanted["strategy_id"] = _one(
        words.STRATEGY_FIELD, names.strategies, strategy, f"{opened}-strategy"
    )
    wanted["note"] = _area(words.NOTE_FIELD, said, "note", opened, 120)
    return wanted


def _one(label: str, named: Mapping[str, str], chosen: str | None, key: str) -> str | None:
    """One of many by its name, or none; what the programme no longer has can stay."""
    offered = list(named) if chosen is None or chosen in named else [chosen, *named]
    return st.selectbox(
        label,
        offered,
        index=None if chosen is None else offered.index(chosen),
        placeholder=words.NOTHING_CHOSEN,
        format_func=lambda one: named.get(one, str(one).partition(":")[2] or str(one)),
        key=key,
    )


def _line(label: str, said: Mapping[str, Any], field: str, opened: str, help_text: str) -> str:
    given, key = said.get(field) or "", f"{opened}-{field}"
    return st.text_input(label, given, max_chars=LONGEST[field], help=help_text, key=key)


def _area(label: str, said: Mapping[str, Any], field: str, opened: str, height: int) -> str:
    given, key = said.get(field) or "", f"{opened}-{field}"
    return st.text_area(label, given, max_chars=LONGEST[field], height=height, key=key)
