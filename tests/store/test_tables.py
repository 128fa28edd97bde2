"""What goes in comes out: typed frames and snapshot tables are equal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bridgeboard.access import WHOLE
from bridgeboard.instruments import Item, registry
from bridgeboard.intake import accept, accept_reference
from bridgeboard.problems import Refusal
from bridgeboard.settings import DATA
from bridgeboard.store import Snapshot, Store, tables
from bridgeboard.store.snapshot import plain
from schemas._table import Table, key
from schemas.respondents import Respondents
from schemas.tables import PROGRAMME_TABLES, REFERENCE_TABLES

NASTY = [
    "it's",
    '"quoted"',
    'a"; DROP TABLE sites; --',
    "שלום, עולם",
    "שָׁלוֹם",
    "ગુજરાતી",
    "👩🏽‍🤝‍👨🏿 🌉",
    "two\nlines\r\nand\ttab",
    "  spaces  ",
    "=1+1",
    "NULL",
    "",
    "\u202eright to left",
    "$1 ? {x} %s",
    "ſ İ ß",
]
TEXT = st.sampled_from(NASTY) | st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20
)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "VARCHAR": TEXT,
    "BIGINT": st.integers(-(2**63), 2**63 - 1),
    "DOUBLE": st.floats(allow_nan=False),
    "BOOLEAN": st.booleans(),
    "DATE": st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31)),
}
REFERS = {"sites.site_id": "sites", "waves.wave_id": "waves", "themes.theme_id": "themes"}


@st.composite
def frames(draw: st.DrawFn) -> dict[str, pl.DataFrame]:
    """Typed frames of all tables but answers, with whatever their types allow."""
    ids = {
        table: draw(st.lists(IDS, unique=True, min_size=0 if table == "themes" else 1, max_size=4))
        for table in ("sites", "waves", "themes")
    }
    found = {}
    for name, model in PROGRAMME_TABLES.items():
        if name == "answers":
            continue
        n = len(ids[name]) if name in ids else draw(st.integers(0, 4))
        found[name] = pl.DataFrame(
            {
                column: draw(st.lists(values, min_size=n, max_size=n))
                if not (name in ids and column == key(model)[0])
                else ids[name]
                for column, values in _columns(name, model, ids).items()
            },
            schema={c: s.dtype.type for c, s in model.to_schema().columns.items()},
        )
    return found


def _columns(
    name: str, model: type[Table], ids: dict[str, list[str]]
) -> dict[str, st.SearchStrategy[Any]]:
    types = tables.column_types(model)
    found = {}
    for column, schema in model.to_schema().columns.items():
        target = REFERS.get(schema.metadata["refers_to"])
        if schema.metadata["allowed"]:
            values = st.sampled_from(schema.metadata["allowed"])
        elif target is not None:
            values = st.sampled_from(ids[target]) if ids[target] else st.none()
        else:
            values = VALUES.get(types[column], IDS)
        # Nullable or not is intake's to judge; the store keeps what it is given.
        found[column] = st.none() | values
    return found


@settings(max_examples=25, deadline=None)
@given(given_frames=frames())
def test_whatever_types_allow_goes_in_and_comes_out(given_frames: dict[str, pl.DataFrame]) -> None:
    empty = {name: _empty(model) for name, model in REFERENCE_TABLES.items()}
    with duckdb.connect() as con:
        tables.create_id_types(con, given_frames)
        tables.create_types(con)
        tables.create_tables(con, {**given_frames, **empty})
        con.register("people", given_frames["respondents"])
        columns = tables.columns_as(Respondents)
        con.execute(f"CREATE TABLE respondents AS SELECT {columns} FROM people")
        for name, frame in given_frames.items():
            found = plain(con.sql(f'SELECT * FROM "{name}"').pl())
            assert found.equals(frame, null_equal=True), name
            assert found.schema == frame.schema


def _empty(model: type[Table]) -> pl.DataFrame:
    return pl.DataFrame(schema={c: s.dtype.type for c, s in model.to_schema().columns.items()})


@pytest.mark.parametrize("programme", ["upsides", "demonstration"])
def test_the_shipped_programmes_come_out_as_they_went_in(
    programme: str, request: pytest.FixtureRequest
) -> None:
    snapshot: Snapshot = request.getfixturevalue(programme)
    accepted = accept(DATA / programme)
    for name, frame in {**accepted.tables, **accept_reference()}.items():
        if name != "answers":
            columns = ", ".join(f'"{column}"' for column in frame.columns)
            found = snapshot.query(f'SELECT {columns} FROM "{name}"')
            assert found.equals(frame, null_equal=True), name
    for instrument_id, instrument in accepted.instruments.items():
        wide = snapshot.query(f'SELECT * FROM "{instrument.table}"')
        long = (
            wide.unpivot(list(instrument.item_ids), index="respondent_id", variable_name="item_id")
            .drop_nulls("value")
            .sort("respondent_id", "item_id")
        )
        went_in = (
            accepted.tables["answers"]
            .filter(pl.col("instrument_id") == instrument_id, pl.col("state") == "answered")
            .select("respondent_id", "item_id", "value")
            .sort("respondent_id", "item_id")
        )
        assert long.equals(went_in)


def test_ids_of_every_allowed_kind_survive_the_whole_way(
    published: Callable[..., Snapshot],
) -> None:
    ids = ["a", "A", "0", "null", "select", "a.b", "a-b", "a_b", "a.b-c_d", "x" * 64, "NULL", "007"]
    snapshot = published(
        {
            "sites": [
                {"site_id": i, "site_name": text} for i, text in zip(ids, NASTY, strict=False)
            ],
            "waves": [{"wave_id": i, "order": n} for n, i in enumerate(reversed(ids), 1)],
            "respondents": [
                {"respondent_id": f"r{n}", "site_id": i, "wave_id": i} for n, i in enumerate(ids)
            ],
            "answers": [
                {"respondent_id": f"r{n}", "item_id": "b1", "value": 3} for n in range(len(ids))
            ],
        }
    )
    assert snapshot.query("SELECT site_id FROM sites")["site_id"].to_list() == ids
    by_id = snapshot.query("SELECT wave_id FROM waves ORDER BY wave_id")["wave_id"].to_list()
    assert by_id == list(reversed(ids))
    found = snapshot.query(
        "SELECT site_id, n FROM mart_distribution WHERE item_id = 'b1' ORDER BY site_id"
    )
    assert found.rows() == [(i, 1) for i in ids]


def test_items_and_instruments_of_any_name_keep_their_columns(
    tmp_path: Path, write_programme: Callable[..., Path], store_folder: Path
) -> None:
    """Item ids stand in a TOML that a programme writes: they are quoted, never trusted."""
    names = [
        "select",
        "1",
        "a-b",
        'a"b',
        "it's",
        "x; DROP TABLE sites",
        "גשר",
        "a.b",
        "provenance",
        "n",
    ]
    psa12 = registry()["psa12"]
    nasty = replace(
        psa12,
        instrument_id="nas-ty.1",
        items=tuple(Item(name, name) for name in names),
        scales=(replace(psa12.scales[0], item_ids=tuple(names), items_needed=1, needs_scales=()),),
        worked_examples=(),
    )
    folder = write_programme(
        tmp_path / "programme",
        {
            "answers": [
                {"instrument_id": nasty.instrument_id, "item_id": name, "value": 1 + n % 5}
                for n, name in enumerate(names)
            ]
        },
    )
    accepted = accept(folder, {nasty.instrument_id: nasty})
    assert [p.sentence() for p in accepted.problems if p.severity == "refused"] == []
    store = Store(store_folder)
    store.publish(accepted, by="tests")
    with store.open("test", WHOLE) as snapshot:
        wide = snapshot.query(f'SELECT * FROM "{nasty.table}"')
        assert wide.columns[3:-3] == names
        assert wide.row(0)[3:-3] == tuple(1 + n % 5 for n in range(len(names)))
        found = snapshot.query("SELECT item_id, value FROM mart_distribution ORDER BY item_id")
        assert found.rows() == [(name, 1 + n % 5) for n, name in enumerate(names)]
        assert snapshot.instruments == {nasty.instrument_id: nasty}


def test_items_that_sql_cannot_tell_apart_are_refused_in_a_sentence(
    store: Store, write_programme: Callable[..., Path], tmp_path: Path
) -> None:
    psa12 = registry()["psa12"]
    for names in (("A1", "a1"), ("Site_ID", "b1"), ("n_missing", "b1")):
        twins = replace(
            psa12, items=tuple(Item(name, name) for name in names), scales=(), worked_examples=()
        )
        folder = write_programme(tmp_path / "programme", {}, {"instruments": ["psa12"]})
        with pytest.raises(Refusal, match="can't be told apart in the store: give one of them"):
            store.publish(accept(folder, {"psa12": twins}), by="tests")
    assert store.programmes() == []


def test_instruments_that_sql_cannot_tell_apart_are_refused_in_a_sentence(
    store: Store, write_programme: Callable[..., Path], tmp_path: Path
) -> None:
    psa12 = registry()["psa12"]
    twins = {name: replace(psa12, instrument_id=name) for name in ("a-b", "a_b")}
    folder = write_programme(tmp_path / "programme", {}, {"instruments": list(twins)})
    with pytest.raises(Refusal, match="“answers_a_b” and “answers_a_b” can't be told apart"):
        store.publish(accept(folder, twins), by="tests")
