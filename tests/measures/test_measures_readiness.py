"""readiness as a whole: waves, days, a programme's own targets, and both programmes that ship."""

import datetime as dt
from collections import Counter
from statistics import fmean, stdev

import polars as pl
import pytest
from scipy.stats import binomtest
from scipy.stats import t as student

from bridgeboard import settings
from bridgeboard.measures import answer
from bridgeboard.measures.readiness import LISTS, MEASURE
from bridgeboard.measures.readiness_rule import BESIDE, STATES, state_of
from tests.measures.plain import Programme, given, scores
from tests.measures.ratings import rating
from tests.measures.reasoned import (
    DAY,
    by_chance,
    read,
    reason,
    reasons,
    row,
    ticks,
    together,
)

INFLUENCES = [
    *("organisational_culture", "psw_training", "role_definition", "staff_willingness"),
    *("resources", "financial_arrangements", "psw_wellbeing", "peer_network"),
]
STEP = "Two PSWs or more at the site or intervision in place"


def holds_together(frame: pl.DataFrame, minimum: int) -> None:
    """What must be true of every row of every programme."""
    for name in LISTS[1:]:
        assert (frame[name].list.len() == frame[LISTS[0]].list.len()).all(), name
    for one in frame.iter_rows(named=True):
        kinds, outcomes = one["kinds"], one["outcomes"]
        assert all(one["sentences"])
        assert all(one["sources_of"])
        assert one["state"] == state_of(kinds, outcomes)
        assert STATES[one["state_order"] - 1] == one["state"]
        asked = [outcome for outcome in outcomes if outcome not in BESIDE]
        assert outcomes[: len(asked)] == asked
        assert one["n_targets"] == len(asked)
        assert one["n_reached"] == asked.count("reached")
        assert one["n_not_known"] == asked.count("not known")
        assert [bool(mend) for mend in one["mends"]] == [o == "not known" for o in outcomes]
        assert [bool(label) for label in one["labels"]] == [bool(w) for w in one["wave_ids"]]
        # A state rests on a survey only where the minimum answered.
        known = [o for k, o in zip(kinds, outcomes, strict=True) if k == "survey"]
        if any(outcome != "not known" for outcome in known):
            assert one["n"] >= minimum
        if one["n"] is not None and one["n"] < minimum:
            assert "not known" in known


@pytest.fixture(scope="module")
def small(published_once):
    """Site a has an answer to each target, site b nothing at all."""
    every = [f"psa12:{item}" for item in ("b1", "b2", "b3", "b4", "c1", "c2", "c3", "c4")]
    every += [f"psa12:{item}" for item in ("r1", "r2", "t1", "t2")]
    level = (4, 4, 4, 4, 2, 2, 2, 2, 4, 4, 4, 4)
    done = {"site_id": "a", "planned_on": "2024-01-10", "done_on": "2024-03-01"}
    steps = [
        "PSWs have finished their training",
        "Written role description agreed with the team",
        "Supervision under way at least monthly",
        STEP,
    ]
    return published_once(
        together(
            {"sites": [{"site_id": "b"}, {"site_id": "a"}]},
            ticks([level] * 3, every, wave="pre"),
            {"milestones": [done | {"milestone": step} for step in steps]},
            {"payments": [{"from_on": "2024-02-01", "basis": "employed"}]},
            {"ratings": [rating("0", construct_id="III-J")]},
        )
    )


@pytest.fixture(scope="module")
def frame(small):
    return read(small)


def test_a_site_that_reaches_every_target_is_ready_for_each_influence(frame):
    at_a = frame.filter(site_id="a", wave_id="post")
    assert at_a["influence_id"].to_list() == INFLUENCES
    assert at_a["influence_order"].to_list() == list(range(1, 9))
    assert set(at_a["state"]) == {"ready"}
    assert at_a["n"].to_list() == [3, 3, 3, 3, None, None, 3, None]
    assert at_a["n_targets"].to_list() == [1, 2, 2, 1, 1, 1, 2, 1]
    assert set(at_a["provenance"]) == {"collected"}
    assert frame.schema == MEASURE.schema
    holds_together(frame, 3)


def test_an_earlier_wave_is_seen_from_its_own_last_day(frame):
    found = {one: row(frame, one, wave="pre")["state"] for one in INFLUENCES}
    # By the end of January no step was done, all were planned for the 10th, and pay wasn't agreed.
    late = ("psw_training", "role_definition", "psw_wellbeing", "peer_network")
    assert {name for name, state in found.items() if state == "act"} == set(late)
    assert found["financial_arrangements"] == "not enough data"
    assert found["organisational_culture"] == found["resources"] == "ready"


def test_a_site_without_anything_has_not_enough_data_with_reasons_and_what_to_do(frame):
    at_b = frame.filter(site_id="b")
    assert at_b.height == 16
    assert set(at_b["state"]) == {"not enough data"}
    assert (at_b["n_not_known"] == at_b["n_targets"]).all()
    assert (at_b["n_targets"] > 0).all()
    assert at_b["mends"].list.eval(pl.element() != "").list.all().all()
    assert set(at_b["provenance"]) == {None}


def test_rows_stand_by_site_wave_and_influence(frame):
    assert frame.select("site_id", "wave_id", "influence_id").rows() == [
        (site, wave, influence)
        for site in ("b", "a")
        for wave in ("pre", "post")
        for influence in INFLUENCES
    ]


def test_the_day_on_which_it_is_read_decides_for_the_last_wave_alone(small, frame):
    early = answer("readiness", small, dt.date(2024, 2, 15)).frame
    late = frame
    assert early.filter(wave_id="pre").equals(late.filter(wave_id="pre"))
    step = reason(early, "peer_network")
    assert step["outcome"] == "missed"
    assert step["sentence"].endswith("is not done: 36 days late on 2024-02-15.")
    assert reason(late, "peer_network")["outcome"] == "reached"
    assert reason(early, "financial_arrangements")["outcome"] == "reached"


def test_on_an_earlier_day_nothing_is_known_of_days_after_it(small):
    early = read(small, dt.date(2024, 1, 20))
    for wave in ("pre", "post"):
        step = reason(early, "peer_network", wave=wave)
        assert step["sentence"].endswith("is not done: 10 days late on 2024-01-20.")
        assert reason(early, "financial_arrangements", wave=wave)["outcome"] == "not known"


def test_without_a_day_it_is_read_today(small):
    before = dt.date.today()
    found = answer("readiness", small)
    assert before <= found.day <= dt.date.today()
    assert found.frame.equals(read(small, found.day))


def test_a_target_of_its_own_replaces_the_default_of_its_influence_only(published_once):
    own = {
        "role_definition": {"milestone": "Leaflet printed"},
        # An empty section asks for nothing.
        "resources": {},
    }
    tables = together(
        ticks([1, 1, 1]),
        {"milestones": [{"milestone": "Leaflet printed", "done_on": "2024-07-01"}]},
        {"ratings": [rating("-2", construct_id="III-J")]},
    )
    frame = read(published_once(tables, {"targets": own}))
    found = reason(frame, "role_definition")
    assert (found["kind"], found["outcome"]) == ("milestone", "reached")
    assert row(frame, "role_definition")["state"] == "ready"
    nothing = row(frame, "resources")
    assert (nothing["state"], nothing["n_targets"]) == ("not enough data", 0)
    assert [one["kind"] for one in reasons(frame, "psw_training")] == ["survey", "milestone"]


@pytest.mark.parametrize("seed", range(4))
def test_in_any_programme_no_state_rests_on_fewer_than_the_minimum(published_once, seed):
    minimum = 3 + seed % 2
    frame = read(published_once(by_chance(seed), {"minimum_n": minimum}))
    holds_together(frame, minimum)
    assert set(frame["state"]) >= {"act", "watch", "not enough data"}
    of_surveys = frame.explode(*LISTS).filter(kinds="survey")
    assert set(of_surveys["outcomes"]) == {"reached", "close", "missed", "not known"}


def test_the_published_evidence_mostly_says_not_enough_data_and_never_ready(upsides):
    frame = read(upsides)
    holds_together(frame, upsides.programme.minimum_n)
    assert frame.height == 7 * 2 * 8
    counts = Counter(frame["state"])
    assert counts["not enough data"] > 0.9 * frame.height
    assert counts["ready"] == counts["act"] == 0
    assert (frame[LISTS[0]].list.len() > 0).all()
    # What isn't enough says what to collect.
    few = frame.filter(state="not enough data")
    assert few["mends"].list.eval(pl.element() != "").list.any().all()
    assert (few["n_not_known"] > 0).all()
    assert set(frame["provenance"].drop_nulls()) == {"published"}
    assert not any("simulated" in (word or "") for word in frame["provenance"])


@pytest.fixture(scope="module")
def whole(demonstration):
    return read(demonstration)


def test_the_demonstration_has_all_four_states_and_every_reason_a_source(whole, demonstration):
    assert set(whole["state"]) == set(STATES)
    at_last = whole.filter(pl.col("wave_order") == pl.col("wave_order").max())
    assert set(at_last["state"]) >= {"act", "watch", "ready"}
    assert whole.height == 12 * 4 * 8
    holds_together(whole, demonstration.programme.minimum_n)
    assert (whole[LISTS[0]].list.len() > 0).all()
    every = whole.explode(*LISTS)
    assert set(every["outcomes"]) == {"reached", "close", "missed", "not known", *BESIDE}
    assert set(every["kinds"]) == {
        *("survey", "rating", "milestone", "payment", "fact", "statement"),
    }
    assert set(whole["provenance"].drop_nulls()) == {"simulated"}
    assert every["sentences"].str.contains(r"[{}]|None|nan|\.\.").sum() == 0


def test_what_an_item_says_is_what_the_files_say(whole):
    files = Programme(settings.DATA / "demonstration")
    people = given(files, "psa12")
    asked = {
        "organisational_culture": ("t1", True),
        "psw_training": ("c2", False),
        "role_definition": ("r1", True),
        "psw_wellbeing": ("c3", False),
    }
    seen = Counter()
    for influence, (item, agreeing) in asked.items():
        for site in files.sites:
            newest = None
            for wave in files.waves:
                values = [
                    int(answers[item]["value"])
                    for answers in people.get((site, wave), {}).values()
                    if item in answers and answers[item]["state"] == "answered"
                ]
                newest = (wave, values) if values else newest
                found = reason(whole, influence, site, wave, kind="survey")
                outcome, said = _slow_share(newest, agreeing)
                assert found["outcome"] == outcome, (site, wave, influence)
                assert said in found["sentence"]
                assert found["wave_id"] == (newest[0] if newest else "")
                seen[outcome] += 1
    assert min(seen[name] for name in ("reached", "close", "missed")) > 10
    assert seen["not known"] > 0


def _slow_share(newest, agreeing):
    if newest is None:
        return "not known", "Nobody answered"
    _, values = newest
    n = len(values)
    if n < 3:
        return "not known", f"{n} MHW"
    agree = len([v for v in values if v in (4, 5)])
    disagree = len([v for v in values if v in (1, 2)])
    ours, others = (agree, disagree) if agreeing else (disagree, agree)
    # Wilson's interval from elsewhere.
    _, high = binomtest(ours, n).proportion_ci(0.95, "wilson")
    said = f"{ours} of {n} MHWs {'agree' if agreeing else 'disagree'} that"
    if 5 * ours >= 3 * n:
        return "reached", said
    if others > n / 2 or high < 0.6:
        return "missed", said
    return "close", said


def test_what_a_scale_says_is_what_the_files_say(whole):
    files = Programme(settings.DATA / "demonstration")
    slow = scores(files)
    seen = Counter()
    for site in files.sites:
        newest = None
        for wave in files.waves:
            points, _ = slow[site, wave, "psa12", "total"]
            newest = (wave, points) if points else newest
            found = reason(whole, "staff_willingness", site, wave, kind="survey")
            outcome, said = _slow_mean(newest)
            assert found["outcome"] == outcome, (site, wave)
            assert said in found["sentence"]
            assert found["wave_id"] == (newest[0] if newest else "")
            seen[outcome] += 1
    assert min(seen[name] for name in ("reached", "close")) > 5


def _slow_mean(newest):
    if newest is None:
        return "not known", "Nobody answered"
    _, points = newest
    n = len(points)
    if n < 3:
        return "not known", f"{n} MHW"
    mean = fmean(points)
    margin = student.ppf(0.975, n - 1) * stdev(points) / n**0.5
    said = f"is {mean:.2f} ("
    if mean >= 3.5 - 1e-9 and mean - margin > 3:
        return "reached", said
    if mean < 3 or mean + margin < 3.5:
        return "missed", said
    return "close", said


def test_steps_and_pay_of_the_demonstration_are_those_of_the_files(whole):
    files = Programme(settings.DATA / "demonstration")
    until = {one["wave_id"]: dt.date.fromisoformat(one["to_on"]) for one in files["waves"]}
    until[files.waves[-1]] = DAY
    for site in files.sites:
        for wave in files.waves:
            (step,) = [
                one
                for one in files["milestones"]
                if (one["site_id"], one["milestone"]) == (site, STEP)
            ]
            is_done = step["done_on"] and dt.date.fromisoformat(step["done_on"]) <= until[wave]
            is_late = dt.date.fromisoformat(step["planned_on"]) < until[wave]
            outcome = "reached" if is_done else "missed" if is_late else "close"
            assert reason(whole, "peer_network", site, wave, kind="milestone")["outcome"] == outcome
            bases = [
                one["basis"]
                for one in sorted(files["payments"], key=lambda one: one["from_on"])
                if one["site_id"] == site and one["from_on"] <= until[wave].isoformat()
            ]
            named = {"unknown": "not known", "unpaid": "missed"}
            outcome = named.get(bases[-1], "reached") if bases else "not known"
            found = reason(whole, "financial_arrangements", site, wave, kind="payment")
            assert found["outcome"] == outcome
