"""Readiness in the shareable view: no reason from a hidden group, no state that rests on one."""

import re
from dataclasses import replace

import polars as pl
import pytest

from bridgeboard.disclosure import Filters, matrix, shown
from bridgeboard.disclosure.hiding import RELEASED, SMALL
from bridgeboard.measures import answer
from bridgeboard.measures.accepted import with_accepted
from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.readiness import LISTS, readiness_rows
from bridgeboard.measures.readiness_rule import state_of
from tests.disclosure.programmes import two_waves
from tests.measures.reasoned import DAY, by_chance, reason, reasons, row, ticks, together

#: What says how a row's reasons came out.
FOLLOWS = ("state", "state_order", "n", "n_reached", "n_not_known")
ITEMS = [f"psa12:{item}" for item in ("b1", "b2", "b3", "b4", "c1", "c2", "c3", "c4")]
ITEMS += [f"psa12:{item}" for item in ("r1", "r2", "t1", "t2")]


def _shared(snapshot, name="readiness"):
    return shown(answer(name, snapshot, DAY), "shareable").frame


def _told(frame):
    """Each row's reasons: a list of dicts."""
    for one in frame.iter_rows(named=True):
        yield (
            one,
            [
                dict(zip(LISTS, each, strict=True))
                for each in zip(*(one[n] for n in LISTS), strict=True)
            ],
        )


def _holds_for(snapshot) -> pl.DataFrame:
    """Nothing is told that the frames of scores and of answers don't show; gives the frame."""
    given = answer("readiness", snapshot, DAY)
    frame = shown(given, "shareable").frame
    score, answers = _shared(snapshot, "score"), _shared(snapshot, "distribution")
    at = {one: n for n, one in enumerate(frame["wave_id"].unique(maintain_order=True), 1)}
    scores = {
        (f"{one['instrument_id']}:{one['scale_id']}", one["site_id"], at[one["wave_id"]]): one
        for one in score.iter_rows(named=True)
    }
    levels: dict[tuple, list[dict]] = {}
    for one in answers.filter(~pl.col("is_total"), state="answered").iter_rows(named=True):
        item = f"{one['instrument_id']}:{one['item_id']}"
        levels.setdefault((item, one["site_id"], at[one["wave_id"]]), []).append(one)

    def is_hidden(ref, site, wave):
        rows = [scores[ref, site, wave]] if (ref, site, wave) in scores else levels[ref, site, wave]
        return any(one["hidden"] is not None for one in rows)

    for (one, told), (whole, all_told) in zip(_told(frame), _told(given.released), strict=True):
        kept = []
        for found in all_told:
            since = at.get(found["wave_ids"], 1)
            is_survey = found["kinds"] == "survey" and found["refs"]
            if not is_survey or not any(
                is_hidden(found["refs"], one["site_id"], wave)
                for wave in range(since, at[one["wave_id"]] + 1)
            ):
                kept.append(found)
        assert told == kept
        if len(kept) < len(all_told):
            assert one["hidden"].startswith("hidden: fewer than")
            assert [one[name] for name in FOLLOWS] == [None] * len(FOLLOWS)
            assert one["n_targets"] == whole["n_targets"]
        else:
            assert one["hidden"] is None
            assert one["state"] == state_of(one["kinds"], one["outcomes"])
            assert {name: one[name] for name in whole} == whole
        for found in told:
            key = (found["refs"], one["site_id"], at.get(found["wave_ids"]))
            if found["kinds"] != "survey" or not found["wave_ids"]:
                continue
            if key in scores:
                n, value = re.search(r"n (\d+);", found["sentences"])[1], scores[key]["value"]
                assert int(n) == scores[key]["n"] >= given.k
                assert f" is {value:.2f} (" in found["sentences"]
                continue
            ours, n = map(int, re.match(r"(\d+) of (\d+) MHWs", found["sentences"]).groups())
            words = ("agree", "strongly agree")
            if "MHWs disagree" in found["sentences"]:
                words = ("disagree", "strongly disagree")
            assert n == levels[key][0]["n"] >= given.k
            assert ours == sum(x["n_level"] for x in levels[key] if x["level_label"] in words)
    return frame


@pytest.fixture(scope="module")
def frame(demonstration):
    return _holds_for(demonstration)


def test_the_demonstration_tells_nothing_of_a_hidden_group(frame):
    hidden = frame["hidden"].is_not_null()
    assert 0.1 * frame.height < hidden.sum() < 0.9 * frame.height
    assert set(frame["state"].drop_nulls()) == {"act", "watch", "not enough data", "ready"}
    # What rests on no group of people stays.
    assert "milestone" in set(frame.filter(hidden).explode(*LISTS)["kinds"])


@pytest.mark.parametrize("seed", range(3))
def test_a_programme_by_chance_tells_nothing_of_a_hidden_group(published_once, seed):
    tables = by_chance(seed, sizes=(0, 2, 4, 5, 6, 7, 12))
    found = _holds_for(published_once(tables, {"k": 5}))
    assert 0 < found["hidden"].count() < found.height
    assert "survey" in set(found.explode(*LISTS).filter(pl.col("refs") != "")["kinds"])


def test_waves_without_dates_tell_nothing_of_a_hidden_group_either(published_once):
    sizes = {"a": (12, 4), "b": (4, 12), "c": (0, 5), "d": (6, 6), "e": (3, 0)}
    found = _holds_for(published_once(two_waves(sizes), {"k": 5}))
    gone = found.filter(pl.col("hidden").is_not_null()).select("site_id", "wave_id").unique()
    # Where few or none were asked after many nothing is told of many again.
    assert set(gone.iter_rows()) >= {("a", "post"), ("b", "pre"), ("e", "pre"), ("e", "post")}
    assert ("b", "post") not in set(gone.iter_rows())


def test_only_released_statements_and_facts_are_counted(frame, demonstration):
    shared = {
        "statement": set(_shared(demonstration, "statements")["statement_id"]),
        "fact": set(_shared(demonstration, "facts")["fact_id"]),
    }
    team = answer("readiness", demonstration, DAY).frame.explode(*LISTS)
    for kind, ids in shared.items():
        of = frame.explode(*LISTS).filter(kinds=kind)["refs"]
        used = set(of.str.split("; ").explode())
        assert used <= ids
        assert len(used) > 20
    every = set(team.filter(kinds="statement")["refs"].str.split("; ").explode())
    assert every - shared["statement"]


def _variant(published, tables, programme=None):
    snapshot = published(tables, {"k": 5} | (programme or {}))
    given = answer("readiness", snapshot, DAY)
    return given.frame, shown(given, "shareable").frame


#: r1 is the ninth item; without it the other eleven still make a score.
ALL, BUT_R1, ONLY_B1 = (5,) * 12, (*(5,) * 8, None, *(5,) * 3), (5, *(None,) * 11)


#: By site: who answered after all had answered before, who else might have, and what rests on it.
FEW = {
    # What four people say.
    "said": ([ALL] * 4, [(1,) * 12] * 4, ("role_definition", "staff_willingness")),
    # Whether they say anything about one item, or about enough of them for a score.
    "item": ([ALL] * 4, [BUT_R1] * 4, ("role_definition",)),
    "score": ([ALL] * 4, [ONLY_B1] * 4, ("role_definition", "staff_willingness")),
    # Of a group that is large enough: whether four say anything about one item, or nobody.
    "large": ([ALL] * 4 + [BUT_R1] * 8, [BUT_R1] * 12, ("role_definition",)),
}


@pytest.fixture(scope="module")
def few(published_once):
    """Both views of two programmes that differ in what few say."""
    return [
        _variant(
            published_once,
            together(
                *(ticks([(4,) * 12] * 12, ITEMS, site, "pre") for site in FEW),
                *(ticks(each[which], ITEMS, site, "post") for site, each in FEW.items()),
                *(ticks([(2,) * 12] * 12, ITEMS, "b", wave) for wave in ("pre", "post")),
            ),
        )
        for which in (0, 1)
    ]


@pytest.mark.parametrize("site", FEW)
def test_what_few_answer_changes_nothing_that_is_shared(few, site):
    (team, shared), (other_team, other_shared) = few
    for influence in FEW[site][2]:
        assert row(team, influence, site) != row(other_team, influence, site)
        found = row(shared, influence, site)
        assert found == row(other_shared, influence, site)
        assert found["hidden"] is not None
        assert reasons(shared, influence, site, kind="survey") == []
        # Twelve answered before.
        before = reason(shared, influence, site, "pre", kind="survey")
        assert before["outcome"] != "not known"
    apart = pl.col("site_id") != "large"
    assert shared.filter(apart).equals(other_shared.filter(apart))


def test_nobody_answered_is_told_where_nobody_was_asked_and_not_where_somebody_was(published):
    asked = ticks([(*(5,) * 8, None, *(5,) * 3)] * 3, ITEMS)
    _, shared = _variant(published, together({"sites": [{"site_id": s} for s in "ab"]}, asked))
    assert reasons(shared, "role_definition", kind="survey") == []
    assert row(shared, "role_definition")["hidden"] is not None
    at_b = reason(shared, "role_definition", "b", kind="survey")
    assert at_b["sentence"].startswith("Nobody answered whether")
    assert row(shared, "role_definition", "b")["state"] == "not enough data"
    # Before anybody was asked nothing is hidden.
    assert row(shared, "role_definition", wave="pre")["hidden"] is None


def test_what_was_not_released_is_not_counted_and_small_groups_are_not_told(published):
    about = {"construct_id": "III-A-3", "theme_id": "t", "wave_id": "post"}
    against = about | {"valence": "negative"}
    tables = together(
        {
            "focus_groups": [{"group_id": "g", "wave_id": "post", "n_participants": 2}],
            "statements": [
                *(against | {"release": "team"} for _ in range(3)),
                *(about | {"valence": "positive", "group_id": "g"} for _ in range(2)),
            ],
            "context": [
                {"wave_id": "post", "direction": "hinders", "kind": "quote", "finding": "No room."},
                {"wave_id": "post", "direction": "supports", "finding": "There is tea."},
            ],
        }
    )
    team, shared = _variant(published, tables)
    assert reason(team, "role_definition", kind="statement")["outcome"] == "against"
    assert reason(shared, "role_definition", kind="statement")["outcome"] == "for"
    assert "2 for it." in reason(shared, "role_definition", kind="statement")["sentence"]
    assert reason(team, "resources", kind="fact")["outcome"] == "close"
    assert reason(shared, "resources", kind="fact")["outcome"] == "reached"
    assert "No room" not in str(shared.to_dicts())


def test_actions_answer_nothing_outside_the_team(published):
    snapshot = published(together({"context": [{"wave_id": "post", "direction": "hinders"}]}))
    actions = pl.DataFrame({"site_id": ["a"], "influence_id": ["resources"], "status": ["open"]})
    given = answer("readiness", snapshot, DAY)
    given = replace(given, frame=readiness_rows(snapshot, DAY, cfir(snapshot), actions))
    team, shared = (shown(given, view).frame for view in ("team", "shareable"))
    assert reason(team, "resources", kind="fact")["outcome"] == "reached"
    assert reason(shared, "resources", kind="fact")["outcome"] == "close"


def test_ratings_accepted_from_pcat_go_with_all_ratings_of_the_row(published):
    people = ticks([-2] * 4, ["pcat:p8"])
    snapshot = published(together(people), {"k": 5})
    accepted = pl.DataFrame(
        {
            "site_id": ["a", "a", "a"],
            "wave_id": ["post"] * 3,
            "framework": ["2022"] * 3,
            "construct_id": ["III-J-2", "III-J-1", "III-E"],
            "rating": [-2, 1, 1],
            "state": ["rated"] * 3,
            "reason": ["So they said.", "So we said.", "So we said."],
            "basis": ["pcat", "raters", "raters"],
        }
    )
    released = cfir(snapshot, released=True)
    given = replace(
        answer("readiness", snapshot, DAY),
        frame=readiness_rows(
            snapshot, DAY, with_accepted(cfir(snapshot), accepted, snapshot), None
        ),
        released=readiness_rows(
            *(snapshot, DAY, with_accepted(released, accepted, snapshot, released=True)),
            *(None, True),
        ),
    )
    team, shared = (shown(given, view).frame for view in ("team", "shareable"))
    whole = row(team, "resources")
    assert (whole["state"], whole["accepted_from"]) == ("act", "raters; pcat")
    left = row(shared, "resources")
    assert (left["state"], left["accepted_from"], left["kinds"]) == (None, None, [])
    assert left["hidden"] is not None
    # Of raters alone it stays.
    assert row(shared, "staff_willingness")["accepted_from"] == "raters"
    assert reason(shared, "staff_willingness", kind="rating")["outcome"] == "reached"


def test_the_matrix_and_the_notes_say_that_something_is_hidden(demonstration):
    found = shown(answer("readiness", demonstration, DAY), "shareable")
    assert found.n_hidden == found.frame["hidden"].count() > 0
    assert {SMALL.format(k=10), RELEASED} <= set(found.notes)
    last = shown(found.answer, "shareable", Filters(waves=("m18",)))
    cells = matrix(last)
    assert cells["influence_label"].n_unique() == cells.height == 8
    words = {cell for name in cells.columns[1:] for cell in cells[name]}
    assert words == {"hidden", "act", "watch", "ready", "not enough data"}
    team = matrix(shown(found.answer, "team", Filters(waves=("m18",))))
    assert "hidden" not in {cell for name in team.columns for cell in team[name]}


def test_what_is_chosen_changes_nothing_that_is_hidden(frame, demonstration):
    given = answer("readiness", demonstration, DAY)
    for site in ("lakeside", "tall-pines"):
        part = shown(given, "shareable", Filters(sites=(site,))).frame
        assert part.equals(frame.filter(site_id=site))
