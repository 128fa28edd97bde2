"""Actions as cards: what is to be done, by whom and when, and two buttons each."""

from __future__ import annotations

from typing import Any

import polars as pl
import streamlit as st

from bridgeboard.decisions.calendar import calendar
from bridgeboard.decisions.changes import changes
from bridgeboard.measures.action_list import as_text
from bridgeboard.ui import action_choice, action_form, blocks
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.csv_file import file_name
from bridgeboard.ui.escape import html_text
from bridgeboard.ui.fragment import dialog
from bridgeboard.ui.page_words import actions as words

#: On a phone, ten cards are some five screens.
_A_PAGE = 10
_PAGE = "actions-page"


def cards(choice: Choice, actions: pl.DataFrame) -> None:
    """The actions, ten at a time, late ones marked in words."""
    pages = max(1, -(-actions.height // _A_PAGE))
    shown = min(st.session_state.get(_PAGE, 1), pages)
    for row in actions.slice((shown - 1) * _A_PAGE, _A_PAGE).to_dicts():
        _card(choice, row)
    if pages > 1:
        st.pagination(pages, default=shown, key=_PAGE)


def _card(choice: Choice, row: dict[str, Any]) -> None:
    key = row["action_id"]
    with st.container(border=True, key=f"action-{key}-card"):
        st.html(_said(row))
        with st.container(horizontal=True):
            st.button(words.EDIT, key=f"edit-{key}", on_click=action_form.edit, args=(key,))
            if st.button(words.HISTORY, key=f"history-{key}"):
                _history(choice, key)


def _said(row: dict[str, Any]) -> str:
    """What the card says, as HTML: what is to be done, how it stands, what it is about."""
    state = [f"<span>{html_text(part)}</span>" for part in words.state(row)]
    if row["days_late"]:
        state[0] = f'<b style="white-space:nowrap">{state[0]}</b>'
    lines = "".join(
        f'<p dir="auto" style="margin:.25rem 0 0;font-size:.875rem;white-space:pre-line;'
        f'overflow-wrap:anywhere">{html_text(line)}</p>'
        for line in words.about(row)
    )
    return (
        f'<h2 dir="auto" style="margin:0;padding:0;font-size:1.125rem;overflow-wrap:anywhere">'
        f"{html_text(row['what'])}</h2>"
        f'<p dir="auto" style="margin:.25rem 0 0">{" · ".join(state)}</p>{lines}'
    )


@dialog(words.HISTORY, width="medium")
def _history(choice: Choice, action_id: str) -> None:
    names = action_choice.names(choice).all
    action_choice.action(choice, action_id)
    found = changes(action_choice.decisions(choice).history(action_id))
    blocks.bullets([words.entry(change, names) for change in reversed(found)])


def exports(choice: Choice, actions: pl.DataFrame, said: str) -> None:
    """The same actions as a calendar, and as a table with its CSV; said counts them."""
    name = words.LABEL.format(programme=choice.snapshot.programme.name)
    st.download_button(
        words.CALENDAR,
        data=calendar(actions, name),
        file_name=file_name(choice.programme_id, words.TITLE, ending=".ics"),
        mime="text/calendar",
        key="actions-ics",
        on_click="ignore",
        type="tertiary",
        icon=":material/event:",
    )
    with st.expander(words.AS_TABLE, key="actions-as-table"):
        blocks.table(
            as_text(actions).select(list(words.COLUMNS)).rename(words.COLUMNS),
            title=words.TABLE,
            alt=said,
            key="actions",
            n_text=said,
            source_text=words.SOURCE,
            columns={words.SITE: {"pinned": True}},
        )
