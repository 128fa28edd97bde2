"""What runs without app.py asks who looks, everywhere."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from streamlit.testing.v1 import AppTest

from bridgeboard import settings

_ONLY_HERE = "bridgeboard/ui/fragment.py"
#: What a click or a change may call before app.py has asked who looks: it opens or closes a form,
#: and neither reads nor changes anything of a programme.
_CALLBACKS = {"action_form.add", "action_form.edit", "_close"}


def _modules() -> Iterator[tuple[str, ast.Module]]:
    paths = [settings.PROJECT / "app.py"]
    for folder in ("bridgeboard/ui", "pages"):
        paths += sorted((settings.PROJECT / folder).rglob("*.py"))
    for path in paths:
        yield path.relative_to(settings.PROJECT).as_posix(), _parsed(path)


def _parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def test_fragments_and_dialogs_are_ours():
    used = {
        f"{name}: st.{node.attr}"
        for name, module in _modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Attribute) and node.attr in ("fragment", "dialog")
        if isinstance(node.value, ast.Name) and node.value.id == "st"
    }
    assert used == {f"{_ONLY_HERE}: st.fragment", f"{_ONLY_HERE}: st.dialog"}


def test_callbacks_open_and_close_and_do_nothing_else():
    called = {
        ast.unparse(keyword.value)
        for _, module in _modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg in ("on_click", "on_change", "on_dismiss", "on_select")
        if not isinstance(keyword.value, ast.Constant)
    }
    assert called <= _CALLBACKS


def test_a_part_inside_another_is_no_part_of_its_own():
    """Else a page that is changed faster than it is drawn goes blank (bridgeboard.ui.fragment)."""

    def page() -> None:
        import streamlit as st
        from streamlit.runtime.scriptrunner_utils.script_run_context import ThreadState

        from bridgeboard.ui.fragment import fragment

        def said() -> None:
            st.text(ThreadState.get().fragment_id)

        @fragment
        def inner() -> None:
            said()

        @fragment
        def outer() -> None:
            said()
            inner()
            said()

        outer()
        inner()

    inside = [text.value for text in AppTest.from_function(page).run().text]
    assert len(inside) == 4
    assert all(inside)
    assert inside[0] == inside[1] == inside[2] != inside[3]


def test_a_dialog_is_not_opened_inside_such_a_part():
    def page() -> None:
        import streamlit as st

        from bridgeboard.ui.fragment import dialog, fragment

        @dialog("Asked")
        def asked() -> None:
            pass

        @fragment
        def part() -> None:
            try:
                asked()
            except RuntimeError as error:
                st.text(str(error))

        part()

    (said,) = AppTest.from_function(page).run().text
    assert said.value == "the dialog 'Asked' is opened inside a fragment"
