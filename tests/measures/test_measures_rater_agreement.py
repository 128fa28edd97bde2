"""rater_agreement: by hand, against statsmodels, and where there is too little."""

import csv

import numpy as np
import polars as pl
import pytest

from bridgeboard.measures import answer
from bridgeboard.measures.rater_agreement import rater_agreement
from bridgeboard.settings import DATA
from tests.measures.ratings import by_raters, rating

#: What three raters say of twelve constructs at one site; the third rated few.
SAID = [
    ("+2", "+2", ""),
    ("+1", "+2", ""),
    ("+1", "+1", "+1"),
    ("0", "0", "+2"),
    ("0", "-1", ""),
    ("-1", "-1", ""),
    ("-2", "+2", ""),
    ("-2", "-2", ""),
    ("+1", "0", ""),
    ("+2", "+1", ""),
    ("mixed", "mixed -1", ""),
    ("mixed", "0", ""),
    ("missing", "+1", "missing"),
    ("", "+1", ""),
]


def unit(cells, n):
    return by_raters(*cells, framework="own", construct_id=f"c{n}")


@pytest.fixture(scope="module")
def found(published_once):
    rows = [row for n, cells in enumerate(SAID) for row in unit(cells, n)]
    rows += [rating("0", framework="own", construct_id=f"c{n}") for n in range(5)]
    rows += [*by_raters("+1", "+1", wave="post"), rating("+1", wave="later")]
    rows += [rating("+1", "rater1", wave="last")]
    frame = rater_agreement(published_once({"ratings": rows}))
    return {(row["wave_id"], row["raters"]): row for row in frame.to_dicts()}


def test_pairs_follow_all_raters_and_the_consensus_is_no_rater(found):
    assert list(found) == [
        ("pre", "All raters"),
        ("pre", "rater1 and rater2"),
        ("pre", "rater1 and rater3"),
        ("pre", "rater2 and rater3"),
        ("post", "All raters"),
        ("post", "rater1 and rater2"),
        ("later", "All raters"),
        ("last", "All raters"),
    ]
    assert found["pre", "All raters"]["n_raters"] == 3


def test_shares_count_mixed_and_missing_and_kappa_only_ratings(found):
    row = found["pre", "rater1 and rater2"]
    # 13 said by both; 10 on the scale; equal: 5 ratings and one mixed; within one: 4 more.
    assert (row["n_units"], row["n_rated"]) == (13, 10)
    assert row["share_equal"] == pytest.approx(6 / 13)
    assert row["share_within_one"] == pytest.approx(10 / 13)


def test_kappa_and_its_interval_are_those_of_statsmodels(found):
    from statsmodels.stats.inter_rater import cohens_kappa

    table = np.zeros((5, 5))
    for first, second, _ in SAID[:10]:
        table[int(first) + 2, int(second) + 2] += 1
    theirs = cohens_kappa(table, wt="linear")
    row = found["pre", "rater1 and rater2"]
    ours = row["kappa"], row["kappa_lower"], row["kappa_upper"]
    expected = theirs.kappa, max(theirs.kappa_low, -1), min(theirs.kappa_upp, 1)
    assert ours == pytest.approx(expected, abs=1e-9)
    assert row["status"] == "ok"


def test_all_raters_together_have_alpha_and_no_kappa(found):
    row = found["pre", "All raters"]
    # The third rater says something of three units; two raters are enough for a unit to count.
    assert (row["n_units"], row["n_rated"]) == (13, 10)
    assert row["share_equal"] == pytest.approx(5 / 13)
    assert row["share_within_one"] == pytest.approx(9 / 13)
    assert row["kappa"] is None
    assert row["alpha_ordinal"] == pytest.approx(alpha(scale()), abs=1e-12)


def scale():
    return [[int(c) for c in cells if c.lstrip("+-").isdigit()] for cells in SAID]


def alpha(units):
    """Ordinal alpha the slow way, by pairs of ratings."""
    units = [unit for unit in units if len(unit) > 1]
    everything = [v for unit in units for v in unit]

    def apart(x, y):
        low, high = sorted((x, y))
        between = sum(low <= v <= high for v in everything)
        return (between - (everything.count(low) + everything.count(high)) / 2) ** 2

    within = sum(
        apart(x, y) / (len(unit) - 1) for unit in units for x in unit for y in unit if x != y
    )
    return 1 - within * (len(everything) - 1) / sum(
        apart(x, y) for x in everything for y in everything
    )


def test_below_ten_units_there_is_not_enough_data(found):
    row = found["pre", "rater1 and rater3"]
    assert (row["status"], row["n_rated"], row["kappa"]) == ("not enough data", 2, None)
    assert row["reason"] == (
        "2 constructs at sites have a rating by two raters: at least 10 are needed."
    )
    assert found["post", "All raters"]["reason"].startswith("1 construct at a site has")
    # Shares are plain counts and stay.
    assert found["post", "All raters"]["share_equal"] == 1.0


def test_one_rater_is_not_measured_against_anybody(found):
    assert found["later", "All raters"]["status"] == "one rater"
    assert found["later", "All raters"]["reason"] == (
        "Only the consensus is known, not what each rater gave."
    )
    assert found["last", "All raters"]["reason"] == "Only one person rated."
    assert found["last", "All raters"]["share_equal"] is None


def test_without_spread_there_is_no_interval_and_the_reason_says_why(published):
    said = {
        "same": [("+1", "+1")] * 11 + [("0", "0")],
        "one": [("+1", "+1"), ("+1", "0")] * 6,
        "never": [("+2", "-2"), ("-2", "+2")] * 6,
        "constant": [("+1", "+1")] * 12,
    }
    rows = [
        row | {"wave_id": wave}
        for wave, units in said.items()
        for n, cells in enumerate(units)
        for row in unit(cells, n)
    ]
    frame = rater_agreement(published({"ratings": rows})).filter(~pl.col("is_all"))
    columns = ("wave_id", "kappa", "kappa_lower", "status", "share_equal", "reason")
    assert frame.select(columns).rows() == [
        ("same", 1.0, None, "ok", 1.0, "They agree on all of them, so kappa has no interval."),
        (
            *("one", 0.0, None, "ok", 0.5),
            "One of them gave every unit the same rating, so kappa has no interval.",
        ),
        ("never", -1.0, None, "ok", 0.0, "They agree on none of them, so kappa has no interval."),
        (
            *("constant", None, None, "no spread", 1.0),
            "Every rating is the same: nothing could have shown a difference.",
        ),
    ]


def test_the_demonstration_agrees_as_its_file_says(demonstration):
    from statsmodels.stats.inter_rater import cohens_kappa

    said = {}
    with (DATA / "demonstration" / "ratings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["rater"] != "consensus":
                place = row["wave_id"], row["site_id"], row["construct_id"]
                said.setdefault(place, {})[row["rater"]] = row
    rows = answer("rater_agreement", demonstration).frame.filter(~pl.col("is_all")).to_dicts()
    assert [row["wave_id"] for row in rows] == ["before", "m18"]
    for row in rows:
        both = [b for (wave, *_), b in said.items() if wave == row["wave_id"] and len(b) == 2]
        table = np.zeros((5, 5))
        equal = 0
        for unit in both:
            a, b = unit["rater-1"], unit["rater-2"]
            if a["state"] == b["state"] == "rated":
                table[int(a["rating"]) + 2, int(b["rating"]) + 2] += 1
            leans = {a["rating"], b["rating"]} - {""}
            equal += a["state"] == b["state"] and (
                a["rating"] == b["rating"] or (a["state"] == "mixed" and len(leans) == 1)
            )
        assert (row["n_units"], row["n_rated"]) == (len(both), table.sum())
        assert row["share_equal"] == pytest.approx(equal / len(both))
        assert row["kappa"] == pytest.approx(cohens_kappa(table, wt="linear").kappa)


def test_a_programme_without_ratings_has_nothing_to_compare(upsides):
    assert answer("rater_agreement", upsides).frame.is_empty()
