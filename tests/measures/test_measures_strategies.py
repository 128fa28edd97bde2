"""strategies: for barriers made by hand, and for the demonstration a second time, slowly."""

import inspect

import polars as pl

from bridgeboard.measures import answer, strategies
from bridgeboard.settings import DATA, REFERENCE
from tests.measures.plain import Programme, _rows
from tests.measures.ratings import by_raters, rating, with_accepted


def rated(*cells_of, **other):
    """Consensus ratings of 2009: ("2009-I-D", "-1"), ..."""
    return [
        rating(cell, construct_id=construct, framework="2009", **other)
        for construct, cell in cells_of
    ]


def found(published, ratings, **tables):
    return strategies.strategies(published({"ratings": ratings} | tables))


def test_a_barrier_has_the_published_strategies_highest_first(published):
    frame = found(published, rated(("2009-I-D", "-1")))
    assert set(frame["barrier_2009"]) == {"Adaptability"}
    assert set(frame["barrier_link"]) == {"the construct itself"}
    assert set(frame["status"]) == {"published"}
    first = frame.row(0, named=True)
    assert (first["strategy"], first["percent"], first["level"]) == ("Promote adaptability", 73, 1)
    assert (first["n_sources"], first["cell"], first["basis"]) == (1, "−1", "consensus")
    assert "s43058-023-00500-9" in first["source"]
    printed = frame["percent"].drop_nulls().to_list()
    assert printed == sorted(printed, reverse=True)


def test_only_what_hinders_is_a_barrier(published):
    cells = ("-2", "-1", "0", "+1", "+2", "mixed", "mixed -1", "mixed 0", "mixed 1", "missing")
    cells += ("n/a",)
    rows = [
        rating(cell, site=f"site{n:02}", construct_id="2009-I-D", framework="2009")
        for n, cell in enumerate(cells)
    ]
    frame = found(published, rows)
    cells = frame.unique("site_id", maintain_order=True).select("site_id", "cell").rows()
    assert cells == [("site00", "−2"), ("site01", "−1"), ("site06", "mixed (−1)")]
    assert frame.filter(site_id="site06")["lean"].unique().to_list() == [-1]


def test_raters_who_differ_make_no_barrier_those_who_agree_do(published):
    about = {"construct_id": "2009-I-D", "framework": "2009"}
    rows = by_raters("-1", "-2", site="a", **about) + by_raters("-1", "-1", site="b", **about)
    rows += by_raters("-2", site="c", **about)
    frame = found(published, rows).unique("site_id", maintain_order=True)
    assert frame.select("site_id", "basis").rows() == [("b", "raters agree"), ("c", "one rater")]


#: framework, construct, the barrier of 2009, how it is reached, why there is no figure
REACHED = [
    ("2022", "III-E", "Tension for Change", "verified link", None),
    ("2022", "I-D", None, "none", "no link from Innovation Adaptability as such"),
    # The link to Compatibility is by one item about one role: not for the trait as such.
    ("2022", "IV-C-B", None, "none", "no link from Capability as such"),
    ("2009", "2009-I-H", "Cost", "the construct itself", "No figure for Cost as a barrier"),
    ("own", "Parking", None, "none", "Parking is in neither edition of CFIR"),
]


def test_a_barrier_reaches_strategies_by_a_link_that_was_read_or_says_why_not(published):
    whole = found(published, [rating("-1", construct_id=c, framework=f) for f, c, *_ in REACHED])
    for framework, construct, barrier, link, words in REACHED:
        frame = whole.filter(framework=framework, construct_id=construct)
        row = frame.row(0, named=True)
        assert (row["barrier_2009"], row["barrier_link"]) == (barrier, link)
        if words is None:
            assert frame.height > 1
            assert frame["reason"].null_count() == frame.height
            assert set(frame["status"]) == {"published"}
        else:
            assert frame.height == 1
            assert words in row["reason"]
            assert row["status"] == "no published figure"
            assert (row["strategy"], row["percent"], row["in_library"]) == (None, None, False)


def test_a_percentage_that_is_only_known_to_be_reached_is_not_made_up(published):
    shipped = [row for row in _rows(REFERENCE / "cfir_eric.csv") if row["percent_at_least"]]
    assert len(shipped) == 29
    barrier = shipped[0]["barrier_2009"]
    ids = {row["construct"]: row["construct_id"] for row in _rows(REFERENCE / "cfir_2009.csv")}
    frame = found(published, rated((ids[barrier], "-1")))
    row = frame.filter(strategy=shipped[0]["strategy"]).row(0, named=True)
    assert (row["percent"], row["percent_at_least"], row["level"]) == (None, 20, None)


def test_a_programmes_own_file_stands_beside_what_is_published(published):
    own = [
        {"barrier_2009": "Adaptability", "strategy": "Promote adaptability", "percent": 70},
        {"barrier_2009": "Cost", "strategy": "Access new funding", "percent": 61},
        {"barrier_2009": "Cost", "strategy": "Develop academic partnerships", "percent": 4},
    ]
    ratings = rated(("2009-I-D", "-1"), ("2009-I-H", "-1"))
    frame = found(published, ratings, strategy_endorsements=own)
    both = frame.filter(barrier_2009="Adaptability", strategy="Promote adaptability")
    assert both.select("percent", "status", "in_library").rows() == [
        (73, "published", True),
        (70, "own file", False),
    ]
    cost = frame.filter(barrier_2009="Cost")
    assert cost.select("strategy", "percent", "level", "source", "reason").rows() == [
        ("Access new funding", 61, 1, "the programme's own file", None),
        ("Develop academic partnerships", 4, None, "the programme's own file", None),
    ]


def test_what_is_only_proposed_is_marked_and_gives_way_to_a_rating(published):
    said = [
        {"site_id": site, "theme_id": "t", "construct_id": "III-E", "valence": "negative"}
        for site in ("a", "b", "c")
    ]
    ratings = [
        rating("+1", site="b", construct_id="III-E"),
        rating("-2", site="c", construct_id="III-E"),
    ]
    frame = found(published, ratings, statements=said).unique("site_id").sort("site_id")
    columns = ("site_id", "cell", "basis", "is_proposed", "n_against")
    assert frame.select(columns).rows() == [
        ("a", "−1", "statements", True, 1),
        ("c", "−2", "consensus", False, 1),
    ]
    assert "1 statement against" in frame["why"][0]


def test_an_accepted_rating_counts_and_is_said_to_be_accepted(published):
    published_evidence = rating("+1", construct_id="III-E") | {"provenance": "published"}
    snapshot = published({"ratings": [published_evidence]}, {"provenance": "published"})
    accepted = pl.DataFrame(
        {
            "site_id": ["a"],
            "wave_id": ["pre"],
            "framework": ["2022"],
            "construct_id": ["III-E"],
            "rating": [-2],
            "state": ["rated"],
            "reason": ["We all said so."],
            "basis": ["raters"],
        }
    )
    assert answer("strategies", snapshot).frame.is_empty()
    assert answer("strategies", snapshot).provenance == ("published",)
    given = with_accepted("strategies", accepted, snapshot)
    assert given.provenance == ("published", "collected")
    frame = given.frame
    row = frame.row(0, named=True)
    assert (row["cell"], row["basis"], row["accepted_from"]) == ("−2", "accepted", "raters")


def test_the_demonstrations_barriers_and_figures_are_those_of_a_second_slow_look(demonstration):
    files = Programme(DATA / "demonstration")
    ours = strategies.strategies(demonstration).filter(~pl.col("is_proposed"))
    of_2022 = {row["construct_id"]: row for row in _rows(REFERENCE / "cfir_constructs.csv")}
    of_2009 = _rows(REFERENCE / "cfir_2009.csv")
    eric = _rows(REFERENCE / "cfir_eric.csv")
    expected = set()
    for row in files["ratings"]:
        if row["rater"] != "consensus" or row["rating"] is None or int(row["rating"]) >= 0:
            continue
        construct = of_2022[row["construct_id"]]
        barriers = {
            old["construct"]
            for old in of_2009
            if (
                construct["verified"] == "true"
                and old["construct"] in (construct["constructs_2009"] or "").split("; ")
            )
            or (
                old["verified"] == "true"
                and row["construct_id"] in (old["successors_2022"] or "").split("; ")
            )
        }
        if row["construct_id"].startswith("IV-C"):
            barriers = set()
        where = row["site_id"], row["wave_id"], row["construct_id"]
        figures = {
            (
                *where,
                pair["barrier_2009"],
                pair["strategy"],
                pair["percent"] and float(pair["percent"]),
            )
            for pair in eric
            if pair["barrier_2009"] in barriers
        }
        expected |= figures or {(*where, min(barriers, default=None), None, None)}
    columns = ("site_id", "wave_id", "construct_id", "barrier_2009", "strategy", "percent")
    assert ours.height == len(expected) > 400
    assert set(ours.select(columns).rows()) == expected


def test_the_founding_study_has_proposed_barriers_only(upsides):
    frame = strategies.strategies(upsides)
    assert frame["is_proposed"].all()
    assert set(frame["basis"]) == {"statements"}
    barriers = frame.unique(["site_id", "wave_id", "construct_id"])
    assert barriers.height == 22
    ulm = frame.filter(site_id="ULM", construct_id="III-A-3").row(0, named=True)
    assert (ulm["cell"], ulm["barrier_2009"]) == ("−1", "Structural Characteristics")


def test_nothing_is_ever_called_recommended(demonstration):
    frame = strategies.strategies(demonstration).select(pl.col(pl.String))
    said = " ".join(frame["reason"].drop_nulls().unique()) + " ".join(frame.columns)
    said += inspect.getsource(strategies)
    assert "recommend" not in said.casefold()
