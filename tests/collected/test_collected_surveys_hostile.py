"""Cut and changed exports of REDCap and KoboToolbox: never an exception, always a table or why."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.collected import DroppedFile, Survey, odk, redcap, redcap_dictionary, xlsform
from bridgeboard.collected import redcap_events as lists
from tests.collected.survey_files import (
    csv_bytes,
    kobo_export,
    kobo_form,
    kobo_sheets,
    redcap_data,
    redcap_forms,
    redcap_labelled,
)
from tests.collected.survey_files import redcap_dictionary as dictionary_file

KINDS = (
    *(redcap_dictionary.KINDS[0], lists.KINDS[0], redcap.KINDS[0]),
    *(xlsform.KINDS[0], odk.KINDS[0]),
)


@cache
def whole(name: str) -> bytes:
    kobo = kobo_sheets("swahili")["Attitudes"]
    return {
        "raw": lambda: redcap_data().data,
        "labelled": lambda: redcap_labelled().data,
        "dictionary": lambda: dictionary_file().data,
        "lists": lambda: redcap_forms().data,
        "kobo": lambda: csv_bytes(kobo, delimiter=";", mark=True),
        "workbook": lambda: kobo_export().data,
        "form": lambda: kobo_form().data,
    }[name]()


@st.composite
def spoilt(draw: st.DrawFn, name: str) -> bytes:
    """The file cut somewhere, or with some of its bytes or pieces changed."""
    data = bytearray(whole(name))
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(data) - 1))
        odd = st.sampled_from([b'"', b"\n", b"\0", b",", b";", b"|", b"\xff", b"<U+FFFF>", b"1"])
        data[at : at + draw(st.integers(0, 3))] = draw(odd | st.binary(max_size=3))
        data = data or bytearray(b" ")
    if draw(st.booleans()):
        del data[draw(st.integers(0, len(data) - 1)) :]
    return bytes(data)


def check(survey: Survey) -> None:
    for table in survey.tables:
        assert table.frame.columns == [field.column for field in table.fields]
        assert len(table.frame) == len(table.rows) or table.frame.width == 0
    assert survey.tables or any(one.severity == "refused" for one in survey.problems)
    for problem in survey.problems:
        assert problem.file
        assert problem.expected
        assert problem.mend


@pytest.mark.parametrize("name", ["raw", "labelled"])
@given(data=st.data())
@settings(max_examples=300)
def test_redcap(name: str, data: st.DataObject) -> None:
    file = DroppedFile("data.csv", data.draw(spoilt(name)))
    dictionary = DroppedFile("dictionary.csv", data.draw(spoilt("dictionary")))
    forms = DroppedFile("forms.csv", data.draw(spoilt("lists")))
    for kind in KINDS:
        kind.seen(file)
        kind.seen(dictionary)
        kind.seen(forms)
    check(redcap.read(file, [("redcap-dictionary", dictionary), ("redcap-events", forms)]))


@pytest.mark.parametrize("name", ["kobo", "workbook"])
@given(data=st.data())
@settings(max_examples=300)
def test_kobo(name: str, data: st.DataObject) -> None:
    file = DroppedFile("data", data.draw(spoilt(name)))
    form = DroppedFile("form.xlsx", data.draw(spoilt("form")))
    for kind in KINDS:
        kind.seen(file)
        kind.seen(form)
    check(odk.read(file, [("xlsform", form)]))
    check(odk.read(file, []))
