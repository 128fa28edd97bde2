"""Targets that ask for what is not there, or for nothing, are refused in words."""

import pytest

from bridgeboard.instruments import registry
from bridgeboard.intake.reference import reference_ids
from bridgeboard.intake.targets import check_targets
from schemas.defaults import defaults, stages, targets
from schemas.programme import Programme


def checked(**target):
    programme = Programme.model_validate(
        {
            "id": "north",
            "name": "North",
            "provenance": "collected",
            "instruments": ["psa12", "oric"],
            "targets": {"resources": target},
        }
    )
    return [p.sentence() for p in check_targets(programme, registry())]


@pytest.mark.parametrize(
    "target",
    [
        {"scale": "psa12:total", "scale_at_least": 3.5},
        {"scale": "psa12:total", "scale_at_least": 3.5, "interval_above": 3.0},
        {"item": "psa12:r1", "share_agreeing_at_least": 0.6},
        {"rating_at_least": 0, "no_hindering_fact": True},
        {},
    ],
)
def test_a_target_that_can_be_met_is_fine(target):
    assert checked(**target) == []


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ({"scale": "psa12:totl", "scale_at_least": 3}, "Did you mean psa12:total?"),
        (
            {"scale": "rsa:total", "scale_at_least": 3},
            "no instrument of this programme has",
        ),
        ({"scale": "psa12:total"}, "Add scale_at_least (on this scale higher is better)"),
        ({"scale": "psa12:total", "scale_at_least": 3, "scale_at_most": 4}, "the wrong end"),
        ({"scale": "psa12:total", "scale_at_least": 7}, "scores of psa12:total run from 1 to 5"),
        ({"scale_at_least": 3}, 'Add a scale, such as scale = "psa12:total"'),
        ({"item": "psa12:r11", "share_agreeing_at_least": 0.6}, "Did you mean psa12:r1?"),
        ({"item": "psa12:r1"}, "Add one of share_agreeing_at_least"),
        ({"share_agreeing_at_least": 0.6}, 'Add an item, such as item = "psa12:r1"'),
    ],
)
def test_a_target_that_can_never_be_met_is_refused(target, said):
    (sentence,) = checked(**target)
    assert sentence.startswith("programme.toml, column targets.resources.")
    assert said in sentence


def test_every_influence_has_a_default_that_can_be_met():
    influences = reference_ids()["influences.influence_id"].to_list()
    assert list(defaults().targets) == influences
    programme = Programme.model_validate(
        {
            "id": "north",
            "name": "North",
            "provenance": "collected",
            "instruments": ["psa12"],
            "targets": {name: t.model_dump() for name, t in defaults().targets.items()},
        }
    )
    assert check_targets(programme, registry()) == []
    steps = {step for stage in defaults().stages for step in stage.milestones}
    assert {t.milestone for t in defaults().targets.values() if t.milestone} <= steps


def test_a_programmes_own_target_replaces_the_default_of_its_influence_only():
    own = Programme.model_validate(
        {
            "id": "north",
            "name": "North",
            "provenance": "collected",
            "targets": {"resources": {"milestone": "Room found"}},
            "stages": [{"stage": "Start", "phase": "Start"}],
        }
    )
    assert targets(own)["resources"].milestone == "Room found"
    assert targets(own)["resources"].rating_at_least is None
    assert targets(own)["psw_training"] == defaults().targets["psw_training"]
    assert [one.stage for one in stages(own)] == ["Start"]
