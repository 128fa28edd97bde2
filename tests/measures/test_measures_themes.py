"""themes and statements, on trees small enough to draw."""

import polars as pl

from bridgeboard.measures import answer
from bridgeboard.measures.statements import statements
from bridgeboard.measures.themes import themes

TREE = [
    {"theme_id": "top", "order": 1},
    {"theme_id": "second", "order": 2},
    {"theme_id": "under", "parent_id": "top", "order": 3},
    {"theme_id": "deep", "parent_id": "under", "order": 4},
]


def said(statement_id, theme_id, site_id="a", **other):
    return {"statement_id": statement_id, "theme_id": theme_id, "site_id": site_id} | other


def counts(frame, site, *columns):
    rows = frame.filter(pl.col("site_name") == site)
    return {row[0]: row[1:] for row in rows.select("theme_id", *columns).rows()}


def test_a_theme_counts_its_subthemes_at_any_depth_once(published):
    tables = {"themes": TREE, "statements": [said("s1", "top"), said("s2", "deep")]}
    frame = themes(published(tables))
    assert counts(frame, "Site a", "n", "n_incl") == {
        "top": (1, 2),
        "under": (0, 1),
        "deep": (1, 1),
        "second": (0, 0),
    }


def test_each_theme_is_followed_by_those_under_it(published):
    frame = themes(published({"themes": TREE, "statements": [said("s1", "top")]}))
    one = frame.filter(pl.col("site_id") == "a")
    assert one.select("theme_id", "depth", "theme_order").rows() == [
        ("top", 0, 1),
        ("under", 1, 2),
        ("deep", 2, 3),
        ("second", 0, 4),
    ]


def test_a_statement_at_two_sites_counts_at_each_and_once_in_all(published):
    tables = {"themes": TREE, "statements": [said("s1", "top", s) for s in ("a", "b")]}
    frame = themes(published(tables))
    found = [counts(frame, site, "n")["top"] for site in ("Site a", "Site b", "All sites")]
    assert found == [(1,), (1,), (1,)]


def test_what_names_no_site_stands_apart_and_in_all(published):
    tables = {"themes": TREE, "statements": [said("s1", "top"), said("s2", "top", None)]}
    frame = themes(published(tables))
    assert frame["site_name"].unique(maintain_order=True).to_list() == [
        "Site a",
        "No site named",
        "All sites",
    ]
    assert counts(frame, "No site named", "n")["top"] == (1,)
    assert counts(frame, "All sites", "n")["top"] == (2,)


def test_stances_are_counted_apart_with_and_without_subthemes(published):
    tables = {
        "themes": TREE,
        "statements": [
            said("s1", "top", stance="benefit"),
            said("s2", "under", stance="concern"),
            said("s3", "under", stance="concern"),
            said("s4", "deep", stance="mixed"),
        ],
    }
    columns = ("n_benefit", "n_concern", "n_mixed", "n_neutral")
    frame = themes(published(tables))
    assert counts(frame, "Site a", *columns)["top"] == (1, 0, 0, 0)
    including = [c.replace("n_", "n_incl_") for c in columns]
    assert counts(frame, "Site a", *including)["top"] == (1, 2, 1, 0)


def test_who_says_it_and_how_the_site_is_known_is_counted(published):
    tables = {
        "themes": TREE,
        "statements": [
            said("s1", "top", scope="site", kind="interpretation"),
            said("s2", "top", scope="all_sites"),
            said("s3", "top", scope="ref_only", kind="quote", release="team"),
            said("s4", "top", scope="multi_site"),
        ],
    }
    frame = themes(published(tables))
    columns = ("n", "n_named", "n_interpretation", "n_shareable")
    assert counts(frame, "Site a", *columns)["top"] == (4, 2, 1, 3)


def test_a_group_without_a_statement_is_not_reported_rather_than_absent(published):
    tables = {
        "themes": TREE,
        "statements": [said("s1", "top")],
        "focus_groups": [{"site_id": "b"}],
        "sites": [{"site_id": s} for s in "abc"],
    }
    frame = themes(published(tables))
    assert counts(frame, "Site b", "n", "status")["top"] == (0, "not reported")
    # c held no group and said nothing: nothing can be said of it, not even that.
    assert "Site c" not in frame["site_name"].to_list()


def test_a_tree_stands_only_at_the_waves_that_use_it(published):
    tables = {
        "waves": [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}],
        "themes": [
            {"theme_id": "old", "tree": "first", "order": 1},
            {"theme_id": "new", "tree": "second", "order": 2},
            {"theme_id": "newer", "tree": "second", "order": 3},
        ],
        "statements": [said("s1", "old", wave_id="pre"), said("s2", "new", wave_id="post")],
    }
    frame = themes(published(tables)).filter(pl.col("site_id") == "a")
    assert frame.select("wave_id", "theme_id").rows() == [
        ("pre", "old"),
        ("post", "new"),
        ("post", "newer"),
    ]


def test_focus_groups_without_any_statement_have_no_themes(published):
    found = answer("themes", published({"focus_groups": [{"site_id": "a"}]}))
    assert found.frame.is_empty()


def test_a_statement_knows_its_theme_construct_source_and_sites(published):
    tables = {
        "themes": [{"theme_id": "t", "label": "Trust"}],
        "statements": [
            said("s1", "t", "a", construct_id="I-C", source="paper", text="Yes."),
            said("s1", "t", "b", construct_id="I-C", source="paper", text="Yes."),
            said("s2", "t", None),
        ],
    }
    source = {"citation": "Somebody 2020.", "doi": "10.1000/x", "label": "Somebody"}
    frame = statements(published(tables, {"sources": {"paper": source}}))
    columns = (
        "statement_id",
        "site_name",
        "site_names",
        "theme_label",
        "source_label",
        "source_citation",
        "source_doi",
    )
    known = ("Trust", "Somebody", "Somebody 2020.", "10.1000/x")
    assert frame.select(columns).rows() == [
        ("s1", "Site a", "Site a; Site b", *known),
        ("s1", "Site b", "Site a; Site b", *known),
        ("s2", "No site named", None, "Trust", None, None, None),
    ]
    assert frame["construct_label"][0] == "Innovation Relative Advantage"
