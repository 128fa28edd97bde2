"""Sites as points: who has one, who hasn't and why, and nothing that a view may not see."""

import re

import polars as pl
import pytest

from bridgeboard.charts import against, against_choices, point_labels
from bridgeboard.charts.by_income import Levels
from bridgeboard.charts.figures.against import against as drawn
from bridgeboard.disclosure import Filters

HIDDEN = "hidden: fewer than 10 people"
LEVELS = Levels({"a": "low", "b": "high"}, "at_wave", "After")


def _fact(site: str, factor: str = "stigma", **n: int) -> dict:
    counts = {f"n_{one}": n.get(one, 0) for one in ("supports", "hinders", "mixed", "unknown")}
    return {
        "site_id": site,
        "wave_id": "post",
        "factor": factor,
        "factor_label": factor.title(),
        "n": sum(counts.values()),
        **counts,
    }


def _state(site: str, influence: str, state: str, hidden: str | None = None) -> dict:
    return {
        "site_id": site,
        "wave_id": "post",
        "influence_id": influence,
        "state": state,
        "hidden": hidden,
    }


def _values(axis: against.Axis) -> dict[str, float | None]:
    return {site.site_id: site.value for site in axis.sites}


def test_facts_are_counted_over_all_factors_and_a_site_without_any_has_no_zero(shown):
    answer = shown(
        "context",
        [
            _fact("a", supports=2, hinders=1),
            _fact("a", "resources", supports=1),
            _fact("b", hinders=1),
            _fact("c"),
        ],
    )
    assert _values(against.facts(answer, "supports")) == {"a": 3, "b": 0, "c": None}
    assert _values(against.facts(answer, "hinders")) == {"a": 1, "b": 1, "c": None}


@pytest.mark.parametrize(
    ("n", "place"),
    [
        ({"supports": 2}, "supports"),
        ({"hinders": 1, "unknown": 1}, "hinders"),
        ({"supports": 1, "hinders": 3}, "mixed"),
        ({"mixed": 1, "supports": 1}, "mixed"),
        ({"unknown": 2}, None),
        ({}, None),
    ],
)
def test_a_factor_points_one_way_where_all_its_facts_do(shown, n, place):
    axis = against.direction(shown("context", [_fact("a", **n)]), "stigma")
    value = axis.sites[0].value
    assert (None if value is None else axis.categories[int(value)]) == place


def test_ready_influences_are_counted_and_one_hidden_state_hides_the_count(shown):
    rows = [
        _state("a", "training", "ready"),
        _state("a", "resources", "act"),
        _state("b", "training", "ready"),
        _state("b", "resources", "ready", HIDDEN) | {"state": None},
        _state("c", "training", "not enough data"),
        _state("c", "resources", "not enough data"),
    ]
    axis = against.ready(shown("readiness", rows), "post")
    assert _values(axis) == {"a": 1, "b": None, "c": None}
    assert [site.why for site in axis.sites][1:] == [
        HIDDEN,
        "no state of readiness can be told",
    ]


def _both(shown) -> tuple[against.Axis, against.Axis]:
    facts = [_fact("a", supports=2), _fact("b", supports=1), _fact("c", hinders=1)]
    scores = [
        {
            "site_id": site,
            "wave_id": "post",
            "instrument_id": "own",
            "scale_id": "all",
            "scale_label": "Attitude",
            "minimum": 1.0,
            "maximum": 5.0,
            "higher_is": "better",
            "status": "estimated",
        }
        | row
        for site, row in {
            "a": {"n": 12, "value": 3.5, "lower": 3.0, "upper": 4.0},
            "b": {"n": 11, "value": 2.5, "lower": 2.25, "upper": 2.75},
            "c": {"hidden": HIDDEN},
        }.items()
    ]
    context = shown("context", facts, provenance=("simulated",))
    return (
        against.facts(context, "supports"),
        against.scores(shown("score", scores), "own", "all", "post"),
    )


def test_every_site_with_both_is_a_numbered_point_with_its_values_beside_it(shown):
    chart = drawn(*_both(shown), LEVELS)
    text = " ".join(re.sub(r"<style>.*?</style>|<[^>]+>", " ", chart.figure).split())
    assert "1 ● Lakeside 2 of 2 facts; 3.50 (3.00 to 4.00), n = 12" in text
    assert "2 ▲ Riverside 1 of 1 fact; 2.50 (2.25 to 2.75), n = 11" in text
    assert "Simulated data" in text
    assert chart.figure.count('class="p"') == chart.figure.count('class="e"') == 2
    assert chart.n_text == "2 of 3 sites drawn"
    assert chart.table["Point"].to_list() == [1, 2, None]
    assert chart.table["Why not drawn"].to_list() == ["", "", HIDDEN]


def test_who_is_not_drawn_is_counted_and_no_cause_and_no_line_are_said(shown):
    chart = drawn(*_both(shown), LEVELS)
    assert f"Not drawn: c ({HIDDEN})." in chart.notes
    said = " ".join(chart.notes)
    assert "nothing here shows a cause" in said
    assert "No line is drawn" in said
    assert "1 low, 1 high" in said
    assert "<line" not in chart.figure
    assert "polyline" not in chart.figure


def test_one_point_and_none_say_so(shown):
    x, y = _both(shown)
    few = against.facts(shown("context", [_fact("a", supports=1)]), "supports")
    assert "One point shows nothing that goes together" in drawn(few, y, LEVELS).notes[0]
    nobody = against.facts(shown("context", [_fact("z", supports=1)]), "supports")
    chart = drawn(nobody, y, LEVELS)
    assert chart.figure is None
    assert chart.alt.startswith("No site has both")
    assert x.sites


def test_nothing_hidden_is_in_the_drawing_or_its_table(shown_demonstration):
    payment = shown_demonstration("payment", "shareable")
    score = shown_demonstration("score", "shareable")
    chart = drawn(against.pay(payment), against.scores(score, "psa12", "total", "m18"), LEVELS)
    unpaid = payment.frame.filter(pl.col("hidden").is_not_null())["site_id"].to_list()
    hidden = score.frame.filter(
        (pl.col("scale_id") == "total")
        & (pl.col("wave_id") == "m18")
        & pl.col("hidden").is_not_null()
    )
    assert unpaid
    assert hidden.height
    x, y = chart.table.columns[3:5]
    names = dict(payment.frame.select("site_id", "site_name").iter_rows())
    latest = {row["site_id"]: row for row in payment.frame.to_dicts()}
    for site_id, row in latest.items():
        if row["hidden"]:
            held = chart.table.filter(pl.col("Site") == names[site_id])
            assert held[x].to_list() == held["Point"].to_list() == [None]
            assert f"<bdi>{names[site_id]}</bdi>" not in chart.figure
    for name in hidden["site_name"]:
        held = chart.table.filter(pl.col("Site") == name)
        assert held[y].to_list() == held["Lower"].to_list() == held["Upper"].to_list() == [None]
        assert f"<bdi>{name}</bdi>" not in chart.figure
    assert "<bdi>Lakeside</bdi>" in chart.figure


def test_what_can_be_chosen_is_what_there_is(shown_demonstration, demonstration):
    across = against_choices.across(shown_demonstration("payment"), shown_demonstration("context"))
    assert list(across)[:3] == ["pay", "supports", "hinders"]
    assert "factor|stigma" in across
    instruments = demonstration.instruments.values()
    upwards = against_choices.upwards(shown_demonstration("score"), instruments)
    assert next(iter(upwards)).startswith("score|psa12|")
    assert list(upwards)[-1] == "ready"
    assert sum(one.startswith("shift|") for one in upwards) == 5


def test_numbers_keep_clear_of_each_other_and_of_every_point():
    points = [(0.5, 0.5)] * 3 + [(0.5, 0.55), (0.52, 0.5), (0.0, 0.0), (1.0, 1.0)]
    moved = point_labels.side_by_side(points)
    assert moved[:3] == [-11.0, 0.0, 11.0]
    assert moved[3:] == [0.0] * 4
    numbers = point_labels.placed(points, moved)
    dots = [
        (x * point_labels.WIDTH + right, (1 - y) * point_labels.HEIGHT)
        for (x, y), right in zip(points, moved, strict=True)
    ]
    spots = [(x + dx, y + dy) for (x, y), (dx, dy) in zip(dots, numbers, strict=True)]
    for i, (x, y) in enumerate(spots):
        assert not [o for o in spots[:i] if abs(x - o[0]) < 15 and abs(y - o[1]) < 13]
        assert not [d for d in dots if abs(x - d[0]) < 12.5 and abs(y - d[1]) < 11.5]


def test_filters_leave_only_their_sites(shown_demonstration):
    few = shown_demonstration("payment", sites=("lakeside",))
    assert few.filters == Filters(sites=("lakeside",))
    assert [site.site_id for site in against.pay(few).sites] == ["lakeside"]
