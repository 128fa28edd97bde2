"""Targets on steps, pay and facts, and what was said: each outcome at its edge, by hand."""

import datetime as dt
from functools import partial

import polars as pl
import pytest

from bridgeboard.decisions.rows import ACTIONS
from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.readiness import readiness_rows
from tests.measures.reasoned import (
    DAY,
    WAVES,
    at_sites,
    read,
    reason,
    reasons,
    row,
    ticks,
    together,
)

STEP = "Written role description agreed with the team"
YESTERDAY, TODAY, TOMORROW = (DAY + dt.timedelta(days=n) for n in (-1, 0, 1))


def _step(planned=None, done=None, name=STEP):
    return [{"milestone": name, "planned_on": planned, "done_on": done}]


#: Rows of the step that role definition asks for, and what follows at the first wave, which ended
#: on 31 January, and on the day of reading, 1 December.
STEPS = {
    "done-today": (_step("2024-01-30", TODAY), "missed", "reached"),
    "done-tomorrow": (_step("2024-11-30", TOMORROW), "close", "missed"),
    "done-without-plan": (_step(None, "2024-02-01"), "close", "reached"),
    "done-at-the-wave": (_step("2024-01-15", "2024-01-31"), "reached", "reached"),
    "done-after-the-wave": (_step("2024-01-30", "2024-02-01"), "missed", "reached"),
    "planned-yesterday": (_step(YESTERDAY), "close", "missed"),
    "planned-today": (_step(TODAY), "close", "close"),
    "planned-tomorrow": (_step(TOMORROW), "close", "close"),
    "no-day": (_step(), "close", "close"),
    "other-spelling": (
        _step(done="2024-01-02", name="  written ROLE description  agreed with the Team "),
        "reached",
        "reached",
    ),
    "written-twice": (
        [*_step(done="2024-02-02"), *_step("2024-01-02", name=STEP.upper())],
        "close",
        "reached",
    ),
    "other-step": (_step(done="2024-01-02", name="Room found"), "not known", "not known"),
    "none": ([], "not known", "not known"),
}


@pytest.fixture(scope="module")
def steps(published_once):
    return read(
        published_once(
            together(at_sites("milestones", {s: rows for s, (rows, *_) in STEPS.items()}))
        )
    )


@pytest.mark.parametrize("site", STEPS)
def test_a_step_is_done_open_or_overdue_at_each_wave_s_own_last_day(steps, site):
    _, at_pre, at_post = STEPS[site]
    for wave, outcome in (("pre", at_pre), ("post", at_post)):
        found = reason(steps, "role_definition", site, wave, kind="milestone")
        assert (found["outcome"], found["ref"]) == (outcome, STEP)
        assert (found["wave_id"], found["source"]) == ("", "milestones")
        assert bool(found["mend"]) == (outcome == "not known")


def test_a_step_is_told_with_its_day_and_how_late_it_is(steps):
    def tell(site, wave="post"):
        return reason(steps, "role_definition", site, wave, kind="milestone")["sentence"]

    assert tell("done-today") == f"“{STEP}” was done on 2024-12-01."
    assert tell("planned-yesterday") == (
        f"“{STEP}” was planned for 2024-11-30 and is not done: 1 day late on 2024-12-01."
    )
    assert tell("done-after-the-wave", "pre") == (
        f"“{STEP}” was planned for 2024-01-30 and is not done: 1 day late on 2024-01-31."
    )
    assert tell("done-tomorrow") == tell("planned-yesterday")
    assert tell("planned-today") == f"“{STEP}” is planned for 2024-12-01 and not done."
    assert tell("no-day") == f"“{STEP}” is neither done nor planned for a day."
    assert tell("none") == f"Whether “{STEP}” is done is not on record."


def _paid(*bases, since="2024-01-01", **other):
    return [{"from_on": since, "basis": basis} | other for basis in bases]


#: How PSWs are paid, and what follows where unpaid doesn't count and all are paid alike.
PAY = {
    "employed": (_paid("employed"), "reached"),
    "expenses": (_paid("expenses"), "reached"),
    "unpaid": (_paid("unpaid"), "missed"),
    "unknown": (_paid("unknown"), "not known"),
    "none": ([], "not known"),
    "from-tomorrow": (_paid("employed", since=TOMORROW), "not known"),
    "from-today": (_paid("employed", since=TODAY), "reached"),
    "two-bases": (_paid("hourly", "stipend"), "close"),
    "two-bases-with-a-note": (
        [*_paid("hourly"), *_paid("stipend", note="Two PSWs study.")],
        "reached",
    ),
    "one-of-two-unpaid": (_paid("stipend", "unpaid", note="By choice."), "missed"),
    "one-of-two-unknown": (_paid("stipend", "unknown"), "not known"),
    "unpaid-until-june": ([*_paid("unpaid"), *_paid("employed", since="2024-06-01")], "reached"),
    "paid-until-june": ([*_paid("employed"), *_paid("unpaid", since="2024-06-01")], "missed"),
}


@pytest.fixture(scope="module")
def pay(published_once):
    tables = at_sites("payments", {site: rows for site, (rows, _) in PAY.items()})
    own = {
        "resources": {"payment_basis_not": ["unpaid", "expenses"]},
        "peer_network": {"one_payment_basis": True},
    }
    return read(published_once(together(tables), {"targets": own}))


@pytest.mark.parametrize("site", PAY)
def test_pay_is_held_against_the_target_by_its_newest_record(pay, site):
    found = reason(pay, "financial_arrangements", site, kind="payment")
    assert found["outcome"] == PAY[site][1]
    assert bool(found["mend"]) == (found["outcome"] == "not known")
    assert found["source"] == "payments"


def test_pay_is_told_with_its_basis_and_since_when(pay):
    def tell(site, wave="post", influence="financial_arrangements"):
        return reason(pay, influence, site, wave, kind="payment")["sentence"]

    assert tell("employed") == "PSWs are paid so: employed, since 2024-01-01."
    assert tell("unpaid") == "PSWs are unpaid, since 2024-01-01."
    assert tell("two-bases") == (
        "PSWs are paid so: by the hour, by a stipend, since 2024-01-01. Not all are paid on one "
        "basis, and no note says why."
    )
    assert tell("two-bases-with-a-note").endswith("a note says why: Two PSWs study.")
    assert tell("one-of-two-unpaid").endswith(" The programme doesn't count that as arranged.")
    assert tell("unknown") == tell("none") == "How PSWs are paid is not known."
    assert tell("unpaid-until-june") == "PSWs are paid so: employed, since 2024-06-01."
    assert tell("unpaid-until-june", "pre") == "PSWs are unpaid, since 2024-01-01."


def test_the_two_targets_on_pay_can_be_asked_for_one_by_one(pay):
    def outcome(site, influence):
        return reason(pay, influence, site, kind="payment")["outcome"]

    assert outcome("expenses", "resources") == "missed"
    assert outcome("two-bases", "resources") == "reached"
    assert outcome("unpaid", "peer_network") == "reached"
    assert outcome("two-bases", "peer_network") == "close"
    assert outcome("none", "peer_network") == "not known"


def test_of_an_undated_wave_that_is_over_nothing_dated_is_known(published_once):
    tables = at_sites("payments", {"a": _paid("employed"), "b": []}) | {
        "milestones": [{"site_id": "a"} | one for one in _step(done="2024-01-02")]
    }
    undated = [{"wave_id": one["wave_id"], "label": one["label"]} for one in WAVES]
    frame = read(published_once(together(tables, waves=undated)))
    for influence in ("role_definition", "financial_arrangements"):
        kind = "payment" if influence.startswith("f") else "milestone"
        before = reason(frame, influence, wave="pre", kind=kind)
        assert before["outcome"] == "not known"
        assert before["sentence"] == (
            "The wave's last day is not on record: what was done by then can't be told."
        )
        assert before["mend"] == "Give the wave its last day (waves.csv)."
        # The last one is read on the day.
        assert reason(frame, influence, kind=kind)["outcome"] == "reached"
    # Where nothing is on record at all, the wave's last day wouldn't help.
    for influence, kind in (
        ("role_definition", "milestone"),
        ("financial_arrangements", "payment"),
    ):
        for wave in ("pre", "post"):
            assert reason(frame, influence, "b", wave, kind=kind)["mend"].startswith("Put ")


def _fact(*directions, **other):
    return [{"direction": way, "wave_id": "post"} | other for way in directions]


#: Facts on the factors of resources, where none may hinder without an action.
FACTS = {
    "supports": (_fact("supports"), "reached"),
    "unknown": (_fact("unknown", "mixed"), "reached"),
    "hinders": (_fact("hinders", "supports"), "close"),
    "workload-hinders": (_fact("hinders", factor="workload"), "close"),
    "has-an-action": (_fact("hinders"), "close"),
    "has-two-actions": (_fact("hinders"), "close"),
    "action-was-dropped": (_fact("hinders"), "close"),
    "action-on-something-else": (_fact("hinders"), "close"),
    "other-factor-hinders": (_fact("hinders", factor="stigma"), None),
    "none": ([], None),
}


@pytest.fixture(scope="module")
def fact_snapshot(published_once):
    cases = {site: rows for site, (rows, _) in FACTS.items()}
    of_all = {"context": [{"site_id": None, "direction": "hinders", "wave_id": "post"}]}
    tables = together(at_sites("context", cases), of_all)
    for n, fact in enumerate(tables["context"]):
        fact |= {"fact_id": f"f{n}", "finding": f"Finding {n}."}
    return published_once(tables)


@pytest.mark.parametrize("site", FACTS)
def test_a_fact_that_hinders_without_an_action_is_close(fact_snapshot, site):
    found = reasons(read(fact_snapshot), "resources", site, kind="fact")
    outcomes = [one["outcome"] for one in found]
    assert outcomes == ([FACTS[site][1]] if FACTS[site][1] else [])
    assert not any(one["mend"] for one in found)


def test_facts_are_told_with_how_many_and_what_hinders(fact_snapshot):
    tell = partial(reason, read(fact_snapshot), "resources", kind="fact")
    assert tell("unknown")["sentence"] == "No fact on record hinders (1 fact, After, 2024-07)."
    found = tell("hinders")
    assert found["sentence"] == ("Hinders, and no action is about it: Finding 3 (After, 2024-07).")
    assert (found["ref"], found["source"]) == ("f3; f4", "facts on record")


def _actions(*rows):
    names = ("site_id", "influence_id", "status")
    given = [dict(zip(names, one, strict=True)) for one in rows]
    return pl.DataFrame(given, schema=ACTIONS)


def test_an_action_about_the_influence_answers_what_hinders_now(fact_snapshot):
    actions = _actions(
        ("has-an-action", "resources", "open"),
        ("has-two-actions", "resources", "done"),
        ("has-two-actions", "resources", "doing"),
        ("has-two-actions", "resources", "dropped"),
        ("action-was-dropped", "resources", "dropped"),
        ("action-on-something-else", "psw_training", "open"),
        ("action-on-something-else", None, "open"),
        ("gone-from-the-programme", "resources", "open"),
    )
    frame = readiness_rows(fact_snapshot, DAY, cfir(fact_snapshot), actions)
    tell = partial(reason, frame, "resources", kind="fact")
    found = tell("has-an-action")
    assert found["outcome"] == "reached"
    assert found["sentence"].endswith(" (After, 2024-07). 1 action is about it.")
    assert tell("has-two-actions")["sentence"].endswith(" 2 actions are about it.")
    for site in ("hinders", "action-was-dropped", "action-on-something-else"):
        assert tell(site)["outcome"] == "close"


def test_an_action_of_today_does_not_answer_what_hindered_at_an_earlier_wave(published_once):
    snapshot = published_once(together(at_sites("context", {"a": _fact("hinders", wave_id="pre")})))
    actions = _actions(("a", "resources", "open"))
    frame = readiness_rows(snapshot, DAY, cfir(snapshot), actions)
    for wave, outcome in (("pre", "close"), ("post", "reached")):
        found = reason(frame, "resources", wave=wave, kind="fact")
        assert (found["outcome"], found["wave_id"]) == (outcome, "pre")


#: Facts beside the targets, about role clarity and supervision.
BESIDE = {
    "against": (_fact("hinders", "supports", "hinders"), "against", "close"),
    "tie": (_fact("hinders", "supports"), "neither", "close"),
    "for": (_fact("supports"), "for", "reached"),
    "unknown": (_fact("unknown", "mixed"), "neither", "close"),
    "several": (_fact("supports", "supports", "hinders", "supports"), "for", "close"),
}


@pytest.fixture(scope="module")
def beside(published_once):
    cases = {
        site: [one | {"factor": f} for f in ("role_clarity", "supervision") for one in rows]
        for site, (rows, *_) in BESIDE.items()
    }
    tables = together(at_sites("context", cases), {"sites": [{"site_id": "none"}]})
    for n, fact in enumerate(tables["context"]):
        fact |= {"fact_id": f"f{n}", "finding": f"Finding {n}."}
    own = {"psw_wellbeing": {"supporting_fact": "supervision"}}
    return read(published_once(tables, {"targets": own}))


@pytest.mark.parametrize("site", BESIDE)
def test_facts_beside_the_targets_speak_for_or_against_by_how_many(beside, site):
    assert reason(beside, "role_definition", site, kind="fact")["outcome"] == BESIDE[site][1]


def test_facts_beside_the_targets_are_told_with_what_hinders_first(beside):
    assert reason(beside, "role_definition", "several", kind="fact")["sentence"] == (
        "Facts on record (After, 2024-07): 1 hinders, 3 support: Finding 18; Finding 16; Finding "
        "17 and 1 more."
    )
    assert reason(beside, "role_definition", "unknown", kind="fact")["sentence"] == (
        "Facts on record (After, 2024-07): 1 is mixed, 1 says neither: Finding 13; Finding 12."
    )


@pytest.mark.parametrize("site", BESIDE)
def test_a_supporting_fact_is_asked_for_and_none_that_hinders(beside, site):
    target, also = reasons(beside, "psw_wellbeing", site, kind="fact")
    assert target["outcome"] == BESIDE[site][2]
    assert also["outcome"] == BESIDE[site][1]
    # A remark on record never makes a site ready by itself.
    assert row(beside, "psw_wellbeing", site)["state"] == (
        "not enough data" if BESIDE[site][2] == "reached" else "watch"
    )


def test_a_supporting_fact_that_is_not_on_record_is_not_known(beside):
    found = reason(beside, "psw_wellbeing", "none")
    assert (found["outcome"], found["sentence"]) == (
        "not known",
        "Nothing is on record on Supervision.",
    )
    assert found["mend"] == "Put on record what is known of Supervision (context.csv)."
    told = reasons(beside, "psw_wellbeing", "tie", kind="fact")[0]["sentence"]
    assert told.startswith("Supervision (After, 2024-07): Finding ")
    assert "(hinders); Finding " in told
    assert told.endswith(" (supports).")


def _said(*valences, **other):
    about = {"construct_id": "III-A-3", "theme_id": "t", "wave_id": "post"}
    return [about | {"valence": valence} | other for valence in valences]


_NO, _YES = "negative", "positive"
#: What focus groups said of the definition of roles, and what follows; groups of 2, of 3 and of
#: nobody knows how many, where the minimum is 3.
SAID = {
    "one": (_said(_NO), "neither"),
    "two": (_said(_NO, _NO), "against"),
    "two-thirds": (_said(_NO, _NO, _YES), "against"),
    "two-thirds-mixed": (_said(_YES, _YES, "mixed"), "for"),
    "half": (_said(_NO, _NO, _YES, "mixed"), "neither"),
    "mixed": (_said("mixed", "mixed"), "neither"),
    "small-group": (_said(_NO, _NO, group_id="small"), "neither"),
    "large-enough-group": (_said(_NO, _NO, group_id="enough"), "against"),
    "group-of-unknown-size": (_said(_NO, _NO, group_id="unknown"), "against"),
    "one-in-a-large-group": (
        [*_said(_NO, _NO, group_id="small"), *_said(_NO, group_id="enough")],
        "neither",
    ),
    "large-group-decides": (
        [*_said(_NO, _NO, group_id="small"), *_said(_YES, _YES, group_id="enough")],
        "for",
    ),
    "neutral": (_said(None, None), None),
    "of-all-sites": (_said(_NO, _NO, scope="all_sites"), None),
    "none": ([], None),
}


@pytest.fixture(scope="module")
def said(published_once):
    tables = at_sites("statements", {site: rows for site, (rows, _) in SAID.items()})
    groups = []
    for n, one in enumerate(tables["statements"]):
        one |= {"statement_id": f"s{n}", "transcript_refs": f"DS {n}; BU {n % 2}"}
        if "group_id" in one:
            one["group_id"] = f"{one['group_id']}-{one['site_id']}"
            size = {"small": 2, "enough": 3, "unknown": None}[one["group_id"].split("-")[0]]
            group = {"group_id": one["group_id"], "site_id": one["site_id"], "wave_id": "post"}
            groups += [group | {"n_participants": size}]
    each = {group["group_id"]: group for group in groups}
    return published_once(together(tables, {"focus_groups": list(each.values())}))


@pytest.mark.parametrize("site", SAID)
def test_statements_speak_where_two_thirds_of_several_are_on_one_side(said, site):
    found = reasons(read(said), "role_definition", site, kind="statement")
    assert [one["outcome"] for one in found] == ([SAID[site][1]] if SAID[site][1] else [])


def test_statements_are_told_with_how_many_and_where_against_it(said):
    tell = partial(reason, read(said), "role_definition", kind="statement")
    assert tell("two-thirds")["sentence"] == (
        "Statements of focus groups (After, 2024-07): 1 for it, 2 against it. Against it: DS 3; BU "
        "1; DS 4 and 1 more."
    )
    assert tell("two-thirds")["ref"] == "s3; s4; s5"
    assert tell("two-thirds-mixed")["sentence"].endswith("): 2 for it, 1 mixed.")
    # What a small group said is told, and decides nothing.
    assert "2 for it, 2 against it" in tell("large-group-decides")["sentence"]


def test_outside_the_team_small_groups_count_as_any_other(said):
    frame = read(said, released=True)
    assert reason(frame, "role_definition", "small-group", kind="statement")["outcome"] == "against"


def test_the_issues_example_comes_out_as_act_with_its_three_reasons(published_once):
    statements = [
        one | {"statement_id": ref[:2], "transcript_refs": ref}
        for one, ref in zip(_said(_NO, _NO, wave_id="pre"), ("DS 33", "BU 40"), strict=True)
    ]
    tables = together(
        ticks([1, 2, 2, 1, 4, 5], wave="pre"), {"statements": statements}, waves=WAVES[:1]
    )
    found = row(read(published_once(tables)), "role_definition", wave="pre")
    assert (found["state"], found["state_order"]) == ("act", 1)
    assert (found["n"], found["n_targets"], found["n_reached"], found["n_not_known"]) == (
        *(6, 2),
        *(0, 1),
    )
    assert found["outcomes"] == ["missed", "not known", "against"]
    assert found["sentences"] == [
        "2 of 6 MHWs agree that “In my team it is clear what PSWs do and what they don't”, 4 "
        "disagree (PSA-12 r1; Before, 2024-01; 95 % interval of those who agree: 10 % to 70 %). "
        "Asked for: 60 % or more agree.",
        "Whether “Written role description agreed with the team” is done is not on record.",
        "Statements of focus groups (Before, 2024-01): 2 against it. Against it: DS 33; BU 40.",
    ]
