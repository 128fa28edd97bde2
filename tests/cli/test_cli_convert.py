"""convert on the command line: an export into a folder that can be published, and the next one."""

from __future__ import annotations

import csv
from pathlib import Path

import polars as pl
import pytest

from bridgeboard.cli import main
from bridgeboard.intake import accept
from tests.mapping.surveys import LABELS, PSA12

HEADINGS = ["record_id", "redcap_event_name", "redcap_data_access_group", "sex"]
HEADINGS += [f"psa12_{item}" for item in PSA12]


def export(path: Path, events: list[str], n: int = 3, **changed: str) -> Path:
    """A raw REDCap export of n people in two sites at each event."""
    rows = [
        {
            **dict(zip(HEADINGS, (r, event, "gulu" if r % 2 else "ulm", "female"), strict=False)),
            **{f"psa12_{item}": (r + k) % 5 + 1 for k, item in enumerate(PSA12)},
            **changed,
        }
        for r in range(1, n + 1)
        for event in events
    ]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def finished(tmp_path: Path) -> tuple[Path, Path]:
    """A programme converted from its first export, and its map as a person finished it."""
    first, saved = export(tmp_path / "Staff_DATA.csv", ["pre_arm_1"]), tmp_path / "staff.toml"
    folder = tmp_path / "staff"
    assert main(["convert", str(first), "--save-map", str(saved), "--to", str(folder)]) == 1
    assert not folder.exists()
    text = saved.read_text(encoding="utf-8")
    assert text.count("# Open: Say in which country") == 2
    saved.write_text(text.replace('country_iso3 = ""', 'country_iso3 = "UGA"'), encoding="utf-8")
    assert main(["convert", str(first), "--map", str(saved), "--to", str(folder)]) == 0
    return folder, saved


def test_an_export_becomes_a_programme_that_can_be_published(finished):
    folder, _ = finished
    accepted = accept(folder)
    assert accepted.problems == []
    assert {name: len(accepted.tables[name]) for name in ("sites", "waves", "respondents")} == {
        "sites": 2,
        "waves": 1,
        "respondents": 3,
    }
    assert len(accepted.tables["answers"]) == 36
    assert accepted.tables["respondents"]["gender"].to_list() == ["female"] * 3


def test_the_next_wave_is_one_command_without_a_question(finished, tmp_path, capsys):
    folder, saved = finished
    second = export(tmp_path / "Staff_DATA_2.csv", ["pre_arm_1", "post_arm_1"])
    capsys.readouterr()
    assert main(["convert", str(second), "--map", str(saved), "--to", str(folder)]) == 0
    out = capsys.readouterr().out
    assert '"post_arm_1" is new and is taken for a new wave, After.' in out
    assert "respondents: 3 new, 3 the same." in out
    accepted = accept(folder)
    assert accepted.problems == []
    people = accepted.tables["respondents"]
    assert people.group_by("person_code").len()["len"].to_list() == [2, 2, 2]
    assert main(["convert", str(second), "--map", str(saved), "--to", str(folder)]) == 0
    assert "holds all of it already" in capsys.readouterr().out


def test_rows_that_are_no_longer_there_go_only_when_asked(finished, tmp_path, capsys):
    folder, saved = finished
    fewer = export(tmp_path / "Staff_DATA_3.csv", ["pre_arm_1"], n=2, psa12_b1="5")
    command = ["convert", str(fewer), "--map", str(saved), "--to", str(folder)]
    assert main(command) == 0
    assert "1 no longer in the file, kept" in capsys.readouterr().out
    assert len(pl.read_csv(folder / "respondents.csv")) == 3
    assert main([*command, "--take-out"]) == 0
    assert "taken out" in capsys.readouterr().out
    assert len(pl.read_csv(folder / "respondents.csv")) == 2
    assert accept(folder).problems == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"psa12_b1": "77"}, '"psa12_b1" holds "77"'),
        ({"redcap_data_access_group": "west"}, '"redcap_data_access_group" holds "west"'),
        ({"redcap_event_name": "somewhen_arm_1"}, '"redcap_event_name" holds "somewhen_arm_1"'),
        ({"record_id": "1"}, "a person may answer once at a wave"),
    ],
)
def test_what_is_refused_leaves_the_folder_as_it_was(finished, tmp_path, capsys, change, said):
    folder, saved = finished
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    bad = export(tmp_path / "bad.csv", ["pre_arm_1"], **change)
    assert main(["convert", str(bad), "--map", str(saved), "--to", str(folder)]) == 1
    assert said in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_new_column_holds_up_only_if_it_may_be_ours(finished, tmp_path, capsys):
    folder, saved = finished
    command = ["--map", str(saved), "--to", str(folder)]
    more = export(tmp_path / "more.csv", ["pre_arm_1"], shoe_size="41")
    assert main(["convert", str(more), *command]) == 0
    assert '"shoe_size" is new' in capsys.readouterr().out
    ours = export(tmp_path / "ours.csv", ["pre_arm_1"], aim_a1="4")
    assert main(["convert", str(ours), *command]) == 1
    assert '"aim_a1" is new' in capsys.readouterr().err


def test_a_file_for_each_wave_says_its_wave_in_its_name_or_on_the_line(tmp_path, capsys):
    folder, saved = tmp_path / "p", tmp_path / "m.toml"
    rows = [("code", "site", *PSA12), *(
        (f"p{n}", "Gulu", *(list(LABELS.values())[(n + k) % 5] for k in range(12)))
        for n in range(3)
    )]  # fmt: skip
    for name in ("staff_pre.csv", "staff_post.csv"):
        with (tmp_path / name).open("w", newline="") as file:
            csv.writer(file).writerows(rows)
    pre, post = str(tmp_path / "staff_pre.csv"), str(tmp_path / "staff_post.csv")
    to = ["--to", str(folder)]
    assert main(["convert", pre, "--save-map", str(saved), *to]) == 1
    saved.write_text(saved.read_text().replace('country_iso3 = ""', 'country_iso3 = "UGA"'))
    assert main(["convert", pre, "--map", str(saved), *to]) == 0
    capsys.readouterr()
    assert main(["convert", post, "--map", str(saved), *to]) == 1
    assert "--wave" in capsys.readouterr().err
    assert main(["convert", post, "--map", str(saved), "--wave", "post", *to]) == 0
    assert accept(folder).tables["waves"]["wave_id"].to_list() == ["pre", "post"]
    assert len(accept(folder).tables["answers"]) == 72


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.csv"], "can't be read"),
        (["export.csv", "--as", "word"], "There is no kind 'word'"),
        (["export.csv", "--map", "nowhere.toml"], "can't be read"),
        (["export.csv", "--map", "bad.toml"], "bad.toml, column respondent"),
        (["empty.csv"], "empty.csv"),
    ],
)
def test_what_a_user_can_cause_is_a_sentence(tmp_path, monkeypatch, capsys, arguments, said):
    monkeypatch.chdir(tmp_path)
    export(tmp_path / "export.csv", ["pre_arm_1"])
    (tmp_path / "bad.toml").write_text('name = "x"\nkind = "csv"\n')
    (tmp_path / "empty.csv").write_text("")
    assert main(["convert", *arguments, "--to", "p"]) == 1
    assert said in capsys.readouterr().err
    assert not (tmp_path / "p").exists()


def test_answers_with_a_row_a_respondent_are_not_joined_by_others(finished, tmp_path, capsys):
    folder, saved = finished
    (folder / "answers.csv").unlink()
    (folder / "answers_psa12.csv").write_text("respondent_id,b1\n")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    second = export(tmp_path / "Staff_DATA_2.csv", ["pre_arm_1", "post_arm_1"])
    assert main(["convert", str(second), "--map", str(saved), "--to", str(folder)]) == 1
    said = capsys.readouterr().err
    assert "has its answers in answers_psa12.csv, with a row a respondent" in said
    assert "add the file to it on the page Load data" in said
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
