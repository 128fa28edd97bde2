"""gaps, on programmes small enough to see what each rule must find."""

import datetime as dt

import polars as pl
import pytest

from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import shown
from bridgeboard.measures import answer
from bridgeboard.measures.gaps import gaps
from bridgeboard.measures.missing import KINDS, Missing, merged
from bridgeboard.measures.overlaid import Decided, overlaid
from tests.measures.surveys import people

DAY = dt.date(2024, 6, 1)
WAVES = [
    {"wave_id": "pre", "label": "Before", "from_on": "2023-01-01", "to_on": "2023-01-31"},
    {"wave_id": "post", "label": "After", "from_on": "2024-01-01", "to_on": "2024-01-31"},
]


@pytest.fixture
def found(published):
    """Publish and ask: found(tables, programme, view=...) -> {thing: [row, ...]}."""

    def given(tables, programme=None, view="team"):
        frame = shown(answer("gaps", published(tables, programme), DAY), view).frame
        rows = {}
        for row in frame.to_dicts():
            rows.setdefault(row["thing"], []).append(row)
        return rows

    return given


def _sites(rows):
    return [row["site_id"] for row in rows]


def test_a_survey_that_the_programme_does_not_use_is_one_row_for_all_its_targets(found):
    for view in ("team", "shareable"):
        (row,) = found({"waves": WAVES}, view=view)["survey:psa12"]
        assert row["priority"] == 1
        assert row["influence_ids"].split("; ") == [
            "organisational_culture",
            "psw_training",
            "role_definition",
            "staff_willingness",
            "psw_wellbeing",
        ]
        assert row["what"].startswith("Targets rest on PSA-12, which isn't one of this programme's")
        assert row["what"].endswith(
            "surveys: “I work with PSWs as equal partners”, “PSWs lack the knowledge or training "
            "for what they do here” and 3 more."
        )
        assert row["how"] == (
            "Name PSA-12 under instruments in programme.toml and ask 3 MHWs or more; or set "
            "targets on a survey that you use."
        )
        assert row["why"].startswith("Needed for readiness in “Organisational culture”, “PSW train")
        assert row["source"] == "programme.toml"


def test_a_target_on_few_answers_is_a_gap_for_the_team_only(found):
    tables = people({("a", "pre"): [4, 4, 4], ("b", "pre"): [4, 4]}, "psa12", "r1")
    tables |= {"waves": WAVES[:1]}
    rows = found(tables)["survey:psa12"]
    assert _sites(rows) == ["a", "b"]
    # At a one item is answered by enough and the others are not; at b the whole survey is too thin.
    assert "PSA-12: nobody, or too few, answered what targets rest on" in rows[0]["what"]
    assert "it is clear what PSWs do" not in rows[0]["what"]
    assert rows[1]["what"] == (
        "2 answered PSA-12 at “Before”, fewer than the 3 that an answer needs."
    )
    assert rows[1]["priority"] == 1
    assert "“PSW role definition”" in rows[1]["why"]
    assert "what PSA-12 says at “Before”" in rows[1]["why"]
    assert "survey:psa12" not in found(tables, view="shareable")


def test_few_answers_at_an_earlier_wave_cannot_be_asked_for_any_more(found):
    tables = people({("a", "pre"): [4, 4], ("a", "post"): [4, 4, 4]}, "psa12", "r1")
    (row,) = found(tables | {"waves": WAVES})["survey:psa12:pre"]
    assert row["priority"] == 3
    assert row["what"].startswith("2 answered PSA-12 at “Before”")
    assert "it can't be asked again" in row["how"]
    assert "survey:psa12:pre" not in found(tables | {"waves": WAVES}, view="shareable")


def test_a_survey_asked_elsewhere_at_the_last_wave_is_missing_here(found):
    tables = people({("a", "post"): [4, 4, 4], ("b", "pre"): [4, 4, 4]}, "psa12", "r1")
    tables |= {"waves": WAVES}
    for view in ("team", "shareable"):
        (row,) = [
            row for row in found(tables, view=view)["survey:psa12"] if "elsewhere" in row["what"]
        ]
        assert row["site_id"] == "b"
        assert row["what"] == "PSA-12 was asked elsewhere at “After”, and this site has no answers."


def test_that_nobody_answered_who_was_asked_is_never_shared(found):
    """The shareable view hides a survey that was asked and not answered as it hides a small one."""
    tables = people({("a", "pre"): [4] * 12}, "psa12", "r1")
    tables["respondents"].append({"respondent_id": "x", "site_id": "b"})
    tables["answers"].append({"respondent_id": "x", "item_id": "r1", "state": "missing"})
    assert "b" in _sites(found(tables)["survey:psa12"])
    assert "survey:psa12" not in found(tables, view="shareable")


def test_versions_of_one_survey_are_asked_for_once(found, tmp_path):
    from tests.measures.surveys import instrument_file

    instrument_file(tmp_path / "programme", "mood")
    instrument_file(tmp_path / "programme", "mood2", version_of="mood")
    one = people({("a", "pre"): [4, 4, 4]}, "mood", "m")
    two = people({("b", "pre"): [4, 4, 4]}, "mood2", "m")
    for row in (*two["respondents"], *two["answers"]):
        row["respondent_id"] += "v"
    tables = {name: one[name] + two[name] for name in one}
    assert not [thing for thing in found(tables) if thing.startswith("survey:mood")]


def test_a_focus_group_held_elsewhere_and_one_of_which_nothing_is_written(found):
    tables = {
        "waves": WAVES,
        "sites": [{"site_id": "a"}, {"site_id": "b"}],
        "focus_groups": [{"site_id": "a", "wave_id": "post"}, {"site_id": "b", "wave_id": "pre"}],
        "statements": [{"site_id": "a", "wave_id": "post", "release": "team"}],
    }
    team = found(tables)
    assert _sites(team["focus group"]) == ["b"]
    assert _sites(team["statements"]) == ["b"]
    assert team["statements"][0]["what"] == (
        "A focus group was held at “Before”, and no statement names this site."
    )
    shared = found(tables, view="shareable")
    assert _sites(shared["statements"]) == ["a", "b"]
    assert "no statement that was released names this site" in shared["statements"][0]["what"]


def test_a_site_that_another_one_stands_for_is_asked_for_nothing(found):
    tables = {
        "waves": WAVES,
        "sites": [{"site_id": "old"}, {"site_id": "new", "alias_of": "old"}],
    }
    rows = [row for of_thing in found(tables).values() for row in of_thing]
    assert set(_sites(rows)) == {"new"}


def test_whether_waves_compare_is_asked_where_it_is_unknown_and_there_are_two(found):
    sites = [{"site_id": key, "comparable_across_waves": key} for key in ("yes", "no", "unknown")]
    assert _sites(found({"waves": WAVES, "sites": sites})["comparable"]) == ["unknown"]
    assert "comparable" not in found({"waves": WAVES[:1], "sites": sites})


def test_a_wave_without_days_is_missing_for_the_whole_programme(found):
    rows = found({"waves": [WAVES[0], {"wave_id": "post", "label": "After", "order": 2}]})
    (row,) = rows["wave:post"]
    assert (row["site_id"], row["site_name"]) == (None, "No site named")
    assert row["what"] == "“After” has no first and last day."


def test_respondents_without_a_code_are_counted_by_wave_for_the_team_only(found):
    scores = {("a", "pre"): [(4, "p1"), 4, 4], ("a", "post"): [(4, "p1"), 4]}
    tables = people(scores, "psa12", "r1") | {"waves": WAVES}
    (row,) = found(tables)["person_code"]
    assert row["what"] == "Without a person code: 2 of 3 at “Before”, 1 of 2 at “After”."
    assert "person_code" not in found(tables, view="shareable")


@pytest.mark.parametrize(
    ("paid", "thing"),
    [
        ([], "payment"),
        ([{"basis": "unknown"}], "payment"),
        ([{"basis": "stipend", "from_on": "2025-01-01"}], "payment"),
        ([{"basis": "stipend", "amount": None}], "payment:amount"),
        ([{"basis": "stipend", "amount": 10, "reference_wage": 9}], None),
        ([{"basis": "stipend", "amount": 10}], "payment:reference_wage"),
        ([{"basis": "unpaid"}], None),
        ([{"basis": "expenses", "amount": 10}], None),
        # The newest first day counts.
        ([{"basis": "unknown"}, {"basis": "unpaid", "from_on": "2024-01-01"}], None),
    ],
)
def test_pay_is_missing_unless_it_and_a_wage_are_known(found, paid, thing):
    rows = [
        {"site_id": "a", **row} | ({"currency": "EUR", "per": "month"} if row.get("amount") else {})
        for row in paid
    ]
    tables = {"sites": [{"site_id": "a"}], "waves": WAVES} | ({"payments": rows} if rows else {})
    for view in ("team", "shareable"):
        things = [name for name in found(tables, view=view) if name.startswith("payment")]
        assert things == ([thing] if thing else [])


def test_unknown_pay_that_a_target_asks_for_is_one_row_and_holds_readiness_back(found):
    (row,) = found({"waves": WAVES})["payment"]
    assert (row["priority"], row["influence_ids"]) == (1, "financial_arrangements")
    assert row["why"] == (
        "Needed for readiness in “Financial arrangements”; how PSWs are paid (Context)."
    )
    targets = {"targets": {"financial_arrangements": {"rating_at_least": 0}}}
    (row,) = found({"waves": WAVES}, targets)["payment"]
    assert (row["priority"], row["influence_ids"]) == (4, None)


OWN_STEPS = {
    "stages": [{"stage": "Start", "phase": "One", "milestones": ["Room found", "Team asked"]}],
    "targets": {"peer_network": {"milestone": "Team asked"}},
}


def test_steps_not_on_record_are_one_row_with_what_targets_ask_for_first(found):
    steps = [{"stage": "Start", "milestone": "Other step", "done_on": "2024-01-01"}]
    (row,) = found({"waves": WAVES, "milestones": steps}, OWN_STEPS)["milestone:not on record"]
    # Three steps more are asked for by default targets.
    assert row["what"].startswith("Not on record: “PSWs have finished their training”")
    assert row["what"].endswith("“Team asked” and “Room found”.")
    assert "peer_network" in row["influence_ids"]


def test_a_site_without_any_step_says_so(found):
    (row,) = found({"waves": WAVES}, OWN_STEPS)["milestone:not on record"]
    assert row["what"].startswith("No step of implementation is on record; expected are “PSWs have")


def test_a_step_without_a_day_is_asked_for_one(found):
    steps = [{"stage": "Start", "milestone": name} for name in ("Room found", "team  ASKED")]
    (row,) = found({"waves": WAVES, "milestones": steps}, OWN_STEPS)["milestone:no date"]
    assert row["what"] == "Neither done nor planned for a day: “Team asked” and “Room found”."
    assert (row["priority"], row["influence_ids"]) == (1, "peer_network")


def test_a_fact_that_a_target_asks_for_and_that_is_not_released(found):
    targets = {"targets": {"resources": {"supporting_fact": "rooms"}}}
    fact = {"factor": "rooms", "kind": "quote", "direction": "supports"}
    tables = {"waves": WAVES, "context": [fact]}
    assert "context:rooms" not in found(tables, targets)
    (row,) = found(tables, targets, view="shareable")["context:rooms"]
    assert row["what"] == "Nothing that was released is on record on Rooms."
    (row,) = found({"waves": WAVES}, targets)["context:rooms"]
    assert row["what"] == "Nothing is on record on Rooms."


def test_an_influence_without_a_target_is_missing_for_the_whole_programme(found):
    none = {"targets": {"resources": {}}}
    sites = {"sites": [{"site_id": "a"}, {"site_id": "b"}], "waves": WAVES}
    (row,) = found(sites, none)["target:resources"]
    assert (row["site_id"], row["source"]) == (None, "programme.toml")
    assert row["what"] == "No target is set for this influence."
    silent = {"targets": {"resources": {"rating_not_below": 0}}}
    assert _sites(found(sites, silent)["target:resources"]) == ["a", "b"]


def test_ratings_that_differ_and_those_only_proposed(found):
    tables = {
        "waves": WAVES,
        "ratings": [
            {"wave_id": "post", "construct_id": "II-C", "rating": 1},
            {"wave_id": "post", "construct_id": "II-C", "rating": -1},
            {"wave_id": "pre", "construct_id": "I-C", "rating": 1},
            {"wave_id": "pre", "construct_id": "I-C", "rating": -1},
        ],
        "statements": [
            {"wave_id": "post", "construct_id": one, "valence": "negative"}
            for one in ("II-C", "I-C")
        ],
    }
    team = found(tables)
    (differ,) = team["rating:differ"]
    assert differ["what"] == ("Raters differ at “After”, and nothing was agreed: Local Conditions.")
    (proposed,) = team["rating:proposed"]
    assert proposed["what"].endswith("accepted by nobody: Innovation Relative Advantage.")
    shared = found(tables, view="shareable")
    assert "rating:differ" in shared
    assert "rating:proposed" not in shared


def test_two_reasons_for_one_thing_are_one_row_in_the_later_ones_words():
    one = Missing("a", "x", "survey", 1, "One.", "Do one.", "f.csv", ("p",), (("i", "I"),))
    two = Missing("a", "x", "survey", 2, "Two.", "Do two.", "g.csv", ("q", "p"), (("j", "J"),))
    (both,) = merged([one, two])
    assert (both.priority, both.what, both.how, both.source) == (
        1,
        "Two.",
        "Do two.",
        "f.csv, g.csv",
    )
    assert both.why == "Needed for readiness in “I” and “J”; p; q."


def test_rows_stand_by_site_and_then_by_what_is_needed_most(upsides, demonstration):
    for snapshot in (upsides, demonstration):
        frame = gaps(snapshot, DAY)
        assert frame.select("site_id", "thing").is_duplicated().sum() == 0
        assert set(frame["kind"]) <= set(KINDS)
        for _, part in frame.group_by("site_id"):
            assert part["priority"].is_sorted()


def test_upsides_lacks_the_same_at_every_site_and_asks_nothing_of_ahmedabad(upsides):
    frame = gaps(upsides, DAY)
    surveys = frame.filter(thing="survey:psa12")
    assert surveys["site_id"].to_list() == ["ULM", "UKE", "BU", "DS", "BGU", "PUN"]
    assert "AD" not in frame["site_id"].to_list()
    untold = frame.filter(thing="statements")["site_id"].to_list()
    assert untold == ["ULM", "UKE", "BGU", "PUN"]


def test_the_shareable_view_of_the_demonstration_counts_nobody(demonstration):
    both = {
        view: shown(answer("gaps", demonstration, DAY), view).frame
        for view in ("team", "shareable")
    }
    small = both["team"].filter(pl.col("what").str.contains("answered"))
    assert small.height
    assert not both["shareable"].filter(pl.col("what").str.contains("answered|person code")).height
    assert set(both["shareable"]["thing"]) <= set(both["team"]["thing"])


def test_a_rating_that_was_accepted_is_missing_no_more(published, tmp_path):
    raters = [{"construct_id": "III-J-1", "rating": n} for n in (1, -1)]
    snapshot = published({"ratings": raters, "waves": WAVES[:1]})
    kept = Decisions(tmp_path / "store", "test")
    place = {"site_id": "a", "wave_id": "pre", "framework": "2022", "construct_id": "III-J-1"}
    kept.accept_rating(**place, rating=1, state="rated", reason="We asked.", basis="raters")
    decided = Decided(kept.accepted(), kept.groupings(), kept.actions())
    before = answer("gaps", snapshot, DAY)
    after = overlaid("gaps", lambda one: answer(one, snapshot, DAY), decided, snapshot)
    for view in ("team", "shareable"):
        gone = set(shown(before, view).frame["thing"]) - set(shown(after, view).frame["thing"])
        assert gone == {"rating:differ", "rating:resources"}
