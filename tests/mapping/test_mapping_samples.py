"""Every real export as far as a guessed map: a stated end, and nothing personal on the way."""

from __future__ import annotations

import re
from pathlib import Path

import polars as pl
import pytest

from bridgeboard.collected import Coding, DroppedFile, Survey
from bridgeboard.collected.recognition import collect
from bridgeboard.instruments import registry
from bridgeboard.mapping.coding_guessing import guessed as guessed_coding
from bridgeboard.mapping.coding_known import known_coding_of
from bridgeboard.mapping.guessing import guessed
from bridgeboard.mapping.known import Known
from bridgeboard.problems import Problem

#: Beside the checkout, on the machines of those who develop.
SAMPLES = Path(__file__).parents[2].parent / "shared" / "samples"

#: How each file ends when it is dropped alone: rows and columns of its tables; codes, documents and
#: coded passages; or the rule of the problem that says why nothing of it is taken.
ENDS = {
    "excel/purpose.xlsx": [(44, 6), (79, 6), (10, 8), (20, 6), (20, 6), (10, 8), (10, 8)],
    "excel/worked-examples.xlsx": [
        (3, 1),
        (2, 1),
        (3, 2),
        (3, 2),
        (4, 2),
        (4, 1),
        (4, 2),
        (1, 3),
        (4, 6),
        (8, 9),
        (4, 6),
        (6, 3),
        (16, 4),
        (19, 3),
        (2, 3),
        (2, 3),
        (2, 3),
        (2, 3),
        (2, 8),
        (3, 2),
        (2, 1),
        (2, 2),
        (2, 1),
    ],
    "kobo/kobodocs_repeat_group_dataset.xlsx": [(7, 4), (12, 7)],
    "kobo/kobodocs_repeat_group_form.xlsx": "file of data",
    "kobo/pyxform_bug_duplicate_columns.xlsx": "file of data",
    "kobo/pyxform_choice_filter_test.xlsx": "file of data",
    "kobo/unhcr_multilang_xlsform.xlsx": "file of data",
    "qda/atlasti_mac_8.4_standard.qdpx": (14, 12, 13),
    "qda/atlasti_win_23.4_codebook.qdc": (1, 0, 0),
    "qda/qualcoder_mannheimer_data.qda": (285, 30, 753),
    "qda/taguette_1.5.2_codebook.csv": (5, 0, 0),
    "qda/taguette_1.5.2_codebook.qdc": (5, 0, 0),
    "qda/taguette_1.5.2_codebook.xlsx": (5, 0, 0),
    "qda/taguette_1.5.2_highlights.csv": (2, 1, 1),
    "qda/taguette_1.5.2_highlights.xlsx": (2, 1, 1),
    "qualtrics/qtools_matrix.qsf": "file of data",
    "qualtrics/qtools_matrix_insights.csv": [(5, 23)],
    "qualtrics/qualtrics_sample.csv": [(1, 14)],
    "qualtrics/qualtrics_sample_legacy.csv": [(1, 9)],
    "qualtrics/surveymonkey_StarWars.csv": "encoding",
    "redcap/COVICAN_instruments.csv": "file of data",
    "redcap/Example1_DATA.csv": [(34, 1843)],
    "redcap/Example1_DataDictionary.csv": "file of data",
    "redcap/derived_redcapr_simple_label-header.csv": "headings of a labelled export",
    "redcap/derived_redcapr_simple_label.csv": [(5, 18)],
    "redcap/redcapr_checkboxes-1_data.csv": [(4, 13)],
    "redcap/redcapr_checkboxes-1_dictionary.csv": "file of data",
    "redcap/redcapr_decimal-comma-and-dot_data.csv": [(4, 8)],
    "redcap/redcapr_decimal-comma-and-dot_dictionary.csv": "file of data",
    "redcap/redcapr_decimal-comma-and-dot_metadata.csv": "file of data",
    "redcap/redcapr_longitudinal_arm.csv": "file of data",
    "redcap/redcapr_longitudinal_data.csv": [(18, 118)],
    "redcap/redcapr_longitudinal_dictionary.csv": "file of data",
    "redcap/redcapr_longitudinal_event.csv": "file of data",
    "redcap/redcapr_simple_data.csv": [(5, 17)],
    "redcap/redcapr_simple_dictionary.csv": "file of data",
    "redcap/redcapr_simple_metadata.csv": "file of data",
    "redcap/redcapr_survey_data.csv": [(2, 26)],
    "redcap/redcapr_survey_dictionary.csv": "file of data",
    "sav/hebrews.sav": [(99, 1)],
    "sav/labelled-num-na.sav": [(2, 1)],
    "sav/labelled-str.sav": [(2, 1)],
    "sav/sample.sav": [(5, 7)],
    "sav/sample.zsav": [(5, 7)],
    "sav/sample_missing.sav": [(7, 7)],
    "sav/simple_alltypes.sav": [(6, 12)],
    "sav/tegulu.sav": [(1, 2)],
    "sav/umlauts.sav": [(4, 1)],
}
#: What is in the wrong encoding reads when somebody names the right one.
ENCODED = ("qualtrics/surveymonkey_StarWars.csv", "mac_roman", [(1186, 38)])

#: What may name a person whatever its column is called.
PERSONAL = {
    "an IP address": re.compile(r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"),
    "an e-mail address": re.compile(r"[\w.+-]+@[\w-]+\.\w"),
    "a place on the map": re.compile(
        r"^\s*-?\d{1,3}\.\d{3,}[\s,;]+-?\d{1,3}\.\d{3,}|^-?\d{1,3}\.\d{6,}$"
    ),
}


def read(name: str, encoding: str | None = None) -> DroppedFile:
    path = SAMPLES / name
    if not path.is_file():
        pytest.skip("the real exports are not on this machine")
    return DroppedFile(path.name, path.read_bytes(), encoding)


def end_of(file: DroppedFile) -> tuple[object, list[pl.DataFrame]]:
    """How the file ends after recognition, reading and guessing, and all frames on the way."""
    (found,) = collect([file])
    if isinstance(found, Coding):
        coding_map = guessed_coding(found, known_coding_of({})).coding_map
        assert len(coding_map.codes) == len(found.codes)
        assert len(coding_map.documents) == len(found.documents)
        return (len(found.codes), len(found.documents), len(found.segments)), [found.segments]
    assert isinstance(found, Survey)
    if not found.tables:
        return found.problems[0].rule, []
    for table in found.tables:
        guess = guessed(found, table.name, registry(), Known())
        # None of them is an answer to our items, or of a programme that is known.
        assert guess.open
    return [table.frame.shape for table in found.tables], [table.frame for table in found.tables]


def personal_in(frames: list[pl.DataFrame]) -> list[tuple[str, str]]:
    """What in the cells is of people, and its column."""
    return [
        (what, column.name)
        for frame in frames
        for column in frame.cast(pl.String).iter_columns()
        for what, pattern in PERSONAL.items()
        if any(pattern.search(cell) for cell in column.drop_nulls().to_list())
    ]


@pytest.mark.parametrize(
    ("name", "encoding", "end"),
    [*((name, None, end) for name, end in ENDS.items()), ENCODED],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_real_export_ends_as_stated_and_without_people(
    name: str, encoding: str | None, end: object
) -> None:
    found, frames = end_of(read(name, encoding))
    assert found == end
    assert personal_in(frames) == []


def test_the_patterns_find_what_was_left_out() -> None:
    """As they stand, some of these files hold what is looked for above."""
    file = read("qualtrics/qualtrics_sample.csv")
    assert not isinstance(file.records, Problem)
    width = max(len(cells) for _, cells in file.records)
    rows = [[*cells, *[""] * (width - len(cells))] for _, cells in file.records]
    raw = pl.DataFrame(rows, orient="row", schema=[str(n) for n in range(width)])
    assert {what for what, _ in personal_in([raw])} >= {"an IP address", "a place on the map"}
    addresses = pl.DataFrame({"x": ["ann@example.org"], "y": ["47.12345, 9.54321"]})
    assert [what for what, _ in personal_in([addresses])] == [
        "an e-mail address",
        "a place on the map",
    ]


def test_no_real_export_is_forgotten() -> None:
    if not SAMPLES.is_dir():
        pytest.skip("the real exports are not on this machine")
    there = {f"{p.parent.name}/{p.name}" for p in SAMPLES.glob("*/*") if p.suffix != ".md"}
    assert there == set(ENDS)
