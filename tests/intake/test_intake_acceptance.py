"""Whole folders: what is accepted of them, whatever is in a file."""

import shutil
import tempfile
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.instruments import registry
from bridgeboard.intake import accept, accept_reference
from bridgeboard.problems import Refusal, summed_up
from bridgeboard.settings import DATA, REFERENCE
from schemas.tables import PROGRAMME_TABLES, REFERENCE_TABLES


def said(accepted):
    return [problem.sentence() for problem in accepted.problems]


def test_a_small_programme_is_typed_and_whole(programme_folder):
    folder = programme_folder(
        {
            "sites": [{"site_id": "03", "latitude": "48,4"}],
            "waves": [{"wave_id": "pre", "order": 1, "from_on": "01.11.2019"}],
        }
    )
    accepted = accept(folder)
    assert said(accepted) == []
    assert accepted.publishable
    assert not accepted.refused
    assert set(accepted.tables) == set(PROGRAMME_TABLES)
    site = accepted.tables["sites"].row(0, named=True)
    assert (site["site_id"], site["latitude"], site["note"]) == ("03", 48.4, None)
    assert str(accepted.tables["waves"]["from_on"][0]) == "2019-11-01"
    assert accepted.tables["answers"].schema["value"] == pl.Int64
    assert accepted.n_read == {"sites": 1, "waves": 1}
    assert {file.name for file in accepted.files} == {"programme.toml", "sites.csv", "waves.csv"}


def test_the_same_programme_as_a_workbook_gives_the_same_tables(programme_folder, tmp_path):
    folder = programme_folder({"sites": [{"site_id": "03", "latitude": 48.4}], "waves": [{}]})
    of_files = accept(folder)
    book = tmp_path / "book"
    book.mkdir()
    shutil.copy(folder / "programme.toml", book)
    with xlsxwriter.Workbook(book / "all.xlsx") as workbook:
        for name in ("sites", "waves"):
            sheet = workbook.add_worksheet(name.upper())
            frame = of_files.tables[name]
            sheet.write_row(0, 0, frame.columns)
            for number, row in enumerate(frame.rows(), start=1):
                sheet.write_row(number, 0, row)
    of_book = accept(book)
    assert said(of_book) == []
    for name in PROGRAMME_TABLES:
        assert of_book.tables[name].equals(of_files.tables[name])


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_the_delimiter_makes_no_difference(programme_folder, delimiter):
    folder = programme_folder({"sites": [{}], "waves": [{}]})
    before = accept(folder).tables["sites"]
    path = folder / "sites.csv"
    path.write_text(path.read_text().replace(",", delimiter))
    assert accept(folder).tables["sites"].equals(before)


def test_no_programme_and_no_tables_are_said_and_nothing_is_publishable(tmp_path):
    accepted = accept(tmp_path)
    assert not accepted.publishable
    assert [problem.file for problem in accepted.problems] == [
        "programme.toml",
        "sites.csv",
        "waves.csv",
    ]
    assert said(accepted)[1] == (
        "sites.csv: found nothing, but a programme must have a table of its sites. Add sites.csv, "
        "or a sheet sites to the workbook."
    )


def test_a_required_table_without_rows_is_said(programme_folder):
    folder = programme_folder({"sites": [{}], "waves": [{}]})
    (folder / "waves.csv").write_text("wave_id,label,order,date_precision\n,,,\n")
    assert said(accept(folder)) == [
        "waves.csv: found headings and no row, but a programme must have at least one of its "
        "waves. Fill in the table."
    ]


def test_a_missing_column_refuses_the_table_and_names_the_one_that_is_like_it(programme_folder):
    folder = programme_folder({"sites": [{}], "waves": [{}]})
    path = folder / "sites.csv"
    path.write_text(path.read_text().replace("site_id", "SiteID").replace("setting", "place"))
    accepted = accept(folder)
    assert accepted.n_refused["sites"] == 1
    assert [(p.rule, p.column, p.severity) for p in accepted.problems] == [
        ("required column", "site_id", "refused"),
        ("required column", "setting", "refused"),
        ("known column", "place", "doubtful"),
    ]
    assert said(accepted)[0] == (
        "sites.csv, column site_id: found only a column siteid, but the table must have this "
        "column (short name used in all other tables). Rename siteid to site_id, if that is it."
    )


def test_a_column_that_is_not_ours_is_left_out_and_said(programme_folder):
    folder = programme_folder({"sites": [{"longitud": "9.9", "colour": "red"}], "waves": [{}]})
    accepted = accept(folder)
    assert not accepted.refused
    assert accepted.tables["sites"]["longitude"].to_list() == [None]
    assert said(accepted) == [
        "sites.csv, column longitud: found a column of this name, but it is not one of ours and "
        "was left out. Did you mean longitude?",
        "sites.csv, column colour: found a column of this name, but it is not one of ours and was "
        "left out. Nothing needs to be done if you don't need it here. Columns still unused: city, "
        "alias_of, income_as_reported, latitude, longitude, source and note.",
    ]


def test_a_programme_that_can_not_be_read_leaves_its_tables_checked(programme_folder):
    folder = programme_folder({"sites": [{"source": "paper"}, {"setting": "x"}], "waves": [{}]})
    (folder / "programme.toml").write_text("k = 3\n")
    accepted = accept(folder)
    assert accepted.programme is None
    assert not accepted.publishable
    assert accepted.n_refused["sites"] == 1
    assert {problem.file for problem in accepted.problems} == {"programme.toml", "sites.csv"}


def test_an_instrument_that_is_not_there_is_said_of_programme_toml(programme_folder):
    folder = programme_folder({"sites": [{}], "waves": [{}]}, {"instruments": ["psa12", "psa13"]})
    accepted = accept(folder)
    assert list(accepted.instruments) == ["psa12"]
    assert said(accepted) == [
        'programme.toml, column instruments: found "psa13", but there is no instrument of this id. '
        "Did you mean psa12?"
    ]


def test_a_target_for_an_influence_that_is_not_there_is_said(programme_folder):
    folder = programme_folder(
        {"sites": [{}], "waves": [{}]}, {"targets": {"psw_trainin": {"rating_at_least": 1}}}
    )
    assert said(accept(folder))[0].startswith(
        'programme.toml, column targets: found "psw_trainin", but there is no influence of this id.'
    )


def test_the_folders_own_instruments_count_and_their_faults_are_said(programme_folder):
    folder = programme_folder({"sites": [{}], "waves": [{}]}, {"instruments": ["ours"]})
    (folder / "instruments").mkdir()
    (folder / "instruments" / "ours.toml").write_text("instrument_id = 'ours'\n")
    accepted = accept(folder)
    assert accepted.instruments == {}
    assert {problem.file for problem in accepted.problems} >= {"instruments/ours.toml"}


def test_instruments_may_be_given(programme_folder):
    psa = registry()["psa12"]
    first = psa.item_ids[0]
    folder = programme_folder({"answers": [{"item_id": first, "value": 3}]})
    assert said(accept(folder, {"psa12": psa})) == []
    assert accept(folder, {}).n_refused["answers"] == 1


def test_very_many_problems_are_few_and_counted(programme_folder):
    folder = programme_folder({"answers": [{"item_id": "x", "value": 3}]})
    lines = [f"r1,psa12,x{n},soon,Answerd" for n in range(50_000)]
    (folder / "answers.csv").write_text(
        "\n".join(["respondent_id,instrument_id,item_id,value,state", *lines]) + "\n"
    )
    accepted = accept(folder)
    assert accepted.n_refused["answers"] == 50_000
    assert len(accepted.problems) == 60
    counts = {}
    for problem in summed_up(accepted.problems):
        counts[problem.column] = counts.get(problem.column, 0) + 1 + problem.also
    assert counts == {"value": 50_000, "state": 50_000, "item_id": 50_000}


def test_one_broken_cell_of_the_founding_evidence_gives_one_clear_sentence(tmp_path):
    folder = tmp_path / "upsides"
    shutil.copytree(DATA / "upsides", folder)
    lines = (folder / "waves.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    assert lines[1].startswith("pre,")
    lines[1] = lines[1].replace("2019-11-01", "11/01/2019", 1)
    (folder / "waves.csv").write_text("".join(lines), encoding="utf-8")
    own = [problem.sentence() for problem in accept(folder).problems if problem.file == "waves.csv"]
    assert own == [
        'waves.csv, row 2, column from_on: found "11/01/2019", but day and month can\'t be told '
        "apart here. Write 2019-01-11 or 2019-11-01, whichever is meant."
    ]


def test_the_reference_tables_are_whole():
    frames = accept_reference()
    assert set(frames) == set(REFERENCE_TABLES)
    assert len(frames["eric_strategies"]) == 73
    assert all(len(frame) for frame in frames.values())


def test_a_broken_reference_table_is_a_refusal_that_says_all(tmp_path):
    shutil.copytree(REFERENCE, tmp_path / "reference")
    (tmp_path / "reference" / "influences.csv").unlink()
    path = tmp_path / "reference" / "income_groups.csv"
    path.write_text(path.read_text(encoding="utf-8").replace(",low,", ",Low,", 1), encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        accept_reference(tmp_path / "reference")
    assert "influences.csv: found nothing, but Bridgeboard ships this table" in str(refusal.value)
    assert 'found "Low", but it must be one of low, lower-middle' in str(refusal.value)


@given(
    st.sampled_from(["sites", "waves", "respondents", "answers", "themes", "statements"]),
    st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(str.encode),
        st.text('ab,;\t\r\n" \x00é0123456789.-_', max_size=200).map(str.encode),
    ),
    st.booleans(),
)
@settings(deadline=None, max_examples=100)
def test_whatever_is_in_a_file_gives_rows_or_problems(name, content, with_headings):
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "programme.toml").write_text('id = "t"\nname = "T"\nprovenance = "collected"\n')
        headings = ",".join(PROGRAMME_TABLES[name].to_schema().columns) + "\n"
        (folder / f"{name}.csv").write_bytes(
            (headings.encode() if with_headings else b"") + content
        )
        accepted = accept(folder)
        assert accepted.refused
        for problem in accepted.problems:
            assert problem.sentence()
        for table, n in accepted.n_read.items():
            assert n - accepted.n_refused[table] == len(accepted.tables[table])


@given(st.binary(max_size=300))
@settings(deadline=None, max_examples=50)
def test_whatever_is_in_programme_toml_gives_a_programme_or_problems(content):
    with tempfile.TemporaryDirectory() as place:
        (Path(place) / "programme.toml").write_bytes(content)
        accepted = accept(Path(place))
        assert (accepted.programme is not None) != any(
            problem.file == "programme.toml" for problem in accepted.problems
        )
