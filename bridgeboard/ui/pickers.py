"""What a page lets its reader choose; each choice is part of the page's address."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from bridgeboard.ui.escape import option


def one_of(label: str, named: Mapping[str, str], key: str, first: str | None = None) -> str:
    """One of a few, always one; the first at first. Returns its id."""
    return st.segmented_control(
        label,
        list(named),
        default=first or next(iter(named)),
        required=True,
        wrap=True,
        format_func=lambda one: option(named.get(one, str(one))),
        key=key,
        bind="query-params",
    )


def one_or_all(label: str, named: Mapping[str, str], key: str, all_of_them: str) -> str | None:
    """One of many; None for all of them."""
    return st.selectbox(
        label,
        list(named),
        index=None,
        placeholder=all_of_them,
        format_func=lambda one: named.get(one, str(one)),
        key=key,
        bind="query-params",
    )


def one_of_many(label: str, named: Mapping[str, str], key: str) -> str:
    """One of many, always one; the first at first."""
    return st.selectbox(
        label,
        list(named),
        format_func=lambda one: named.get(one, str(one)),
        key=key,
        bind="query-params",
    )


def some_of(label: str, named: Mapping[str, str], key: str) -> tuple[str, ...]:
    """Any of a few; nothing chosen means all."""
    chosen = st.pills(
        label,
        list(named),
        selection_mode="multi",
        wrap=True,
        format_func=lambda one: option(named.get(one, str(one))),
        key=key,
        bind="query-params",
    )
    return tuple(chosen or ())


def searched(label: str, key: str, help_text: str) -> str:
    """Words to search for."""
    return st.text_input(label, key=key, max_chars=100, help=help_text, bind="query-params") or ""
