"""No sentence gets into the log, whoever calls it with whatever."""

import pytest

from bridgeboard.audit import EVENTS, Left, entries, events, left, record

SENTENCE = "They never told us who we could ask."
RESPONDENT = "r 17"


@pytest.mark.parametrize("event", EVENTS)
def test_a_sentence_for_any_word_stands_as_a_question_mark_or_is_no_word_at_all(tmp_path, event):
    written = 0
    for word in EVENTS[event]:
        for said in (SENTENCE, [SENTENCE], RESPONDENT, {"text": SENTENCE}, 4.5):
            try:
                record(tmp_path, event, "ada", SENTENCE, **{word: said})
                written += 1
            except (ValueError, TypeError):
                continue
    found = "".join(path.read_text("utf-8") for path in (tmp_path / "audit").glob("*.jsonl"))
    assert found.count("\n") == written
    assert SENTENCE not in found
    assert RESPONDENT not in found
    assert all(one["programme"] == entries.NOT_SAID for one in events(tmp_path))


def test_every_word_belongs_to_an_event():
    assert set().union(*EVENTS.values()) == set(entries.DETAILS)


@pytest.mark.parametrize(
    ("event", "details"),
    [
        ("looked", {}),
        ("downloaded", {"text": "x"}),
        ("exported", {"view": "all"}),
        ("downloaded", {"bytes": "1"}),
        ("downloaded", {"bytes": True}),
    ],
)
def test_what_the_audit_does_not_know_is_an_error_of_whoever_calls(tmp_path, event, details):
    with pytest.raises(ValueError, match="audit"):
        record(tmp_path, event, "ada", **details)
    assert not (tmp_path / "audit").exists()


def test_names_in_any_script_are_kept_on_one_line(tmp_path):
    record(tmp_path, "downloaded", "דנה\n\x1b[2J Levi\ud800", file="p_עמדות_team.csv", bytes=1)
    (said,) = events(tmp_path)
    assert said["by"] == "דנה [2J Levi"
    assert said["details"]["file"] == "p_עמדות_team.csv"


def test_a_name_of_no_end_is_cut(tmp_path):
    record(tmp_path, "backed up", "a" * 500)
    assert events(tmp_path)[0]["by"] == "a" * 80


def test_a_file_is_of_the_programme_whose_id_it_begins_with():
    programmes = ("up", "upsides", "upsides_2", "a-")
    assert left("upsides_attitudes_team.csv", programmes).programme == "upsides"
    assert left("upsides_2_attitudes_team.csv", programmes).programme == "upsides_2"
    assert left("a_attitudes_team.csv", programmes).programme == "a-"
    assert left("upsidesx_attitudes.csv", programmes).programme == ""
    assert left("rows-with-a-problem.csv", programmes) == Left("", "rows-with-a-problem.csv", None)


@pytest.mark.parametrize(
    ("name", "view"),
    [
        ("up_who-moved_team.csv", "team"),
        ("up_who-moved_shareable.xlsx", "shareable"),
        ("up_report_shareable_light.html", "shareable"),
        ("up_our-team_shareable.csv", "shareable"),
        ("up_actions.ics", None),
    ],
)
def test_a_file_is_of_the_view_that_stands_near_the_end(name, view):
    assert left(name, ("up",)) == Left("up", name, view)


def test_the_name_of_a_map_is_not_kept():
    assert left("map_redcap-mary-jones.toml", ("map",)) == Left("", "map.toml", None)
