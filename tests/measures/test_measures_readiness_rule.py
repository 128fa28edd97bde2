"""The state that follows from the reasons: by hand, and what holds for any reasons."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bridgeboard.measures.readiness_rule import BESIDE, MEANING, QUALITATIVE, STATES, state_of

SOLID = ("survey", "rating", "milestone", "payment")
ASKED = ("reached", "close", "missed", "not known")


@pytest.mark.parametrize(
    ("reasons", "state"),
    [
        ([], "not enough data"),
        ([("survey", "reached")], "ready"),
        ([("survey", "close")], "watch"),
        ([("survey", "missed")], "act"),
        ([("survey", "not known")], "not enough data"),
        ([("survey", "reached"), ("milestone", "not known")], "not enough data"),
        ([("survey", "close"), ("milestone", "not known")], "watch"),
        ([("survey", "missed"), ("milestone", "not known")], "act"),
        ([("survey", "close"), ("milestone", "missed")], "act"),
        ([("survey", "reached"), ("fact", "reached")], "ready"),
        ([("survey", "reached"), ("fact", "close")], "watch"),
        # Remarks on record that all support make nothing ready.
        ([("fact", "reached")], "not enough data"),
        ([("fact", "reached"), ("statement", "for")], "not enough data"),
        ([("fact", "close")], "watch"),
        # What was said turns ready into watch, and changes nothing else.
        ([("survey", "reached"), ("statement", "against")], "watch"),
        ([("survey", "reached"), ("statement", "for"), ("fact", "against")], "watch"),
        ([("survey", "reached"), ("statement", "for"), ("fact", "neither")], "ready"),
        ([("survey", "not known"), ("statement", "against")], "not enough data"),
        ([("statement", "against")], "not enough data"),
        ([("statement", "for")], "not enough data"),
    ],
)
def test_the_state_follows_from_the_reasons(reasons, state):
    kinds, outcomes = zip(*reasons, strict=True) if reasons else ((), ())
    assert state_of(kinds, outcomes) == state


def test_every_state_says_what_it_means_in_the_order_of_urgency():
    assert list(MEANING) == list(STATES) == ["act", "watch", "not enough data", "ready"]


def test_kinds_and_outcomes_must_go_together():
    with pytest.raises(ValueError, match="shorter"):
        state_of(["survey", "rating"], ["reached"])


_targets = st.tuples(st.sampled_from(SOLID), st.sampled_from(ASKED))
_remarks = st.tuples(st.sampled_from(QUALITATIVE), st.sampled_from((*ASKED, *BESIDE)))
_reasons = st.lists(_targets | _remarks, max_size=8)


def _state(reasons):
    return state_of([kind for kind, _ in reasons], [outcome for _, outcome in reasons])


@given(st.lists(_remarks, max_size=8))
def test_remarks_alone_never_make_a_site_ready(reasons):
    assert _state(reasons) != "ready"


@given(_reasons, st.sampled_from(QUALITATIVE), st.integers(0, 8))
def test_one_more_word_against_it_never_makes_a_state_better(reasons, kind, place):
    more = [*reasons[:place], (kind, "against"), *reasons[place:]]
    assert STATES.index(_state(more)) <= STATES.index(_state(reasons))
    assert _state(more) == {"ready": "watch"}.get(_state(reasons), _state(reasons))


@given(_reasons, st.sampled_from((*SOLID, *QUALITATIVE)), st.integers(0, 8))
def test_a_missed_target_always_gives_act(reasons, kind, place):
    assert _state([*reasons[:place], (kind, "missed"), *reasons[place:]]) == "act"


@given(_reasons)
def test_act_and_watch_never_come_from_what_is_not_known(reasons):
    known = [one for one in reasons if one[1] != "not known"]
    if _state(reasons) in ("act", "watch"):
        assert _state(known) == _state(reasons)
    if len(known) < len(reasons):
        assert _state(reasons) != "ready"


@given(_reasons)
def test_ready_means_that_all_is_reached_and_nothing_speaks_against_it(reasons):
    outcomes = {outcome for _, outcome in reasons}
    solid = {outcome for kind, outcome in reasons if kind in SOLID}
    is_ready = "reached" in solid and outcomes <= {"reached", "for", "neither"}
    assert (_state(reasons) == "ready") == is_ready


@given(st.data())
def test_the_order_of_reasons_does_not_matter(data):
    reasons = data.draw(_reasons)
    assert _state(data.draw(st.permutations(reasons))) == _state(reasons)
