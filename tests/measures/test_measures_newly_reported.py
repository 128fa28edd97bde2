"""newly_reported, on programmes small enough to count by hand."""

import polars as pl

from bridgeboard.measures.newly_reported import newly_reported

TRUST = "Trust in peer support grew over time"
WAVES = [
    {"wave_id": "pre", "order": 1, "label": "Before"},
    {"wave_id": "post", "order": 2, "label": "After"},
]


def _status(snapshot) -> dict[tuple[str | None, str], str]:
    rows = newly_reported(snapshot)
    return {(row["site_id"], row["theme_id"]): row["status"] for row in rows.to_dicts()}


def test_only_waves_after_the_first_are_answered(published):
    snapshot = published(
        {"waves": WAVES, "statements": [{"theme_id": "t", "wave_id": "pre"}]},
    )
    assert newly_reported(snapshot).is_empty()


def test_a_theme_is_new_at_a_site_that_had_not_named_it_before(published):
    snapshot = published(
        {
            "waves": WAVES,
            "statements": [
                {"theme_id": "t", "site_id": "a", "wave_id": "pre"},
                {"theme_id": "t", "site_id": "a", "wave_id": "post"},
                {"theme_id": "t", "site_id": "b", "wave_id": "post"},
            ],
        }
    )
    assert _status(snapshot) == {("a", "t"): "same theme before", ("b", "t"): "new"}
    assert newly_reported(snapshot)["before_at"].to_list() == ["Site a", "Site a"]


def test_a_subtheme_before_counts_as_the_same_theme(published):
    snapshot = published(
        {
            "waves": WAVES,
            "themes": [{"theme_id": "t"}, {"theme_id": "t1", "parent_id": "t"}],
            "statements": [
                {"theme_id": "t1", "wave_id": "pre"},
                {"theme_id": "t", "wave_id": "post"},
            ],
        }
    )
    assert _status(snapshot) == {("a", "t"): "same theme before"}


def test_a_theme_of_another_codebook_counts_as_related_only(published):
    snapshot = published(
        {
            "waves": WAVES,
            "themes": [
                {"theme_id": "old", "tree": "one"},
                {"theme_id": "new", "tree": "two", "related_theme_id": "old"},
            ],
            "statements": [
                {"theme_id": "old", "wave_id": "pre"},
                {"theme_id": "new", "wave_id": "post", "site_id": None},
            ],
        }
    )
    assert _status(snapshot) == {(None, "new"): "related theme before"}


def test_a_statement_that_names_two_sites_counts_once_at_each(published):
    two = {"statement_id": "s", "theme_id": "t", "wave_id": "post", "scope": "multi_site"}
    snapshot = published(
        {
            "waves": WAVES,
            "statements": [
                {**two, "site_id": "a", "stance": "benefit"},
                {**two, "site_id": "b", "stance": "benefit"},
            ],
        }
    )
    assert newly_reported(snapshot).select("site_id", "n", "n_benefit").rows() == [
        ("a", 1, 1),
        ("b", 1, 1),
    ]


def test_upsides_names_two_sites_after_18_months_and_authors_apart(upsides):
    rows = newly_reported(upsides)
    named = rows.filter(rows["site_id"].is_not_null())
    assert sorted(set(named["site_id"])) == ["BU", "DS"]
    assert set(named["theme_label"]) == {
        "Care offered in the community",
        "Lighter workload for MHWs",
    }
    trust = rows.row(by_predicate=pl.col("theme_label") == TRUST, named=True)
    assert (trust["before_at"], trust["status"]) == ("Ulm", "related theme before")
    own = rows.filter(rows["n_interpretation"] > 0)
    assert set(own["theme_label"]) == {"Authors' implications", "Authors' rationale"}
