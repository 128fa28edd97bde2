"""What is wrong with an instrument's file is said in words, whatever it is."""

import json
import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.instruments import Instrument, from_json, read, to_json
from bridgeboard.instruments.reading import _from_content

GOOD = """instrument_id = "check"
name = "Team check"
short_name = "TC"
citation = "Our team, 2024."
licence = "own"
licence_note = "May be shown."
own = true
validated = false

[responses]
minimum = 1
maximum = 3
levels = [
{ value = 1, label = "no" }, { value = 2, label = "partly" }, { value = 3, label = "yes" }]
dont_know_code = 8
not_applicable_code = 9

[[items]]
item_id = "q1"
label = "Ready?"
scale_id = "all"

[[items]]
item_id = "q2"
label = "Reluctant?"
reversed = true

[[scales]]
scale_id = "all"
label = "All"
item_ids = ["q1", "q2"]
method = "mean"
higher_is = "better"
items_needed = 1

[[worked_examples]]
says = "Ready and not reluctant is 3."
answers = { q1 = 3, q2 = 1 }
scores = { all = 3.0 }
"""


@pytest.fixture
def problems(tmp_path):
    def of(old="", new="", name="check.toml"):
        assert old in GOOD
        path = tmp_path / "instruments" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(GOOD.replace(old, new, 1) if old else GOOD, encoding="utf-8")
        answer = read(path)
        return [] if isinstance(answer, Instrument) else answer

    return of


def test_the_good_file_has_no_problem(problems):
    assert problems() == []


@pytest.mark.parametrize(
    ("old", "new", "column", "said"),
    [
        ('item_id = "q2"', 'item_id = "q1"', "items", "'q1' twice"),
        ('item_id = "q2"', 'item_id = "Q2"', "items Q2 item_id", "lower-case"),
        ('item_id = "q2"', 'item_id = "wave_id"', "items wave_id", "name other columns"),
        ('item_id = "q2"', 'item_id = "place"', "items place", "Choose another item_id"),
        ('item_id = "q2"', 'item_id = "n_missing"', "items n_missing", "begin with n_"),
        ("minimum = 1", "minimum = 3", "responses.minimum", "minimum is below maximum"),
        ("maximum = 3", "maximum = 4", "responses.levels", "every number from 1 to 4"),
        ('{ value = 2, label = "partly" }, ', "", "responses.levels", "1, 3"),
        ("dont_know_code = 8", "dont_know_code = 2", "responses.dont_know_code", "outside 1 to 3"),
        ("dont_know_code = 8", "dont_know_code = 9", "responses.not_applicable_code", "differ"),
        ('["q1", "q2"]', '["q1", "q9"]', "scales all item_ids", "there is no such item"),
        ('["q1", "q2"]', '["q1", "q2", "q2"]', "scales all item_ids", "counts an item once"),
        ('["q1", "q2"]', '["q2"]', "items q1 scale_id", "leave this item out"),
        ('["q1", "q2"]', '["q1"]', "items q2 reversed", "only an item of a scale"),
        ("items_needed = 1", "items_needed = 3", "scales all items_needed", "at most 2"),
        ("items_needed = 1", "", "scales all items_needed", "found neither"),
        ("items_needed = 1", "items_needed = 1\nshare_needed = 0.5", None, "found both"),
        ("items_needed = 1", "share_needed = 1.5", "scales all share_needed", "found 1.5"),
        ("items_needed = 1", 'items_needed = 1\nneeds_scales = ["all"]', None, "rest on no other"),
        ("items_needed = 1", 'items_needed = 1\nneeds_scales = ["x"]', None, "no such scale"),
        ('scale_id = "all"\n\n', 'scale_id = "other"\n\n', "items q1 scale_id", "no such scale"),
        ("all = 3.0", "all = 2.0", "worked_examples 1 all", "3.0 comes out"),
        ("all = 3.0", 'all = "none"', "worked_examples 1 all", "found none, but 3.0"),
        ("all = 3.0", "al = 3.0", "worked_examples 1 scores", "there is no such scale"),
        ("scores = { all = 3.0 }", "", "worked_examples 1 scores", "nothing for 'all'"),
        ("q1 = 3", "q1 = 4", "worked_examples 1 answers.q1", "from 1 to 3"),
        ("q1 = 3", "q3 = 3", "worked_examples 1 answers", "no such item"),
        ("reversed = true", "revresed = true", "items q2 revresed", "Did you mean reversed?"),
        ("reversed = true", 'reversed = "yes"', "items q2 reversed", "true or false"),
        ('method = "mean"', 'method = "median"', "scales all method", "found 'median'"),
        ('short_name = "TC"\n', "", "short_name", "Add short_name = ..."),
        ('licence = "own"', 'licence = "own"\ndoi = "https://doi.org/10.1/x"', "doi", "DOI alone"),
        ('instrument_id = "check"', 'instrument_id = "other"', "instrument_id", "other.toml"),
        ('licence = "own"', 'licence = "own"\nversion_of = "check"', "version_of", "not of itself"),
        (
            'licence = "own"',
            'licence = "own"\nversion_of = "The Check"',
            "version_of",
            "lower-case",
        ),
        ('licence = "own"', 'licence = "own"\nversion = "psa12"', "version", "mean version_of?"),
        ('instrument_id = "check"', "instrument_id = 7", "instrument_id", "found 7"),
    ],
)
def test_a_mistake_is_named_with_its_key_and_a_way_to_mend_it(problems, old, new, column, said):
    found = problems(old, new)
    sentences = [problem.sentence() for problem in found]
    assert any(said in sentence for sentence in sentences), sentences
    assert all(problem.file == "instruments/check.toml" for problem in found)
    assert all(problem.severity == "refused" for problem in found)
    if column is not None:
        assert column in [problem.column for problem in found]


def test_a_version_names_its_base_which_need_not_be_in_the_same_folder(tmp_path):
    path = tmp_path / "instruments" / "check.toml"
    path.parent.mkdir()
    path.write_text(GOOD.replace('licence = "own"', 'licence = "own"\nversion_of = "psa12"'))
    version = read(path)
    assert isinstance(version, Instrument)
    assert version.version_of == "psa12"
    assert from_json(to_json(version)) == version
    path.write_text(GOOD)
    alone = read(path)
    assert alone.version_of is None
    # A snapshot published before there were versions has no such field.
    fields = json.loads(to_json(alone))
    del fields["version_of"]
    assert from_json(json.dumps(fields)) == alone


def test_several_mistakes_are_all_named_at_once(problems):
    found = problems("own = true\nvalidated = false", "own = 1\nvalidated = 2\nlicense = 3")
    assert {problem.column for problem in found} == {"own", "validated", "license"}
    assert "Did you mean licence?" in " ".join(problem.sentence() for problem in found)


def test_a_file_without_examples_is_refused(problems):
    start = GOOD.index("[[worked_examples]]")
    (problem,) = problems(GOOD[start:], "")
    assert problem.column == "worked_examples"


def test_a_syntax_error_names_its_line(problems):
    (problem,) = problems('label = "Ready?"', "label = Ready?")
    assert problem.row == GOOD.splitlines().index('label = "Ready?"') + 1
    assert "label = Ready?" in problem.sentence()
    (at_the_end,) = problems(GOOD[-30:], "[[worked")
    assert at_the_end.row is not None


def test_bytes_that_are_not_text_are_named(tmp_path):
    path = tmp_path / "check.toml"
    path.write_bytes("name = 'Gesprächsrunde'".encode("latin-1"))
    (problem,) = read(path)
    assert problem.rule == "encoding"
    assert "Save the file as UTF-8." in problem.sentence()


def test_what_is_no_file_is_named_too(tmp_path):
    for path in (tmp_path / "absent.toml", tmp_path):
        (problem,) = read(path)
        assert problem.rule == "readable"
    huge = tmp_path / "huge.toml"
    huge.write_bytes(b"#" * 1_000_001)
    assert read(huge)[0].rule == "size"


@pytest.mark.parametrize("text", ["a = " + "[" * 5000, "[" * 300, "\x00", "a.b = 1\na = 2", ""])
def test_strange_text_is_a_problem_and_no_traceback(tmp_path, text):
    path = tmp_path / "check.toml"
    path.write_text(text)
    assert [problem for problem in read(path) if problem.sentence()]


KEYS = list(tomllib.loads(GOOD))
value = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@settings(deadline=None)
@given(st.sampled_from(KEYS), value)
def test_no_value_at_all_makes_a_traceback(key, anything):
    content = {**tomllib.loads(GOOD), key: anything}
    answer = _from_content(content, Path("instruments/check.toml"), "instruments/check.toml")
    assert isinstance(answer, Instrument) or all(problem.sentence() for problem in answer)
