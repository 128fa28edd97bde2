"""What a page offers to choose from follows from what the answer has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bridgeboard.charts import options
from bridgeboard.instruments import registry

PSA = registry()["psa12"]
OF = {"instrument_id": "psa12", "scale_id": "total"}
WAVES = ("one", "two", "three")


def _row(first: int, last: int, status: str = "ok", **row) -> dict:
    ends = {
        f"{end}_wave_{what}": value
        for end, n in (("from", first), ("to", last))
        for what, value in (("id", f"w{n}"), ("label", WAVES[n]), ("order", n))
    }
    return OF | ends | {"site_id": "a", "design": "unpaired", "status": status} | row


def test_waves_that_can_be_compared_stand_in_time_each_with_the_later_ones(shown):
    rows = [_row(1, 2), _row(0, 2), _row(0, 1), _row(0, 1, site_id="b")]
    found = options.compared(shown("shift", rows), "psa12", "total")
    assert found == {"w0": {"w1": "two", "w2": "three"}, "w1": {"w2": "three"}}
    assert [*found["w0"]] == ["w1", "w2"]


def test_waves_without_answers_at_the_same_site_are_not_offered(shown):
    rows = [
        _row(0, 1, "no answers"),
        _row(0, 2, "not enough data"),
        _row(1, 2, "not asked"),
        _row(1, 2, "ok", scale_id="roles"),
        _row(0, 1, "not comparable", site_id="b"),
    ]
    found = options.compared(shown("shift", rows), "psa12", "total")
    assert found == {"w0": {"w1": "two", "w2": "three"}}
    assert options.wave_names(shown("shift", rows)) == {
        "w0": "one",
        "w1": "two",
        "w2": "three",
    }


def test_the_same_people_are_offered_only_where_their_shift_can_be_shown(shown):
    paired = _row(0, 1, "not enough data", design="paired")
    of = ("psa12", "total", "w0", "w1")
    assert not options.has_pairs(shown("shift", [_row(0, 1, value=0.3), paired]), *of)
    assert options.has_pairs(shown("shift", [paired | {"status": "ok", "value": 0.3}]), *of)


def test_versions_are_offered_under_the_instrument_that_they_are_a_version_of():
    other = replace(PSA, instrument_id="psa12-0-4", version_of="psa12")
    without = replace(other, instrument_id="short", scales=PSA.scales[1:])
    found = (PSA, other, without)
    assert list(options.asked_of_all(found)) == ["psa12"]
    assert options.versions(found, PSA, None) == found
    assert options.versions(found, PSA, "total") == (PSA, other)


@pytest.mark.parametrize(
    ("instrument", "first", "step"), [("psa12", 0.5, 0.1), ("aim", 0.5, 0.1), ("rsa", 18, 1)]
)
def test_a_shift_to_plan_for_starts_at_an_eighth_of_the_range(instrument, first, step):
    found = registry()[instrument]
    asked = options.shifts_to_plan(found, found.scales[0])
    low, high = found.score_range(found.scales[0])
    assert asked == pytest.approx((first, step, (high - low) / 2, step))
