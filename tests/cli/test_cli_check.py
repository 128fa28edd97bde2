"""python -m bridgeboard check, run as a user runs it."""

import json
import subprocess
import sys

import pytest

from bridgeboard.cli import main


@pytest.fixture
def check(capsys):
    """check(*arguments) -> exit code, lines of stdout, stderr."""

    def run(*arguments):
        code = main(["check", *(str(argument) for argument in arguments)])
        out, err = capsys.readouterr()
        return code, out.splitlines(), err

    return run


def test_a_good_folder_says_how_much_was_read(check, programme_folder):
    folder = programme_folder({"sites": [{}, {}], "waves": [{}]})
    assert check(folder) == (0, ["3 rows read, 0 refused, 0 doubtful"], "")


def test_a_broken_cell_is_said_in_a_sentence_and_exits_1(check, programme_folder):
    folder = programme_folder({"sites": [{}, {"setting": "clinic"}], "waves": [{}]})
    assert check(folder) == (
        1,
        [
            'Refused: sites.csv, row 3, column setting: found "clinic", but it must be one of '
            "hospital, community, both or unknown. Write one of these words.",
            "3 rows read, 1 refused, 0 doubtful",
        ],
        "",
    )


def test_what_is_doubtful_is_said_and_exits_0(check, programme_folder):
    folder = programme_folder({"sites": [{"colour": "red"}], "waves": [{}]})
    code, lines, _ = check(folder)
    assert code == 0
    assert lines[0].startswith("Doubtful: sites.csv, column colour: found a column of this name")
    assert lines[-1] == "2 rows read, 0 refused, 1 doubtful"


def test_thousands_of_problems_are_summed_up(check, programme_folder):
    folder = programme_folder({"sites": [{"setting": "x"}] * 1_200, "waves": [{}]})
    code, lines, _ = check(folder)
    assert code == 1
    assert len(lines) == 21
    assert lines[-2].endswith("(1\u202f180 more like this.)")
    assert lines[-1] == "1\u202f201 rows read, 1\u202f200 refused, 0 doubtful"


def test_json_gives_the_same_problems_to_a_program(check, programme_folder):
    folder = programme_folder({"sites": [{"setting": "x"}], "waves": [{}]})
    code, lines, _ = check(folder, "--json")
    assert code == 1
    (problem,) = json.loads("\n".join(lines))
    assert (problem["file"], problem["row"], problem["column"]) == ("sites.csv", 2, "setting")
    assert problem["severity"] == "refused"
    assert problem["sentence"].startswith("sites.csv, row 2, column setting: found")


def test_no_such_folder_is_one_sentence_on_stderr(check, tmp_path):
    code, lines, error = check(tmp_path / "nowhere")
    assert (code, lines) == (1, [])
    assert error == (
        f"{tmp_path}/nowhere is not there: name the folder that holds programme.toml and the "
        "tables.\n"
    )


def test_the_command_runs_on_its_own(programme_folder):
    folder = programme_folder({"sites": [{}], "waves": [{}]})
    done = subprocess.run(
        [sys.executable, "-m", "bridgeboard", "check", str(folder)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (
        0,
        "2 rows read, 0 refused, 0 doubtful\n",
        "",
    )
