"""What bears on an influence, a construct and a theme, against the reference table by hand."""

import pytest

from bridgeboard.measures.bearing import influences, subjects
from bridgeboard.measures.cfir import cfir
from bridgeboard.measures.said import statements_on_subjects


@pytest.fixture(scope="module")
def of_demonstration(demonstration):
    about = subjects(demonstration, statements_on_subjects(demonstration), cfir(demonstration))
    return {(subject.kind, subject.subject_id): subject for subject in about}


def test_an_influence_has_the_items_constructs_and_factors_that_the_table_names(of_demonstration):
    found = of_demonstration["influence", "psw_training"]
    assert found.items == (("psa12", "c2"),)
    assert [(one.framework, one.construct_id, one.votes) for one in found.rated] == [
        ("2022", "III-K", True),
        # Of the innovation deliverers: a rating doesn't say of whom it is.
        ("2022", "IV-C-B", False),
    ]
    assert found.factors == ("training", "knowledge_of_peer_support")
    resources = of_demonstration["influence", "resources"]
    assert resources.items == ()
    assert ("2009", "2009-III-E2", "Available Resources (2009)", True) in resources.rated


def test_every_influence_has_constructs_and_every_item_of_psa12_has_one(demonstration):
    found = influences(demonstration)
    assert len(found) == 8
    assert all(subject.rated and named.roles for subject, named in found)
    items = [item for subject, _ in found for item in subject.items]
    assert sorted(items) == sorted(
        ("psa12", item) for item in demonstration.instruments["psa12"].item_ids
    )


def test_a_theme_has_the_items_under_it_and_its_own_construct(of_demonstration):
    concerns = of_demonstration["theme", "T2"]
    assert concerns.items == tuple(("psa12", item) for item in ("c1", "c2", "c3", "c4"))
    assert [one.construct_id for one in concerns.rated][:1] == ["I-C"]
    trust = of_demonstration["theme", "T4.3"]
    assert trust.items == (("psa12", "t2"),)
    assert trust.factors == ("prior_experience", "tradition_movement", "knowledge_of_peer_support")
    # The themes under it are named for three influences: the factors of each, once.
    whole = of_demonstration["theme", "T4"].factors
    assert {"hierarchy", "prior_experience", "workload"} <= set(whole)
    assert len(set(whole)) == len(whole)


def test_items_that_are_never_summed_stand_with_ratings_not_with_the_survey(of_demonstration):
    items = {item for subject in of_demonstration.values() for item in subject.items}
    assert {instrument for instrument, _ in items} == {"psa12"}
