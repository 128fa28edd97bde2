"""Which groups are hidden: by cases, and under attack from all surveys of a wave at once."""

import numpy as np
import polars as pl
import pytest

from bridgeboard.disclosure.groups import hidden_groups
from bridgeboard.disclosure.tables import width
from tests.disclosure.attack import Puzzle, ranges


def people(counts, wave="pre"):
    """Answer.people from {evidence: {site: n}} or {evidence: {site: (n_asked, n)}}."""
    rows = [
        (evidence, site, wave, *(n if isinstance(n, tuple) else (n, n)))
        for evidence, sites in counts.items()
        for site, n in sites.items()
    ]
    columns = ("evidence", "site_id", "wave_id", "n_asked", "n")
    types = (pl.String, pl.String, pl.String, pl.Int64, pl.Int64)
    return pl.DataFrame(rows, schema=dict(zip(columns, types, strict=True)), orient="row")


def hidden(counts, k=10):
    """{evidence: hidden sites} and the kinds of evidence whose total is hidden."""
    found = hidden_groups(people(counts), k)
    sites = {evidence: set() for evidence in counts}
    for evidence, site in found.groups.select("evidence", "site_id").iter_rows():
        sites[evidence].add(site)
    return sites, set(found.totals["evidence"])


PSA, PCAT, TALKS = "survey:psa12", "survey:pcat", "focus_groups"


def test_nothing_is_hidden_where_all_groups_are_large_enough():
    assert hidden({PSA: {"a": 10, "b": 11}}) == ({PSA: set()}, set())


def test_one_small_site_takes_the_smallest_other_with_it():
    assert hidden({PSA: {"a": 30, "b": 9, "c": 20, "d": 40}}) == ({PSA: {"b", "c"}}, set())


def test_a_site_where_nobody_was_asked_is_not_hidden_and_protects_nobody():
    assert hidden({PSA: {"a": 30, "b": 9, "c": 0}})[0] == {PSA: {"a", "b"}}


def test_enough_asked_but_too_few_answered_is_hidden():
    assert hidden({PSA: {"a": (12, 9), "b": (12, 11), "c": 20}})[0] == {PSA: {"a", "b"}}


def test_a_few_who_began_and_answered_nothing_are_hidden():
    assert "a" in hidden({PSA: {"a": (3, 0), "b": 20, "c": 20}})[0][PSA]


def test_the_only_site_takes_the_total_with_it():
    assert hidden({PSA: {"a": 4}}) == ({PSA: {"a"}}, {PSA})


def test_a_protecting_site_is_hidden_in_all_surveys_of_the_wave():
    # b protects a in one survey. The other one, which a has not, must not show b's size, which is
    # much the same there: so b is hidden there as well, and needs company of its own.
    found, totals = hidden(
        {PSA: {"a": 4, "b": 12, "c": 30, "d": 40}, PCAT: {"b": 12, "c": 30, "d": 40}}
    )
    assert found[PSA] >= {"a", "b"}
    assert found[PCAT] == {"b", "c"}
    assert not totals


def test_a_small_group_in_one_survey_is_not_hidden_in_another():
    found, _ = hidden({PSA: {"a": 30, "b": 30, "c": 20}, PCAT: {"a": 6, "b": 7, "c": 20}})
    assert found == {PSA: set(), PCAT: {"a", "b"}}


def test_small_groups_that_another_survey_betrays_as_small_are_protected_too():
    # Both are shown in the other survey, so neither can be hidden only to protect: both are known
    # to be at most 9, and they add up to 18.
    counts = {PSA: {"a": 9, "b": 9, "c": 30, "d": 50}, PCAT: {"a": 12, "b": 12, "c": 30, "d": 50}}
    found, totals = hidden(counts)
    assert len(found[PSA]) > 2
    assert not totals


def test_focus_groups_are_other_people():
    found, _ = hidden({PSA: {"a": 30, "b": 30}, TALKS: {"a": 5, "b": 8}})
    assert found == {PSA: set(), TALKS: {"a", "b"}}


def test_waves_are_decided_one_by_one():
    frame = pl.concat(
        [people({PSA: {"a": 9, "b": 20}}, "pre"), people({PSA: {"a": 10, "b": 20}}, "post")]
    )
    assert hidden_groups(frame, 10).groups["wave_id"].unique().to_list() == ["pre"]


def test_no_people_at_all_hides_nothing():
    found = hidden_groups(people({}), 10)
    assert found.groups.is_empty()
    assert found.totals.is_empty()


@pytest.mark.parametrize("k", [5, 10, 20])
def test_no_size_of_a_thousand_programmes_can_be_narrowed_down(k):
    random = np.random.default_rng(k)
    puzzles, truths = [], []
    for _ in range(350):
        sites = [f"s{i}" for i in range(random.integers(1, 9))]
        counts = {}
        for evidence in (PSA, PCAT)[: random.integers(1, 3)]:
            sizes = random.poisson(random.choice([4, 9, 18]), len(sites))
            counts[evidence] = {s: int(n) for s, n in zip(sites, sizes, strict=True)}
        found, without_total = hidden(counts, k)
        for evidence, sizes in counts.items():
            gone = found[evidence]
            assert {s for s, n in sizes.items() if 0 < n < k} <= gone
            if evidence in without_total:
                continue
            assert not gone or sum(sizes[s] for s in gone) >= k
            puzzle = Puzzle()
            terms = {}
            for site in sorted(gone):
                betrayed = any(
                    other != evidence and sizes_there[site] and site not in found[other]
                    for other, sizes_there in counts.items()
                )
                terms[puzzle.unknown(1, k - 1 if betrayed else None)] = 1
            puzzle.equal.append((terms, sum(sizes[s] for s in gone)))
            puzzles.append(puzzle if terms else Puzzle())
            truths.append([sizes[s] for s in sorted(gone)])
    assert sum(bool(truth) for truth in truths) > 100
    for truth, ends in zip(truths, ranges(puzzles), strict=True):
        assert all(
            low - 1e-6 <= n <= high + 1e-6 for n, (low, high) in zip(truth, ends, strict=True)
        )
        assert all(high - low >= width(k) - 1e-6 for low, high in ends)
