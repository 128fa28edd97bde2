"""distinguishing: constructs that part sites, by hand, with few sites, and a second time slowly."""

import polars as pl
import pytest

from bridgeboard.measures import answer
from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.decided import answer_with_groupings
from bridgeboard.measures.distinguishing import caveat, distinguishing, distinguishing_rows
from bridgeboard.measures.groupings import own_groupings
from bridgeboard.settings import DATA
from tests.measures.plain import Programme

WELL = [
    {"site_id": site, "outcome": "Went well", "group": group}
    for site, group in zip("abcdef", ("high",) * 3 + ("low",) * 3, strict=True)
]


def rated(construct, cells, **other):
    """Ratings of sites a, b, ... by one rater: a number, or a state."""
    about = {"construct_id": construct, "rater": "consensus"} | other
    return [
        {"site_id": site, **about}
        | ({"rating": cell} if isinstance(cell, int) else {"state": cell})
        for site, cell in zip("abcdef", cells, strict=False)
        if cell is not None
    ]


def one(frame, construct):
    return frame.filter(construct_id=construct).row(0, named=True)


@pytest.fixture(scope="module")
def frame(published_once):
    """Four constructs rated everywhere, and three that are not."""
    ratings = [
        *rated("I-C", [2, 2, 1, -1, -1, -2]),
        *rated("III-E", [1, 2, 1, 0, 0, 0]),
        *rated("III-F", [1, 2, 0, 0, 0, -1]),
        *rated("V-A", [-2, -1, -1, 0, 0, 1]),
        *rated("V-B", ["mixed", 1, "missing", -1, "not_applicable", -2]),
        *rated("V-C", [2, None, None, 2], rater="one"),
        *rated("V-C", [2, None, None, 1], rater="two"),
        *rated("V-D", [2, 2, 1, -1, -1, "missing"]),
    ]
    return distinguishing(published_once({"outcomes": WELL, "ratings": ratings}))


def test_a_construct_parts_the_groups_or_it_does_not(frame):
    columns = ("construct_id", "verdict", "direction", "gap", "status", "caveat")
    assert frame.select(columns).rows()[:4] == [
        ("I-C", "strong", "higher where it went well", 2, "ok", None),
        ("III-E", "weak", "higher where it went well", 1, "ok", None),
        ("III-F", "none", None, 0, "ok", None),
        ("V-A", "weak", "lower where it went well", 1, "ok", None),
    ]
    row = one(frame, "I-C")
    assert (row["lowest_high"], row["highest_low"]) == (1, -1)
    assert (row["mean_high"], row["mean_low"]) == pytest.approx((5 / 3, -4 / 3))
    assert row["cells_high"] == "Site a +2; Site b +2; Site c +1"
    # Of 20 ways to choose three of six sites, only a, b, c part them, or d, e, f.
    assert row["by_chance"] == 2 / 20


def test_mixed_stands_at_0_in_no_mean_and_what_is_no_rating_is_left_out_and_said(frame):
    row = one(frame, "V-B")
    assert (row["n_high"], row["n_low"], row["n_mixed"]) == (2, 2, 1)
    assert (row["lowest_high"], row["mean_high"], row["verdict"]) == (0, 1.0, "strong")
    assert row["cells_high"] == "Site a mixed; Site b +1; Site c missing"
    assert row["cells_low"] == "Site d −1; Site e n/a; Site f −2"
    # Raters of d differ: that is no rating, so the other side has none.
    row = one(frame, "V-C")
    assert (row["n_high"], row["n_low"], row["verdict"], row["status"]) == (1, 0, None, "not rated")
    assert row["cells_low"] == "Site d differ; Site e not rated; Site f not rated"
    assert row["reason"] == "No site that did not do well has a rating of it at this wave."
    assert row["mean_high"] is None


def test_a_grouping_with_all_sites_on_one_side_says_so(published):
    rows = [{"site_id": s, "outcome": "All alike", "value": 7} for s in "ab"]
    frame = distinguishing(published({"outcomes": rows, "ratings": rated("I-C", [1, 2])}))
    row = one(frame, "I-C")
    assert (row["status"], row["n_sites_high"], row["n_sites_low"]) == ("one group", 0, 2)
    assert row["reason"].startswith("All sites are in the same group")


@pytest.mark.parametrize(
    ("n_high", "n_low", "few"),
    [(3, 3, False), (4, 2, False), (3, 2, True), (5, 1, True), (9, 1, True), (2, 4, False)],
)
def test_fewer_than_six_sites_or_two_a_side_are_few(n_high, n_low, few):
    assert (caveat(n_high, n_low) is not None) == few


def test_few_sites_are_counted_where_they_have_a_rating(frame):
    assert one(frame, "V-D")["caveat"].startswith("Few sites: 3 that did well against 2.")


def test_waves_stand_apart(published):
    tables = {
        "waves": [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}],
        "outcomes": WELL[:1] + WELL[3:4],
        "ratings": [
            *rated("I-C", [1, None, None, 1]),
            *rated("I-C", [2, None, None, -2], wave_id="post"),
        ],
    }
    frame = distinguishing(published(tables))
    assert frame.select("wave_id", "verdict").rows() == [("pre", "none"), ("post", "strong")]


def test_without_ratings_or_groups_there_are_no_rows(published, upsides):
    assert distinguishing(published({"outcomes": WELL})).is_empty()
    assert distinguishing(published({"ratings": rated("I-C", [1])})).is_empty()
    assert distinguishing(upsides).is_empty()


def test_own_groupings_stand_after_those_of_the_programme(published):
    snapshot = published({"outcomes": WELL, "ratings": rated("I-C", [2, -2])})
    decided = pl.DataFrame(
        {"grouping": ["Ours"] * 2, "site_id": ["a", "b"], "group": ["low", "high"]}
    )
    whole = answer_with_groupings(
        answer("distinguishing", snapshot), cfir(snapshot), decided, snapshot
    )
    assert whole.frame["grouping"].to_list() == ["outcome:Went well", "own:Ours"]
    assert whole.provenance == ("collected",)
    row = whole.frame.row(1, named=True)
    assert (row["verdict"], row["direction"]) == ("strong", "lower where it went well")
    alone = distinguishing_rows(cfir(snapshot), own_groupings(decided))
    assert alone.rows() == whole.frame.rows()[1:]


def test_the_demonstration_a_second_time_from_its_files(demonstration):
    programme = Programme(DATA / "demonstration")
    group = {row["site_id"]: row["group"] for row in programme["outcomes"]}
    ratings: dict = {}
    for row in programme["ratings"]:
        place = row["construct_id"], row["wave_id"], row["site_id"]
        if row["rater"] == "consensus":
            ratings[place] = row
    expected = {}
    for construct, wave, _ in ratings:
        sides: dict = {"high": [], "low": []}
        for site, side in group.items():
            row = ratings.get((construct, wave, site))
            if row and row["state"] in ("rated", "mixed"):
                sides[side].append(int(row["rating"]) if row["state"] == "rated" else 0)
        high, low = sides["high"], sides["low"]
        apart = min(high) > max(low) or max(high) < min(low)
        far = abs(sum(high) / len(high) - sum(low) / len(low)) > 2
        expected[construct, wave] = "none" if not apart else "strong" if far else "weak"
    frame = distinguishing(demonstration).filter(
        pl.col("grouping_kind") == "outcome", pl.col("status") == "ok"
    )
    found = {row[:2]: row[2] for row in frame.select("construct_id", "wave_id", "verdict").rows()}
    assert found == expected
    assert set(found.values()) == {"none", "weak"}
