"""What is compared: waves in time, items in common, versions of an instrument as one."""

import pytest

from bridgeboard.measures.shift import shift
from tests.measures.surveys import instrument_file, people, row, waves


def test_waves_are_compared_in_time_however_the_file_lists_them(published, tmp_path):
    instrument_file(tmp_path / "programme")
    scores = {("a", w): [x, x + 2, x + 4] for w, x in (("late", 30), ("first", 10), ("mid", 20))}
    listed = [
        {"wave_id": "late", "label": "Late", "order": 9, "months_since_start": 18},
        {"wave_id": "first", "label": "First", "order": 1},
        {"wave_id": "mid", "label": "Mid", "order": 4, "months_since_start": 6},
    ]
    frame = shift(published(people(scores) | {"waves": listed}))
    found = frame.filter(design="unpaired").select("from_wave_id", "to_wave_id", "months", "value")
    assert found.rows() == [
        ("first", "mid", None, 10),
        ("first", "late", None, 20),
        ("mid", "late", 12, 10),
    ]


def items_of(site, wave, instrument, each):
    """Tables of respondents who gave {item: value} each."""
    who = [f"{site}{wave}{n}" for n in range(len(each))]
    return {
        "respondents": [{"respondent_id": r, "site_id": site, "wave_id": wave} for r in who],
        "answers": [
            {"respondent_id": r, "instrument_id": instrument, "item_id": item, "value": value}
            for r, given in zip(who, each, strict=True)
            for item, value in given.items()
        ],
    }


def together(*tables):
    """The tables of several groups as one programme's, with two waves."""
    names = ("respondents", "answers")
    whole = {name: [r for t in tables for r in t[name]] for name in names}
    return whole | {"waves": waves("Before", "After")}


def test_an_instrument_that_changed_counts_on_the_items_in_common(published, tmp_path):
    instrument_file(tmp_path / "programme", items={"x": False, "y": False, "z": False}, needed=2)
    # z was asked before only; on x and y alone 2 of 3 needed are 2 of 2.
    before = [{"x": 10, "y": 20, "z": 60}, {"x": 20, "y": 30, "z": 60}, {"x": 30, "y": 40, "z": 0}]
    after = [{"x": 20, "y": 40}, {"x": 30, "y": 40}, {"x": 40, "y": 50}, {"x": 60}]
    frame = shift(
        published(
            together(items_of("a", "before", "mood", before), items_of("a", "after", "mood", after))
        )
    )
    found = row(frame)
    assert (found["n_items"], found["n_items_scale"], found["items_left_out"]) == (2, 3, "Item z")
    assert found["points_from"] == [15, 25, 35]
    assert found["points_to"] == [30, 35, 45]
    assert (found["n_to"], found["n_asked_to"]) == (3, 4)
    assert found["value"] == pytest.approx(110 / 3 - 25)
    assert found["versions"] is None


def test_no_item_in_common_is_not_asked(published, tmp_path):
    instrument_file(tmp_path / "programme", items={"x": False, "y": False})
    frame = shift(
        published(
            together(
                items_of("a", "before", "mood", [{"x": 1}] * 3),
                items_of("a", "after", "mood", [{"y": 1}] * 3),
            )
        )
    )
    found = row(frame)
    assert found["reason"] == "No item of Mood was asked at both Before and After."
    assert (found["status"], found["n_items"]) == ("not asked", 0)
    assert (found["n_asked_from"], found["n_asked_to"]) == (3, 3)


def test_people_who_answered_too_little_are_asked_but_have_no_score(published, tmp_path):
    instrument_file(tmp_path / "programme", items={"x": False, "y": False}, needed=2)
    frame = shift(
        published(
            together(
                items_of("a", "before", "mood", [{"x": 1, "y": 2}] * 3),
                items_of("a", "after", "mood", [{"x": 1}] * 3),
                items_of("b", "after", "mood", [{"x": 1, "y": 3}]),
            )
        )
    )
    found = row(frame)
    assert found["status"] == "not enough data"
    assert found["reason"] == "Nobody has a score at After: at least 3 are needed."
    assert (found["n_to"], found["n_asked_to"]) == (0, 3)


def test_zero_to_four_and_one_to_five_are_one_scale(published, tmp_path):
    folder = tmp_path / "programme"
    instrument_file(folder, minimum=1, maximum=5, items={"x": False, "y": True})
    instrument_file(
        folder,
        name="from0",
        minimum=0,
        maximum=4,
        items={"x": False, "y": True},
        version_of="mood",
    )
    # y is reversed: (x + 6 - y) / 2 before; after, x + 1 and 5 - y on 1 to 5.
    before = [{"x": 1, "y": 5}, {"x": 2, "y": 4}, {"x": 3, "y": 3}]
    after = [{"x": 2, "y": 2}, {"x": 3, "y": 1}, {"x": 4, "y": 0}]
    frame = shift(
        published(
            together(
                items_of("a", "before", "mood", before), items_of("a", "after", "from0", after)
            )
        )
    )
    assert set(frame["instrument_id"]) == {"mood"}
    found = row(frame)
    assert found["points_from"] == [1, 2, 3]
    assert found["points_to"] == [3, 4, 5]
    assert (found["value"], found["status"]) == (2, "ok")
    assert found["versions"] == "Mood; From0"
    assert (found["n_asked_from"], found["n_asked_to"]) == (3, 3)


def test_a_version_of_what_is_not_in_use_at_a_wave_is_counted_there(published, tmp_path):
    folder = tmp_path / "programme"
    instrument_file(folder)
    instrument_file(folder, name="again", version_of="mood")
    tables = items_of("a", "before", "again", [{"m": 1}] * 3)
    tables |= {"waves": waves("Before", "After")}
    frame = shift(published(tables, {"instruments": ["mood", "again"]}))
    found = row(frame)
    assert (found["n_asked_from"], found["n_asked_to"]) == (3, 0)
    assert found["reason"] == "Mood was not asked at After."
