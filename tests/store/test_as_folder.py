"""A snapshot becomes a folder that publishes to the same tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bridgeboard.access import WHOLE
from bridgeboard.instruments import read
from bridgeboard.instruments.own_file import to_toml
from bridgeboard.intake import accept
from bridgeboard.readers.programme_file import read_programme
from bridgeboard.store import Snapshot, Store, as_folder
from bridgeboard.toml_text import parsed, written

OWN = """instrument_id = "team-burden"
name = "How heavy the \\"work\\" is"
short_name = "Burden"
citation = "Our team, 2024."
licence = "ours"
licence_note = "May be shown."
own = true
validated = false
verified = ["Yes.", "Twice."]

[responses]
minimum = 0
maximum = 1
levels = [{ value = 0, label = "nie" }, { value = 1, label = "תמיד" }]
not_applicable_code = 9

[[items]]
item_id = "order"
label = "Too many orders"
scale_id = "burden"

[[items]]
item_id = "value"
label = "Little value"
reversed = true
scale_id = "burden"

[[scales]]
scale_id = "burden"
label = "Burden"
item_ids = ["order", "value"]
method = "sum"
higher_is = "worse"
share_needed = 0.5

[[worked_examples]]
says = "1 and, reversed, 1 - 0 = 1."
answers = { order = 1, value = 0 }
scores = { burden = 2.0 }

[[worked_examples]]
says = "Nothing."
answers = {}
scores = { burden = "none" }
"""

ODD = {
    "sites": [
        {"site_id": "a", "site_name": 'Ulm, "new"', "latitude": 48.4, "longitude": 9.987},
        {"site_id": "b", "site_name": "באר שבע", "alias_of": "a", "latitude": -1.234e-5},
    ],
    "waves": [
        {"wave_id": "pre", "order": 2, "from_on": "2020-01-31", "months_are_approximate": True},
        {"wave_id": "post", "order": 1, "months_since_start": -1.5},
    ],
    "respondents": [
        {"respondent_id": "r1", "site_id": "b", "person_code": "007", "years_experience": 1.234},
        {"respondent_id": "r2", "site_id": "a", "profession": "=nurse"},
        {"respondent_id": "r3", "site_id": "a", "wave_id": "post"},
    ],
    "answers": [
        {"respondent_id": "r2", "item_id": "b1", "value": 4},
        {"respondent_id": "r2", "item_id": "b2", "state": "dont_know"},
        {"respondent_id": "r2", "item_id": "b3", "state": "not_applicable"},
        {"respondent_id": "r1", "item_id": "b2", "state": "not_applicable"},
        {"respondent_id": "r1", "item_id": "b1", "state": "missing"},
        {"respondent_id": "r3", "item_id": "c1", "value": 1},
        {"respondent_id": "r3", "instrument_id": "team-burden", "item_id": "value", "value": 0},
    ],
    "statements": [
        {"text": "Two\nlines, “quoted”; 'x'\t#", "site_id": "a", "transcript_refs": "1;2"},
        {"text": "NULL", "site_id": "b"},
    ],
    "ratings": [{"rating": 1, "raw": "+1*"}, {"state": "mixed"}, {}],
    "payments": [{"basis": "stipend", "amount": 1000000.125, "currency": "UGX", "per": "month"}],
    "milestones": [{"planned_on": "2021-02-03"}],
    "strategy_endorsements": [{"percent": 33.3}],
}
#: Tables about the files that were read, not about what is in them.
ABOUT_FILES = ("problems", "refused_rows", "tables_read")
#: Views that promise no order of their rows.
ANY_ORDER = ("comparison_scores", "statements_once", "theme_depths", "themes_within")
SETTINGS = {
    "name": "Odd “programme” \\",
    "description": "Two\nlines\tand “quotes”",
    "k": 7,
    "instruments": ["psa12", "team-burden"],
    "sources": {"a b.c": {"citation": "Paper", "label": "P", "doi": "10.1234/x"}},
    "targets": {"resources": {"rating_at_least": 0, "no_hindering_fact": True}},
    "stages": [{"stage": "One", "phase": "Start", "milestones": ["milestone1"]}],
}


@pytest.fixture
def odd(published: Callable[..., Snapshot], tmp_path: Path) -> Snapshot:
    """A programme in which everything is unusual."""
    (tmp_path / "programme" / "instruments").mkdir(parents=True)
    (tmp_path / "programme" / "instruments" / "team-burden.toml").write_text(OWN, encoding="utf-8")
    return published(ODD, SETTINGS)


@pytest.mark.parametrize("which", ["upsides", "demonstration", "odd"])
def test_what_is_written_publishes_to_the_same_tables(
    which: str, request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(as_folder, "SLICE", 100)
    first: Snapshot = request.getfixturevalue(which)
    as_folder.write(first, tmp_path / "again")
    accepted = accept(tmp_path / "again")
    assert [one.sentence() for one in accepted.problems if one.severity == "refused"] == []
    store = Store(tmp_path / "again store")
    store.publish(accepted, by="tests")
    with store.open(first.programme.id, WHOLE) as again:
        # Cells tell a row that says "missing" from one that was left out.
        names = first.query(
            "SELECT table_name FROM duckdb_tables() "
            "WHERE NOT temporary AND NOT starts_with(table_name, 'cells_') "
            "UNION SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY ALL"
        )["table_name"].to_list()
        assert {"answers_psa12", "unanswered", "mart_scores"} <= {*names} or which == "upsides"
        for name in names:
            if name not in ABOUT_FILES:
                order = " ORDER BY ALL" if name in ANY_ORDER else ""
                ours, theirs = (one.query(f'FROM "{name}"{order}') for one in (first, again))
                assert ours.equals(theirs), name
        assert again.instruments == first.instruments
        assert again.programme == first.programme


def test_a_table_without_rows_has_no_file(published: Callable[..., Snapshot], tmp_path) -> None:
    as_folder.write(published(), tmp_path / "made")
    found = sorted(path.name for path in (tmp_path / "made").iterdir())
    assert found == ["programme.toml", "sites.csv", "waves.csv"]


def test_ratings_of_a_matrix_stay_as_rows(tmp_path: Path, write_programme, store_folder) -> None:
    matrix = {"file": "matrix.csv", "wave": "pre", "rater": "consensus"}
    folder = write_programme(tmp_path / "matrix", {}, {"rating_matrices": [matrix]})
    (folder / "matrix.csv").write_text("CFIR 2009,a\nCost,+1\nComplexity,-2\n", encoding="utf-8")
    store = Store(store_folder)
    store.publish(accept(folder), by="tests")
    with store.open("test", WHOLE) as first:
        as_folder.write(first, tmp_path / "again")
        rated = first.query("FROM ratings")
    again = accept(tmp_path / "again")
    assert again.problems == []
    assert rated.height == 2
    assert again.tables["ratings"].equals(rated)
    assert again.programme.rating_matrices == []


def test_an_instrument_is_written_as_it_was_read(tmp_path: Path) -> None:
    path = tmp_path / "instruments" / "team-burden.toml"
    path.parent.mkdir()
    path.write_text(OWN, encoding="utf-8")
    first = read(path)
    path.write_text(to_toml(first), encoding="utf-8")
    assert read(path) == first


def test_settings_are_written_as_they_were_read(write_programme, tmp_path: Path) -> None:
    text = (write_programme(tmp_path / "p", {}, SETTINGS) / "programme.toml").read_bytes()
    programme, _ = read_programme(text)
    assert read_programme(as_folder.settings(programme).encode()) == (programme, [])


def test_toml_reads_back() -> None:
    given = {
        "a b": 'x"\\\n\x7f\u2028',
        "yes": True,
        "n": -1,
        "f": 0.1,
        "list": ["a", 2],
        "within": {"deep": {"x": 1}, "empty": {}},
        "many": [{"a": 1, "in": {"b": "c"}}, {"a": 2}],
        "after": "stays at the top",
    }
    assert parsed(written({**given, "none": None})) == given
