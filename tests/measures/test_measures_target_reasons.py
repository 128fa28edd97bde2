"""Targets on surveys and ratings: each outcome at its edge, counted by hand."""

from functools import partial

import polars as pl
import pytest

from bridgeboard.measures.accepted import with_accepted
from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.readiness import readiness_rows
from tests.measures.ratings import by_raters, rating
from tests.measures.reasoned import (
    DAY,
    read,
    reason,
    reasons,
    row,
    ticks,
    together,
)
from tests.measures.surveys import instrument_file

#: What people tick, and what follows for "60 % or more agree" with a minimum of 3 people.
SHARES = {
    # Exactly 60 %.
    "three-of-five": ([4, 5, 4, 1, 2], "reached"),
    "all-of-three": ([5, 5, 4], "reached"),
    "two-of-five": ([4, 5, 3, 3, 1], "close"),
    # Half disagree: not more than half.
    "half-and-half": ([4, 4, 5, 1, 2, 2], "close"),
    "most-disagree": ([4, 5, 1, 2, 2], "missed"),
    "issue": ([1, 2, 2, 1, 4, 5], "missed"),
    # Nobody disagrees, but the whole interval (18 % to 57 %) is short of 60 %.
    "seven-of-twenty": ([4] * 7 + [3] * 13, "missed"),
    # One more, and the interval (22 % to 61 %) isn't.
    "eight-of-twenty": ([4] * 8 + [3] * 12, "close"),
    "no-opinion": ([3, 3, 3], "missed"),
    "two": ([5, 5], "not known"),
    "one": ([5], "not known"),
    "two-of-five-answered": ([5, 5, "dont_know", "not_applicable", "missing"], "not known"),
    "none-of-three-answered": (["dont_know", "missing", "missing"], "not known"),
}
#: What people tick at an item that is reversed.
CONCERNS = {"calm": [1, 2, 2, 4, 5], "worried": [1, 4, 4, 5]}


@pytest.fixture(scope="module")
def shares(published_once):
    surveys = [ticks(values, site=site) for site, (values, _) in SHARES.items()]
    surveys += [ticks(values, ["psa12:c2"], site) for site, values in CONCERNS.items()]
    sites = {"sites": [{"site_id": site} for site in [*SHARES, *CONCERNS, "silent"]]}
    return read(published_once(together(sites, *surveys)))


@pytest.mark.parametrize("site", SHARES)
def test_the_share_that_agrees_is_held_against_the_target(shares, site):
    values, outcome = SHARES[site]
    found = reason(shares, "role_definition", site, kind="survey")
    assert found["outcome"] == outcome
    assert found["ref"] == "psa12:r1"
    assert found["source"] == "survey PSA-12"
    n = sum(isinstance(value, int) for value in values)
    assert row(shares, "role_definition", site)["n"] == n
    assert (found["wave_id"], found["label"]) == (("post", "After, 2024-07") if n else ("", ""))
    assert bool(found["mend"]) == (outcome == "not known")


def test_a_share_is_told_with_both_sides_n_wave_interval_and_target(shares):
    assert reason(shares, "role_definition", "issue", kind="survey")["sentence"] == (
        "2 of 6 MHWs agree that “In my team it is clear what PSWs do and what they don't”, 4 "
        "disagree (PSA-12 r1; After, 2024-07; 95 % interval of those who agree: 10 % to 70 %). "
        "Asked for: 60 % or more agree."
    )


def test_too_few_answers_are_told_with_how_many_and_what_to_do(shares):
    tell = partial(reason, shares, "role_definition", kind="survey")
    item = "“In my team it is clear what PSWs do and what they don't”"
    assert tell("one")["sentence"] == (
        f"1 MHW answered whether {item} (PSA-12 r1; After, 2024-07): 3 are needed."
    )
    assert tell("two")["sentence"].startswith("2 MHWs answered whether")
    for site in ("silent", "none-of-three-answered"):
        assert tell(site)["sentence"] == f"Nobody answered whether {item} (PSA-12 r1)."
        assert row(shares, "role_definition", site)["n"] == 0
    assert tell("silent")["mend"] == f"Ask 3 MHWs or more whether {item} (PSA-12 r1)."


def test_the_programmes_own_minimum_holds(published_once):
    surveys = [ticks([5] * n, site=site) for site, n in (("four", 4), ("five", 5))]
    frame = read(published_once(together(*surveys), {"minimum_n": 5}))
    few = reason(frame, "role_definition", "four", kind="survey")
    assert few["outcome"] == "not known"
    assert few["sentence"].endswith(": 5 are needed.")
    assert few["mend"].startswith("Ask 5 MHWs or more")
    assert reason(frame, "role_definition", "five", kind="survey")["outcome"] == "reached"


def test_a_concern_is_met_by_those_who_disagree_with_it(shares):
    found = reason(shares, "psw_training", "calm", kind="survey")
    assert found["outcome"] == "reached"
    assert found["sentence"] == (
        "3 of 5 MHWs disagree that “PSWs lack the knowledge or training for what they do here”, 2 "
        "agree (PSA-12 c2; After, 2024-07; 95 % interval of those who disagree: 23 % to 88 %). "
        "Asked for: 60 % or more disagree."
    )
    assert reason(shares, "psw_training", "worried", kind="survey")["outcome"] == "missed"


def test_levels_that_are_no_agreement_are_not_called_so(published_once):
    own = {
        "resources": {"item": "pcat:p8", "share_agreeing_at_least": 0.6},
        "peer_network": {"item": "pcat:p8", "share_disagreeing_at_least": 0.6},
    }
    tables = together(ticks([1, 2, 1, -1, 0], ["pcat:p8"]))
    frame = read(published_once(tables, {"targets": own}))
    found = reason(frame, "resources", kind="survey")
    assert (found["outcome"], found["sentence"]) == (
        "reached",
        "3 of 5 MHWs answer above the middle on “Enough space”, 1 answer below the middle (pCAT "
        "p8; After, 2024-07; 95 % interval of those who do: 23 % to 88 %). Asked for: 60 % or "
        "more answer above the middle.",
    )
    found = reason(frame, "peer_network", kind="survey")
    assert found["outcome"] == "missed"
    assert found["sentence"].startswith(
        "1 of 5 MHWs answer below the middle on “Enough space”, 3 answer above the middle (pCAT"
    )


#: What is asked of four influences, and what follows for so many who agree of so many.
OWN_SHARES = {
    # 0.7 x 10 and 0.55 x 20 are a little more than 7 and 11 as floats.
    "resources": (0.7, {(7, 10): "reached", (6, 10): "close"}),
    "peer_network": (0.55, {(11, 20): "reached", (10, 20): "close"}),
    "psw_training": (1.0, {(3, 3): "reached", (4, 5): "missed"}),
    "role_definition": (0.0, {(0, 4): "reached"}),
}


def test_a_share_of_ones_own_is_reached_exactly(published_once):
    sizes = {size for _, cases in OWN_SHARES.values() for size in cases}
    surveys = [ticks([4] * n + [3] * (of - n), site=f"s{n}of{of}") for n, of in sizes]
    targets = {
        influence: {"item": "psa12:r1", "share_agreeing_at_least": least}
        for influence, (least, _) in OWN_SHARES.items()
    }
    frame = read(published_once(together(*surveys), {"targets": targets}))
    for influence, (_, cases) in OWN_SHARES.items():
        for (n, of), outcome in cases.items():
            found = reason(frame, influence, f"s{n}of{of}", kind="survey")
            assert found["outcome"] == outcome, found


def test_of_a_survey_that_the_programme_does_not_use_nobody_was_asked(published_once):
    frame = read(published_once(together(ticks([1, 1, 1], ["pcat:p7"]))))
    found = reason(frame, "role_definition", kind="survey")
    assert found["outcome"] == "not known"
    assert found["sentence"] == (
        "PSA-12 isn't one of this programme's surveys: nobody was asked whether “In my team it is "
        "clear what PSWs do and what they don't”."
    )
    assert found["source"] == "programme.toml"
    assert found["mend"].endswith("Or set a target on a survey that you use, in programme.toml.")
    assert row(frame, "role_definition")["n"] is None
    scale = reason(frame, "staff_willingness", kind="survey")
    assert scale["outcome"] == "not known"
    assert "the items of “Attitude to peer support (all 12 items)”." in scale["sentence"]


#: What people tick at r1 and r2, of which "Clear roles" is the mean; what follows for a mean of 3.5
#: or more with the interval above 3. The middle of the scale is 3.
MEANS = {
    # Each has 3.5.
    "exactly": ([(3, 4)] * 5, "reached"),
    "alike": ([(4, 4)] * 4, "reached"),
    # The mean is 3.5, but its interval begins at 2.58.
    "wide": ([(3, 3)] * 2 + [(4, 4)] * 2, "close"),
    # 3.25, and 3.5 is within the interval.
    "near": ([(3, 3)] * 3 + [(4, 4)], "close"),
    # All of the interval is short of 3.5.
    "sure": ([(3, 3)] * 4, "missed"),
    # 2.75: 3.5 is within the interval, but the mean is on the worse side of the middle.
    "below-the-middle": ([(2, 2)] + [(3, 3)] * 3, "missed"),
    "two": ([(4, 4)] * 2, "not known"),
}
ROLES = {"scale": "psa12:roles", "scale_at_least": 3.5, "interval_above": 3.0}


@pytest.fixture(scope="module")
def means(published_once):
    surveys = [ticks(values, ["psa12:r1", "psa12:r2"], site) for site, (values, _) in MEANS.items()]
    programme = {"targets": {"peer_network": ROLES}}
    return read(published_once(together(*surveys), programme))


@pytest.mark.parametrize("site", MEANS)
def test_a_mean_is_held_against_the_target_with_its_interval(means, site):
    values, outcome = MEANS[site]
    found = reason(means, "peer_network", site, kind="survey")
    assert (found["outcome"], found["ref"]) == (outcome, "psa12:roles")
    assert row(means, "peer_network", site)["n"] == len(values)


def test_a_mean_is_told_with_n_interval_and_target(means):
    tell = partial(reason, means, "peer_network", kind="survey")
    assert tell("near")["sentence"] == (
        "The mean of “Clear roles” is 3.25 (PSA-12; After, 2024-07; n 4; 95 % interval 2.45 to "
        "4.05). Asked for: 3.5 or more, with the whole interval above 3."
    )
    assert tell("two")["sentence"] == (
        "2 MHWs answered enough of the items of “Clear roles” (PSA-12; After, 2024-07): 3 are "
        "needed."
    )
    assert tell("two")["mend"] == "Ask 3 MHWs or more the items of “Clear roles” (PSA-12)."


def test_people_who_left_too_much_out_for_a_score_are_not_called_nobody(means):
    # Two items of twelve make no total.
    found = reason(means, "staff_willingness", "exactly", kind="survey")
    assert found["outcome"] == "not known"
    assert found["sentence"] == (
        "Nobody answered enough of the items of “Attitude to peer support (all 12 items)” (PSA-12)."
    )


def test_where_higher_is_worse_the_mean_must_not_exceed_the_target(published, tmp_path):
    instrument_file(tmp_path / "programme", "strain")
    path = tmp_path / "programme" / "instruments" / "strain.toml"
    text = path.read_text(encoding="utf-8").replace('higher_is = "better"', 'higher_is = "worse"')
    path.write_text(text, encoding="utf-8")
    # The middle is 30: the last mean is 32.
    cases = {
        "low": ([10, 20, 30], "reached"),
        "near": ([20, 21, 22], "close"),
        "sure": ([25, 25, 25], "missed"),
        "high": ([1, 35, 60], "missed"),
    }
    surveys = [ticks(scores, ["strain:m"], site) for site, (scores, _) in cases.items()]
    own = {"psw_wellbeing": {"scale": "strain:mood", "scale_at_most": 20}}
    frame = read(published(together(*surveys), {"targets": own}))
    for site, (_, outcome) in cases.items():
        found = reason(frame, "psw_wellbeing", site, kind="survey")
        assert found["outcome"] == outcome
        assert found["sentence"].endswith("Asked for: 20 or less.")


FUNDING, SPACE = "III-J-1", "III-J-2"
_rated = partial(rating, wave="post")

#: Ratings, and what follows where one must be there and none below 0.
RATINGS = {
    "neutral": ([_rated("0", construct_id=FUNDING)], "reached"),
    "strong": ([_rated("+2", construct_id=FUNDING)], "reached"),
    "one-below": ([_rated("-1", construct_id=FUNDING)], "close"),
    "two-below": ([_rated("-2", construct_id=FUNDING)], "missed"),
    "lowest-counts": (
        [_rated("+2", construct_id=FUNDING), _rated("-1", construct_id=SPACE)],
        "close",
    ),
    "mixed": ([_rated("mixed", construct_id=FUNDING)], "close"),
    "mixed-leaning": ([_rated("mixed +1", construct_id=FUNDING)], "close"),
    "mixed-beside-good": (
        [_rated("mixed", construct_id=FUNDING), _rated("+1", construct_id=SPACE)],
        "close",
    ),
    "mixed-beside-bad": (
        [_rated("mixed", construct_id=FUNDING), _rated("-2", construct_id=SPACE)],
        "missed",
    ),
    "missing-beside-good": (
        [_rated("missing", construct_id=FUNDING), _rated("+1", construct_id=SPACE)],
        "reached",
    ),
    "missing": ([_rated("missing", construct_id=FUNDING)], "not known"),
    "not-applicable": ([_rated("n/a", construct_id=FUNDING)], "not known"),
    "differ": (by_raters("+1", "-1", wave="post", construct_id=FUNDING), "not known"),
    "agree": (by_raters("+1", "+1", wave="post", construct_id=FUNDING), "reached"),
    "consensus": (
        [
            *by_raters("-2", "-1", wave="post", construct_id=FUNDING),
            _rated("0", construct_id=FUNDING),
        ],
        "reached",
    ),
    "elsewhere": ([_rated("-2", construct_id="III-C")], "not known"),
    "none": ([], "not known"),
}


@pytest.fixture(scope="module")
def rated(published_once):
    tables = {
        "sites": [{"site_id": site} for site in RATINGS],
        "ratings": [
            one | {"site_id": site} for site, (given, _) in RATINGS.items() for one in given
        ],
    }
    return read(published_once(together(tables)))


@pytest.mark.parametrize("site", RATINGS)
def test_ratings_are_held_against_the_least_that_is_asked(rated, site):
    found = reason(rated, "resources", site, kind="rating")
    assert found["outcome"] == RATINGS[site][1]
    assert bool(found["mend"]) == (found["outcome"] == "not known")


def test_ratings_are_told_one_by_one_and_never_as_a_mean(rated):
    tell = partial(reason, rated, "resources", kind="rating")
    found = tell("lowest-counts")
    assert found["sentence"] == (
        "CFIR ratings (After, 2024-07): Available Resources: Funding +2; Available Resources: "
        "Space −1. Asked for: none below 0, one at least rated."
    )
    assert found["ref"] == f"2022|{FUNDING}; 2022|{SPACE}"
    assert tell("missing-beside-good")["ref"] == f"2022|{SPACE}"
    for site in ("missing", "not-applicable", "differ"):
        assert tell(site)["sentence"] == (
            "Raters differ, or too little was said, on Available Resources: Funding (After, "
            "2024-07)."
        )
    names = (
        "Available Resources; Available Resources: Funding; Available Resources: Space; Available "
        "Resources: Materials & Equipment; Local Conditions"
    )
    assert tell("none")["sentence"] == f"None of these is rated: {names}."
    assert tell("none")["mend"] == f"Rate one or more of {names} (CFIR)."
    assert tell("elsewhere")["sentence"] == tell("none")["sentence"]


@pytest.fixture(scope="module")
def own_ratings(published_once):
    """Targets of a programme's own on ratings, at the same sites."""
    rows = {
        "low": [_rated("-1", construct_id=c) for c in (FUNDING, "III-C")],
        "zero": [_rated("0", construct_id=c) for c in (FUNDING, "III-C")],
        "good": [_rated("+1", construct_id=c) for c in (FUNDING, "III-C")],
        "of-two": [_rated("0", construct_id="II-D")],
        "trait": [_rated("-2", construct_id="IV-C-B")],
        "none": [],
    }
    tables = {
        "sites": [{"site_id": site} for site in rows],
        "ratings": [one | {"site_id": site} for site, each in rows.items() for one in each],
    }
    own = {
        "resources": {"rating_at_least": 1},
        "role_definition": {"rating_not_below": 0},
        "psw_training": {"rating_at_least": 0},
        "peer_network": {"rating_at_least": 0, "rating_not_below": 1},
    }
    return read(published_once(together(tables), {"targets": own}))


def test_one_step_short_is_close_and_two_are_missed_wherever_the_target_is(own_ratings):
    found = {
        site: reason(own_ratings, "resources", site, kind="rating")["outcome"]
        for site in ("low", "zero", "good", "none")
    }
    assert found == {"low": "missed", "zero": "close", "good": "reached", "none": "not known"}


def test_where_no_rating_need_be_there_none_is_no_reason(own_ratings):
    assert reasons(own_ratings, "role_definition", "none", kind="rating") == []
    low = reason(own_ratings, "role_definition", "low", kind="rating")
    assert low["outcome"] == "close"
    assert low["sentence"].endswith("Communications −1. Asked for: none below 0.")


def test_of_two_targets_on_ratings_the_higher_one_holds(own_ratings):
    found = reason(own_ratings, "peer_network", "of-two", kind="rating")
    assert found["outcome"] == "close"
    assert found["sentence"].endswith(" 0. Asked for: none below +1, one at least rated.")


def test_a_trait_of_people_that_is_rated_without_a_role_does_not_count(own_ratings):
    found = reason(own_ratings, "psw_training", "trait")
    assert found["outcome"] == "not known"
    assert found["sentence"] == "None of these is rated: Access to Knowledge & Information."


def test_a_rating_of_2009_counts_where_a_link_was_read(published_once):
    about = {"framework": "2009", "wave": "post"}
    tables = {
        "ratings": [
            rating("-1", construct_id="2009-III-D1", **about),
            rating("-2", construct_id="2009-III-C", **about),
        ]
    }
    frame = read(published_once(together(tables)))
    found = reason(frame, "staff_willingness", kind="rating")
    assert found["outcome"] == "close"
    assert "Tension for Change (2009) −1." in found["sentence"]
    # Culture of 2009 has successors in organisational culture, but from memory only.
    assert reasons(frame, "organisational_culture", kind="rating") == []


def test_a_rating_that_is_only_proposed_does_not_count(published_once):
    concern = {"construct_id": FUNDING, "valence": "negative", "wave_id": "post"}
    people = ticks([-2] * 5, ["pcat:p8"])
    tables = together({"statements": [concern, concern | {"theme_id": "other"}]}, people)
    frame = read(published_once(tables))
    assert reason(frame, "resources", kind="rating")["outcome"] == "not known"
    assert row(frame, "resources")["state"] == "not enough data"


def test_a_rating_that_was_accepted_counts_and_says_from_what(published_once):
    snapshot = published_once(together({"ratings": [_rated("-2", construct_id=FUNDING)]}))
    accepted = pl.DataFrame(
        {
            "site_id": ["a"],
            "wave_id": ["post"],
            "framework": ["2022"],
            "construct_id": [FUNDING],
            "rating": [1],
            "state": ["rated"],
            "reason": ["Agreed in the team."],
            "basis": ["raters"],
        }
    )
    given = cfir(snapshot)
    before = row(readiness_rows(snapshot, DAY, given, None), "resources")
    assert (before["state"], before["accepted_from"]) == ("act", None)
    laid_over = with_accepted(given, accepted, snapshot)
    after = row(readiness_rows(snapshot, DAY, laid_over, None), "resources")
    assert (after["state"], after["accepted_from"]) == ("ready", "raters")


def test_the_newest_wave_that_has_something_is_used_and_named(published_once):
    both = ["psa12:r1", "psa12:r2"]
    tables = together(
        ticks([1, 1, 1], both, wave="pre"),
        ticks([(5, None)] * 3, both, wave="post"),
        {"ratings": [rating("-1", wave="pre", construct_id=FUNDING)]},
    )
    own = {
        "psw_wellbeing": {"item": "psa12:r2", "share_agreeing_at_least": 0.6},
        "peer_network": ROLES,
    }
    frame = read(published_once(tables, {"targets": own}))
    for wave, dated in (("pre", "Before, 2024-01"), ("post", "After, 2024-07")):
        tell = partial(reason, frame, wave=wave)
        assert f"; {dated};" in tell("role_definition", kind="survey")["sentence"]
        # Nobody answered r2 later, but all answered r1, which is enough for the scale.
        assert tell("peer_network", kind="survey")["wave_id"] == wave
        for influence in ("psw_wellbeing", "resources"):
            found = reasons(frame, influence, wave=wave)[0]
            assert (found["wave_id"], found["label"]) == ("pre", "Before, 2024-01")
            assert "Before, 2024-01" in found["sentence"]
            assert "After" not in found["sentence"]
