"""Which statements are released, by whom and when; for the team, releasing them one by one."""

from __future__ import annotations

from typing import Any

import streamlit as st

from bridgeboard.charts.tables import releases as tables
from bridgeboard.ui import blocks, gate, pickers, release_form, snapshots
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.page_words import releases as words


def draw(choice: Choice, wave: str) -> None:
    """The statements of a wave that the view shows, with their release; the team may decide."""
    blocks.section(words.TITLE)
    told, doubtful = snapshots.statement_releases(choice.snapshot)
    if doubtful:
        blocks.note(words.DOUBTFUL)
    ids = made(tables.ids, shown(choice, "statements"), wave)
    if not ids:
        blocks.note(words.NONE)
        return
    if choice.view == "team":
        _decide(choice, told, ids)
    record = choice.snapshot.record
    blocks.bullets(tables.summary(told, ids, record))
    blocks.table(
        tables.listed(told, ids, record),
        title=words.LIST,
        alt=words.LIST_ALT,
        key="releases",
        n_text=words.N.format(n=len(ids)),
    )


def _decide(choice: Choice, told: Any, ids: frozenset[str]) -> None:
    if not gate.may(choice.viewer, "release", choice.programme_id):
        return
    release_form.draw(choice)
    blocks.note(words.HOW)
    named = tables.named(told, ids)
    which = pickers.one_of_many(words.STATEMENT, named, "release_of")
    row = tables.of_statement(told, which)
    label = words.TO_WITHDRAW if row["release"] == "shareable" else words.TO_RELEASE
    if st.button(label, key="decide-release"):
        release_form.open_for(row)
        st.rerun()
