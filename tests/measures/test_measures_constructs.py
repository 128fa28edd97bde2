"""Constructs of both editions: their order, their domains, and names that were verified."""

import csv

import pytest

from bridgeboard.measures.constructs import constructs, crosswalk, statements_on_constructs
from bridgeboard.settings import DATA


@pytest.fixture(scope="module")
def rows(demonstration):
    return constructs(demonstration, ["Zeal", "Ardour"]).to_dicts()


def reference(table):
    with (DATA / "reference" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_all_constructs_of_both_editions_are_there_and_own_ones_last(rows):
    found = [(row["framework"], row["construct_id"]) for row in rows]
    for edition, table, n in (("2022", "cfir_constructs", 67), ("2009", "cfir_2009", 41)):
        ids = [row["construct_id"] for row in reference(table)]
        assert [i for framework, i in found if framework == edition] == ids
        assert len(ids) == n
    assert found[-2:] == [("own", "Ardour"), ("own", "Zeal")]


def test_they_stand_by_domain_within_it_by_edition(rows):
    assert [row["construct_order"] for row in rows] == list(range(1, 111))
    blocks = list(dict.fromkeys((row["domain_order"], row["framework"]) for row in rows))
    assert blocks == [(n, f) for n in range(1, 6) for f in ("2022", "2009")] + [(6, "own")]
    labels = {row["domain"]: set() for row in rows}
    for row in rows:
        labels[row["domain"]].add(row["domain_label"])
    assert labels == {
        "innovation": {"Innovation", "Intervention Characteristics"},
        "outer_setting": {"Outer Setting"},
        "inner_setting": {"Inner Setting"},
        "individuals": {"Individuals", "Characteristics of Individuals"},
        "process": {"Implementation Process", "Process"},
        "own": {"Own constructs"},
    }


def test_groups_are_named_without_their_letters(rows):
    groups = {row["group_label"] for row in rows if row["framework"] == "2022"}
    assert groups == {None, "General", "Innovation-specific", "Roles", "Characteristics"}
    by_id = {row["construct_id"]: row["group_label"] for row in rows}
    assert by_id["2009-III-D1"] == "Implementation Climate"
    assert by_id["2009-I-A"] is None


def test_the_other_edition_is_named_only_where_the_link_was_read(rows):
    other = {row["construct_id"]: row["other_label"] for row in rows}
    assert other["I-A"] == "Intervention Source"
    assert other["2009-I-A"] == "Innovation Source"
    assert other["2009-III-E1"] == "High-level Leaders; Mid-level Leaders"
    # Linked by single items of pCAT about people in one role.
    assert (other["IV-C-B"], other["2009-III-D2"]) == (None, "Compatibility")
    # Only one link of several was read, in a row that is verified as a whole on the other side.
    assert other["2009-III-A"] == "Structural Characteristics: Work Infrastructure"
    # From memory, though the names are nearly the same.
    assert other["I-D"] is None
    assert other["2009-III-C"] is None
    assert other["Zeal"] is None


def test_every_link_rests_on_a_verified_row(demonstration):
    verified_2022 = {
        (name, row["construct_id"])
        for row in reference("cfir_constructs")
        if row["verified"] == "true"
        for name in row["constructs_2009"].split("; ")
    }
    verified_2009 = {
        (row["construct"], successor)
        for row in reference("cfir_2009")
        if row["verified"] == "true"
        for successor in row["successors_2022"].split("; ")
    }
    links = crosswalk(demonstration)
    found = list(links.select("label_2009", "id_2022").iter_rows())
    assert set(found) == {link for link in verified_2022 | verified_2009 if all(link)}
    assert len(found) == len(set(found)) == 17


def test_a_statement_bears_on_its_construct_or_else_on_its_themes(published):
    tables = {
        "themes": [{"theme_id": "t", "construct_id": "III-B"}, {"theme_id": "u", "order": 2}],
        "statements": [
            {"theme_id": "t", "construct_id": "I-C", "valence": "negative", "stance": "benefit"},
            {"theme_id": "t", "stance": "concern"},
            {"theme_id": "t", "stance": "neutral"},
            {"theme_id": "u", "stance": "benefit"},
            {"theme_id": "t", "site_id": None, "stance": "benefit"},
            {"theme_id": "t", "stance": "mixed", "release": "team"},
        ],
    }
    snapshot = published(tables)
    columns = ("statement_id", "construct_id", "valence")
    found = statements_on_constructs(snapshot).select(columns).sort("statement_id").rows()
    assert found == [
        ("s1", "I-C", "negative"),
        ("s2", "III-B", "negative"),
        ("s3", "III-B", None),
        ("s6", "III-B", "mixed"),
    ]
    assert statements_on_constructs(snapshot, released=True).height == 3
