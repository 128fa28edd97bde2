"""Numbers and dates in cells: what is read, and what is said of the rest."""

import datetime

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.intake import dates, numbers
from bridgeboard.intake.numbers import has_decimal_comma
from bridgeboard.intake.rules import Rule
from bridgeboard.intake.typing_cells import typed, why_not

WHOLE = Rule("value", "whole number", pl.Int64(), "", True, minimum=-2, maximum=2)
NUMBER = Rule("amount", "number", pl.Float64(), "", True, minimum=0)
FLAG = Rule("flag", "true or false", pl.Boolean(), "", True)


def cells(*texts):
    return pl.Series("cell", texts, dtype=pl.String)


@pytest.mark.parametrize(
    ("text", "number"),
    [("5", 5), ("-2", -2), ("+2", 2), ("0", 0), ("007", 7), ("5.0", 5), ("5,00", 5), ("-1.0", -1)],
)
def test_whole_numbers_are_read(text, number):
    assert numbers.whole(cells(text, None)).to_list() == [number, None]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("5", 5.0),
        ("3.5", 3.5),
        ("3,5", 3.5),
        ("-0,25", -0.25),
        ("0,125", 0.125),
        (",5", 0.5),
        (".5", 0.5),
        ("5.", 5.0),
        ("1.234", 1.234),
        ("1e3", 1000.0),
        ("2.5E-2", 0.025),
        ("1234,567", 1234.567),
        ("+3,14", 3.14),
    ],
)
def test_numbers_are_read_with_point_or_comma(text, number):
    assert numbers.decimal(cells(text, None)).to_list() == [number, None]


def test_a_comma_before_three_digits_is_a_decimal_only_where_another_cell_shows_it():
    assert numbers.decimal(cells("1,234", "5")).to_list() == [None, 5.0]
    assert numbers.decimal(cells("1,234", "5,5")).to_list() == [1.234, 5.5]
    assert numbers.decimal(cells("1.234", "5")).to_list() == [1.234, 5.0]
    assert numbers.decimal(cells("1.234", "5,5")).to_list() == [None, 5.5]


@pytest.mark.parametrize(
    "text", ["", " ", "x", "nan", "inf", "1e999", "0x10", "1_000", "٣", "½", "1 2"]
)
def test_what_is_no_number_is_not_read(text):
    assert numbers.decimal(cells(text)).to_list() == [None]
    assert numbers.whole(cells(text)).to_list() == [None]


@pytest.mark.parametrize(
    ("rule", "text", "expected", "mend"),
    [
        (WHOLE, "soon", "it must be a whole number from -2 to 2",
         "Write the number alone, or leave the cell empty if there is none."),
        (WHOLE, "1.5", "it must be a whole number from -2 to 2",
         "Write a whole number, or leave the cell empty if there is none."),
        (WHOLE, "−2", "it must be a whole number from -2 to 2",
         "Write -2, with plain digits and a plain minus."),
        (WHOLE, "٢", "it must be a whole number from -2 to 2",
         "Write 2, with plain digits and a plain minus."),
        (WHOLE, "2 points", "it must be a whole number from -2 to 2",
         "Write the number alone, without signs, units or words around it."),
        (WHOLE, "1,234", "it must be a whole number from -2 to 2, without thousands separators",
         "Write 1234."),
        (NUMBER, "1.234,5", "it must be a number of 0 or more, without thousands separators",
         "Write 1234.5."),
        (NUMBER, "1,234.5", "it must be a number of 0 or more, without thousands separators",
         "Write 1234.5."),
        (NUMBER, "1,234,567", "it must be a number of 0 or more, without thousands separators",
         "Write 1234567."),
        (NUMBER, "12 500", "it must be a number of 0 or more, without thousands separators",
         "Write 12500."),
        (NUMBER, "12\u202f500,25", "it must be a number of 0 or more, without thousands separators",
         "Write 12500.25."),
        (NUMBER, "12'500", "it must be a number of 0 or more, without thousands separators",
         "Write 12500."),
        (NUMBER, "1,234", "this can be read as a thousand or as a decimal",
         "Write 1234 or 1.234, whichever is meant."),
        (NUMBER, "about 3", "it must be a number of 0 or more",
         "Write the number alone, or leave the cell empty if there is none."),
        (NUMBER, "> 3", "it must be a number of 0 or more",
         "Write the number alone, without signs, units or words around it."),
        (NUMBER, "12 €", "it must be a number of 0 or more",
         "Write the number alone, without signs, units or words around it."),
        (NUMBER, "#DIV/0!", "a formula failed here",
         "Mend the formula, or write the value itself."),
        (FLAG, "perhaps", "it must be true or false", "Write true or false."),
    ],
)  # fmt: skip
def test_a_cell_that_is_no_such_number_says_why_and_what_to_write(rule, text, expected, mend):
    column = cells(text)
    assert typed(column, rule).to_list() == [None]
    assert why_not(text, rule, has_decimal_comma(column)) == (expected, mend)


def test_a_point_among_decimal_commas_says_both_readings():
    column = cells("1.234", "5,5")
    assert why_not("1.234", NUMBER, has_decimal_comma(column)) == (
        "this can be read as a thousand or as a decimal",
        "Write 1234 or 1.234, whichever is meant.",
    )


@pytest.mark.parametrize(
    ("text", "flag"),
    [("true", True), ("TRUE", True), ("yes", True), ("False", False), ("no", False)],
)
def test_flags_are_read(text, flag):
    assert typed(cells(text), FLAG).to_list() == [flag]


DAY = datetime.date(2020, 1, 31)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2020-01-31", DAY),
        ("31.01.2020", DAY),
        ("31.1.2020", DAY),
        ("31/01/2020", DAY),
        ("2020-01-31 00:00:00", DAY),
        ("2020-01-31T00:00", DAY),
        ("2020-02-29", datetime.date(2020, 2, 29)),
        ("05/05/2020", datetime.date(2020, 5, 5)),
    ],
)
def test_dates_are_read(text, day):
    assert dates.date(cells(text, None)).to_list() == [day, None]


WRITTEN = "it must be a date, written as 2020-01-31"


@pytest.mark.parametrize(
    ("text", "expected", "mend"),
    [
        ("05/03/2020", "day and month can't be told apart here",
         "Write 2020-03-05 or 2020-05-03, whichever is meant."),
        ("01/31/2020", WRITTEN, "Write 2020-01-31."),
        ("2020-1-5", WRITTEN, "Write 2020-01-05."),
        ("2020/01/05", WRITTEN, "Write 2020-01-05."),
        ("31-01-2020", WRITTEN, "Write 2020-01-31."),
        ("31.01.20", f"{WRITTEN}, with all four digits of the year", "Write the year in full."),
        ("43861", f"{WRITTEN}; this is how Excel counts days inside",
         "Format the column as text and write 2020-01-31, if that is the day meant."),
        ("2021-02-29", f"{WRITTEN}; there is no such day", "Look up the day meant."),
        ("31.04.2020", f"{WRITTEN}; there is no such day", "Look up the day meant."),
        ("0020-01-31", f"{WRITTEN}, from 1900 to 2100", "Mend the year."),
        ("2020-01-31 14:30", "it must be a day without a time", "Write 2020-01-31."),
        ("2020-01", f"{WRITTEN}, with its day",
         "Write the first or last day of the period, as the column asks."),
        ("2020", f"{WRITTEN}, with its day",
         "Write the first or last day of the period, as the column asks."),
        ("spring", WRITTEN,
         "Write year, month and day so."),
    ],
)  # fmt: skip
def test_a_date_that_could_mislead_says_why_and_what_to_write(text, expected, mend):
    assert dates.date(cells(text)).to_list() == [None]
    assert dates.why_not(text) == (expected, mend)


TEXTS = st.one_of(
    st.text(max_size=12),
    st.text("0123456789.,-+/ :eE'\u00a0", max_size=14),
    st.dates().map(str),
    st.floats().map(str),
)


@given(st.lists(TEXTS, min_size=1, max_size=5))
@settings(deadline=None, max_examples=200)
def test_each_cell_is_either_read_or_explained(texts):
    column = cells(*texts)
    for rule in (WHOLE, NUMBER, FLAG, Rule("on", "date", pl.Date(), "", True)):
        for text, value in zip(texts, typed(column, rule).to_list(), strict=True):
            if value is None and text:
                expected, mend = why_not(text, rule, has_decimal_comma(column))
                assert expected
                assert mend


@given(st.floats(allow_nan=False, allow_infinity=False))
@settings(deadline=None)
def test_every_number_comes_back_from_its_text(number):
    assert numbers.decimal(cells(repr(number))).to_list() == [number]


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2100, 12, 31)))
@settings(deadline=None)
def test_every_day_comes_back_from_its_text(day):
    read = dates.date(
        cells(day.isoformat(), day.strftime("%d.%m.%Y"), f"{day.day}.{day.month}.{day.year}")
    )
    assert read.to_list() == [day, day, day]
