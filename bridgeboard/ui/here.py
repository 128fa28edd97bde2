"""The address of this page, with other things chosen."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st


def here_with(anchor: str = "", **chosen: str | None) -> str:
    """This page's address with some choices changed; None takes a choice away.

    Whoever opens it sees the same: programme, filters and view are part of the address.
    """
    said = {key: st.query_params.get_all(key) for key in st.query_params}
    said |= {key: [value] for key, value in chosen.items() if value is not None}
    for key, value in chosen.items():
        if value is None:
            said.pop(key, None)
    return "?" + urlencode(said, doseq=True) + (f"#{anchor}" if anchor else "")
