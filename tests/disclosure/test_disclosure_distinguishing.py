"""Which groups of sites, and which constructs that part them, the shareable view shows."""

import polars as pl
import pytest

from bridgeboard.disclosure import shown
from bridgeboard.measures import answer
from bridgeboard.measures.accepted import answer_with_accepted
from bridgeboard.measures.decided import answer_with_groupings
from tests.measures.surveys import instrument_file, people, waves

RATINGS = [
    {"site_id": site, "wave_id": "after", "construct_id": "I-C", "rater": "one", "rating": rating}
    for site, rating in (("a", 2), ("b", -1))
]
NO_OWN = pl.DataFrame(schema={"grouping": pl.String, "site_id": pl.String, "group": pl.String})


def spread(middle, n):
    return [middle - 1, middle + 1] * (n // 2) + [middle] * (n % 2)


@pytest.fixture
def snapshot(published, tmp_path):
    """Sites a (rises) and b (stays), rated, with as many people at b after as a test says."""

    def publish(n):
        instrument_file(tmp_path / "programme")
        scores = {
            ("a", "before"): spread(20, 12),
            ("a", "after"): spread(40, 12),
            ("b", "before"): spread(20, 12),
            ("b", "after"): spread(20, n),
        }
        outcomes = [
            {"site_id": site, "outcome": "Went well", "group": group}
            for site, group in (("a", "high"), ("b", "low"))
        ]
        tables = people(scores) | {
            "waves": waves("Before", "After"),
            "ratings": RATINGS,
            "outcomes": outcomes,
        }
        return published(tables, {"k": 10})

    return publish


def groupings(frame):
    return frame["grouping"].unique(maintain_order=True).to_list()


def test_groups_by_shift_are_shown_where_every_shift_is(snapshot):
    found = shown(answer("distinguishing", snapshot(12)), "shareable")
    assert groupings(found.frame) == ["outcome:Went well", "shift:mood"]
    assert found.frame["verdict"].drop_nulls().to_list() == ["strong"] * 2
    assert found.frame["hidden"].null_count() == found.frame.height


@pytest.mark.parametrize("n", [9, 2])
def test_one_hidden_shift_takes_all_groups_by_shift_with_it(snapshot, n):
    whole = answer("distinguishing", snapshot(n))
    assert groupings(shown(whole, "team").frame) == ["outcome:Went well", "shift:mood"]
    found = shown(whole, "shareable")
    assert groupings(found.frame) == ["outcome:Went well"]
    assert "Groups by shift are left out where the shift of a site is hidden." in found.notes


def test_groups_that_somebody_made_are_for_the_team(snapshot):
    own = pl.DataFrame({"grouping": ["Ours"] * 2, "site_id": ["a", "b"], "group": ["high", "low"]})
    of_programme = snapshot(12)
    ratings = answer("cfir", of_programme).frame
    whole = answer_with_groupings(
        answer("distinguishing", of_programme), ratings, own, of_programme
    )
    assert groupings(shown(whole, "team").frame)[-1] == "own:Ours"
    found = shown(whole, "shareable")
    assert groupings(found.frame) == ["outcome:Went well", "shift:mood"]
    assert "Groups that people of the programme made are for the team." in found.notes


PCAT_ACCEPTED = pl.DataFrame(
    {
        "site_id": ["b"],
        "wave_id": ["after"],
        "framework": ["2022"],
        "construct_id": ["I-C"],
        "rating": [-2],
        "state": ["rated"],
        "reason": ["What most of them answered."],
        "basis": ["pcat"],
    }
)


@pytest.mark.parametrize(("n", "visible"), [(12, True), (9, False)])
def test_a_row_with_a_rating_accepted_from_few_answers_is_hidden(published, n, visible):
    answers = {("b", "after"): [-2] * n, ("a", "after"): [1] * 12, ("c", "after"): [1] * 12}
    tables = people(answers, instrument="pcat", item="p12") | {
        "waves": waves("Before", "After"),
        "ratings": RATINGS,
        "outcomes": [
            {"site_id": site, "outcome": "Went well", "group": group}
            for site, group in (("a", "high"), ("b", "low"))
        ],
    }
    snapshot = published(tables, {"k": 10})
    ratings = answer_with_accepted(answer("cfir", snapshot), PCAT_ACCEPTED, snapshot)
    whole = answer_with_groupings(
        answer("distinguishing", snapshot), ratings.frame, NO_OWN, snapshot
    )
    after = pl.col("wave_id") == "after"
    assert shown(whole, "team").frame.filter(after)["cells_low"].item() == "Site b −2"
    row = shown(whole, "shareable").frame.filter(after).row(0, named=True)
    assert (row["hidden"] is None) == visible
    assert (row["cells_low"], row["verdict"]) == (
        ("Site b −2", "strong") if visible else (None, None)
    )
