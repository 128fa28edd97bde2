"""The map: read from its SVG."""

import xml.etree.ElementTree as ET

import pytest

from bridgeboard.charts import land, style
from bridgeboard.charts.figures.world import world

SVG = "{http://www.w3.org/2000/svg}"
PLACES = {
    "Ulm": (48.4, 9.99, "DEU", "high"),
    "Butabika": (0.32, 32.58, "UGA", "low"),
    "Pune": (18.52, 73.86, "IND", None),
}


def _sites(places=PLACES):
    return [
        {
            "site_id": name,
            "site_name": name,
            "country": iso,
            "country_iso3": iso,
            "latitude": latitude,
            "longitude": longitude,
        }
        for name, (latitude, longitude, iso, _) in places.items()
    ]


def _income(places=PLACES):
    return [
        {
            "site_id": name,
            "site_name": name,
            "wave_id": "pre",
            "income_level_at_wave": level,
        }
        for name, (_, _, _, level) in places.items()
    ]


def _drawn(shown, places=PLACES, **look):
    given = shown("sites", _sites(places), provenance=look.pop("provenance", ("published",)))
    chart = world(given, shown("income", _income(places)), "at_wave", **look)
    return chart, ET.fromstring(chart.figure)


def _texts(root):
    return [text.text for text in root.iter(f"{SVG}text")]


def test_the_map_is_an_image_with_a_title_and_a_description(shown):
    chart, root = _drawn(shown)
    assert root.get("role") == "img"
    assert root.find(f"{SVG}title").text == "Where are the sites?"
    assert root.find(f"{SVG}desc").text == chart.alt
    assert chart.alt == (
        "Map of 3 sites in 3 countries: High income: Ulm; Low income: Butabika; "
        "Income level not dated: Pune."
    )


def test_each_site_is_named_beside_its_mark(shown):
    _, root = _drawn(shown)
    assert {"Ulm", "Butabika", "Pune"} <= set(_texts(root))


def test_north_is_up_and_east_is_right(shown):
    _, root = _drawn(shown)
    at = {
        text.text: (float(text.get("x")), float(text.get("y"))) for text in root.iter(f"{SVG}text")
    }
    assert at["Ulm"][0] < at["Butabika"][0] < at["Pune"][0]
    assert at["Ulm"][1] < at["Pune"][1] < at["Butabika"][1]


def test_the_shape_says_the_income_level_as_well_as_the_colour(shown):
    _, root = _drawn(shown)
    fills = {mark.get("fill") for mark in root.iter(f"{SVG}polygon")}
    assert fills == {style.LIGHT.incomes["high"]}
    rings = [mark for mark in root.iter(f"{SVG}circle") if mark.get("fill") == style.LIGHT.page]
    full = [m for m in root.iter(f"{SVG}circle") if m.get("fill") == style.LIGHT.incomes["low"]]
    assert (len(rings), len(full)) == (2, 2)


def test_a_site_without_coordinates_is_named_under_the_map(shown):
    _, root = _drawn(shown, PLACES | {"Nowhere": (None, None, "DEU", "high")})
    assert "Not on the map (no coordinates): Nowhere" in _texts(root)


def test_without_any_coordinates_nothing_is_drawn(shown):
    places = {"Nowhere": (None, None, "DEU", "high")}
    chart = world(shown("sites", _sites(places)), shown("income", _income(places)), "at_wave")
    assert chart.figure is None
    assert chart.table["Site"].to_list() == ["Nowhere"]


def test_names_that_would_overlap_become_numbers_with_a_list(shown):
    close = {f"Site {i:02}": (50 + i / 100, 10 + i / 100, "DEU", "high") for i in range(12)}
    _, root = _drawn(shown, close | {"Far": (0.0, 70.0, "UGA", "low")})
    texts = _texts(root)
    assert "12" in texts
    assert any(text.endswith("Site 11") for text in texts)


def test_a_name_of_sixty_letters_does_not_run_out_of_the_map(shown):
    name = "A very long name of a site that has about sixty letters here"
    _, root = _drawn(shown, PLACES | {name: (10.0, 10.0, "UGA", "low")})
    assert any((text or "").endswith(name) for text in _texts(root))
    assert "4" in _texts(root)


def test_only_land_in_sight_is_sent(shown):
    chart, _ = _drawn(shown)
    whole = "".join(piece for _, piece in land.outline())
    assert 1000 < len(chart.figure) < len(whole)


def test_land_has_the_shape_of_the_world():
    boxes = [box for box, _ in land.outline()]
    assert min(box[0] for box in boxes) == pytest.approx(-180, abs=1)
    assert max(box[2] for box in boxes) == pytest.approx(180, abs=1)
    assert land.within(9, -49, 11, -47), "there is land at Ulm"
    assert not land.within(-30, -1, -29, 1), "there is none in the Atlantic"


def test_a_simulated_map_says_so(shown):
    _, root = _drawn(shown, provenance=("simulated",))
    assert "Simulated data" in _texts(root)
