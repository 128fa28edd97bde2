"""A team's own rating matrix, whatever it looks like, gives rating rows or a sentence."""

import io

import polars as pl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard.access import WHOLE
from bridgeboard.intake import accept
from bridgeboard.intake.rating_names import plain
from bridgeboard.intake.rating_rows import rating_rows
from bridgeboard.problems import Problem
from bridgeboard.readers.rating_matrix import grid_of, read_grid
from bridgeboard.settings import DATA
from bridgeboard.store import Store
from schemas.programme import RatingMatrix

SITES = [
    {"site_id": "unit-1", "site_name": "Unit 1"},
    {"site_id": "unit-2", "site_name": "Unit 2"},
    {"site_id": "unit-3", "site_name": "Unit 3"},
]
SECTION = """
[[rating_matrices]]
file = "ratings matrix.csv"
wave = "pre"
rater = "consensus"
"""
PLAIN = """\
Construct,Unit 1,Unit 2,Unit 3
Peer pressure,+1,-2,X
Learning climate,0,M,N/A
"""


@pytest.fixture
def matrix(programme_folder):
    """matrix(text, section, tables) -> Accepted of a programme with this rating matrix."""

    def run(text, section=SECTION, tables=None, name="ratings matrix.csv"):
        folder = programme_folder({"sites": SITES, "waves": [{"wave_id": "pre"}]} | (tables or {}))
        for old in folder.glob("*.xlsx"):
            old.unlink()
        data = text.encode() if isinstance(text, str) else text
        (folder / name).write_bytes(data)
        with (folder / "programme.toml").open("a", encoding="utf-8") as file:
            file.write(section)
        return accept(folder)

    return run


def said(accepted):
    return [problem.sentence() for problem in accepted.problems]


def refused(accepted):
    return [problem for problem in accepted.problems if problem.severity == "refused"]


def cells(accepted):
    """{construct: ratings of the three units as state, or rating, or both}."""
    found = {}
    for row in accepted.tables["ratings"].iter_rows(named=True):
        cell = {"rated": row["rating"], "mixed": ("mixed", row["rating"])}
        found.setdefault(row["construct_id"], {})[row["site_id"]] = cell.get(
            row["state"], row["state"]
        )
    return {name: [by.get(site["site_id"]) for site in SITES] for name, by in found.items()}


EXPECTED = {
    "2009-II-C": [1, -2, ("mixed", None)],
    "2009-III-D6": [0, "missing", "not_applicable"],
}


def test_constructs_down_and_sites_across_give_rating_rows(matrix):
    accepted = matrix(PLAIN)
    assert said(accepted) == []
    assert cells(accepted) == EXPECTED
    assert accepted.tables["ratings"].row(0, named=True) == {
        "site_id": "unit-1",
        "wave_id": "pre",
        "framework": "2009",
        "construct_id": "2009-II-C",
        "rater": "consensus",
        "rating": 1,
        "state": "rated",
        "rationale": None,
        "provenance": "collected",
        "source": None,
        "raw": "+1",
        "note": None,
    }
    assert accepted.n_read["ratings"] == 6
    assert accepted.n_refused["ratings"] == 0
    assert ("ratings matrix.csv", 3) in [(file.name, file.rows) for file in accepted.files]


TURNED = """\
Site,Peer pressure,Learning climate
Unit 1,+1,0
Unit 2,-2,M
Unit 3,X,N/A
"""
#: The same ratings in other clothes.
SHAPES = {
    "turned": TURNED,
    "semicolons": PLAIN.replace(",", ";"),
    "tabs": PLAIN.replace(",", "\t"),
    "byte order mark": "\ufeff" + PLAIN,
    "old Mac line ends": PLAIN.replace("\n", "\r"),
    "excel's own line": "sep=;\n" + PLAIN.replace(",", ";"),
    "site ids, any case": PLAIN.replace("Unit ", "UNIT-"),
    "title rows above and empty rows": "Table 2, ratings by unit; see the key\n\n,,,\n" + PLAIN,
    "groups of sites above": ",High units,,Low unit\n" + PLAIN,
    "headings of domains as rows": PLAIN.replace("Peer", "II. Outer setting,,,\nPeer").replace(
        "Learning", "III. Inner setting,,,\nImplementation climate,,,\nLearning"
    ),
    "headings of domains in all cells": PLAIN.replace(
        "Peer", "Outer setting,Outer setting,Outer setting,Outer setting\nPeer"
    ),
    "domains in a column, empty where merged": """\
Domain,Construct,Unit 1,Unit 2,Unit 3
Outer setting,Peer pressure,+1,-2,X
Inner setting,Implementation climate,,,
,Learning climate,0,M,N/A
""",
    "numbering and capitals": PLAIN.replace("Peer pressure", "2.3 PEER PRESSURE").replace(
        "Learning", "F. learning"
    ),
    "typographic minus, spaces, words": """\
Construct,Unit 1,Unit 2,Unit 3
Peer pressure,+ 1,\u2212 2, mixed
Learning climate,0.0,Missing,n.a.
""",
    "the header again on each page": PLAIN.replace(
        "Learning", "Construct,Unit 1,Unit 2,Unit 3\nLearning"
    ),
    "ids of constructs": PLAIN.replace("Peer pressure", "2009-II-C").replace(
        "Learning climate", "2009-iii-d6"
    ),
    "ragged rows": PLAIN.replace("Unit 3\n", "Unit 3,,,,\n"),
}


@pytest.mark.parametrize("shape", list(SHAPES))
def test_the_same_ratings_in_other_clothes_are_the_same(matrix, shape):
    accepted = matrix(SHAPES[shape])
    assert said(accepted) == []
    assert cells(accepted) == EXPECTED


def test_tidy_rows_and_the_matrix_give_equal_tables(matrix):
    of_matrix = matrix(PLAIN).tables["ratings"]
    rows = [
        {k: "" if v is None else v for k, v in row.items()}
        for row in of_matrix.iter_rows(named=True)
    ]
    tidy = matrix(PLAIN, "", {"ratings": rows})
    assert [p.file for p in tidy.problems] == ["ratings matrix.csv"]
    assert (
        "If it is a matrix of constructs and sites, name it under [[rating_matrices]]"
        in said(tidy)[0]
    )
    assert tidy.tables["ratings"].equals(of_matrix)


def test_a_published_table_and_tidy_rows_of_it_give_equal_tables(matrix):
    units = [{"site_id": f"u{n}", "site_name": f"Unit {n}"} for n in range(1, 6)]
    text = (DATA / "published_ratings" / "varsi2015.csv").read_text(encoding="utf-8")
    accepted = matrix(text, tables={"sites": units})
    assert refused(accepted) == []
    of_matrix = accepted.tables["ratings"]
    assert len(of_matrix) == 145
    rows = [
        {k: "" if v is None else v for k, v in row.items()}
        for row in of_matrix.iter_rows(named=True)
    ]
    tidy = matrix(text, "", {"sites": units, "ratings": rows})
    assert tidy.tables["ratings"].equals(of_matrix)


def workbook(rows, merged=(), sheet="CFIR ratings", **others):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as book:
        for title, lines in {sheet: rows, **others}.items():
            page = book.add_worksheet(title)
            for number, line in enumerate(lines):
                page.write_row(number, 0, line)
        for place, value in merged:
            book.get_worksheet_by_name(sheet).merge_range(place, value)
    return file.getvalue()


SHEET = SECTION.replace('file = "ratings matrix.csv"', 'sheet = "cfir ratings"')


def test_a_sheet_of_a_workbook_may_hold_numbers_and_merged_domains(matrix):
    rows = [
        ["Our ratings, 2024"],
        [],
        ["Domain", "Construct", "Unit 1", "Unit 2", "Unit 3"],
        ["", "Peer pressure", 1, -2, "X"],
        ["", "Learning climate", 0, "M", "N/A"],
    ]
    data = workbook(rows, [("A4:A5", "CFIR"), ("A1:E1", "Our ratings, 2024")])
    accepted = matrix(data, SHEET, name="our data.xlsx")
    assert said(accepted) == []
    assert cells(accepted) == EXPECTED
    assert ("our data.xlsx", 4) in [(file.name, file.rows) for file in accepted.files]


def test_a_rating_over_merged_cells_is_one_of_each_site_and_that_is_said(matrix):
    rows = [
        ["Construct", "Unit 1", "Unit 2", "Unit 3"],
        ["Peer pressure", "", "", "+1"],
        ["Cosmopolitanism", "+1", "+1", "+1"],
    ]
    accepted = matrix(workbook(rows, [("B2:C2", "-1")]), SHEET, name="our data.xlsx")
    assert cells(accepted)["2009-II-C"] == [-1, -1, 1]
    assert [(p.rule, p.row, p.severity) for p in accepted.problems] == [
        ("merged cells", 2, "doubtful")
    ]


def test_a_workbook_of_one_sheet_needs_its_file_name_only(matrix):
    rows = [line.split(",") for line in PLAIN.splitlines()]
    section = SECTION.replace("ratings matrix.csv", "Ratings.xlsx")
    accepted = matrix(workbook(rows, sheet="ratings"), section, name="ratings.xlsx")
    assert said(accepted) == []
    assert cells(accepted) == EXPECTED


#: What is broken in the matrix, and what is said of it.
BROKEN = {
    "an unknown mark": (
        PLAIN.replace("-2", "good"),
        'ratings matrix.csv, row 2, column C (Unit 2): found "good", but a cell holds a rating '
        "from -2 to +2 (with * if mixed), X or mixed, M or missing, N/A, or nothing. Write one of "
        'these, or say under [rating_matrices.marks] what it means: "good" = "missing".',
    ),
    "a rating on another scale": (
        PLAIN.replace("-2", "+3"),
        'ratings matrix.csv, row 2, column C (Unit 2): found "+3", but ratings are whole numbers '
        "from -2 to +2. Mend the number; ratings on another scale can't be loaded as they are.",
    ),
    "a formula that failed": (
        PLAIN.replace("-2", "#N/A"),
        'ratings matrix.csv, row 2, column C (Unit 2): found "#N/A", but a formula failed here. '
        "Mend the formula, or write the rating itself.",
    ),
    "an unknown site": (
        PLAIN.replace("Unit 2", "Unit 22"),
        'ratings matrix.csv, row 1, column C (Unit 22): found ratings under "Unit 22", but the '
        "programme has no such site. Did you mean unit-2? Say under [rating_matrices.sites] which "
        "site it is, or list it under leave_out if it is none.",
    ),
    "ratings under no heading": (
        PLAIN.replace("Unit 2", ""),
        "ratings matrix.csv, row 1, column C: found ratings under no heading, but the programme "
        "has no such site. Give the column one heading, a site; a matrix holds one wave and one "
        "rater.",
    ),
    "a row without a name": (
        PLAIN.replace("Learning climate", ""),
        'ratings matrix.csv, row 3, column B (Unit 1): found "0", but no construct is named beside '
        "it. Name the construct in this row, or empty the row.",
    ),
}


@pytest.mark.parametrize("case", list(BROKEN))
def test_what_can_not_be_read_is_refused_by_row_and_column(matrix, case):
    text, sentence = BROKEN[case]
    accepted = matrix(text)
    assert [problem.sentence() for problem in refused(accepted)] == [sentence]
    assert len(accepted.tables["ratings"]) in (3, 4, 5), "all else is there"


def test_a_construct_in_two_rows_is_refused_in_both(matrix):
    accepted = matrix(PLAIN + "C. Peer Pressure,+2,+2,+2\n")
    assert [(p.rule, p.row) for p in refused(accepted)] == [
        ("one row per construct", 2),
        ("one row per construct", 4),
    ]
    assert said(accepted)[0] == (
        'ratings matrix.csv, row 2, column A: found "Peer pressure", but it is the construct Peer '
        "Pressure, and so is what stands in row 4. Keep the right one, or say under "
        "[rating_matrices.constructs] which construct each of them is."
    )
    assert list(cells(accepted)) == ["2009-III-D6"]
    assert accepted.n_read["ratings"] == 9
    assert accepted.n_refused["ratings"] == 6


def test_a_site_over_two_columns_is_refused_in_both(matrix):
    accepted = matrix(PLAIN.replace("Unit 3", "unit-1"))
    assert [(p.rule, p.column) for p in refused(accepted)] == [
        ("one column per site", "B (Unit 1)"),
        ("one column per site", "D (unit-1)"),
    ]
    assert set(accepted.tables["ratings"]["site_id"]) == {"unit-2"}


def test_in_a_turned_matrix_rows_and_columns_are_the_sheets_own(matrix):
    accepted = matrix(TURNED.replace("M\n", "maybe\n").replace("Peer pressure", "Learning Climate"))
    assert [(p.rule, p.row, p.column) for p in refused(accepted)] == [
        ("one row per construct", 1, "B"),
        ("one row per construct", 1, "C"),
    ]
    accepted = matrix(TURNED.replace("M\n", "maybe\n"))
    assert [(p.rule, p.row, p.column) for p in refused(accepted)] == [("rating", 3, "C")]
    accepted = matrix(TURNED.replace("Unit 2", "Unit 9"))
    assert [(p.rule, p.row, p.column) for p in refused(accepted)] == [("known site", 3, "A")]


def test_a_list_of_a_thousand_names_is_no_matrix(matrix):
    accepted = matrix(PLAIN + "".join(f"Name {n},+1,0,0\n" for n in range(1_000)))
    assert [problem.found for problem in accepted.problems] == ["1\u202f003 rows"]
    assert accepted.tables["ratings"].is_empty()


def test_no_site_of_the_programme_at_all_is_said_once(matrix):
    accepted = matrix(PLAIN.replace("Unit", "School"))
    assert said(accepted) == [
        'ratings matrix.csv, row 1: found "Construct", "School 1", "School 2", "School 3", but '
        "none of these headings is a site of the programme. Its sites are unit-1, unit-2 and "
        "unit-3: write a site_id or site_name, or say under [rating_matrices.sites] which is "
        'which: "Unit 1" = "unit-1".'
    ]
    assert accepted.tables["ratings"].is_empty()


def test_headings_and_marks_can_be_explained_in_programme_toml(matrix):
    text = """\
School ID,1,2,3,Mean
Peer pressure,1,2,–,1.5
Participant Needs & Resources,I,1,2,1.5
Social capital,2,1,0,1
"""
    section = (
        SECTION
        + """
leave_out = ["Mean"]
[rating_matrices.sites]
"1" = "unit-1"
"2" = "unit-2"
"3" = "unit-3"
[rating_matrices.marks]
"I" = "missing"
"-" = "not_applicable"
[rating_matrices.constructs]
"Participant needs and resources" = "2009-II-A"
"participant needs & resources" = "2009-II-A"
"Social capital" = "own"
"""
    )
    accepted = matrix(text, section)
    assert said(accepted) == []
    assert cells(accepted) == {
        "2009-II-C": [1, 2, "not_applicable"],
        "2009-II-A": ["missing", 1, 2],
        "Social capital": [2, 1, 0],
    }
    assert accepted.tables["ratings"]["framework"].to_list()[-1] == "own"


def test_further_columns_and_notes_below_are_left_out_and_said(matrix):
    text = PLAIN.replace("Unit 3", "Unit 3,Why,Distinguishing").replace("X", "X,they say so,**")
    accepted = matrix(text + '"* = weak, ** = strong; M: nobody spoke of it",,,\n')
    assert cells(accepted) == EXPECTED
    assert said(accepted) == [
        'ratings matrix.csv, row 4: found "* = weak, ** = strong; M: nobody spoke of it", but text '
        "below the ratings was left out. If it says what a mark means, say so under "
        "[rating_matrices.marks].",
        'ratings matrix.csv, row 1, column E (Why): found columns beside the sites: "Why", '
        '"Distinguishing", but they are no sites of the programme and were left out. Nothing '
        "needs to be done if they hold no ratings of a site; list them under leave_out and this "
        "is not said again.",
    ]


def test_headings_in_two_rows_and_sites_called_by_numbers(matrix):
    text = """\
Table 4: ratings by school
Implementation level,Low,,High,Distinguishing
School ID,1,2,3,
I. Intervention characteristics,,,,
 Complexitya,Missing,−2,0 (mixed),I
II. Outer setting,,,,
 Peer Pressure,1,2,1,**
"""
    section = (
        SECTION + "[rating_matrices.sites]\n" + "".join(f'"{n}" = "unit-{n}"\n' for n in (1, 2, 3))
    )
    accepted = matrix(text, section)
    assert cells(accepted) == {
        "2009-I-F": ["missing", -2, ("mixed", 0)],
        "2009-II-C": [1, 2, 1],
    }
    assert [(p.severity, p.rule, p.row) for p in accepted.problems] == [
        ("doubtful", "columns of sites", 3),
        ("doubtful", "known construct", 5),
    ]
    assert '"Distinguishing"' in said(accepted)[0]


def test_names_that_are_nearly_right_are_read_and_said(matrix):
    accepted = matrix(PLAIN.replace("Peer pressure", "Peer presure"))
    assert cells(accepted) == EXPECTED
    assert said(accepted) == [
        'ratings matrix.csv, row 2, column A: found "Peer presure", but it was read as Peer '
        "Pressure (2009-II-C), the construct of the nearest name. Mend the name, or say under "
        "[rating_matrices.constructs] which construct it is."
    ]
    assert set(accepted.tables["ratings"].filter(construct_id="2009-II-C")["note"]) == {
        'written "Peer presure"'
    }


def test_a_name_in_neither_edition_is_kept_as_ones_own(matrix):
    accepted = matrix(PLAIN + "7. Trust in the team,+1,,\n")
    own = accepted.tables["ratings"].filter(framework="own")
    assert own.select("construct_id", "site_id", "rating").rows() == [
        ("Trust in the team", "unit-1", 1)
    ]
    assert [(p.severity, p.row, p.found) for p in accepted.problems] == [
        ("doubtful", 4, '"7. Trust in the team"')
    ]


def test_a_matrix_of_2022_has_subconstructs_by_place_or_by_name(matrix):
    text = """\
Construct,Subconstruct,Unit 1,Unit 2,Unit 3
Innovation,,,,
Cost,,1,1,1
Individuals,,,,
Innovation Deliverers,,2,2,2
Implementation process,,,,
Engaging,,,,
,Innovation Deliverers,-1,-1,-1
Assessing Needs,Innovation Deliverers,0,0,0
Reflecting & Evaluating,Innovation,-2,-2,-2
Structural Characteristics: Work infrastructure,,1,0,1
Culture,,1,1,1
"""
    accepted = matrix(text)
    assert said(accepted) == []
    assert cells(accepted) == {
        "I-H": [1, 1, 1],
        "IV-R-H": [2, 2, 2],
        "V-F-1": [-1, -1, -1],
        "V-B-1": [0, 0, 0],
        "V-H-2": [-2, -2, -2],
        "III-A-3": [1, 0, 1],
        "III-D": [1, 1, 1],
    }


def test_names_of_both_editions_alone_need_the_edition(matrix):
    text = "Construct,Unit 1,Unit 2,Unit 3\nCulture,1,1,1\nCompatibility,0,0,0\n"
    accepted = matrix(text)
    assert said(accepted) == [
        'ratings matrix.csv, row 1: found "Culture", "Compatibility", but these names are in both '
        'editions of CFIR. Say which under [[rating_matrices]]: framework = "2009" or '
        'framework = "2022".'
    ]
    for edition, ids in (("2009", ["2009-III-C", "2009-III-D2"]), ("2022", ["III-D", "III-F"])):
        accepted = matrix(text, SECTION + f'framework = "{edition}"\n')
        assert said(accepted) == []
        assert list(cells(accepted)) == ids


def test_a_construct_of_the_other_edition_is_kept_as_that(matrix):
    accepted = matrix(PLAIN + "Local attitudes,1,1,1\n")
    assert (
        accepted.tables["ratings"].filter(construct_id="II-B")["framework"].to_list()
        == ["2022"] * 3
    )
    assert [(p.rule, p.row, p.severity) for p in accepted.problems] == [
        ("known construct", 4, "doubtful")
    ]


def test_reverse_rated_is_a_note_and_changes_no_sign(matrix):
    text = PLAIN + "Complexity (reverse rated)c,+1,-1,0\nCosmopolitanism,1,1,1\n"
    section = SECTION + 'reverse_rated = ["Cosmopolitanism", "Cost"]\n'
    accepted = matrix(text, section)
    ratings = accepted.tables["ratings"]
    assert set(ratings.filter(note="reverse rated")["construct_id"]) == {"2009-I-F", "2009-II-B"}
    assert cells(accepted)["2009-I-F"] == [1, -1, 0]
    assert [(p.rule, p.found) for p in accepted.problems] == [("reverse rated", '"Cost"')]


def test_a_row_of_text_is_left_out_and_said(matrix):
    accepted = matrix(PLAIN.replace("Peer", "Income level,high,low,low\nPeer"))
    assert cells(accepted) == EXPECTED
    assert [(p.rule, p.row, p.severity) for p in accepted.problems] == [
        ("ratings in a row", 2, "doubtful")
    ]


def test_the_same_rating_in_two_files_is_refused_in_both(matrix):
    tidy = {
        "site_id": "unit-1",
        "framework": "2009",
        "construct_id": "2009-II-C",
        "rater": "consensus",
        "rating": -1,
    }
    accepted = matrix(PLAIN, tables={"ratings": [tidy]})
    assert [(p.file, p.row, p.rule) for p in refused(accepted)] == [
        ("ratings.csv", 2, "one rating a rater"),
        ("ratings matrix.csv", 2, "one rating a rater"),
    ]
    assert "row 2 of ratings matrix.csv rates the same" in said(accepted)[0]
    assert len(accepted.tables["ratings"]) == 5
    accepted = matrix(PLAIN, tables={"ratings": [tidy | {"rater": "rater-1"}]})
    assert said(accepted) == []
    assert len(accepted.tables["ratings"]) == 7


def test_two_matrices_may_stand_beside_each_other(matrix):
    rows = [line.split(",") for line in PLAIN.splitlines()]
    section = SHEET + SHEET.replace("cfir ratings", "second").replace("consensus", "rater-2")
    accepted = matrix(workbook(rows, second=rows), section, name="our data.xlsx")
    assert said(accepted) == []
    assert accepted.tables["ratings"].group_by("rater").len().sort("rater").rows() == [
        ("consensus", 6),
        ("rater-2", 6),
    ]


def test_a_published_programme_holds_the_ratings_of_its_matrix(matrix, tmp_path):
    accepted = matrix(PLAIN + "Trust,+1,0,-1*\n")
    store = Store(tmp_path / "store")
    store.publish(accepted, by="tests")
    with store.open("test", WHOLE) as snapshot:
        rows = snapshot.query(
            "SELECT framework::VARCHAR AS framework, construct_id, raw, state::VARCHAR AS state, "
            "rating FROM ratings WHERE site_id = 'unit-3' ORDER BY construct_id"
        )
    assert rows.rows() == [
        ("2009", "2009-II-C", "X", "mixed", None),
        ("2009", "2009-III-D6", "N/A", "not_applicable", None),
        ("own", "Trust", "-1*", "mixed", -1),
    ]


#: What a section of programme.toml may have wrong: its text, and what is said.
SECTIONS = [
    (
        SECTION.replace("ratings matrix.csv", "rating matrix.csv"),
        'programme.toml, column rating_matrices.file: found "rating matrix.csv", but the '
        "programme's folder has no such file. Did you mean ratings matrix.csv?",
    ),
    (
        SHEET,
        'programme.toml, column rating_matrices.sheet: found "cfir ratings", but no workbook of '
        "the folder has a sheet of this name. Mend the name, here or in the workbook.",
    ),
    (
        SECTION.replace('file = "ratings matrix.csv"', ""),
        "programme.toml, column rating_matrices: found no file and no sheet for the rating matrix "
        "number 1, but each must name the file or the sheet that it stands in. Add it: file = "
        '"ratings matrix.csv", or sheet = "Ratings".',
    ),
    (
        SECTION.replace('"pre"', '"prae"'),
        'programme.toml, column rating_matrices.wave: found "prae", but there is no wave of this '
        "id. Did you mean pre?",
    ),
    (
        SECTION + 'source = "paper"',
        'programme.toml, column rating_matrices.source: found "paper", but programme.toml has no '
        "such entry under [sources]. Add it there.",
    ),
    (
        SECTION + '[rating_matrices.sites]\n"Unit 1" = "unit-9"',
        'programme.toml, column rating_matrices.sites.Unit 1: found "unit-9", but there is no site '
        "of this id. Did you mean unit-3?",
    ),
    (
        SECTION + '[rating_matrices.marks]\n"I" = "nothing"',
        'programme.toml, column rating_matrices.marks.I: found "nothing", but a mark must mean a '
        'rating such as +1 or -1*, or mixed, missing or not_applicable. Write it so: "I" = '
        '"missing".',
    ),
    (
        SECTION + '[rating_matrices.constructs]\n"Peer pressure" = "III-Z"',
        'programme.toml, column rating_matrices.constructs.Peer pressure: found "III-Z", but '
        "neither CFIR 2009 nor CFIR 2022 has a construct of this id. Did you mean III-A-1?",
    ),
]


@pytest.mark.parametrize(("section", "sentence"), SECTIONS)
def test_a_section_that_leads_nowhere_is_refused(matrix, section, sentence):
    accepted = matrix(PLAIN, section)
    assert [problem.sentence() for problem in refused(accepted)] == [sentence]
    assert accepted.tables["ratings"].is_empty()


# ------------------------------------------------------------------------------ hostile inputs

KNOWN = {plain(site["site_name"]): site["site_id"] for site in SITES}
TEXTS = st.sampled_from(
    [
        "Unit 1",
        "Unit 2",
        "Unit 9",
        "Peer pressure",
        "Innovation",
        "Innovation Deliverers",
        "Cost",
        "Culture",
        "Process",
        "Mean",
        "+1",
        "-1*",
        "X",
        "0 (mix)",
        "–",
        "3",
        "",
        "",
        "#REF!",
        "(a)",
    ]
) | st.text(max_size=12)
SETTINGS = RatingMatrix(wave="pre", rater="consensus", file="m.csv", reverse_rated=["Cost"])


@given(st.lists(st.lists(TEXTS, max_size=6), max_size=8))
def test_whatever_stands_in_a_grid_no_cell_of_a_site_is_lost(lines):
    grid = grid_of(enumerate(lines, start=1), "m.csv")
    if isinstance(grid, Problem):
        return
    result = rating_rows(grid, SETTINGS, KNOWN)
    assert all(problem.sentence() for problem in result.problems)
    written = [cell for row in grid.cells for cell in row]
    for row in result.rows:
        assert row["raw"] in written
        assert row["site_id"] in KNOWN.values()
    keys = [(r["site_id"], r["framework"], r["construct_id"]) for r in result.rows]
    assert len(set(keys)) == len(keys)
    if len(result.rows) < result.n_cells:
        assert any(problem.severity == "refused" for problem in result.problems)


@given(st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_whatever_a_file_holds_it_is_a_grid_or_a_problem(data):
    grid = read_grid(data, "m.csv")
    if not isinstance(grid, Problem):
        assert {len(row) for row in grid.cells} == {grid.width}
        assert len(grid.rows) == len(grid.cells)
        assert grid.turn().turn() == grid


NAMES = ["Peer pressure", "Cosmopolitanism", "Learning climate", "Champions", "Executing"]
MARKS = {"+1": 1, "− 2": -2, "0": 0, "X": None, "M": None, "": None, "-1*": -1}


@given(
    st.lists(
        st.lists(st.sampled_from(list(MARKS)), min_size=3, max_size=3), min_size=5, max_size=5
    ),
    st.permutations(NAMES),
    st.permutations(["Unit 1", "Unit 2", "Unit 3"]),
    st.booleans(),
)
def test_order_and_turning_change_nothing(marks, names, units, turned):
    by_name = dict(zip(NAMES, marks, strict=True))
    table = [["", *units]]
    table += [[name, *(by_name[name][int(unit[-1]) - 1] for unit in units)] for name in names]
    if turned:
        table = [list(column) for column in zip(*table, strict=True)]
    result = rating_rows(grid_of(enumerate(table, start=1), "m.csv"), SETTINGS_OF_NONE, KNOWN)
    assert result.problems == []
    frame = pl.DataFrame(result.rows, infer_schema_length=None)
    expected = sum(bool(cell) for row in marks for cell in row)
    assert len(frame) == expected == result.n_cells
    for row in result.rows:
        cell = row["raw"]
        assert row["rating"] == (None if MARKS[cell] is None else str(MARKS[cell]))


SETTINGS_OF_NONE = RatingMatrix(wave="pre", rater="consensus", file="m.csv")
