"""Text from files shows as it is, wherever it stands."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard.ui.escape import html_text, label, markdown, option


@pytest.mark.parametrize(
    "text",
    ["*a*", "_a_", "`a`", "[a](b)", "![a](b)", ":red[a]", "$x$", "# a", "<b>", "~~a~~", "a|b"],
)
def test_markdown_that_would_mean_something_is_escaped(text: str):
    escaped = markdown(text)
    assert escaped != text
    assert escaped.replace("\\", "") == text


@given(st.text())
def test_every_punctuation_mark_stands_after_a_backslash(text: str):
    escaped = markdown(text)
    marks = [i for i, c in enumerate(escaped) if c.isascii() and not c.isalnum() and c not in "\\ "]
    assert all(escaped[i - 1] == "\\" for i in marks if escaped[i].isprintable())


@pytest.mark.parametrize("text", ["http://x.example", "www.x.example", "HTTPS://X", "a@b.example"])
def test_nothing_becomes_a_link_by_itself(text: str):
    assert "\u2060" in markdown(text)


def test_lines_become_one_so_that_no_line_begins_a_list_or_a_heading():
    assert markdown("a\n\n# b\t c") == "a \\# b c"


@pytest.mark.parametrize("name", ["Ulm", "Dar es Salaam (coast)", "6 months – after", "A: b, c/d"])
def test_an_ordinary_name_stays_as_it_is_on_a_button(name: str):
    assert option(name) == name


@pytest.mark.parametrize(
    "text", ["*a*", "_a_", "`a`", "[a](b)", "![a](b)", ":red[a]", ":smile:", "$x$", "<b>", "~~a~~"]
)
def test_a_name_that_would_mean_something_is_escaped_on_a_button(text: str):
    assert option(text) != text
    assert option(text).replace("\\", "") == text


@pytest.mark.parametrize(
    "name",
    ["“Study_DATA_2026-03-02_1129.csv” is", "Country of lake-clinic", "“8 · N/A” (3 rows) is"],
)
def test_names_of_columns_and_files_stay_as_they_are_in_a_label(name: str):
    assert label(name) == name


@pytest.mark.parametrize(
    "text",
    ["“*a*”", "“_a_”", "“a_ b”", "“`a`”", "“[a](b)”", "“:red[a]”", "“$x$”", "“<b>”", "“~~a~~”"],
)
def test_what_would_mean_something_is_escaped_in_a_label(text: str):
    assert label(text) != text
    assert label(text).replace("\\", "") == text


@given(st.text())
def test_html_shows_the_text_and_has_no_tag(text: str):
    assert html.unescape(html_text(text)) == text
    assert not set("<>\"'") & set(html_text(text))
