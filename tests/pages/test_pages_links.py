"""A copied address opens the same choices in a fresh session."""

from __future__ import annotations

from typing import Any

import pytest

from app import PAGES
from tests.pages.conftest import errors

FILES = [f"{section}/{file}" for section, pages in PAGES.items() for file, _, _ in pages]
#: What a control of a page may hold without being part of its address: in which kind of file a
#: report or a form is downloaded, and what is about to be written down.
NOT_A_VIEW = {"report-kind", "form-kind", "form-waves"}


def _controls(running) -> list[Any]:
    """Those of the page itself, but for the fields of forms."""
    kinds = ("selectbox", "segmented_control", "pills", "number_input", "text_input")
    found = [one for kind in kinds for one in running.main.get(kind)]
    return [one for one in found if one.key not in NOT_A_VIEW and not one.proto.form_id]


def _values(running) -> dict[str, Any]:
    return {one.key: one.value for one in _controls(running)}


def _link(running) -> dict[str, str | list[str]]:
    """The address as a browser writes it: a control's labels under its own name."""
    link: dict[str, str | list[str]] = {"programme": "demonstration"}
    for one in _controls(running):
        assert one.proto.query_param_key == one.key, f"{one.key} is not in the address"
        if one.type in ("number_input", "text_input"):
            link[one.key] = str(one.value)
        elif one.type == "button_group":
            link[one.key] = list(one.formatted_values)
        elif one.value is not None:
            link[one.key] = one.options[one.index]
    return {key: value for key, value in link.items() if value}


def _choose_another(running, control) -> None:
    """Anything but what is chosen."""
    kind = control.type
    if kind == "number_input":
        control.set_value(min(control.max, control.value + control.step)).run()
    elif kind == "text_input":
        control.set_value("peer").run()
    elif isinstance(control.value, list):
        control.set_value([control.options[-1]]).run()
    else:
        control.set_value(_others(control)[-1]).run()


def _others(control) -> list[Any]:
    return [one for one in control.options if one != control.value] or [control.value]


#: What somebody is loading is on their own computer: no address can open it again.
LOOKED_AT = [page for page in FILES if page != "data/load"]


@pytest.mark.parametrize("page", LOOKED_AT)
def test_every_choice_of_a_page_is_in_its_address_and_opens_again(app, shipped, page):
    running = app(shipped, page, programme="demonstration")
    for key in [one.key for one in _controls(running)]:
        found = [one for one in _controls(running) if one.key == key]
        # What is chosen first may leave nothing to choose further down.
        if found:
            _choose_another(running, found[0])
            assert errors(running) == []
    chosen = _values(running)
    again = app(shipped, page, **_link(running))
    assert errors(again) == []
    assert _values(again) == chosen
    assert list(again.warning) == []
