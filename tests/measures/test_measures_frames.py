"""What every measure keeps: its declared columns, its order, its words."""

import inspect
import re
from functools import partial

import polars as pl
import pytest

from bridgeboard.cli.docs import coverage
from bridgeboard.disclosure import shown
from bridgeboard.measures import MEASURES, answer, document
from bridgeboard.problems import Refusal
from bridgeboard.settings import PROJECT

ODD = {
    "empty": ({}, {}),
    "one respondent": (
        {"answers": [{"respondent_id": "r1", "item_id": "b1", "value": 4}]},
        {},
    ),
    "an instrument that nobody answered": ({}, {"instruments": ["psa12", "pcat"]}),
    "a site without anything": (
        {"sites": [{"site_id": "a"}, {"site_id": "b"}], "focus_groups": [{"site_id": "a"}]},
        {},
    ),
    "statements of no site": (
        {"statements": [{"site_id": None, "theme_id": "t", "release": "team"}]},
        {},
    ),
    "everything held back": (
        {
            "statements": [{"theme_id": "t", "release": "team"}],
            "context": [{"kind": "quote"}],
            "payments": [{"basis": "employed", "n_psw": 1}],
        },
        {"k": 20},
    ),
}


@pytest.fixture(params=["upsides", "demonstration", *ODD])
def snapshot(request):
    """Both shipped programmes and the odd ones."""
    if request.param in ODD:
        return request.getfixturevalue("published")(*ODD[request.param])
    return request.getfixturevalue(request.param)


def test_every_frame_has_exactly_the_declared_columns(snapshot):
    for name, measure in MEASURES.items():
        found = answer(name, snapshot)
        declared = pl.Schema(measure.schema)
        assert found.frame.schema == declared, name
        if found.released is not None:
            assert found.released.schema == declared, name
        for view in ("team", "shareable"):
            with_reason = pl.Schema({**declared, "hidden": pl.String()})
            assert shown(found, view).frame.schema == with_reason, name


def test_sites_stand_in_the_order_of_their_file_and_waves_in_time(snapshot):
    sites = snapshot.query("SELECT site_id FROM ordered_sites ORDER BY site_order")
    place = {site: i for i, site in enumerate(sites["site_id"])}
    for name, measure in MEASURES.items():
        # attention is a list of what to do first, in the order of its rules.
        if "site_id" not in measure.schema or name == "attention":
            continue
        frame = answer(name, snapshot).frame
        totals = frame["is_total"] if "is_total" in frame.columns else [False] * frame.height
        keys = [
            (is_total, site is None, place.get(site, 0))
            for site, is_total in zip(frame["site_id"], totals, strict=True)
        ]
        assert keys == sorted(keys), name
        if "wave_order" in measure.schema:
            waves = zip(keys, frame["wave_order"].fill_null(99), strict=True)
            waves = list(waves)
            assert waves == sorted(waves), name


def test_rows_without_a_site_say_what_they_stand_for(snapshot):
    for name, measure in MEASURES.items():
        if "site_id" not in measure.schema:
            continue
        frame = answer(name, snapshot).frame
        assert frame["site_name"].null_count() == 0, name
        unnamed = set(frame.filter(pl.col("site_id").is_null())["site_name"])
        assert unnamed <= {"No site named", "All sites"}, name


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda m: m.name)
def test_every_column_has_words(measure):
    names = [column.name for column in measure.columns]
    assert len(names) == len(set(names))
    assert "hidden" not in names
    for column in measure.columns:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", column.name)
        assert len(column.description) > 5
        assert column.unit is None or column.unit


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda m: m.name)
def test_what_a_measure_hides_is_among_its_columns(measure):
    names = set(measure.schema)
    assert {*measure.hides, *measure.group} <= names
    assert measure.people is None or measure.people in measure.hides
    assert measure.asked is None or measure.asked in names
    if measure.matrix:
        assert {*measure.matrix.rows, *measure.matrix.order, measure.matrix.cell} <= names


@pytest.mark.parametrize("measure", MEASURES.values(), ids=lambda m: m.name)
def test_the_docstring_says_answer_in_out_missing_and_source(measure):
    compute = measure.compute.func if isinstance(measure.compute, partial) else measure.compute
    text = inspect.getdoc(compute)
    first = text.splitlines()[0]
    assert first.endswith(".")
    for part in ("In:", "Out:", "Missing:", "Source:"):
        assert re.search(rf"^{part}", text, re.MULTILINE), part
    assert measure.question.endswith("?")


def test_measures_are_named_as_their_modules():
    for name, measure in MEASURES.items():
        assert measure.name == name
        compute = measure.compute.func if isinstance(measure.compute, partial) else measure.compute
        assert compute.__module__ == f"bridgeboard.measures.{name}"


def test_a_measure_that_does_not_exist_is_refused_with_those_that_do(published):
    with pytest.raises(Refusal, match=r"no measure 'swing'.*coverage, .*score"):
        answer("swing", published())


def test_provenance_is_that_of_the_rows_behind_the_answer(published):
    tables = {
        "context": [
            {"fact_id": "f1", "provenance": "published"},
            {"fact_id": "f2", "provenance": "simulated"},
        ],
        "focus_groups": [{"provenance": "collected"}],
    }
    snapshot = published(tables)
    assert answer("context", snapshot).provenance == ("published", "simulated")
    assert answer("coverage", snapshot).provenance == ("published", "collected", "simulated")
    # Without rows there is only what the programme says of itself; income rests on none of its.
    assert answer("payment", snapshot).provenance == ("collected",)
    assert answer("income", snapshot).provenance == ()


def test_all_that_the_demonstration_shows_is_called_simulated(demonstration):
    for name in MEASURES:
        assert answer(name, demonstration).provenance in (("simulated",), ())


def test_an_answer_says_what_it_was_computed_from(upsides):
    found = answer("themes", upsides)
    assert found.snapshot_id == upsides.snapshot_id
    assert (found.programme_id, found.programme_name) == ("upsides", "UPSIDES")
    assert (found.k, found.minimum_n) == (10, 3)


def test_the_page_of_measures_is_current_and_names_every_column():
    page = (PROJECT / "docs" / "measures.md").read_text(encoding="utf-8")
    assert page == document(coverage())
    for measure in MEASURES.values():
        assert f"## {measure.name}\n" in page
        for column in measure.columns:
            assert f"| `{column.name}` |" in page


def test_measures_read_small_tables_only(demonstration):
    # Pages stay fast at any number of answers because no measure asks for them.
    class Listening:
        def __init__(self):
            self.asked = []

        def __getattr__(self, name):
            return getattr(demonstration, name)

        def query(self, sql, params=None):
            self.asked.append(sql)
            return demonstration.query(sql, params)

    listening = Listening()
    for name in MEASURES:
        answer(name, listening)
    assert listening.asked
    for sql in listening.asked:
        assert not re.search(r"\b(answers_\w+|respondents)\b", sql), sql
