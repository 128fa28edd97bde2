"""Templates and the data dictionary: what they say is what the intake takes."""

import csv
import io
import re
import tomllib
import zipfile

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

from bridgeboard.intake import accept, dictionary
from bridgeboard.intake.examples import example
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.templates import (
    csv_columns,
    csv_template,
    programme_template,
    workbook_template,
)
from bridgeboard.readers.programme_file import read_programme
from schemas import defaults
from schemas.programme import Programme, RatingMatrix, Source, Target
from schemas.tables import PROGRAMME_TABLES, REFERENCE_TABLES

NO_ROW = {"sites.csv", "waves.csv"}


def test_empty_csv_templates_are_read_and_lack_nothing_but_rows(tmp_path):
    (tmp_path / "programme.toml").write_text(programme_template())
    (tmp_path / "columns.csv").write_bytes(csv_columns())
    for name in PROGRAMME_TABLES:
        (tmp_path / f"{name}.csv").write_bytes(csv_template(name))
    accepted = accept(tmp_path)
    assert {problem.file for problem in accepted.problems} == NO_ROW
    assert {problem.found for problem in accepted.problems} == {"headings and no row"}
    assert accepted.programme == read_programme(programme_template().encode())[0]


def test_the_empty_workbook_is_read_and_lacks_nothing_but_rows(tmp_path):
    (tmp_path / "programme.toml").write_text(programme_template())
    (tmp_path / "template.xlsx").write_bytes(workbook_template())
    accepted = accept(tmp_path)
    assert set(accepted.n_read) == set(PROGRAMME_TABLES)
    assert [problem.sentence() for problem in accepted.problems] == [
        f"template.xlsx, sheet {name}: found headings and no row, but a programme must have at "
        f"least one of its {name}. Fill in the table."
        for name in ("sites", "waves")
    ]


def test_the_workbook_has_a_sheet_a_table_with_all_headings_in_order():
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook_template()))
    assert book.sheet_names == ["read me", "columns", *PROGRAMME_TABLES]
    for name, model in PROGRAMME_TABLES.items():
        assert book.get_sheet_by_name(name).to_python()[0] == list(rules_of(model))


def parts(of):
    with zipfile.ZipFile(io.BytesIO(workbook_template())) as archive:
        return {
            name: archive.read(name).decode() for name in archive.namelist() if re.search(of, name)
        }


def test_every_closed_set_is_a_drop_down():
    sheets = parts(r"worksheets/sheet\d+\.xml$")
    for place, model in enumerate(PROGRAMME_TABLES.values(), start=3):
        xml = sheets[f"xl/worksheets/sheet{place}.xml"]
        for rule in rules_of(model).values():
            if rule.allowed:
                assert f"&quot;{','.join(rule.allowed)}&quot;" in xml or (
                    f'"{",".join(rule.allowed)}"' in xml
                ), rule.name


def test_every_heading_has_a_note_with_its_meaning_and_unit():
    notes = " ".join(parts(r"comments\d+\.xml$").values())
    notes = notes.replace("&amp;", "&").replace("&gt;", ">").replace("&lt;", "<")
    for model in PROGRAMME_TABLES.values():
        for rule in rules_of(model).values():
            assert rule.description in notes, rule.name
            assert rule.unit is None or f"(unit: {rule.unit})" in notes


def test_every_column_is_told_of_with_an_example_beside_the_tables_and_not_in_them():
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(workbook_template())).get_sheet_by_name
    head, *rows = sheet("columns").to_python()
    assert head[-1] == "example"
    told = [(row[0], row[1]) for row in rows]
    assert told == [
        (name, column) for name, model in PROGRAMME_TABLES.items() for column in rules_of(model)
    ]
    for table, column, must, meaning, unit, takes, _ in rows:
        rule = rules_of(PROGRAMME_TABLES[table])[column]
        assert (meaning, unit, must == "yes") == (
            rule.description,
            rule.unit or "",
            not rule.nullable,
        )
        assert takes == rule.expected or takes.startswith("one of ")
    assert list(csv.reader(io.StringIO(csv_columns().decode("utf-8-sig"), newline="")))[1:] == rows
    for name in PROGRAMME_TABLES:
        assert len(sheet(name).to_python()) == 1


def test_a_workbook_template_is_filled_in_with_its_own_examples_and_loads(tmp_path):
    settings = programme_template().replace("# instruments = []", 'instruments = ["psa12"]')
    source = '[sources.report-2025]\nlabel = "Report 2025"\ncitation = "Somebody 2025"\n'
    (tmp_path / "programme.toml").write_text(settings + source)
    book = openpyxl.load_workbook(io.BytesIO(workbook_template()))
    for name in PROGRAMME_TABLES:
        for place, cell in enumerate(example(name).values(), start=1):
            book[name].cell(2, place, cell or None)
    book.save(tmp_path / "filled.xlsx")
    accepted = accept(tmp_path)
    assert [problem.sentence() for problem in accepted.problems] == []
    assert {name: len(frame) for name, frame in accepted.tables.items()} == dict.fromkeys(
        PROGRAMME_TABLES, 1
    )


def test_every_setting_is_in_the_template_of_programme_toml():
    text = programme_template()
    for name, field in Programme.model_fields.items():
        if name not in ("sources", "targets", "stages", "rating_matrices"):
            assert f"# {field.description}\n" in text
            assert re.search(rf"^(# )?{name} = ", text, re.MULTILINE), name
    before = text.partition(defaults.FILE.read_text(encoding="utf-8").splitlines()[0])[0]
    before = re.sub(r"^# (?=.* = |\[)", "", before, flags=re.M)
    programme, problems = read_programme(before.encode())
    assert problems == []
    assert list(programme.sources) == ["report-2025"]
    assert [matrix.file for matrix in programme.rating_matrices] == ["ratings matrix.csv"]


def test_the_dictionary_names_every_table_column_unit_and_allowed_value():
    page = dictionary.document()
    for name, model in (PROGRAMME_TABLES | REFERENCE_TABLES).items():
        section = page.split(f"### {name}\n")[1].split("\n### ")[0]
        for rule in rules_of(model).values():
            line = next(row for row in section.splitlines() if row.startswith(f"| `{rule.name}` |"))
            assert rule.description.replace("|", "\\|") in line
            assert rule.expected in line
            assert ("always" in line) != rule.nullable
            assert rule.unit is None or f"({rule.unit})" in line
    for settings in (Programme, Source, Target, RatingMatrix):
        for name, field in settings.model_fields.items():
            assert f"| `{name}` | {field.description} |" in page


def test_a_filled_in_workbook_is_accepted_in_all_its_tables(whole, tmp_path):
    (tmp_path / "programme.toml").write_text(
        programme_template().replace("# instruments = []", 'instruments = ["psa12"]')
        + '[sources.paper]\nlabel = "2020"\ncitation = "Somebody 2020"\n'
    )
    with xlsxwriter.Workbook(tmp_path / "filled.xlsx") as workbook:
        for table, rows in whole.items():
            sheet = workbook.add_worksheet(table)
            sheet.write_row(0, 0, list(rows[0]))
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, list(row.values()))
    accepted = accept(tmp_path)
    assert [problem.sentence() for problem in accepted.problems] == []
    assert {len(frame) for frame in accepted.tables.values()} == {2}


def test_the_template_has_the_default_targets_and_stages_as_remarks():
    remarks = programme_template().partition("# [targets.")
    settings = tomllib.loads(re.sub(r"^# ?", "", "".join(remarks[1:]), flags=re.M))
    assert defaults.Defaults.model_validate(settings) == defaults.defaults()
