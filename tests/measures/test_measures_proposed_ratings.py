"""proposed_ratings: of the founding study by hand, of both programmes a second time, slowly."""

import polars as pl
import pytest

from bridgeboard.measures import answer
from bridgeboard.measures.proposed_ratings import proposed_ratings
from bridgeboard.settings import DATA
from tests.measures.plain import Programme
from tests.measures.surveys import people


@pytest.fixture(scope="module")
def of_upsides(upsides):
    return proposed_ratings(upsides)


def one(frame, **where):
    return frame.filter(**where).row(0, named=True)


@pytest.mark.parametrize(
    ("site", "construct", "cell", "counts", "informants", "of_all_sites"),
    [
        # Eight statements for, among them quotes at BU 11 and BU 23; five speak of all sites or of
        # the low- and middle-income ones, one of them against.
        ("BU", "I-C", "+2", (8, 0, 0), 2, 5),
        # Four against, two mixed: two thirds, not all, though one quote only.
        ("UKE", "III-F", "−1", (0, 4, 2), 1, 0),
        # Six against, one for, one mixed, and a neutral one: three quarters.
        ("ULM", "III-A-3", "−1", (1, 6, 1), 1, 0),
        # Four for, one against, four mixed.
        ("BGU", "III-D-1", "mixed", (4, 1, 4), None, 0),
        # All four for, two of them the authors' own words, no quote.
        ("UKE", "III-D-1", "+1", (4, 0, 0), 0, 0),
    ],
)
def test_what_the_founding_study_says_proposes(
    of_upsides, site, construct, cell, counts, informants, of_all_sites
):
    row = one(of_upsides, site_id=site, construct_id=construct, wave_id="pre")
    assert row["cell"] == cell
    assert (row["n_for"], row["n_against"], row["n_mixed"]) == counts
    assert (row["n_informants"], row["n_of_all_sites"]) == (informants, of_all_sites)
    assert (row["basis"], row["status"], row["provenance"]) == (
        "statements",
        "proposed",
        "published",
    )


def test_references_stand_with_their_statements(of_upsides):
    row = one(of_upsides, site_id="UKE", construct_id="III-D-1")
    assert row["refs"] == "ST020 (UKE 186); ST120; ST166; ST168"


def test_a_construct_of_which_only_all_sites_are_said_has_no_rating(of_upsides):
    rows = of_upsides.filter(pl.col("n_for") + pl.col("n_against") + pl.col("n_mixed") == 0)
    assert rows.height == 16
    assert rows["status"].unique().to_list() == ["not enough data"]
    assert rows.select("rating", "state", "cell", "n_informants").null_count().row(0) == (16,) * 4


def test_no_statement_without_a_site_proposes_anything(published):
    statements = [{"site_id": None, "construct_id": "I-C", "valence": "positive"}]
    assert proposed_ratings(published({"statements": statements})).is_empty()


def test_statements_of_a_theme_bear_on_its_construct(published):
    tables = {
        "themes": [{"theme_id": "t", "construct_id": "I-C"}],
        "statements": [{"theme_id": "t", "stance": "concern"}],
    }
    row = one(proposed_ratings(published(tables)))
    assert (row["framework"], row["construct_id"], row["rating"]) == ("2022", "I-C", -1)
    assert row["construct_label"] == "Innovation Relative Advantage"


def test_two_items_on_one_construct_stay_two_proposals(published):
    two = people({("a", "pre"): [2, 2, 1]}, "pcat", "p13")
    two["answers"] += [
        {"respondent_id": f"r{n}", "instrument_id": "pcat", "item_id": "p14", "value": -1}
        for n in range(3)
    ]
    frame = proposed_ratings(published(two)).filter(construct_id="IV-C-D")
    columns = ("item_id", "role_label", "rating", "n_informants", "n_concrete")
    assert frame.select(columns).rows() == [
        ("p13", "High-level Leaders", 2, 3, 2),
        ("p14", "Mid-level Leaders", -1, 3, 0),
    ]


def test_an_item_that_too_few_answered_has_no_rating(published):
    frame = proposed_ratings(published(people({("a", "pre"): [2, 2, None]}, "pcat", "p1")))
    assert frame.height == 14
    row = one(frame, item_id="p1")
    assert (row["status"], row["rating"], row["n_informants"]) == ("not enough data", None, 2)
    assert one(frame, item_id="p2")["n_informants"] == 0


def test_only_released_statements_propose_in_the_shareable_frame(published):
    statements = [
        {"construct_id": "I-C", "valence": "positive", "release": "team"},
        {"construct_id": "I-C", "valence": "negative"},
    ]
    found = answer("proposed_ratings", published({"statements": statements}))
    assert found.frame["cell"].to_list() == ["mixed"]
    assert found.released["cell"].to_list() == ["−1"]
    assert found.released["refs"].to_list() == ["s2"]


def _statements(p):
    """{(site, wave, construct): (rating or None, state or None)} from the files, slowly."""
    theme = {row["theme_id"]: row for row in p["themes"]}
    ways = {"benefit": "positive", "concern": "negative", "mixed": "mixed", "neutral": None}
    found: dict = {}
    for row in p["statements"]:
        construct = row["construct_id"] or theme[row["theme_id"]]["construct_id"]
        if row["site_id"] is None or construct is None:
            continue
        place = found.setdefault((row["site_id"], row["wave_id"], construct), [])
        if row["scope"] in ("site", "multi_site", "ref_only", "implied"):
            place.append((row["valence"] or ways[row["stance"]], row))
    return {place: _rating(rows) for place, rows in found.items()}


def _rating(rows):
    ways = [way for way, _ in rows if way]
    if not ways:
        return None, None
    for way, sign in (("positive", 1), ("negative", -1)):
        if ways.count(way) / len(ways) > 0.6666:
            places = set()
            for other, row in rows:
                if other == way and row["kind"] == "quote":
                    places |= set((row["transcript_refs"] or row["group_id"] or "?").split("; "))
            strong = ways.count(way) == len(ways) and len(places) > 1
            return sign * (1 + strong), "rated"
    return None, "mixed"


def _answers(p):
    """{(site, wave, item): (rating or None, state or None)} from the files, slowly."""
    where = {r["respondent_id"]: (r["site_id"], r["wave_id"]) for r in p["respondents"]}
    found: dict = {}
    for row in p["answers"]:
        if row["instrument_id"] == "pcat":
            ticked = found.setdefault((*where[row["respondent_id"]], row["item_id"]), [])
            if row["state"] == "answered":
                ticked.append(int(row["value"]))
    return {place: _from(ticked) for place, ticked in found.items()}


def _from(ticked):
    n = len(ticked)
    if n < 3:
        return None, None
    plus, minus = [v for v in ticked if v > 0], [v for v in ticked if v < 0]
    for side, sign in ((plus, 1), (minus, -1)):
        if len(side) / n > 0.6666:
            return sign * (2 if side.count(2 * sign) / n >= 0.5 else 1), "rated"
    mixed = min(len(plus), len(minus)) / n > 0.3333
    return (None, "mixed") if mixed else (0, "rated")


@pytest.mark.parametrize("name", ["upsides", "demonstration"])
def test_statements_a_second_time_from_the_files(request, name):
    frame = proposed_ratings(request.getfixturevalue(name)).filter(basis="statements")
    columns = ("site_id", "wave_id", "construct_id", "rating", "state")
    found = {row[:3]: row[3:] for row in frame.select(columns).iter_rows()}
    assert found == _statements(Programme(DATA / name))


def test_answers_a_second_time_from_the_files(demonstration):
    frame = proposed_ratings(demonstration).filter(basis="pcat")
    columns = ("site_id", "wave_id", "item_id", "rating", "state")
    found = {row[:3]: row[3:] for row in frame.select(columns).iter_rows()}
    assert found == _answers(Programme(DATA / "demonstration"))
    assert {rating for rating, _ in found.values()} == {-2, -1, 0, 1, 2, None}
