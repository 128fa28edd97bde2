"""An instrument's doubts and scoring rule, in sentences."""

from dataclasses import replace

import pytest

from bridgeboard.charts.readings.instrument import doubts, scoring_rule
from bridgeboard.instruments import registry

SHIPPED = registry()
PSA12, RSA, NOMAD, AIM = (SHIPPED[name] for name in ("psa12", "rsa", "nomad", "aim"))


@pytest.mark.parametrize(
    ("instrument", "scale_id", "sentence"),
    [
        (
            PSA12,
            "total",
            "Mean of the answered items after reversing 4; needs 9 of 12 items and at least half "
            "of each subscale.",
        ),
        (PSA12, "roles", "Mean of the answered items; needs 1 of 2 items."),
        (
            RSA,
            "total",
            "Sum of all 36 items, an unanswered one counted as the mean of the answered; needs 29 "
            "of 36 items.",
        ),
        (
            NOMAD,
            "total",
            "Mean of the answered items after reversing 1; needs 15 of 20 items and a score on "
            "each of: Coherence, Cognitive participation, Collective action, Reflexive monitoring.",
        ),
    ],
)
def test_a_scoring_rule_is_one_sentence(instrument, scale_id, sentence):
    assert scoring_rule(instrument, instrument.scale(scale_id)) == sentence


def test_a_rule_that_wants_every_item_says_so():
    scale = replace(AIM.scale("total"), items_needed=4)
    assert scoring_rule(AIM, scale) == "Mean of the answered items; needs all 4 items."
    summed = replace(scale, method="sum")
    assert scoring_rule(AIM, summed) == "Sum of all 4 items; needs all 4 items."
    alone = replace(summed, item_ids=("a1",), items_needed=1)
    assert scoring_rule(AIM, alone) == "The answer to the one item."


def test_doubts_begin_with_what_was_never_tested():
    assert doubts(PSA12)[0].startswith("An own instrument, not validated")
    assert doubts(PSA12)[1:] == PSA12.unverified
    assert doubts(RSA)[0] == "Not validated in this form."
    assert doubts(AIM) == AIM.unverified


def test_no_shipped_instrument_goes_without_its_doubts_and_each_is_a_sentence():
    for instrument in SHIPPED.values():
        assert doubts(instrument)
        for doubt in (*doubts(instrument), *instrument.verified):
            assert doubt[0].isupper() or doubt[0].isdigit(), doubt
            assert doubt.endswith("."), doubt
