"""Parts of a page that run alone, and dialogs: both ask first who looks.

app.py, which asks this for a page, doesn't run again when such a part does. So these stand in place
of st.fragment and st.dialog everywhere (tests/ui/test_fragment.py looks).

None stands inside another. Where a part begins to run again, Streamlit drops what it has not sent
yet of the run before, but not of parts inside that one: their elements come to a browser that has
no place for them, and the page goes blank for good.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any, TypeVar

import streamlit as st

from bridgeboard.ui.sign_in import must_be_the_same

_Function = TypeVar("_Function", bound=Callable[..., Any])

_INSIDE = ContextVar("inside a part that runs alone", default=False)


def fragment(function: _Function) -> _Function:
    """st.fragment, that runs only for whom the page was drawn; else the whole app runs anew.

    Inside another one it is part of that.
    """
    alone = st.fragment(_asking(function))

    @functools.wraps(function)
    def drawn(*given: Any, **named: Any) -> Any:
        return (function if _INSIDE.get() else alone)(*given, **named)

    return drawn


def dialog(title: str, **settings_given: Any) -> Callable[[_Function], _Function]:
    """st.dialog, in the same way; for a page, which is no part that runs alone."""

    def opened(function: _Function) -> _Function:
        shown = st.dialog(title, **settings_given)(_asking(function))

        @functools.wraps(function)
        def drawn(*given: Any, **named: Any) -> Any:
            if _INSIDE.get():
                raise RuntimeError(f"the dialog {title!r} is opened inside a fragment")
            return shown(*given, **named)

        return drawn

    return opened


def _asking(function: _Function) -> _Function:
    @functools.wraps(function)
    def asked(*given: Any, **named: Any) -> Any:
        must_be_the_same()
        before = _INSIDE.set(True)
        try:
            return function(*given, **named)
        finally:
            _INSIDE.reset(before)

    return asked
