"""What stands around every page: marks, warnings, and what is said when there is nothing."""

from __future__ import annotations

import streamlit as st

from bridgeboard.charts.words import isolated, listed
from bridgeboard.measures.places import sites
from bridgeboard.ui import blocks, pickers, words
from bridgeboard.ui.escape import html_text, markdown
from bridgeboard.ui.sidebar import Sidebar


def banners(drawn: Sidebar) -> None:
    """Above the page: what a link asked for in vain, a fallback, and where numbers are from."""
    for note in drawn.notes:
        st.warning(markdown(note))
    if drawn.choice is None:
        return
    snapshot = drawn.choice.snapshot
    if snapshot.warning:
        st.warning(markdown(snapshot.warning))
    if snapshot.sight.sites is not None:
        names = sites(snapshot)["site_name"].to_list()
        own = words.ONLY_OWN.format(sites=listed([isolated(name) for name in names]))
        blocks.note(own if names else words.NONE_OWN)
    programme = snapshot.programme
    mark = words.PROVENANCE_MARK[programme.provenance]
    if mark:
        meaning = html_text(words.PROVENANCE_MEANING[programme.provenance])
        st.html(f'<p style="margin:0;font-size:.875rem">{blocks.badge(mark)}{meaning}</p>')


def asked_in_vain() -> None:
    """What the address asks of the page's own controls, and the page hasn't."""
    for note in pickers.unknown_in_link():
        st.warning(markdown(note))


def nothing_to_show(drawn: Sidebar, title: str) -> None:
    """Instead of the page: why there is nothing to show, and what to do."""
    blocks.page_heading(title, "")
    if drawn.trouble is None:
        blocks.empty(words.NOTHING_PUBLISHED, words.HOW_TO_PUBLISH)
    else:
        blocks.empty(words.PROGRAMME_UNREADABLE, drawn.trouble)
