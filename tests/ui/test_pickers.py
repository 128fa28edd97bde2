"""Controls of a page understand what a link may say, and say what it asks for in vain."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from streamlit.testing.v1 import AppTest

from tests.ui.conftest import PATIENCE_S, errors


@pytest.fixture
def opened() -> Callable[..., AppTest]:
    """A page of controls, opened by a link: opened(fruit="apple")."""

    def script():
        import streamlit as st

        from bridgeboard.ui import pickers, shell

        fruit = {"a": "Apple", "b": "Pear *ripe*", "c": "Fig, dried"}
        chosen = [
            pickers.one_of("Fruit", fruit, "one_of"),
            pickers.one_or_all("Fruit", fruit, "one_or_all", "All"),
            pickers.one_of_many("Fruit", fruit, "one_of_many"),
            pickers.some_of("Fruit", fruit, "some_of"),
            pickers.whole_number("People", "people", 12, 3, 200),
            pickers.number("Shift", "shift", 0.5, 0.1, 4, 0.1),
        ]
        shell.asked_in_vain()
        st.session_state["chosen"] = chosen

    def run(kept: dict | None = None, **asked: str | list[str]) -> AppTest:
        running = AppTest.from_function(script, default_timeout=PATIENCE_S)
        for key, value in (kept or {}).items():
            running.session_state[key] = value
        for key, value in asked.items():
            running.query_params[key] = value
        running.run()
        assert errors(running) == []
        return running

    return run


FIRST = {
    "one_of": "a",
    "one_or_all": None,
    "one_of_many": "a",
    "some_of": (),
    "people": 12,
    "shift": 0.5,
}

CHOICES = [key for key in FIRST if "_of" in key or "_or_" in key]


def _chosen(running: AppTest) -> dict:
    return dict(zip(FIRST, running.session_state["chosen"], strict=True))


def test_without_a_link_the_first_is_chosen_and_nothing_is_said(opened):
    running = opened()
    assert _chosen(running) == FIRST
    assert list(running.warning) == []


@pytest.mark.parametrize("asked", ["b", "B", "Pear *ripe*", "pear *RIPE*", "Pear \\*ripe\\*"])
def test_a_link_may_name_a_choice_by_its_label_or_its_id(opened, asked):
    running = opened(**dict.fromkeys(CHOICES, asked))
    assert _chosen(running) == FIRST | dict.fromkeys(CHOICES, "b") | {"some_of": ("b",)}
    assert list(running.warning) == []


@pytest.mark.parametrize("left", ["plum", ["plum"], ["a", "plum"], None, 3])
def test_what_another_page_chose_under_the_same_word_is_forgotten(opened, left):
    running = opened(dict.fromkeys(CHOICES, left))
    assert _chosen(running) == FIRST
    assert list(running.warning) == []


def test_what_another_page_chose_stays_where_it_is_a_choice_here_too(opened):
    kept = dict.fromkeys(CHOICES, "b") | {"some_of": ["b"]}
    assert _chosen(opened(kept)) == FIRST | dict.fromkeys(CHOICES, "b") | {"some_of": ("b",)}


def test_several_are_understood_together(opened):
    assert _chosen(opened(some_of=["c", "Apple"]))["some_of"] == ("c", "a")
    assert _chosen(opened(some_of="a,b"))["some_of"] == ("a", "b")


def test_what_is_not_there_is_said_once_and_the_rest_stands(opened):
    running = opened(**dict.fromkeys(CHOICES, "<b>plum</b>"))
    assert _chosen(running) == FIRST
    assert len(running.warning) == len(CHOICES)
    for said in running.warning:
        assert "under “Fruit”" in said.value
        assert "plum" in said.value
        assert "<b>" not in said.value
    assert list(running.run().warning) == []


@pytest.mark.parametrize(
    ("key", "asked", "chosen", "n_said"),
    [
        ("people", "40", 40, 0),
        ("people", "5000", 200, 1),
        ("people", "-1", 3, 1),
        ("people", "12.4", 12, 0),
        ("people", "many", 12, 1),
        ("people", "nan", 12, 1),
        ("people", "inf", 200, 1),
        ("people", "", 12, 1),
        ("shift", "0.3", 0.3, 0),
        ("shift", "1", 1.0, 0),
        ("shift", "0,8", 0.8, 0),
        ("shift", "0", 0.1, 1),
        ("shift", "1e9", 4.0, 1),
    ],
)
def test_a_number_in_a_link_is_kept_within_its_limits(opened, key, asked, chosen, n_said):
    running = opened(**{key: asked})
    assert _chosen(running) == FIRST | {key: chosen}
    assert len(running.warning) == n_said
