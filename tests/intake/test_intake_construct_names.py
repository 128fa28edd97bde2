"""Names of constructs as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard.intake import accept_reference
from bridgeboard.intake.construct_names import (
    EDITIONS,
    by_id,
    cleaned,
    domain_of,
    edition_by,
    is_reversed,
    matches,
    nearly,
)


def ids(constructs):
    return [construct.construct_id for construct in constructs]


def test_every_name_of_both_editions_leads_to_its_construct():
    frames = accept_reference()
    for row in frames["cfir_2009"].iter_rows(named=True):
        assert ids(matches(row["construct"], "2009")) == [row["construct_id"]]
        assert ids(matches(row["construct"].upper().replace("&", "and"), "2009")) == [
            row["construct_id"]
        ]
    for row in frames["cfir_constructs"].iter_rows(named=True):
        found = ids(matches(row["label"], "2022"))
        assert row["construct_id"] in found
        shared = row["label"] in ("Innovation Deliverers", "Innovation Recipients")
        assert len(found) == (3 if shared else 1)


def test_every_id_leads_to_its_construct_in_any_case():
    frames = accept_reference()
    for table in ("cfir_2009", "cfir_constructs"):
        for construct_id in frames[table]["construct_id"]:
            assert by_id(f" {construct_id.lower()} ").construct_id == construct_id
    assert by_id("III-Z") is None


@pytest.mark.parametrize(
    ("name", "construct_id"),
    [
        ("A. Intervention Source", "2009-I-A"),
        ("1.1 intervention source", "2009-I-A"),
        ("I.A. Innovation source", "2009-I-A"),
        ("(a) Cost*", "2009-I-H"),
        ("• Costs", "2009-I-H"),
        ("Complexity (reverse rated)c", "2009-I-F"),
        ("Complexity [reverse-coded]", "2009-I-F"),
        ("External policies and incentives", "2009-II-D"),
        ("Network and communications", "2009-III-B"),
        ("Organisational incentives & rewards", "2009-III-D4"),
        ("Access to information and knowledge", "2009-III-E3"),
        ("Knowledge and beliefs about the innovation/intervention", "2009-IV-A"),
        ("Self efficacy", "2009-IV-B"),
        ("Individual identification with the organisation", "2009-IV-D"),
        ("Innovation participants", "2009-V-B6"),
    ],
)
def test_other_ways_to_write_a_name_of_2009(name, construct_id):
    assert ids(matches(name, "2009")) == [construct_id]


@pytest.mark.parametrize(
    ("name", "construct_id"),
    [
        ("Cost", "I-H"),
        ("Evidence base", "I-B"),
        ("Work infrastructure", "III-A-3"),
        ("Culture: human equality-centredness", "III-D-1"),
        ("Human Equality Centeredness (Culture)", "III-D-1"),
        ("Engaging - Innovation Deliverers", "V-F-1"),
        ("Mid level leaders", "IV-R-B"),
    ],
)
def test_other_ways_to_write_a_name_of_2022(name, construct_id):
    assert ids(matches(name, "2022")) == [construct_id]


@pytest.mark.parametrize(
    ("name", "construct_id"),
    [
        ("Available recourses", "2009-III-E2"),
        ("Knowledge and belief", "2009-IV-A"),
        ("Complexitya", "2009-I-F"),
        ("Cosmopolitism", "2009-II-B"),
        ("Patient needs", "2009-II-A"),
        ("Refelcting and evaluating", "2009-V-D"),
    ],
)
def test_a_slip_leads_to_the_nearest_name(name, construct_id):
    assert matches(name, "2009") == ()
    assert ids(nearly(name, "2009")) == [construct_id]


@pytest.mark.parametrize(
    "name",
    [
        "Formally Appointed External Implementation Leader",
        "Experience",
        "Agency",
        "Social capital",
        "Participant Needs & Resources",
        "Capability (Innovation Deliverers)",
        "Leaders",
        "",
        "a",
    ],
)
def test_a_word_of_cfir_is_no_slip_of_another(name):
    assert [(matches(name, e), nearly(name, e)) for e in EDITIONS] == [((), ())] * 2


def test_domains_are_known_in_both_editions():
    headings = ["1. Intervention characteristics", "Outer setting domain", "III. Inner Setting"]
    headings += ["Characteristics of the individuals", "V. Implementation Process"]
    assert [domain_of(heading) for heading in headings] == ["I", "II", "III", "IV", "V"]
    assert domain_of("Culture") is None


def test_the_edition_is_that_of_most_names():
    assert edition_by(["Peer pressure", "Culture"], []) == ("2009", True)
    assert edition_by(["Local attitudes", "Culture", "Cost"], []) == ("2022", True)
    assert edition_by(["Cost", "Adaptability"], ["I. Innovation"]) == ("2022", True)
    assert edition_by(["Cost", "Adaptability"], ["Outer setting"]) == ("2009", False)
    assert edition_by(["Culture"], []) == (None, False)


def test_numbering_and_marks_are_no_part_of_a_name():
    assert cleaned("  3.  Social\n capital † ") == "Social capital"
    assert cleaned("Complexity, reverse scored") == "Complexity"
    assert is_reversed("Complexity (R)")
    assert not is_reversed("Reverse mentoring")


@given(st.text(max_size=130))
def test_any_text_has_a_name_left_or_is_empty(text):
    assert bool(cleaned(text)) == bool(text.split())
    for edition in EDITIONS:
        assert len(matches(text, edition)) <= 3
