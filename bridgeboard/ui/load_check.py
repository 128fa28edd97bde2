"""Loading: every row checked, what would change, and publishing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import streamlit as st

from bridgeboard.charts.tables import history
from bridgeboard.charts.tables import load as tables
from bridgeboard.charts.words import number
from bridgeboard.disclosure.editions import must_wait
from bridgeboard.problems import Refusal
from bridgeboard.ui import blocks, gate, load_session, snapshots
from bridgeboard.ui.by_whom import by_whom, remember
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.here import there_with
from bridgeboard.ui.load_bar import bar
from bridgeboard.ui.load_tables import problems_table
from bridgeboard.ui.page_words import load as words
from bridgeboard.ui.sign_in import current_viewer
from bridgeboard.ui.table_card import shown_table

if TYPE_CHECKING:
    from bridgeboard.store.loading import Prepared, Start


def told() -> None:
    """What was published last in this visit, with ways to look at it."""
    if load_session.done() is None:
        return
    record, trouble = load_session.done()
    st.success(markdown(words.DONE.format(name=record.name)))
    if trouble:
        st.warning(markdown(trouble))
    for page, label in (
        ("attitudes", words.ATTITUDES),
        ("data-quality", words.QUALITY),
        ("history", words.HISTORY),
    ):
        there = there_with(page, programme=record.programme, site=None, wave=None, income=None)
        blocks.linked(words.SEE, label, there)


def draw(begin: Start, ready: Prepared, saved: Callable[[str], None]) -> None:
    """Problems, changes, and the form that publishes them.

    In: saved: called with the person's name once it is published, to keep what they decided.
    """
    _problems(ready)
    if not ready.accepted.publishable:
        st.error(words.TOO_LITTLE)
        return
    _changes(ready)
    if ready.differences.any:
        _publish(begin, ready, saved)


def _problems(ready: Prepared) -> None:
    blocks.section(words.CHECK)
    found = ready.accepted.problems
    counted = tables.counted(found)
    for severity, said in (("refused", words.REFUSED), ("doubtful", words.DOUBTFUL)):
        if counted[severity]:
            blocks.note(said.format(n=number(counted[severity], 0)))
    if found:
        blocks.note(words.HAND_ON)
        problems_table(found, words.CHECKED, "load-problems")
    else:
        blocks.note(words.GOOD)


def _changes(ready: Prepared) -> None:
    blocks.section(words.CHANGES)
    found = ready.differences
    blocks.bullets(history.said(found) if found.any else [words.NOTHING])
    if not found.any:
        return
    made = load_session.kept(
        "changes",
        load_session.Same(ready),
        lambda: (history.changes(found), history.changed_rows(found), ready),
    )
    shown_table(made[0], words.CHANGES, words.CHANGES_ALT, "load-changes")
    shown_table(made[1], words.ROWS, words.ROWS_ALT, "load-rows")
    blocks.note(words.ROWS_NOTE)


def _publish(begin: Start, ready: Prepared, saved: Callable[[str], None]) -> None:
    blocks.section(words.PUBLISH)
    blocks.note(words.PUBLISH_NOTE)
    viewer, refused = current_viewer(), ready.accepted.refused
    now = None if begin.snapshot is None else begin.snapshot.snapshot_id
    with st.form(load_session.field("publish"), border=False):
        by = by_whom(viewer, words.BY, words.BY_HELP)
        good_alone = st.checkbox(words.GOOD_ALONE) if refused else False
        pressed = st.form_submit_button(words.PUBLISH)
    if not pressed:
        load_session.show(now)
        return
    if not by.strip():
        st.error(words.NO_NAME)
    elif refused and not good_alone:
        st.error(words.GOOD_ALONE_FIRST)
    elif not load_session.seen(now):
        st.warning(words.MEANWHILE)
    else:
        remember(viewer, by)
        _do(ready, by, good_alone, saved)
    load_session.show(now)


def _do(ready: Prepared, by: str, good_alone: bool, saved: Callable[[str], None]) -> None:
    with st.status(words.PUBLISHING, expanded=True) as status:
        try:
            gate.must(current_viewer(), "publish", ready.accepted.programme.id)
            with bar() as said:
                record = snapshots.store().publish(ready.accepted, by, good_alone, said, must_wait)
        except Refusal as refusal:
            status.update(label=words.NOT_DONE, state="error")
            st.error(markdown(str(refusal)))
            return
        status.update(label=words.DONE.format(name=markdown(record.name)), state="complete")
    try:
        saved(by)
    except Refusal as refusal:
        load_session.begin_again(record, words.MAP_NOT_KEPT.format(why=refusal))
    else:
        load_session.begin_again(record)
    st.rerun()
