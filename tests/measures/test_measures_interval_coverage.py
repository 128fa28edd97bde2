"""The section on intervals: which figures are bold, and what is said of them."""

import pytest

from bridgeboard.cli.docs import coverage
from bridgeboard.measures import document
from bridgeboard.measures.interval_coverage import section


def row(method="Hedges' g", coverage="95.0", n_a_side="5", n_sites="1", scale="total"):
    return {
        "method": method,
        "scale": scale,
        "n_a_side": n_a_side,
        "n_sites": n_sites,
        "programmes": "2000",
        "coverage": coverage,
        "mean_width": "1.5",
        "note": "",
    }


@pytest.mark.parametrize(
    ("figure", "bold"),
    [("92.9", True), ("93.0", False), ("95.0", False), ("97.0", False), ("97.1", True)],
)
def test_figures_outside_93_to_97_are_bold_and_named(figure, bold):
    found = section([row(coverage=figure), row(n_a_side="12")])
    assert (f"| **{figure}** | 95.0 |" in found) == bold
    assert (f"- Hedges' g, {figure} %." in found) == bold
    assert ("All lie within 93 to 97 %." in found) != bold


def test_a_method_is_named_once_with_its_range_and_the_reason():
    found = section(
        [
            row("Prediction interval, points", "88.0", n_sites="3"),
            row("Prediction interval, points", "86.5", "12", n_sites="3"),
            row("Prediction interval, points", "94.0", "30", n_sites="3"),
        ]
    )
    assert found.count("- Prediction interval, points, 86.5 to 88.0 %: where sites differ") == 1
    assert "| Prediction interval, points | total | **88.0** | **86.5** | 94.0 |" in found


def test_no_interval_is_said_in_words():
    found = section(
        [row("Hodges-Lehmann, paired", ""), row("Hodges-Lehmann, paired", "97.3", "12")]
    )
    assert "| Hodges-Lehmann, paired | total | no interval | **97.3** |" in found
    assert "Under 6 pairs there is no" in found


def test_columns_go_by_sites_and_then_by_people():
    rows = [row(n_sites=sites, n_a_side=n) for sites in ("12", "3") for n in ("12", "5")]
    assert ("| 3 sites, n = 5 | 3 sites, n = 12 | 12 sites, n = 5 | 12 sites, n = 12 |") in section(
        [*rows]
    )


def test_without_rows_there_is_no_section():
    assert section([]) == ""
    assert "95 % intervals hold the truth" not in document()


def test_every_row_of_the_file_is_on_the_page():
    page = document(coverage())
    for one in coverage():
        assert f"| {one['method']} | {one['scale']} |" in page
        if one["coverage"]:
            assert one["coverage"] in page
