"""What a page lets its reader choose; each choice is part of the page's address.

An address may name a choice by its label or its id, in any case of letters. What it asks for and
the page hasn't is kept for unknown_in_link(), which the page shows.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from bridgeboard.ui import link, words
from bridgeboard.ui.escape import option

_UNKNOWN = "unknown_in_link"


def one_of(label: str, named: Mapping[str, str], key: str, quiet: bool = False) -> str:
    """One of a few, always one; the first at first. Returns its id.

    quiet: the label is for those who can't see that a heading with its words stands above.
    """
    _begin_anew(key, next(iter(named), None), lambda value: value in list(named))
    _read_link(label, named, key, option)
    return st.segmented_control(
        label,
        list(named),
        default=next(iter(named)),
        required=True,
        wrap=True,
        format_func=lambda one: option(named.get(one, str(one))),
        key=key,
        label_visibility="collapsed" if quiet else "visible",
        bind="query-params",
    )


def one_or_all(label: str, named: Mapping[str, str], key: str, all_of_them: str) -> str | None:
    """One of many; None for all of them."""
    _begin_anew(key, None, lambda value: value is None or value in list(named))
    _read_link(label, named, key)
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
    _begin_anew(key, next(iter(named), None), lambda value: value in list(named))
    _read_link(label, named, key)
    return st.selectbox(
        label,
        list(named),
        format_func=lambda one: named.get(one, str(one)),
        key=key,
        bind="query-params",
    )


def some_of(label: str, named: Mapping[str, str], key: str) -> tuple[str, ...]:
    """Any of a few; nothing chosen means all."""
    _begin_anew(key, [], lambda value: isinstance(value, list) and set(value) <= set(named))
    _read_link(label, named, key, option)
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


def whole_number(label: str, key: str, first: int, least: int, most: int, help: str = "") -> int:
    """A whole number from least to most."""
    _read_number(label, key, least, most, 0)
    return st.number_input(
        label, least, most, first, step=1, key=key, help=help or None, bind="query-params"
    )


def number(
    label: str, key: str, first: float, least: float, most: float, step: float, help: str = ""
) -> float:
    """A number from least to most, with as many decimals as the step."""
    decimals = len(f"{step:g}".partition(".")[2])
    _read_number(label, key, least, most, decimals)
    # Another scale may have other limits.
    if not least <= st.session_state.get(key, first) <= most:
        st.session_state[key] = float(first)
    return st.number_input(
        label,
        float(least),
        float(most),
        float(first),
        step=float(step),
        format=f"%.{decimals}f",
        key=key,
        help=help or None,
        bind="query-params",
    )


def unknown_in_link() -> tuple[str, ...]:
    """A sentence for each choice that the address asked for in vain; once, then never again."""
    return tuple(st.session_state.pop(_UNKNOWN, ()))


def _begin_anew(key: str, first: Any, is_offered: Callable[[Any], bool]) -> None:
    """Put the first choice where another page's stands, chosen under the same word but none here.

    Streamlit would put it into the address, and whoever opens a copy is told that it isn't there.
    """
    if key in st.session_state and not is_offered(st.session_state[key]):
        st.session_state[key] = first


def _read_link(
    label: str, named: Mapping[str, str], key: str, written: Callable[[str], str] = str
) -> None:
    """Before a control is drawn for the first time: put what the address asks for into its words.

    Streamlit knows labels only, letter by letter as they are written, and silently drops the rest.
    """
    if key in st.session_state or key not in st.query_params:
        return
    asked = st.query_params.get_all(key)
    ids = {option(name): one for one, name in named.items()}
    checked = link.settled([ids.get(value, value) for value in asked], named)
    if checked.unknown:
        said = words.unknown_choice(label, link.listed(checked.unknown))
        st.session_state.setdefault(_UNKNOWN, []).append(said)
    wanted = [written(name) for name in checked.labels]
    if wanted and wanted != asked:
        st.query_params[key] = wanted
        st.rerun()


def _read_number(label: str, key: str, least: float, most: float, decimals: int) -> None:
    """The same for a number: 0,5 is 0.5, and what lies beyond the limits is moved to them."""
    if key in st.session_state or key not in st.query_params:
        return
    asked = st.query_params[key]
    try:
        value = float(asked.replace(",", "."))
    except ValueError:
        value = math.nan
    # What is no number is neither less nor more than any.
    if not least <= value <= most:
        said = words.number_beyond(label, link.listed([asked]), least, most)
        st.session_state.setdefault(_UNKNOWN, []).append(said)
    if math.isnan(value):
        return
    wanted = round(max(least, min(most, value)), decimals)
    if wanted != value or "," in asked:
        st.query_params[key] = f"{wanted:.{decimals}f}"
        st.rerun()
