"""What data are worth, counted by hand: left out, straight-lined, alike, refused, nowhere."""

from __future__ import annotations

import polars as pl
import pytest

from bridgeboard.access import WHOLE
from bridgeboard.disclosure import shown
from bridgeboard.instruments import registry
from bridgeboard.intake import accept
from bridgeboard.measures import MEASURES, answer
from bridgeboard.store import Store
from tests.conftest import folder_of

PSA12 = registry()["psa12"].item_ids
FOURS = dict.fromkeys(PSA12, 4)
MIXED = {item: 1 + n % 5 for n, item in enumerate(PSA12)}


def answers(respondent_id, values, **more):
    rows = [{"item_id": i, "value": v, "state": "answered"} for i, v in values.items()]
    rows += [{"item_id": i, "state": state} for i, state in more.items()]
    return [{"respondent_id": respondent_id, **row} for row in rows]


TABLES = {
    "sites": [{"site_id": "a"}, {"site_id": "b"}, {"site_id": "c"}],
    "waves": [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}],
    "respondents": [
        *({"respondent_id": f"a{n}", "site_id": "a", "wave_id": "pre"} for n in range(1, 7)),
        {"respondent_id": "b1", "site_id": "b", "wave_id": "pre"},
        {"respondent_id": "b2", "site_id": "b", "wave_id": "post"},
        # Refused: no such site, no site, no such gender, and a row whose site is known.
        {"respondent_id": "x1", "site_id": "nowhere", "wave_id": "pre"},
        {"respondent_id": "x2", "site_id": None, "wave_id": "pre"},
        {"respondent_id": "x3", "site_id": "b", "wave_id": "post", "gender": "divers"},
    ],
    "answers": [
        *answers("a1", FOURS),
        *answers("a2", MIXED),
        *answers("a3", MIXED),
        # As a2 but for one item.
        *answers("a4", MIXED | {PSA12[0]: 5}),
        # Eleven items alike are no complete instrument.
        *answers("a5", dict.fromkeys(PSA12[:11], 4)),
        # Started, and said nothing; two with a reason, ten without.
        *answers("a6", {}, **{PSA12[0]: "dont_know", PSA12[1]: "not_applicable"}),
        # As a2, at another site.
        *answers("b1", MIXED),
        # Out of range, twice; and of a refused respondent.
        *answers("b2", {PSA12[0]: 9, PSA12[1]: 0, PSA12[2]: 3}),
        *answers("x3", {PSA12[0]: 3}),
        # pCAT has no reversed items: one answer to all says nothing.
        *({**row, "instrument_id": "pcat"} for row in answers(
            "b1", dict.fromkeys(registry()["pcat"].item_ids, 1)
        )),
    ],
    "focus_groups": [{"site_id": "c", "wave_id": "pre"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory):
    folder = tmp_path_factory.mktemp("quality")
    store = Store(folder / "store")
    accepted = accept(folder_of(folder / "p", TABLES, {"instruments": ["psa12", "pcat"]}))
    store.publish(accepted, by="tests", accept_good=True)
    with store.open("test", WHOLE) as opened:
        yield opened


def at(frame: pl.DataFrame, site, wave) -> dict:
    (row,) = frame.filter(
        pl.col("site_id").eq_missing(pl.lit(site)), pl.col("wave_id").eq_missing(pl.lit(wave))
    ).to_dicts()
    return row


def test_people_are_counted_once_and_as_they_answered(snapshot):
    row = at(answer("quality", snapshot).frame, "a", "pre")
    assert (row["n_respondents"], row["n_asked"], row["n_answered"]) == (6, 6, 5)
    assert (row["n_could_straight"], row["n_straight"]) == (4, 1)
    assert (row["n_could_be_alike"], row["n_alike"]) == (4, 2)
    # 6 people, 12 items: a5 left out one, a6 ten.
    assert (row["n_cells"], row["n_missing"]) == (72, 11)
    assert (row["n_dont_know"], row["n_not_applicable"]) == (1, 1)
    assert row["share_missing"] == pytest.approx(11 / 72)
    assert row["status"] == "answers"


def test_another_site_has_its_own_and_two_instruments_count_one_person(snapshot):
    row = at(answer("quality", snapshot).frame, "b", "pre")
    assert (row["n_asked"], row["n_straight"], row["n_alike"]) == (1, 0, 0)
    assert (row["n_could_straight"], row["n_could_be_alike"], row["n_cells"]) == (1, 1, 26)


def test_refused_rows_belong_where_they_say_and_else_nowhere(snapshot):
    frame = answer("quality", snapshot).frame
    # x3 and its answer, and two answers out of range.
    row = at(frame, "b", "post")
    assert (row["n_refused"], row["n_refused_respondents"]) == (4, 1)
    nowhere = at(frame, None, "pre")
    assert (nowhere["n_refused"], nowhere["n_refused_respondents"]) == (2, 2)
    assert nowhere["site_name"] == "No site named"
    assert at(frame, "a", "pre")["n_refused"] == 0


def test_waves_with_nothing_are_told_from_those_without_answers(snapshot):
    frame = answer("quality", snapshot).frame
    found = {(r["site_id"], r["wave_id"]): r["status"] for r in frame.to_dicts()}
    assert found["c", "pre"] == "no answers"
    assert found["c", "post"] == found["a", "post"] == "no data"
    assert found["b", "post"] == "answers"


def test_items_left_out_are_told_by_item(snapshot):
    frame = answer("missingness", snapshot).frame.filter(instrument_id="psa12", site_id="a")
    rows = {row["item_id"]: row for row in frame.to_dicts()}
    first, second, last = rows[PSA12[0]], rows[PSA12[1]], rows[PSA12[11]]
    assert (first["n_asked"], first["n_answered"], first["n_dont_know"]) == (6, 5, 1)
    assert (second["n_missing"], second["n_not_applicable"]) == (0, 1)
    assert (last["n_answered"], last["n_missing"], last["share_missing"]) == (4, 2, 2 / 6)
    assert frame["item_id"].to_list() == list(PSA12)


def test_tables_say_what_was_read_and_refused(snapshot):
    rows = {row["table_name"]: row for row in answer("tables_read", snapshot).frame.to_dicts()}
    of = rows["respondents"]
    assert (of["n_read"], of["n_refused"], of["n_refused_without_site"]) == (11, 3, 2)
    of = rows["answers"]
    assert (of["n_read"], of["n_refused"], of["n_refused_without_site"]) == (91, 3, 0)
    assert rows["sites"]["n_refused_without_site"] is None


def test_broken_rules_are_counted_and_problems_listed(snapshot):
    rules = answer("refused_cells", snapshot).frame
    (row,) = rules.filter(file="answers.csv", column="value").to_dicts()
    assert (row["severity"], row["n"]) == ("refused", 2)
    problems = answer("problems", snapshot).frame
    assert problems.height + problems["also"].sum() == rules["n"].sum()
    assert problems.filter(file="respondents.csv", column="gender")["row"].to_list() == [12]


def test_the_shareable_view_has_no_row_and_says_so(snapshot):
    for name in ("quality", "missingness", "tables_read", "refused_cells", "problems"):
        assert MEASURES[name].rule == "team"
        found = shown(answer(name, snapshot), "shareable")
        assert found.frame.is_empty()
        assert "How good the data are, row by row, is for the team." in found.notes
        assert not shown(answer(name, snapshot), "team").frame.is_empty()
