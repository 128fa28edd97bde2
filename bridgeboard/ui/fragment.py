"""Parts of a page that run alone, and dialogs: both ask first who looks.

app.py, which asks this for a page, doesn't run again when such a part does. So these stand in place
of st.fragment and st.dialog everywhere (tests/ui/test_fragment.py looks).
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any, TypeVar

import streamlit as st

from bridgeboard.ui.sign_in import must_be_the_same

_Function = TypeVar("_Function", bound=Callable[..., Any])


def fragment(function: _Function) -> _Function:
    """st.fragment, that runs only for whom the page was drawn; else the whole app runs anew."""
    return st.fragment(_asking(function))


def dialog(title: str, **settings_given: Any) -> Callable[[_Function], _Function]:
    """st.dialog, in the same way."""

    def opened(function: _Function) -> _Function:
        return st.dialog(title, **settings_given)(_asking(function))

    return opened


def _asking(function: _Function) -> _Function:
    @functools.wraps(function)
    def asked(*given: Any, **named: Any) -> Any:
        must_be_the_same()
        return function(*given, **named)

    return asked
