"""Tables on the terminal."""

from __future__ import annotations

from bridgeboard.cli.printed import table


def test_columns_are_as_wide_as_their_widest_cell_and_numbers_stand_right() -> None:
    assert table(("name", "n"), [("a", 5), ("longer", 1234), (None, None)]).split("\n") == [
        "name       n",
        "------  ----",
        "a          5",
        "longer  1234",
        "",
    ]


def test_wide_letters_take_two_columns_and_marks_none() -> None:
    lines = table(("name", "n"), [("日本", "x"), ("e\u0301", "x"), ("שלום", "x")]).splitlines()
    assert lines[2:] == ["日本  x", "e\u0301     x", "שלום  x"]


def test_a_table_without_rows_keeps_its_headings() -> None:
    assert table(("name", "n"), []).splitlines() == ["name  n", "----  -"]
