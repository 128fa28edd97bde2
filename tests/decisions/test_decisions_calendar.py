"""The calendar file: read back by a library, and held against RFC 5545 line by line."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from bridgeboard.decisions import Decisions
from bridgeboard.decisions.calendar import calendar
from bridgeboard.measures.action_list import action_list

WHAT = r"Write, agree; and sign: 50\50 “roles” — כתיבה 🙂"
NOTE = "First line, with; signs\nBEGIN:VEVENT\nand a last one"


@pytest.fixture
def kept(store_folder) -> Decisions:
    """The decisions of the programme "test"."""
    return Decisions(store_folder, "test")


@pytest.fixture
def exported(kept, published):
    """exported(programme) -> what the calendar file holds."""

    def export(programme: str = "Test: actions") -> bytes:
        listed = action_list(kept.actions(), published(), dt.date(2027, 3, 10))
        return calendar(listed, programme)

    return export


def test_every_action_with_a_due_date_is_a_whole_day_and_the_others_are_left_out(kept, exported):
    action = kept.add_action(site_id="a", what=WHAT, due="2027-12-31", note=NOTE, owner="Ana")
    kept.change_action(action.action_id, 1, "", influence_id="role_definition")
    kept.add_action(site_id="a", what="Undated")
    (event,) = Calendar.from_ical(exported()).walk("VEVENT")
    assert event["UID"] == f"{action.action_id}@bridgeboard"
    assert event["SEQUENCE"] == 1
    assert event["SUMMARY"] == f"{WHAT} (Site a)"
    assert event["DTSTART"].dt == dt.date(2027, 12, 31)
    assert event["DTEND"].dt == dt.date(2028, 1, 1)
    assert event["DESCRIPTION"] == (
        f"Who: Ana\nStatus: open\nAbout: PSW role definition\nNote: {NOTE}"
    )
    assert (event["STATUS"], event["TRANSP"]) == ("CONFIRMED", "TRANSPARENT")
    moment = kept.action(action.action_id).changed_at.replace(microsecond=0)
    assert event["DTSTAMP"].dt == event["LAST-MODIFIED"].dt == moment


def test_lines_are_folded_and_escaped_as_rfc_5545_asks(kept, exported):
    kept.add_action(site_id="a", what=WHAT * 6, due="2027-03-31", note=NOTE * 20)
    written = exported()
    assert written.endswith(b"END:VCALENDAR\r\n")
    lines = written.split(b"\r\n")
    assert b"\n" not in b"".join(lines)
    assert max(len(line) for line in lines) <= 75
    # No letter is torn: each folded line is UTF-8 by itself.
    assert all(line.decode("utf-8") is not None for line in lines)
    unfolded = written.replace(b"\r\n ", b"").decode("utf-8")
    assert unfolded.count("\r\nBEGIN:VEVENT\r\n") == 1
    assert r"Write\, agree\; and sign: 50\\50 “roles” — כתיבה 🙂Write" in unfolded
    assert r"First line\, with\; signs\nBEGIN:VEVENT\nand a last one" in unfolded


def test_what_ended_says_so_and_what_was_dropped_is_cancelled(kept, exported):
    for status in ("done", "dropped", "doing"):
        kept.add_action(site_id="a", what="Call", due="2027-03-31", status=status)
    events = Calendar.from_ical(exported()).walk("VEVENT")
    assert {(event["SUMMARY"], event["STATUS"]) for event in events} == {
        ("Call (Site a)", "CONFIRMED"),
        ("Done: Call (Site a)", "CONFIRMED"),
        ("Dropped: Call (Site a)", "CANCELLED"),
    }


def test_the_calendar_names_the_programme_and_its_maker(kept, exported):
    found = Calendar.from_ical(exported("Peer; support, UPSIDES"))
    assert found["NAME"] == found["X-WR-CALNAME"] == "Peer; support, UPSIDES"
    assert found["VERSION"] == "2.0"
    assert "Bridgeboard" in found["PRODID"]


def test_the_same_actions_give_the_same_bytes(kept, exported):
    kept.add_action(site_id="a", what="Call", due="2027-03-31")
    assert exported() == exported()


SAYABLE = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=120)


@settings(max_examples=20)
@given(what=SAYABLE, note=st.lists(SAYABLE, max_size=3).map("\n".join))
def test_whatever_people_write_comes_back_from_the_calendar(
    tmp_path_factory: pytest.TempPathFactory, demonstration, what: str, note: str
):
    kept = Decisions(tmp_path_factory.getbasetemp() / "calendars", "test")
    action = kept.add_action(site_id="a", what=f"x{what}x", note=f"x{note}x", due="2027-03-31")
    listed = action_list(kept.actions(), demonstration, dt.date(2027, 3, 10))
    found = {
        str(event["UID"]): event
        for event in Calendar.from_ical(calendar(listed, "Test")).walk("VEVENT")
    }[f"{action.action_id}@bridgeboard"]
    assert found["SUMMARY"] == f"{action.what} (a)"
    assert found["DESCRIPTION"].endswith(f"Note: {action.note}")
