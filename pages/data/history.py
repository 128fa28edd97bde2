"""History: who published what and when, from which files, and what did it change?"""

import streamlit as st

from bridgeboard.charts.tables import history as tables
from bridgeboard.ui import audit_sections, blocks, gate, history_sections, pickers, snapshots
from bridgeboard.ui.choice import current_choice
from bridgeboard.ui.page_words import history as words


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    if not gate.is_team_view(choice, words.TEAM_ONLY, words.TEAM_ONLY_HOW):
        return
    if not gate.may(choice.viewer, "see_history", choice.programme_id):
        return
    history_sections.told()
    records = snapshots.store().snapshots(choice.programme_id)
    blocks.table(
        tables.snapshots(records), title=words.KEPT, alt=words.KEPT_ALT, key="history-kept"
    )
    blocks.note(words.KEPT_NOTE)
    blocks.section(words.LOOK)
    which = pickers.one_of_many(words.WHICH, tables.named(records), "state")
    record = next(one for one in records if one.snapshot_id == which)
    if record.is_damaged:
        st.error(words.DAMAGED.format(damage=record.damage))
    history_sections.files(record)
    if not record.is_damaged:
        history_sections.changes(choice, record)
        history_sections.roll_back(choice, record)
    blocks.table(
        tables.events(snapshots.store().history(choice.programme_id)),
        title=words.EVENTS,
        alt=words.EVENTS_ALT,
        key="history-events",
    )
    if choice.viewer.may("read_audit", choice.programme_id):
        audit_sections.draw(choice)


main()
