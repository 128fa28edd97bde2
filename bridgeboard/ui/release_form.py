"""Releasing a statement, or holding it back, one by one and by name, in a dialog."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from bridgeboard.charts.tables import releases as tables
from bridgeboard.decisions import Conflict, Release
from bridgeboard.problems import Refusal
from bridgeboard.ui import blocks, gate
from bridgeboard.ui.by_whom import by_whom, remember
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.fragment import dialog
from bridgeboard.ui.page_words import releases as words
from bridgeboard.ui.rating_answers import decisions

_OPENED, _SAID = "release_opened", "release_said"


@dataclass(frozen=True, slots=True)
class _Opened:
    """What the dialog is open for: a row of measures.releases as it was when it opened.

    opening: tells this opening from others, so each is fresh; version: of the last decision seen.
    """

    opening: str
    row: dict[str, Any]
    version: int


def open_for(row: dict[str, Any]) -> None:
    """Open the dialog for a statement. In: its row of measures.releases."""
    st.session_state[_OPENED] = _Opened(uuid.uuid4().hex, row, row["version"])


def draw(choice: Choice) -> None:
    """Draw the dialog if it is open, and say what came of it; call it once a run."""
    if said := st.session_state.pop(_SAID, None):
        st.toast(said)
    opened = st.session_state.get(_OPENED)
    if opened is not None:
        title = words.WITHDRAWING if _is_released(opened) else words.RELEASING
        dialog(title, width="medium", on_dismiss=_close)(_form)(choice, opened)


def _close() -> None:
    st.session_state.pop(_OPENED, None)


def _is_released(opened: _Opened) -> bool:
    return opened.row["release"] == "shareable"


def _form(choice: Choice, opened: _Opened) -> None:
    row, is_released = opened.row, _is_released(opened)
    blocks.note(f"“{row['text']}”")
    blocks.note(words.where(row["site_names"], row["transcript_refs"]))
    blocks.note(words.WITHDRAW_MEANS if is_released else words.RELEASE_MEANS)
    for warning in () if is_released else tables.warnings(row):
        st.warning(markdown(warning))
    with st.form(f"{opened.opening}-form", border=False):
        by = by_whom(choice.viewer, words.BY, words.BY_HELP, f"{opened.opening}-by")
        told = st.container()
        label = words.WITHDRAW if is_released else words.RELEASE
        if not st.form_submit_button(label, key=f"{opened.opening}-save"):
            return
    remember(choice.viewer, by)
    # A dialog runs again with what it was opened with; what it learnt since is in the session.
    last: _Opened = st.session_state.get(_OPENED, opened)
    try:
        _save(choice, last, by)
    except Conflict as conflict:
        st.session_state[_OPENED] = replace(last, version=conflict.newer.version)
        told.warning(markdown(str(conflict)))
    except Refusal as refusal:
        told.error(markdown(str(refusal)))
    else:
        _close()
        st.session_state[_SAID] = words.WITHDRAWN if is_released else words.RELEASED
        st.rerun()


def _save(choice: Choice, opened: _Opened, by: str) -> Release:
    gate.must(choice.viewer, "release", choice.programme_id)
    kept, row = decisions(choice), opened.row
    given = (row["statement_id"], row["fingerprint"], by, opened.version)
    if _is_released(opened):
        return kept.hold_back_statement(*given)
    return kept.release_statement(*given)
