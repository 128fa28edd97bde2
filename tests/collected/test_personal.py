"""The door: what names people stays outside, what may is held back, and nothing repeats a value."""

from __future__ import annotations

import pytest

from bridgeboard.collected import Coding, Document, DroppedFile
from bridgeboard.collected.personal import freed
from bridgeboard.collected.recognition import collect
from tests.collected.table_files import csv_bytes


def door(columns: dict[str, list[str]], confirmed: tuple[str, ...] = ()):
    rows = [list(columns), *map(list, zip(*columns.values(), strict=True))]
    return collect([DroppedFile("x.csv", csv_bytes(rows))], {"x.csv": "csv"}, confirmed)[0]


def left_out(heading: str, values: list[str]) -> list[str]:
    return [one.what for one in door({"q1": ["1"] * len(values), heading: values}).left_out]


def suspected(heading: str, values: list[str]) -> list[str]:
    found = door({"q1": ["1"] * len(values), heading: values})
    assert not found.left_out
    for suspect in found.suspects:
        assert suspect.column not in found.tables[0].frame.columns
        assert not any(value and value in suspect.why for value in values)
    return [one.column for one in found.suspects]


@pytest.mark.parametrize(
    "heading",
    [
        *("IPAddress", "ip_address", "E-Mail", "Email Address", "RecipientEmail", "telephone_1"),
        *("Telefonnummer", "numéro de téléphone", "nambari ya simu", "מספר טלפון", "رقم الهاتف"),
        *("_gps_latitude", "LocationLongitude", "Längengrad", "deviceid", "RecipientLastName"),
    ],
)
def test_columns_that_are_always_left_out_by_heading(heading):
    assert left_out(heading, ["x", "y", "z"]) == [heading]


@pytest.mark.parametrize(
    "values",
    [
        ["ann@example.org", "bea@example.org", ""],
        ["192.0.2.7", "192.0.2.8", "198.51.100.1"],
        ["-6.79235 39.20832 12 4.5", "48.40108 9.98761 478 5", "48.40108 9.98762 478 5"],
    ],
)
def test_columns_that_are_always_left_out_by_value(values):
    assert left_out("b7", values) == ["b7"]


@pytest.mark.parametrize(
    "heading",
    [
        *("Name", "first_name", "Nachname", "Prénom", "apellidos", "jina kamili", "שם משפחה"),
        *("الاسم", "dob", "Geburtsdatum", "date de naissance", "fecha de nacimiento"),
        *("tarehe ya kuzaliwa", "תאריך לידה", "تاريخ الميلاد", "Passport number", "תעודת זהות"),
        *("home address", "Postleitzahl", "patient name", "mother_last_name", "signature"),
        *(
            "What is your full name?",
            "Name of the household head",
            "When were you born?",
            "Wie ist Ihre Anschrift, bitte?",
        ),
    ],
)
def test_headings_that_may_name_people(heading):
    assert suspected(heading, ["xx1", "yy1", "zz1"]) == [heading]


@pytest.mark.parametrize(
    "heading",
    [
        *(
            "site_name",
            "Name of the hospital",
            "Name of the ward you work on",
            "redcap_event_name",
            "team name",
            "drug name",
        ),
        *("q1_email_is_useful_for_peers", "I would put my name to peer support", "nationality"),
        *("profession", "years", "gender", "ward", "contact_with_peers_helps_me_in_my_work"),
    ],
)
def test_headings_that_name_nobody(heading):
    assert suspected(heading, ["x", "y", "z"]) == []


@pytest.mark.parametrize(
    "values",
    [
        ["Ann Example", "Mary J. Sample", "John", "Fatuma Juma"],
        ["1961-05-02", "1975-11-30", "1988-01-17", "1990-07-01"],
        ["02.05.1961", "30.11.1975", "17.01.1988", "01.07.1990"],
        ["123-45-6789", "234-56-7890", "345-67-8901"],
        ["CM90012345ABCD", "CF85098765WXYZ", "CM77011111AAAA"],
        ["12 Rose Street, Ulm", "4 Mill Road", "nowhere"],
        ["Hauptstraße 12", "Gartenweg 3", "am See"],
        ["nothing", "call me at +49 731 123 4567", "no"],
        ["nothing", "write to ann@example.org please", "no"],
        ["I said (405) 321-1111 is my number", "no", "nothing"],
    ],
)
def test_values_that_may_name_people(values):
    assert suspected("b7", values) == ["b7"]


@pytest.mark.parametrize(
    "values",
    [
        ["2024-03-01 08:00:00", "2024-03-02 09:00:00", "2024-03-04 10:10:10"],
        ["03/01/2024 08:00", "03/02/2024 09:10", "03/04/2024"],
        ["3292879998", "3292879538", "3292765271"],
        ["47.115097045898", "7.2315979003906", "42.401901245117"],
        ["Very favorably", "Somewhat favorably", "Unfamiliar (N/A)"],
        ["$25,000 - $49,999", "$100,000 - $149,999", "$50,000 - $99,999"],
        ["Ward 3", "Clinic 12", "Room 7"],
        ["nurse", "social worker", "psychologist"],
        ["R_1aaaaaaaaaaaaaa", "R_2aaaaaaaaaaaaaa", "R_3aaaaaaaaaaaaaa"],
        ["4", "5", "3"],
    ],
)
def test_values_that_name_nobody(values):
    assert suspected("b7", values) == []


def test_a_confirmed_column_comes_in():
    columns = {"code": ["p1", "p2"], "name": ["Ward A", "Ward B"]}
    assert door(columns).tables[0].frame.columns == ["code"]
    found = door(columns, ("name",))
    assert found.suspects == ()
    assert found.tables[0].frame["name"].to_list() == ["Ward A", "Ward B"]


def test_confirming_does_not_let_in_what_is_always_left_out():
    found = door({"code": ["p1"], "email": ["a@example.org"]}, ("email",))
    assert found.tables[0].frame.columns == ["code"]
    assert found.tables[0].field("code").column == "code"


def test_variables_of_documents_and_quotes_are_looked_at_too():
    import polars as pl

    from bridgeboard.collected.coding import SEGMENTS

    documents = (
        Document("FG1", {"site": "ulm", "Moderator name": "Ann", "mail": "a@example.org"}),
    )
    quotes = ["call +49 731 123 4567", "they felt welcome"]
    segments = pl.DataFrame(
        {**{column: [None, None] for column in SEGMENTS}, "quote": quotes}, schema=SEGMENTS
    )
    found = freed(Coding("refi-qda", "x.qdpx", documents=documents, segments=segments))
    assert found.documents[0].variables == {"site": "ulm"}
    assert found.segments["quote"].to_list() == [None, "they felt welcome"]
    assert len(found.left_out) == 3
