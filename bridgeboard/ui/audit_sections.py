"""Who did what with a programme: what a steward reads on the page on history."""

from __future__ import annotations

import streamlit as st

from bridgeboard import settings
from bridgeboard.charts.tables import history as tables
from bridgeboard.measures.deeds import deeds
from bridgeboard.problems import Refusal
from bridgeboard.ui import blocks
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.page_words import history as words

#: So many of the newest are shown; the files have all.
_SHOWN = 1000


def draw(choice: Choice) -> None:
    """Who published, decided, took away or tried what. Raises: Forbidden to all but a steward."""
    blocks.section(words.DEEDS)
    blocks.note(words.DEEDS_NOTE)
    choice.viewer.must("read_audit", choice.programme_id)
    try:
        found = deeds(settings.store_root(), choice.viewer, choice.programme_id)
    except Refusal as why:
        blocks.empty(words.DEEDS_UNREADABLE, str(why))
        return
    if found.troubles:
        st.error(words.DEEDS_NOT_WHOLE)
        blocks.bullets(found.troubles)
    told = tables.deeds(found.frame)
    blocks.table(
        told.head(_SHOWN),
        title=words.DEEDS_TABLE,
        alt=words.DEEDS_ALT,
        key="history-deeds",
        n_text=words.deeds_counted(told.height, min(told.height, _SHOWN)),
        export=told,
    )
    if found.n_sealed and not found.troubles:
        blocks.note(words.DEEDS_WHOLE.format(n=found.n_sealed, seal=found.seal[:16]))
