"""Parts of the page on history: one state's files, what it changed, and going back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from bridgeboard.access import WHOLE
from bridgeboard.charts.tables import history as tables
from bridgeboard.problems import Refusal
from bridgeboard.store.kept import kept
from bridgeboard.store.records import moment
from bridgeboard.store.snapshot import Snapshot
from bridgeboard.ui import blocks, gate, snapshots
from bridgeboard.ui.by_whom import by_whom, remember
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.page_words import history as words
from bridgeboard.ui.remembered import remembered

if TYPE_CHECKING:
    from bridgeboard.store import SnapshotRecord
    from bridgeboard.store.differences import Differences

_SAID, _COMPARED = "history_said", "history_compared"


def told() -> None:
    """What came of going back, once."""
    if said := st.session_state.pop(_SAID, None):
        st.success(markdown(said))


def files(record: SnapshotRecord) -> None:
    """The files that a state was made from."""
    if not record.files:
        blocks.empty(words.NO_FILES, words.NO_FILES_HOW)
        return
    blocks.table(tables.files(record), title=words.FILES, alt=words.FILES_ALT, key="history-files")


def changes(choice: Choice, record: SnapshotRecord) -> None:
    """What a state changed against the one before it, once somebody asks."""
    if st.button(words.COMPARE, key="history-compare"):
        st.session_state[_COMPARED] = record.snapshot_id
    if st.session_state.get(_COMPARED) != record.snapshot_id:
        return
    earlier = snapshots.store().earlier(choice.programme_id, record.snapshot_id)
    if earlier.unreadable:
        blocks.note(words.SKIPPED.format(n=len(earlier.unreadable)))
    if earlier.served is None:
        blocks.note(words.FIRST)
        return
    before = earlier.served.record
    ids = (choice.programme_id, before.snapshot_id, record.snapshot_id)
    found = _differences(*ids, (earlier.served, kept(snapshots.store(), *ids[::2])))
    at = moment(before.published_at)
    if found.without_people:
        blocks.note(words.WITHOUT_PEOPLE)
    blocks.bullets(tables.said(found))
    blocks.table(
        tables.changes(found),
        title=words.CHANGES.format(before=at),
        alt=words.CHANGES_ALT,
        key="history-changes",
    )
    if found.any:
        blocks.table(
            tables.changed_rows(found), title=words.ROWS, alt=words.ROWS_ALT, key="history-rows"
        )
        blocks.note(words.ROWS_NOTE)


@remembered
def _differences(programme: str, before: str, after: str, _served: tuple) -> Differences:
    """Snapshots never change, so what differs between two stays."""
    # Only whoever asks waits for this import.
    from bridgeboard.store.differences import between

    earlier, later = _served
    with Snapshot(earlier, WHOLE) as first, Snapshot(later, WHOLE) as second:
        return between(first, second)


def roll_back(choice: Choice, record: SnapshotRecord) -> None:
    """Show a state again, with a name and a confirmation."""
    blocks.section(words.ROLL_BACK)
    if not gate.may(choice.viewer, "roll_back", choice.programme_id):
        return
    if record.is_current:
        blocks.note(words.IS_SHOWN)
        return
    blocks.note(words.ROLL_BACK_NOTE)
    at = moment(record.published_at)
    with st.form(f"back-{record.snapshot_id}", border=False):
        by = by_whom(choice.viewer, words.BY, words.BY_HELP)
        sure = st.checkbox(markdown(words.SURE.format(at=at)))
        if not st.form_submit_button(words.ROLL_BACK):
            return
    if not by.strip() or not sure:
        st.error(words.NO_NAME if not by.strip() else words.NOT_SURE)
        return
    remember(choice.viewer, by)
    try:
        gate.must(choice.viewer, "roll_back", choice.programme_id)
        snapshots.store().roll_back(choice.programme_id, record.snapshot_id, by)
    except Refusal as refusal:
        st.error(markdown(str(refusal)))
        return
    st.session_state[_SAID] = words.DONE.format(at=at)
    st.rerun()
