"""The address of this page, with other things chosen."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from bridgeboard.ui import link
from bridgeboard.ui.escape import html_text


def here_with(**chosen: str | None) -> str:
    """This page's address with some choices changed; None takes a choice away.

    Whoever opens it sees the same: programme, filters and view are part of the address.
    """
    said = {key: st.query_params.get_all(key) for key in st.query_params if key not in chosen}
    said |= {key: [value] for key, value in chosen.items() if value is not None}
    return "?" + urlencode(said, doseq=True)


def there_with(page: str, **chosen: str | None) -> str:
    """Another page's address with what the sidebar has chosen, and some of that page's own."""
    shared = (link.PROGRAMME, *link.SEVERAL, link.VIEW)
    said = {key: st.query_params.get_all(key) for key in shared if key in st.query_params}
    said |= {key: [value] for key, value in chosen.items() if value is not None}
    return f"{page}?{urlencode(said, doseq=True)}"


def link_here(words: str, **chosen: str | None) -> None:
    """A link to this page with some choices changed."""
    address = html_text(here_with(**chosen))
    st.html(f'<p style="margin:0"><a href="{address}" target="_self">{html_text(words)}</a></p>')
