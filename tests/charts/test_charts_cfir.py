"""Heat maps of ratings: every state by word, mark and look, without its colour; order; legend."""

from __future__ import annotations

import html
import re

import pytest

from bridgeboard.charts import heat_map, rating_cells, style
from bridgeboard.charts.figures import cfir as maps
from bridgeboard.charts.figures.strategies import strategies
from bridgeboard.charts.heat_map import HeatCell, HeatMap, HeatRow
from bridgeboard.charts.readings import cfir as reading
from bridgeboard.charts.site_order import SiteOrder, listed
from tests.charts.conftest import SITES, shown_of

STATES = ("rated", "mixed", "missing", "not_applicable", "raters_differ", "not_rated")
CELL = {
    "framework": "2022",
    "construct_id": "I-C",
    "construct_label": "Relative Advantage",
    "domain_label": "Innovation",
    "construct_order": 3,
    "site_id": "a",
    "wave_id": "pre",
    "basis": "consensus",
}
BOTH = {"from_wave_id": "pre", "to_wave_id": "post", "from_wave_label": "Before"}
BOTH |= {"to_wave_label": "After"}


def _row(**said) -> dict:
    return CELL | {"state": "rated", "cell": "?"} | said


def _drawn(chart) -> list[tuple[str, str]]:
    """Of each cell of the map: its words on a desktop, and its look."""
    table = chart.figure.split("<table")[1]
    cells = re.findall(r'<td role="cell" class="c ([^"]*)"[^>]*>(.*?)</td>', table)
    return [(_plain(inner), look) for look, inner in cells]


def _plain(inner: str) -> str:
    without = re.sub(r'<span class="k">.*?</span>', "", inner)
    return html.unescape(re.sub(r"<[^>]+>", " ", without)).split("(")[0].strip()


def test_no_two_states_look_alike_without_colour():
    cells = [rating_cells.rated(_row(state="rated", rating=0, hidden=None), "")]
    cells += [
        rating_cells.rated(_row(state=state, rating=None, lean=None, hidden=None), "")
        for state in STATES[1:]
    ]
    cells.append(rating_cells.rated(_row(hidden="hidden: few"), ""))
    assert len({cell.text for cell in cells}) == len(cells)
    assert len({cell.mark or cell.text for cell in cells}) == len(cells)
    assert len({cell.spoken for cell in cells}) == len(cells)


def test_mixed_is_never_a_number_and_says_its_lean():
    rows = [_row(state="mixed", lean=1, cell="mixed (+1)"), _row(site_id="b", rating=1, cell="+1")]
    shown = shown_of("cfir", rows)
    chart = maps.ratings(shown, "pre", listed(shown))
    (mixed, look), (number, plain) = _drawn(chart)
    assert (mixed, look) == ("mixed", heat_map.STRIPED)
    assert (number, plain) == ("+1", heat_map.PLAIN)
    assert "(+1)" in chart.figure
    assert "1 above, 0 0, 1 mixed" in chart.alt


@pytest.mark.parametrize("rating", [-2, -1, 0, 1, 2])
def test_a_number_can_be_read_on_its_colour(rating):
    fill = rating_cells.rated(_row(rating=rating, hidden=None), "").fill
    assert style.contrast(style.ink_on(fill), fill) >= 4.5


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ({"reading": "up", "steps": 2, "from_cell": "−1", "to_cell": "+1"}, "▲ 2"),
        ({"reading": "down", "steps": -4, "from_cell": "+2", "to_cell": "−2"}, "▼ 4"),
        ({"reading": "same", "steps": 0, "from_cell": "0", "to_cell": "0"}, "="),
        ({"reading": "changed", "from_cell": "mixed (+1)", "to_cell": "0"}, "◆"),
        ({"reading": None, "status": "not comparable", "reason": "Two places."}, "×"),
        ({"reading": None, "status": "missing", "reason": "Too little."}, "missing"),
    ],
)
def test_a_change_says_which_way_in_a_sign_and_steps_only_between_ratings(said, text):
    row = {"hidden": None, "from_cell": None, "to_cell": None, "steps": None, **said}
    cell = rating_cells.moved(row, "")
    assert cell.text == text
    assert bool(cell.fill) == bool(said.get("steps"))


def test_a_hidden_rating_says_so_and_nothing_else():
    shown = shown_of("cfir", [_row(state=None, rating=None, cell=None, hidden="hidden: few")])
    assert _drawn(maps.ratings(shown, "pre", listed(shown))) == [("hidden", heat_map.EMPTY)]


def test_sites_stand_in_the_order_given_with_what_it_goes_by():
    shown = shown_of("cfir", [_row(rating=1), _row(site_id="b", rating=-1)])
    order = SiteOrder({"b": SITES["b"], "a": SITES["a"]}, "Income level", {"b": "low", "a": "high"})
    chart = maps.ratings(shown, "pre", order)
    assert [text for text, _ in _drawn(chart)] == ["−1", "+1"]
    head = chart.figure.split("<thead")[1].split("</thead>")[0]
    assert head.index("Riverside") < head.index("Lakeside") < head.index("Income level")
    assert head.index("low") < head.index("high")


def test_the_other_name_stands_there_only_where_it_holds_for_the_construct_as_such():
    rows = [
        _row(rating=1, other_label="Relative Advantage"),
        _row(rating=1, construct_id="I-A", construct_order=1, other_label="Intervention Source"),
        _row(rating=1, construct_id="IV-C-B", construct_order=50, other_label="Compatibility"),
    ]
    shown = shown_of("cfir", rows)
    drawn = maps.ratings(shown, "pre", listed(shown)).figure
    assert "2009: same name" in drawn
    assert "2009: Intervention Source" in drawn
    assert "2009: Compatibility" not in drawn


def test_the_legend_has_what_the_map_has_and_no_more():
    shown = shown_of("cfir", [_row(rating=1), _row(site_id="b", state="missing")])
    legend = maps.ratings(shown, "pre", listed(shown)).figure.split("<table")[0]
    assert "too little was said" in legend
    assert "raters differ" not in legend
    assert "strong barrier" in legend


def test_a_proposal_is_dashed_and_never_a_rating():
    said = {"basis": "statements", "rating": -1, "status": "proposed"}
    shown = shown_of("proposed_ratings", [_row(**said)])
    chart = maps.proposals(shown, "pre", "statements", listed(shown))
    assert _drawn(chart) == [("−1", heat_map.DASHED)]
    assert "no rating before a person accepts it" in chart.unit


def test_many_sites_are_scrolled_inside_the_drawing_and_can_be_reached_by_keyboard():
    def drawn(n: int) -> str:
        cells = tuple(HeatCell("0", "0") for _ in range(n))
        names = [f"Site {i}" for i in range(n)]
        groups = [("", [HeatRow("Row", cells)])]
        return heat_map.drawn(HeatMap("A map", "Construct", names, groups), style.LIGHT)

    assert 'class="scroll" tabindex="0"' in drawn(30)
    assert 'class="scroll" tabindex="0"' not in drawn(12)


def test_text_from_files_stays_text():
    shown = shown_of("cfir", [_row(rating=1, construct_label="<b>x</b>", site_id="<i>")])
    drawn = maps.ratings(shown, "pre", listed(shown)).figure
    assert "<b>x" not in drawn
    assert "<i>" not in drawn


def test_the_headline_counts_sites_and_averages_nothing():
    rows = [
        _row(rating=-2),
        _row(site_id="b", rating=-1),
        _row(rating=2, construct_id="I-A", construct_label="Source"),
        _row(site_id="b", state="mixed", construct_id="I-A", construct_label="Source"),
    ]
    said = reading.headline(shown_of("cfir", rows), "pre")
    assert "most often rated a barrier: Relative Advantage (2 of 2)." in said
    assert "Most often a facilitator: Source (1 of 1)." in said


def test_a_change_says_what_went_down_as_well_as_up():
    moves = {"I-A": ("Source", 1), "I-C": ("Relative Advantage", -2)}
    rows = [
        CELL | BOTH | {"construct_id": one, "construct_label": label, "steps": steps}
        for one, (label, steps) in moves.items()
    ]
    said = reading.headline_changed(shown_of("cfir_change", rows), "pre", "post")
    assert "1 of 2 ratings that can be compared went up, 1 down." in said
    assert "Most often up: Source (1 of 1). Most often down: Relative Advantage (1 of 1)." in said


def test_no_change_that_can_be_compared_is_said():
    row = CELL | BOTH | {"reading": None, "status": "missing", "reason": "Too little."}
    said = reading.headline_changed(shown_of("cfir_change", [row]), "pre", "post")
    assert said == "From Before to After no rating can be compared."


BARRIER = _row(rating=-1, cell="−1") | {"barrier_2009": "Relative Advantage", "is_proposed": False}
FIGURE = {"strategy_id": "s1", "strategy": "Access new funding", "cluster_number": 9}
FIGURE |= {"cluster_label": "Finance", "status": "published", "in_library": True}


@pytest.mark.parametrize(
    ("known", "said"),
    [
        ({"percent": 62.0, "level": 1}, "62 %"),
        ({"percent_at_least": 20.0}, "at least 20 %"),
        ({"level": 1}, "at least 50 %"),
        ({"level": 2}, "20 to 49 %"),
    ],
)
def test_a_strategy_says_what_is_published_and_no_more(known, said):
    rows = [BARRIER | FIGURE | known | {"source": "a list (citing doi:10.1186/s13012-019-0892-4)"}]
    key = "2022|I-C|consensus|"
    chart = strategies(shown_of("strategies", rows), "a", "pre", key)
    assert f">{said}<" in chart.figure
    assert "doi:10.1186/s13012-019-0892-4" in chart.figure
    assert "recommend" not in chart.figure.casefold()
    assert chart.source_text.startswith("Source of the percentages: what stands beside each")


def test_a_barrier_without_a_figure_says_why():
    rows = [BARRIER | {"status": "no published figure", "reason": "None is held."}]
    chart = strategies(shown_of("strategies", rows), "a", "pre", "2022|I-C|consensus|")
    assert chart.figure is None
    assert chart.alt == "No published figure. None is held."
