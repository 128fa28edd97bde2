"""Text is TOML, or the row is named where it is not."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bridgeboard.toml_text import NotToml, parsed


def test_settings_are_read_whatever_ends_the_lines():
    for end in ("\n", "\r\n", "\r"):
        assert parsed(f'a = 1{end}b = "two"{end}') == {"a": 1, "b": "two"}


@pytest.mark.parametrize(
    ("text", "row", "line", "what"),
    [
        ("a = 1\nb = two\nc = 3\n", 2, "b = two", "invalid value"),
        ("a = 1\rb = two\r", 2, "b = two", "invalid value"),
        ("a = 1\n[part", 2, "[part", "expected"),
        ('a = """never\nended\n', 2, "ended", "unterminated string"),
    ],
)
def test_the_row_that_is_not_toml_is_named(text, row, line, what):
    fault = parsed(text)
    assert isinstance(fault, NotToml)
    assert (fault.row, fault.line) == (row, line)
    assert fault.what.lower().startswith(what)


@given(st.text(st.sampled_from("ab=[]{}\"\n\r\x0c\u2028 #1.'")))
@example("a = " + "[" * 5000)
@example("a = \x0c\nb")
def test_any_text_is_settings_or_has_such_a_row(text):
    answer = parsed(text)
    assert isinstance(answer, dict) or 1 <= answer.row <= text.count("\n") + text.count("\r") + 1
