"""Who moved: read from its SVG."""

import itertools
import xml.etree.ElementTree as ET

from bridgeboard.charts.figures.moved import moved
from tests.measures.surveys import linked

SVG = "{http://www.w3.org/2000/svg}"
OF = ("mood", "mood", "before", "after")
DEMO = ("psa12", "total", "before", "m06")


def followed(surveyed, before, after, **tables):
    first, last = linked(before, after)
    given = surveyed({("a", "before"): [*first, 3], ("a", "after"): last}, **tables)
    return given("moved")


def texts(chart):
    return [text.text for text in ET.fromstring(chart.figure).iter(f"{SVG}text")]


def test_the_sentence_counts_up_same_and_down(surveyed):
    chart = moved(followed(surveyed, [1, 1, 3, 5, 5], [3, 5, 3, 5, 1]), *OF)
    assert chart.alt == (
        "Of 5 people followed at both waves, 2 are in a higher third, 2 in the same, "
        "1 in a lower third."
    )
    assert "5 of 6 with a score at Wave before and 5 at Wave after" in chart.n_text


def test_the_sentence_stands_in_the_drawing_and_is_its_description(surveyed):
    chart = moved(followed(surveyed, [1, 1, 3], [3, 5, 3]), *OF, site_id="a")
    root = ET.fromstring(chart.figure)
    assert root.find(f"{SVG}desc").text == chart.alt
    assert " ".join(texts(chart)).startswith(chart.alt[:40])
    assert "at Site a" in chart.alt


def test_each_flow_has_its_number_and_its_direction(surveyed):
    found = texts(moved(followed(surveyed, [1, 1, 3, 5], [3, 3, 3, 1]), *OF))
    assert {"↗ 2", "→ 1", "↘ 1"} <= set(found)


def test_ribbons_are_as_high_as_their_people(surveyed):
    chart = moved(followed(surveyed, [1, 1, 1, 5], [3, 3, 3, 1]), *OF)
    rects = [r for r in ET.fromstring(chart.figure).iter(f"{SVG}rect") if r.get("width") == "12"]
    heights = [float(r.get("height")) for r in rects]
    assert sum(heights) == 2 * 200
    assert sorted(heights) == [50, 50, 150, 150]


def test_a_third_that_nobody_is_in_is_still_named(surveyed):
    found = texts(moved(followed(surveyed, [1, 1, 1], [1, 1, 1]), *OF))
    assert found.count("upper third") == 2
    assert found.count("0 people") == 4


def test_everything_is_inside_the_drawing(shown_demonstration):
    for narrow in (False, True):
        chart = moved(shown_demonstration("moved"), *DEMO, narrow=narrow)
        root = ET.fromstring(chart.figure)
        _, _, width, height = map(float, root.get("viewBox").split())
        for text in root.iter(f"{SVG}text"):
            wide = 7 * len(text.text)
            x = float(text.get("x"))
            left = {"start": x, "end": x - wide, "middle": x - wide / 2}[text.get("text-anchor")]
            assert left >= -1, text.text
            assert left + wide <= width + 1 or text.get("text-anchor") == "start", text.text
            assert 0 < float(text.get("y")) <= height


def test_labels_of_thirds_never_lie_on_each_other(shown_demonstration):
    chart = moved(shown_demonstration("moved"), *DEMO)
    rows = [t for t in ET.fromstring(chart.figure).iter(f"{SVG}text") if "third" in t.text]
    for anchor in ("start", "end"):
        at = sorted(
            float(t.get("y"))
            for t in rows
            if t.get("text-anchor") == anchor and t.text.endswith(" third") and len(t.text) < 14
        )
        assert len(at) == 3
        assert min(b - a for a, b in itertools.pairwise(at)) >= 34


def test_names_are_escaped_and_simulated_data_says_so(surveyed, shown_demonstration):
    waves = [
        {"wave_id": "before", "label": "<b>Before</b>", "order": 1},
        {"wave_id": "after", "label": "After & on", "order": 2},
    ]
    chart = moved(followed(surveyed, [1, 1, 3], [3, 5, 3], waves=waves), *OF)
    assert {"<b>Before</b>", "After & on"} <= set(texts(chart))
    assert "Simulated data" in texts(moved(shown_demonstration("moved"), *DEMO))


def test_nobody_to_follow_is_a_sentence(surveyed):
    given = surveyed({("a", "before"): [1, 2, 3], ("a", "after"): [1, 2, 3]})
    chart = moved(given("moved"), *OF)
    assert chart.figure is None
    assert chart.alt.startswith("Nobody can be followed")


def test_hidden_flows_are_a_sentence_and_leave_no_number(shown_demonstration):
    chart = moved(shown_demonstration("moved", "shareable"), "psa12", "total", "before", "m18")
    assert chart.figure is None
    assert "hidden: fewer than 10 people" in chart.alt
    assert chart.table["People"].drop_nulls().is_empty()


def test_dark_and_light_have_their_own_ink(shown_demonstration):
    light, dark = (moved(shown_demonstration("moved"), *DEMO, dark=d).figure for d in (False, True))
    assert 'fill="#14171A"' in light
    assert 'fill="#14171A"' not in dark
