"""measure on the command line: layouts, formats, views, and what it refuses."""

import csv
import io
import json
import os
import subprocess
import sys

import pytest

from bridgeboard.cli import main

TABLES = {
    "sites": [{"site_id": "a", "site_name": "Köln"}, {"site_id": "b", "site_name": "באר שבע"}],
    "waves": [
        {"wave_id": "pre", "order": 1, "label": "Before"},
        {"wave_id": "post", "order": 2, "label": "After"},
    ],
    "themes": [
        {"theme_id": "t1", "label": "Trust, and more"},
        {"theme_id": "t2", "label": "=1+1"},
    ],
    "statements": [
        {"site_id": "a", "theme_id": "t1", "text": "-2"},
        {"site_id": "a", "theme_id": "t1", "text": "@you"},
        {"site_id": None, "theme_id": "t2", "text": '+cmd "x"'},
    ],
    "focus_groups": [{"site_id": "a"}, {"site_id": "b"}],
}


@pytest.fixture
def store(store_folder, published, monkeypatch):
    """A store with one programme, which the command line uses."""
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    published(TABLES).close()
    return store_folder


def printed(capsys, *arguments):
    """What the command prints when all is well."""
    assert main(["measure", *arguments, "--programme", "test"]) == 0
    out = capsys.readouterr()
    assert out.err == ""
    return out.out


def rows(text):
    return list(csv.DictReader(io.StringIO(text)))


def refusal(capsys, *arguments):
    assert main(["measure", *arguments]) == 1
    out = capsys.readouterr()
    assert out.out == ""
    assert "Traceback" not in out.err
    return out.err.strip()


def test_themes_are_a_matrix_with_a_column_per_site(store, capsys):
    found = rows(printed(capsys, "themes", "--format", "csv"))
    assert list(found[0]) == [
        *("wave_id", "wave_label", "theme_id", "theme_label"),
        *("a", "b", "No site named", "All sites"),
    ]
    first, second = found
    assert [first[c] for c in ("theme_label", "a", "b", "No site named", "All sites")] == [
        "Trust, and more",
        "2",
        "not reported",
        "not reported",
        "2",
    ]
    assert [second[c] for c in ("a", "b", "No site named")] == ["not reported"] * 2 + ["1"]


def test_nothing_said_is_never_a_zero(store, capsys):
    cells = [cell for row in rows(printed(capsys, "themes", "--format", "csv")) for cell in row]
    assert "0" not in cells


def test_cells_that_a_spreadsheet_would_run_are_made_harmless_and_numbers_are_left(store, capsys):
    themes = rows(printed(capsys, "themes", "--format", "csv"))
    assert themes[1]["theme_label"] == "'=1+1"
    said = rows(printed(capsys, "statements", "--format", "csv"))
    assert [row["text"] for row in said] == ["-2", "'@you", '\'+cmd "x"']


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_no_cell_of_any_layout_begins_like_a_formula(store, published, capsys, start):
    text = f"{start}HYPERLINK(1)"
    published({"statements": [{"theme_id": "t", "text": text}]}, {"name": text})
    for layout in ("rows", "matrix"):
        name = "statements" if layout == "rows" else "themes"
        for row in csv.reader(io.StringIO(printed(capsys, name, "--format", "csv"))):
            for cell in row:
                assert not cell.startswith(start)


def test_rows_have_every_column_and_a_reason_for_what_is_hidden(store, capsys):
    found = rows(printed(capsys, "themes", "--format", "csv", "--layout", "rows"))
    assert {"n", "n_incl", "n_benefit", "status", "hidden"} <= set(found[0])


def test_chosen_sites_and_waves_are_the_only_ones(store, capsys):
    found = rows(printed(capsys, "themes", "--format", "csv", "--site", "b", "--wave", "pre"))
    assert "a" not in found[0]
    assert {row["b"] for row in found} == {"not reported"}
    several = printed(capsys, "coverage", "--format", "json", "--site", "a", "b")
    assert {row["site_id"] for row in json.loads(several)["rows"]} == {"a", "b"}
    twice = printed(capsys, "coverage", "--format", "json", "--site", "a", "--site", "b")
    assert twice == several


def test_json_says_what_it_is(store, capsys):
    found = json.loads(printed(capsys, "coverage", "--format", "json", "--view", "shareable"))
    assert (found["measure"], found["programme"], found["view"]) == (
        "coverage",
        "test",
        "shareable",
    )
    assert found["provenance"] == ["collected"]
    assert found["snapshot"]
    assert found["rows"][0]["site_name"] == "Köln"


def test_the_table_begins_with_the_question_and_keeps_columns_in_line(store, capsys):
    lines = printed(capsys, "themes").splitlines()
    assert lines[0].startswith("Themes: What did mental health workers say")
    assert lines[1].startswith("Test, team view, snapshot ")
    heading = next(line for line in lines if line.startswith("wave_id"))
    row = next(line for line in lines if "Trust" in line)
    assert row[heading.index("  a  ") + 2] == "2"


def test_a_measure_without_anything_says_so(store, capsys):
    assert "Nothing is loaded that this could show." in printed(capsys, "score")


def test_the_shareable_view_hides_on_the_command_line_too(store, published, capsys):
    respondents = [{"respondent_id": f"r{i}"} for i in range(4)]
    answers = [{"respondent_id": f"r{i}", "item_id": "b1", "value": 3} for i in range(4)]
    published({"respondents": respondents, "answers": answers})
    arguments = ("coverage", "--format", "csv", "--view", "shareable")
    (row,) = rows(printed(capsys, *arguments))
    assert (row["a"], row["All sites"]) == ("hidden", "hidden")
    found = rows(printed(capsys, *arguments, "--layout", "rows"))
    assert [row["n"] for row in found] == ["", ""]
    assert "fewer than 10 people" in found[0]["hidden"]
    (row,) = rows(printed(capsys, "coverage", "--format", "csv"))
    assert row["a"] == "4"


def test_simulated_rows_say_so_in_every_format(store, published, capsys):
    published({"focus_groups": [{"provenance": "simulated"}]}, {"provenance": "simulated"})
    (row,) = rows(printed(capsys, "coverage", "--format", "csv"))
    assert row["provenance"] == "simulated"
    assert "Simulated data" in printed(capsys, "coverage")
    assert json.loads(printed(capsys, "coverage", "--format", "json"))["provenance"] == [
        "simulated"
    ]


STEP = {
    "site_id": "b",
    "stage": "Implementation 6: quality",
    "milestone": "Two PSWs or more at the site or intervision in place",
    "planned_on": "2024-11-30",
}
WITH_A_STEP = TABLES | {"milestones": [STEP]}


def test_readiness_is_a_matrix_of_states_by_influence(store, published, capsys):
    published(WITH_A_STEP).close()
    on = ("readiness", "--wave", "post", "--day")
    text = printed(capsys, *on, "2024-12-01")
    assert "team view, snapshot " in text
    assert ", read on 2024-12-01" in text
    found = rows(printed(capsys, *on, "2024-12-01", "--format", "csv"))
    assert list(found[0]) == ["influence_label", "a", "b"]
    assert len(found) == 8
    last = {"influence_label": "Access to a peer network", "a": "not enough data", "b": "act"}
    assert found[-1] == last
    # A day earlier the step was still to come.
    assert rows(printed(capsys, *on, "2024-11-30", "--format", "csv"))[-1] == last | {"b": "watch"}


def test_readiness_as_json_has_the_day_and_every_reason(store, published, capsys):
    published(WITH_A_STEP).close()
    arguments = ("readiness", "--day", "2024-12-01", "--format", "json", "--site", "b")
    found = json.loads(printed(capsys, *arguments, "--view", "shareable"))
    assert (found["measure"], found["day"], found["view"]) == (
        *("readiness", "2024-12-01"),
        "shareable",
    )
    assert len(found["rows"]) == 2 * 8
    (one,) = [
        row
        for row in found["rows"]
        if (row["influence_id"], row["wave_id"]) == ("peer_network", "post")
    ]
    assert (one["state"], one["outcomes"], one["kinds"]) == ("act", ["missed"], ["milestone"])
    assert one["sentences"] == [
        f"“{STEP['milestone']}” was planned for 2024-11-30 and is not done: 1 day late on "
        "2024-12-01."
    ]
    assert one["n"] is one["hidden"] is None


@pytest.mark.parametrize("day", ["2024-13-01", "2024-02-30", "yesterday", "1.12.2024"])
def test_a_day_that_is_none_is_refused_in_words(store, capsys, day):
    with pytest.raises(SystemExit) as ended:
        main(["measure", "readiness", "--programme", "test", "--day", day])
    assert ended.value.code == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert f"argument --day: '{day}' is no day: give year, month and day, as 2026-03-31" in out.err
    assert "Traceback" not in out.err


def test_a_measure_that_does_not_exist_is_refused(store, capsys):
    said = refusal(capsys, "theme", "--programme", "test")
    assert said.startswith("There is no measure 'theme': choose one of ")
    assert "themes" in said


def test_a_site_or_wave_that_does_not_exist_is_refused(store, capsys):
    said = refusal(capsys, "themes", "--programme", "test", "--site", "a", "Koeln")
    assert said == "The programme test has no site 'Koeln': choose among a, b."
    said = refusal(capsys, "themes", "--programme", "test", "--wave", "later")
    assert said == "The programme test has no wave 'later': choose among pre, post."


def test_a_programme_that_does_not_exist_is_refused(store, capsys):
    assert "test" in refusal(capsys, "themes", "--programme", "tset")


def test_a_measure_without_a_matrix_is_refused_as_one(store, capsys):
    said = refusal(capsys, "facts", "--programme", "test", "--layout", "matrix")
    assert said == "The measure facts has no matrix: leave out --layout matrix."


def test_output_is_utf_8_whatever_the_terminal_says(store):
    environment = os.environ | {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "bridgeboard", "measure", "sites", "--programme", "test"]
    found = subprocess.run([*command, "--format", "csv"], env=environment, capture_output=True)
    assert found.returncode == 0
    assert "באר שבע" in found.stdout.decode("utf-8")
    assert found.stderr == b""


def test_a_reader_that_stops_early_sees_no_error(store):
    command = [sys.executable, "-m", "bridgeboard", "measure", "themes", "--programme", "test"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(timeout=60) == 0
