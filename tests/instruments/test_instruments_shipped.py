"""The published instruments: structure as their sources give it, and no more than that."""

from dataclasses import replace

import polars as pl
import pytest

from bridgeboard.instruments import registry, scores

SHIPPED = registry()
PUBLISHED = ("rsa", "aim", "iam", "fim", "oric", "nomad")
STRUCTURE = {
    "rsa": {"total": 36},
    "aim": {"total": 4},
    "iam": {"total": 4},
    "fim": {"total": 4},
    "oric": {"commitment": 5, "efficacy": 7},
    "nomad": {
        "total": 20,
        "coherence": 4,
        "participation": 4,
        "action": 7,
        "monitoring": 5,
    },
}


def scored(instrument, answers):
    frame = pl.DataFrame(
        {"respondent_id": ["a"], **{i: [answers.get(i)] for i in instrument.item_ids}},
        schema={"respondent_id": pl.String} | dict.fromkeys(instrument.item_ids, pl.Int16),
    )
    return dict(scores(frame, instrument).select("scale_id", "score").iter_rows())


@pytest.mark.parametrize("name", PUBLISHED)
def test_scales_have_as_many_items_as_their_source_says(name):
    instrument = SHIPPED[name]
    assert {s.scale_id: len(s.item_ids) for s in instrument.scales} == STRUCTURE[name]
    assert {item for s in instrument.scales for item in s.item_ids} == set(instrument.item_ids)
    assert (instrument.minimum, instrument.maximum) == (1, 5)
    assert not instrument.own


@pytest.mark.parametrize("name", PUBLISHED)
def test_each_says_where_it_was_read_and_what_was_not(name):
    instrument = SHIPPED[name]
    assert instrument.doi
    assert instrument.verified
    assert all(
        "read" in fact or "table" in fact or "abstract" in fact for fact in instrument.verified
    )
    said = " ".join(instrument.unverified).lower()
    # What no source that we could read gives, for any of them.
    assert "missing answers" in said
    assert "revers" in said
    assert "our own choice" in said


@pytest.mark.parametrize("name", PUBLISHED)
def test_a_worked_example_has_too_few_answers(name):
    examples = SHIPPED[name].worked_examples
    assert any(score is None for example in examples for _, score in example.scores)
    assert any(score is not None for example in examples for _, score in example.scores)


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_ends_of_the_answers_are_the_ends_of_the_scores(name):
    instrument = SHIPPED[name]
    for end in (instrument.minimum, instrument.maximum):
        turned = instrument.minimum + instrument.maximum - end
        answers = {i.item_id: turned if i.reversed else end for i in instrument.items}
        found = scored(instrument, answers)
        for scale in instrument.scales:
            assert found[scale.scale_id] == instrument.score_range(scale)[end == instrument.maximum]


def test_only_nomads_tenth_item_is_reversed():
    reversed_items = {
        (name, item.item_id) for name in PUBLISHED for item in SHIPPED[name].items if item.reversed
    }
    assert reversed_items == {("nomad", "n10")}
    # What its "unverified" says would become of a score if it were not.
    answers = dict.fromkeys(SHIPPED["nomad"].item_ids, 4) | {"n10": 2}
    assert scored(SHIPPED["nomad"], answers)["action"] == 4
    items = tuple(replace(item, reversed=False) for item in SHIPPED["nomad"].items)
    unturned = scored(replace(SHIPPED["nomad"], items=items), answers)["action"]
    assert round(unturned, 1) == 3.7
    assert any("3.7 in place of 4" in doubt for doubt in SHIPPED["nomad"].unverified)


def test_rsa_shows_numbers_and_no_subscales():
    rsa = SHIPPED["rsa"]
    assert [item.label for item in rsa.items] == [f"Item {n}" for n in range(1, 37)]
    assert (rsa.dont_know_code, rsa.not_applicable_code) == (8, 9)
    assert rsa.score_range(rsa.scale("total")) == (36, 180)


def test_a_sum_takes_an_unanswered_item_as_the_mean_of_the_others():
    rsa = SHIPPED["rsa"]
    whole = dict.fromkeys(rsa.item_ids, 5)
    assert scored(rsa, whole)["total"] == 180
    for left_out in (1, 7):
        given = dict(list(whole.items())[left_out:])
        # A plain sum would have made 5 * 29 = 145 of the happiest answers there are.
        assert scored(rsa, given)["total"] == 180
    assert scored(rsa, dict(list(whole.items())[8:]))["total"] is None


def test_short_names_tell_instruments_apart():
    names = [instrument.short_name for instrument in SHIPPED.values()]
    assert len(set(names)) == len(names)
