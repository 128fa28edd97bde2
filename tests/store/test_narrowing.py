"""Of a programme seen at some sites only, nothing of the others is read."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from bridgeboard import settings
from bridgeboard.access import SHAREABLE, WHOLE, Forbidden, Sight
from bridgeboard.intake import accept
from bridgeboard.measures import MEASURES, answer
from bridgeboard.measures.releases import DecidedReleases, as_decided
from bridgeboard.store import Snapshot, Store, as_folder
from bridgeboard.store.narrowing import OPEN

OWN = Sight(("team",), frozenset({"lakeside", "hillcrest"}))
DAY = date(2026, 1, 1)


def _tables(snapshot):
    found = snapshot.query(
        "SELECT table_name, bool_or(column_name = 'site_id') AS has_site FROM duckdb_columns() "
        "WHERE database_name = current_database() AND NOT internal GROUP BY ALL"
    )
    return dict(found.iter_rows())


def test_every_table_without_sites_is_open_by_name_or_closed(demonstration):
    own = demonstration.seen_by(OWN)
    tables = _tables(demonstration)
    assert set(tables) >= OPEN
    closed = {"mart_item_sums", "problems", "tables_read"}
    views = {"statements_once", "ordered_waves", "theme_depths", "themes_within", "unanswered"}
    cells = {"cells_psa12", "cells_pcat"}
    without = {name for name, has_site in tables.items() if not has_site} - OPEN
    assert without == closed | views | cells
    people = own.query("SELECT place, respondent_id FROM respondents")
    for name in cells:
        assert own.query(f"FROM {name}")["place"].is_in(people["place"].implode()).all(), name
    assert own.query("FROM unanswered")["respondent_id"].is_in(people["respondent_id"]).all()
    for name in closed:
        assert own.query(f"FROM {name}").is_empty()
    for name, has_site in tables.items():
        if has_site and name not in OPEN:
            assert set(own.query(f"SELECT site_id FROM {name}")["site_id"]) <= OWN.sites, name


def test_rows_keep_their_order_and_releases_lie_over_own_rows(demonstration):
    own = demonstration.seen_by(OWN)
    ids = demonstration.query(
        "SELECT statement_id FROM statements WHERE site_id IN ('lakeside', 'hillcrest') "
        "ORDER BY rowid"
    )["statement_id"].to_list()
    assert own.query("FROM statements ORDER BY rowid")["statement_id"].to_list() == ids
    decided = own.with_releases({ids[0]: "team", "nobody": "shareable"})
    rows = decided.query("SELECT statement_id, release FROM statements ORDER BY rowid")
    assert rows["statement_id"].to_list() == ids
    assert rows.row(0) == (ids[0], "team")
    assert decided.query("FROM statements_once").height == len(set(ids))


@pytest.fixture(scope="module")
def only_own(tmp_path_factory) -> Iterator[Snapshot]:
    """The demonstration as its files would be if it had these sites only."""
    root = tmp_path_factory.mktemp("own")
    folder = Path(shutil.copytree(settings.DATA / "demonstration", root / "demonstration"))
    tables = {path: pl.read_csv(path, infer_schema=False) for path in folder.glob("*.csv")}
    people = pl.Series()
    for path, table in tables.items():
        if "site_id" in table.columns:
            tables[path] = table.filter(pl.col("site_id").is_in(list(OWN.sites)))
        if path.stem == "respondents":
            people = tables[path]["respondent_id"].implode()
    for path, table in tables.items():
        if path.stem == "answers":
            table = table.filter(pl.col("respondent_id").is_in(people))
        (table if path.stem == "answers" else tables[path]).write_csv(path)
    accepted = accept(folder)
    assert not accepted.refused, [problem.sentence() for problem in accepted.problems][:5]
    store = Store(root / "store")
    store.publish(accepted, by="tests")
    with store.open("demonstration", WHOLE) as snapshot:
        yield snapshot


#: What is said of files without saying of which site: nothing to whoever sees some sites.
CLOSED = {"tables_read", "refused_cells", "problems"}
#: What rests on sums of all sites.
OF_ALL_SITES = {"reliability", "item_fit"}


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_that_of_a_programme_without_the_other_sites(
    measure, demonstration, only_own
):
    own = answer(measure, demonstration.seen_by(OWN), DAY).frame
    if measure in CLOSED:
        assert own.is_empty()
    elif measure in OF_ALL_SITES:
        assert own.filter(status="ok").is_empty()
        assert own.filter(status="of all sites only").height
        wanted = answer(measure, only_own, DAY).frame
        known = ["wave_id", "scale_id", "n_respondents" if measure == "reliability" else "n_asked"]
        assert_frame_equal(own.select(known), wanted.select(known))
    else:
        wanted = answer(measure, only_own, DAY).frame
        assert_frame_equal(own, wanted, check_exact=False, rel_tol=1e-9)


def test_waves_say_nothing_of_people_at_other_sites(upsides):
    own = upsides.seen_by(Sight(("team",), frozenset({"ulm"})))
    assert upsides.query("FROM waves")["reported_n"].null_count() == 0
    assert own.query("FROM waves")["reported_n"].null_count() == own.query("FROM waves").height


def test_a_site_id_is_a_text_whatever_is_in_it(demonstration):
    for site in ("x') OR true --", 'a"b', "", "\n", "lakeside\x00"):
        own = demonstration.seen_by(Sight(("team",), frozenset({site})))
        assert own.query("FROM sites").is_empty()
    assert demonstration.seen_by(Sight(("team",), frozenset())).query("FROM sites").is_empty()


def test_outside_the_team_no_row_of_a_single_respondent_is_read(demonstration):
    shared = demonstration.seen_by(SHAREABLE)
    of_people = {
        *("respondents", "unanswered", "answers_psa12", "answers_pcat"),
        *("cells_psa12", "cells_pcat"),
    }
    assert set(_tables(demonstration)) >= of_people
    for table in of_people:
        assert not demonstration.query(f"FROM {table}").is_empty()
        assert shared.query(f"FROM {table}").is_empty()
    marts = "SELECT sum(n) FROM mart_scores"
    assert shared.query(marts).item() == demonstration.query(marts).item()


@pytest.mark.parametrize("sight", [OWN, SHAREABLE])
def test_who_does_not_see_the_whole_programme_does_not_get_its_files(sight, demonstration):
    with pytest.raises(Forbidden, match="whole programme"):
        as_folder.tables(demonstration.seen_by(sight))


def test_a_sight_is_never_widened(demonstration):
    own = demonstration.seen_by(OWN)
    for wider in (WHOLE, SHAREABLE, Sight(("team",), frozenset({"lakeside", "other"}))):
        with pytest.raises(Forbidden):
            own.seen_by(wider)
    assert own.seen_by(OWN) is own
    assert demonstration.seen_by(WHOLE) is demonstration


def test_two_sights_never_share_an_answer(demonstration):
    sights = (WHOLE, SHAREABLE, OWN, Sight(("team",), frozenset({"lakeside"})))
    keys = {demonstration.seen_by(sight).key for sight in sights}
    released = as_decided(demonstration, DecidedReleases(None, True, -1))
    assert len(keys | {released.key}) >= len(sights)
    assert len(keys) == len(sights)
