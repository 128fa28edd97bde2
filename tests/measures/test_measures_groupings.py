"""groupings: which sites did well, by outcomes, shift, milestones and a person's own choice."""

import polars as pl
import pytest

from bridgeboard.measures.groupings import groupings, own_groupings
from tests.measures.surveys import instrument_file, people, waves


def groups(frame, grouping):
    return dict(frame.filter(grouping=grouping).select("site_id", "group").rows())


def rule(frame, grouping):
    return frame.filter(grouping=grouping)["grouping_rule"].unique().item()


@pytest.fixture(scope="module")
def tabled(published_once):
    """The groupings of a programme with two outcomes and milestones."""
    named = [
        {"site_id": "a", "outcome": "Kept going", "group": "high", "value": 1},
        {"site_id": "b", "outcome": "Kept going", "group": "low", "value": 9},
        {"site_id": "c", "outcome": "Kept going", "value": 5},
    ]
    counted = [
        {"site_id": site, "outcome": "People met", "value": value, "unit": "people"}
        for site, value in zip("abcde", (10, 30, 20, 40, 20), strict=True)
    ]
    done = {"a": 3, "b": 1, "c": 2}
    milestones = [
        {"site_id": site, "milestone": f"step{n}", "done_on": "2020-01-01" if n < k else None}
        for site, k in done.items()
        for n in range(4)
    ]
    return groupings(published_once({"outcomes": named + counted, "milestones": milestones}))


def test_an_outcome_with_groups_keeps_them_and_its_values_are_not_asked(tabled):
    assert groups(tabled, "outcome:Kept going") == {"a": "high", "b": "low"}
    assert rule(tabled, "outcome:Kept going") == "High and low: as the programme itself says."


def test_an_outcome_with_values_only_is_parted_above_its_median(tabled):
    found = groups(tabled, "outcome:People met")
    assert found == {"a": "low", "b": "high", "c": "low", "d": "high", "e": "low"}
    assert "above the median of the sites (20 people)" in rule(tabled, "outcome:People met")


def test_milestones_part_sites_above_the_median_share_done(tabled):
    # d and e have no milestones.
    assert groups(tabled, "milestones") == {"a": "high", "b": "low", "c": "low"}
    assert "(50%)" in rule(tabled, "milestones")


#: Site a rises from 20 to 40, b stays, c falls, d has two people, e answered once only.
TWENTY, FORTY = [19, 20, 21, 20], [39, 40, 41, 40]
SCORES = {
    ("a", "before"): TWENTY,
    ("a", "after"): FORTY,
    ("b", "before"): TWENTY,
    ("b", "after"): TWENTY[::-1],
    ("c", "before"): FORTY,
    ("c", "after"): TWENTY,
    ("d", "before"): [20, 21],
    ("d", "after"): [40, 41],
    ("e", "before"): TWENTY,
}


@pytest.fixture(params=["better", "worse"])
def shifted(request, published, tmp_path):
    """Which end of the scale is the better one, and the groupings of a programme with SCORES."""
    folder = tmp_path / "programme"
    instrument_file(folder)
    path = folder / "instruments" / "mood.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"better"', f'"{request.param}"'), encoding="utf-8")
    tables = people(SCORES) | {"waves": waves("Before", "After")}
    return request.param, groupings(published(tables))


def test_a_site_whose_mean_got_better_did_well_and_one_without_an_interval_is_in_no_group(shifted):
    higher_is, frame = shifted
    well, word = {"better": ("a", "rose"), "worse": ("c", "fell")}[higher_is]
    expected = dict.fromkeys("abc", "low") | {well: "high"}
    assert groups(frame, "shift:mood") == expected
    assert frame["grouping_label"].unique().to_list() == ["Shift of Mood, Before to After"]
    assert f"{word} from Before to After" in rule(frame, "shift:mood")


def test_only_the_scale_of_all_items_groups_sites(demonstration):
    frame = groupings(demonstration)
    shifts = frame.filter(grouping_kind="shift")
    assert shifts["grouping"].unique().to_list() == ["shift:psa12"]
    assert "all 12 items" in rule(frame, "shift:psa12")
    assert not shifts.select("site_id").is_duplicated().any()


def test_the_order_is_outcomes_shift_milestones(demonstration):
    kinds = groupings(demonstration)["grouping_kind"].unique(maintain_order=True).to_list()
    assert kinds == ["outcome", "shift", "milestones"]


def test_one_wave_has_no_shift_and_an_empty_programme_no_grouping(published):
    assert groupings(published()).is_empty()


def test_own_groups_come_as_people_made_them_and_withdrawn_ones_do_not(tabled):
    decided = pl.DataFrame(
        {
            "grouping": ["Ours", "Ours", "Gone"],
            "site_id": ["a", "b", None],
            "group": ["high", "low", None],
            "by": ["steward"] * 3,
        }
    )
    frame = own_groupings(decided)
    assert groups(frame, "own:Ours") == {"a": "high", "b": "low"}
    assert frame["grouping_kind"].unique().to_list() == ["own"]
    assert frame.schema == tabled.schema
