"""python -m bridgeboard simulate"""

import pytest

from bridgeboard.cli import main


def test_the_command_writes_a_programme_and_says_what(tmp_path, capsys):
    folder = tmp_path / "sim"
    assert main(["simulate", str(folder), "--sites", "2", "--respondents", "3", "--seed", "4"]) == 0
    assert "2 sites, 4 waves, 24 respondents" in capsys.readouterr().out
    assert 'id = "simulated"' in (folder / "programme.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--sites", "0"], "--sites is 0: choose a number from 1"),
        (["--sites", "9999"], "--sites is 9999"),
        (["--respondents", "-1"], "--respondents is -1"),
        (["--seed", "-1"], "--seed is -1"),
    ],
)
def test_a_number_that_can_not_be_is_refused_in_a_sentence(tmp_path, capsys, options, said):
    assert main(["simulate", str(tmp_path / "sim"), *options]) == 1
    error = capsys.readouterr().err
    assert said in error
    assert "Traceback" not in error
    assert not (tmp_path / "sim").exists()
