"""Headings of tables that no tool has written: the rule, case by case."""

from __future__ import annotations

import pytest

from bridgeboard.collected.heading_rows import HeadingRows, find_headings, joined


def rows(text: str) -> list[list[str]]:
    return [line.split("|") for line in text.strip("\n").split("\n")]


def headings(text: str, merged=()) -> list[str] | None:
    grid = rows(text)
    found = find_headings(grid, merged)
    return None if found is None else joined(grid, found, merged)[0]


def test_the_first_row_of_a_plain_table():
    assert headings("id|site|q1\n1|pune|4\n2|pune|5") == ["id", "site", "q1"]


def test_titles_above_the_table_are_no_headings():
    assert headings("Survey 2024||\n||\nid|site|q1\n1|pune|4") == ["id", "site", "q1"]


def test_an_upper_row_holds_for_the_columns_to_its_right():
    text = "|Attitudes||Roles|\nid|q1|q2|q1|q2\n1|4|5|2|3\n2|4|5|2|3"
    assert headings(text) == ["id", "Attitudes: q1", "Attitudes: q2", "Roles: q1", "Roles: q2"]


def test_a_merged_upper_cell_holds_as_far_as_it_is_merged():
    text = "|Attitudes|||\nid|q1|q2|age|sex\n1|4|5|20|f\n2|4|5|30|m"
    merged = [((0, 1), (0, 2))]
    assert headings(text, merged) == ["id", "Attitudes: q1", "Attitudes: q2", "age", "sex"]


def test_headings_beside_empty_ones_go_on_in_the_next_row():
    text = "id|site|Attitudes||\n||q1|q2|q3\n1|pune|4|5|3\n2|pune|4|5|2"
    assert headings(text) == ["id", "site", "Attitudes: q1", "Attitudes: q2", "Attitudes: q3"]


def test_a_title_merged_over_the_whole_table_is_a_title():
    text = "Survey 2024||\nid|site|q1\n1|pune|4"
    assert find_headings(rows(text), [((0, 0), (0, 2))]) == HeadingRows(1)


@pytest.mark.parametrize("first", ["Name|2018|2019", "item|1|2|3"])
def test_years_and_counted_columns_are_headings_and_it_is_said(first):
    width = first.count("|")
    found = find_headings(rows(f"{first}\na{'|4' * width}\nb{'|5' * width}"))
    assert found is not None
    assert found.lower == 0
    assert found.doubt is not None


def test_numbers_are_no_headings():
    assert find_headings(rows("7000|27000|13000|a\n1|2|3|b")) is None
    assert find_headings(rows("1|2\n3|4")) is None


def test_two_rows_of_words_only_are_doubtful():
    found = find_headings(rows("who|About you||\n|sex|job|town\na|f|nurse|x\nb|m|nurse|y"))
    assert found == HeadingRows(1, 0, found.doubt if found else None)
    assert found.doubt is not None


def test_right_aligned_upper_cells_are_doubtful():
    found = find_headings(rows("|||Female||Male\n|a|b|c|d|e\nx|1|2|3|4|5\ny|1|2|3|4|5"))
    assert found is not None
    assert found.doubt is not None
