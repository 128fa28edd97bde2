"""What the shareable view hides of two waves."""

from dataclasses import replace

import polars as pl
import pytest

from bridgeboard.disclosure import Filters, shown
from bridgeboard.disclosure.surveys import surveys
from bridgeboard.measures import answer
from tests.disclosure.programmes import two_waves

#: k is 5. Site: people before and after, of whom linked.
SIZES = {
    "large": (12, 12, 6),
    "others_few": (12, 9, 6),
    "few_linked": (12, 12, 4),
    "none_linked": (12, 12, 0),
    "all_linked": (8, 8, 8),
    "small_before": (4, 12, 0),
    "small_after": (12, 4, 0),
    "small": (3, 3, 3),
    "left": (12, 0, 0),
    "left_small": (4, 0, 0),
    "apart": (12, 12, 6),
}


@pytest.fixture(scope="module")
def found(published_once):
    """shift of one programme with every kind of site."""
    sites = [
        {"site_id": site, "comparable_across_waves": "no" if site == "apart" else "yes"}
        for site in SIZES
    ]
    tables = two_waves(
        {site: (before, after) for site, (before, after, _) in SIZES.items()},
        linked={site: linked for site, (_, _, linked) in SIZES.items()},
    )
    return answer("shift", published_once(tables | {"sites": sites}, {"k": 5}))


def rows(frame, design):
    part = frame.filter(pl.col("scale_id") == "total", pl.col("design") == design)
    return {row["site_id"]: row for row in part.iter_rows(named=True)}


def test_two_waves_are_shown_only_where_both_groups_are(found):
    frame = shown(found, "shareable").frame
    unpaired, paired = rows(frame, "unpaired"), rows(frame, "paired")
    assert {site for site, row in unpaired.items() if row["hidden"]} == {
        *("small_before", "small_after", "small", "left_small")
    }
    estimated = {site for site, row in paired.items() if row["value"] is not None}
    assert estimated == {"large", "all_linked"}
    # Fewer than five are linked, or fewer than five are not.
    assert paired["few_linked"]["hidden"]
    assert paired["others_few"]["hidden"]
    assert paired["none_linked"]["hidden"] is None
    assert paired["none_linked"]["n_pairs"] == 0


def test_how_many_are_linked_is_hidden_beside_everybody_too(found):
    unpaired = rows(shown(found, "shareable").frame, "unpaired")
    assert unpaired["few_linked"]["n_pairs"] is None
    assert unpaired["few_linked"]["value"] is not None
    assert unpaired["others_few"]["n_pairs"] is None
    assert unpaired["large"]["n_pairs"] == 6


def test_nothing_that_tells_the_size_is_left_in_a_hidden_row(found):
    frame = shown(found, "shareable").frame
    gone = frame.filter(pl.col("hidden").is_not_null())
    numbers = [name for name, dtype in gone.schema.items() if dtype.is_numeric()]
    plan = {"minimum", "maximum", "scale_order", "n_items", "n_items_scale", "months"}
    plan |= {"from_wave_order", "to_wave_order", "n_asked_from", "n_asked_to"}
    people = [name for name in numbers if name not in plan]
    assert len(people) > 20
    assert gone.select(pl.col(people).is_null().all()).row(0) == (True,) * len(people)
    secret = gone.filter(~pl.col("site_id").is_in(["left_small"]))
    assert secret.select(pl.col("status", "reason", "test", "reading").is_null().all()).row(0) == (
        (True,) * 4
    )


def test_sizes_of_the_groups_are_hidden_where_the_group_is(found):
    unpaired = rows(shown(found, "shareable").frame, "unpaired")
    sizes = {site: (row["n_asked_from"], row["n_asked_to"]) for site, row in unpaired.items()}
    assert sizes["large"] == (12, 12)
    assert sizes["small"] == (None, None)
    assert sizes["small_before"][0] is None
    assert sizes["left"] == (12, 0)


def test_what_everybody_knows_stays(found):
    unpaired = rows(shown(found, "shareable").frame, "unpaired")
    assert (unpaired["left"]["status"], unpaired["left"]["hidden"]) == ("no answers", None)
    assert unpaired["left"]["n_from"] == 12
    assert unpaired["left_small"]["status"] == "no answers"
    assert unpaired["left_small"]["hidden"]
    assert unpaired["apart"]["status"] == "not comparable"


def test_no_single_respondent_is_shown(found):
    frame = shown(found, "shareable").frame
    for name in ("points_from", "points_to"):
        assert frame[name].null_count() == frame.height
        assert found.frame[name].null_count() < found.frame.height


def test_a_corrected_p_is_hidden_where_it_may_be_another_sites(found, published):
    frame = shown(found, "shareable").frame
    assert frame["p"].null_count() < frame.height
    assert frame["p_holm"].null_count() == frame.height
    large = answer("shift", published(two_waves({"a": (9, 9), "b": (8, 8)}), {"k": 5}))
    frame = shown(large, "shareable").frame.filter(pl.col("design") == "unpaired")
    assert frame["p_holm"].null_count() == 0


def test_a_small_group_of_a_version_hides_the_instruments_comparison(found):
    # As if pCAT were a version of PSA-12, answered by four people at one large site.
    version = {"evidence": "survey:pcat", "site_id": "large", "wave_id": "pre"}
    version |= {"n_asked": 4, "n": 4}
    more = pl.DataFrame([version], schema=found.people.schema)
    both = replace(found, people=pl.concat([found.people, more]), bases={"pcat": "psa12"})
    assert ("psa12", "large", "pre") in surveys(both).groups
    assert ("psa12", "large", "pre") not in surveys(found).groups
    assert rows(shown(both, "shareable").frame, "unpaired")["large"]["hidden"]


def test_the_team_sees_everything(found):
    frame = shown(found, "team").frame
    assert frame.drop("hidden").equals(found.frame)


def test_both_waves_must_be_chosen(published):
    tables = two_waves({"a": (6, 6)})
    late = [
        dict(row, wave_id="late", respondent_id="l" + row["respondent_id"])
        for row in tables["respondents"]
        if row["wave_id"] == "post"
    ]
    late_answers = [
        dict(row, respondent_id="l" + row["respondent_id"])
        for row in tables["answers"]
        if "-post-" in row["respondent_id"]
    ]
    tables["respondents"] += late
    tables["answers"] += late_answers
    tables["waves"] = [*tables["waves"], {"wave_id": "late", "order": 3}]
    found = answer("shift", published(tables))

    def chosen(*waves):
        frame = shown(found, "team", Filters(waves=waves)).frame
        return set(frame.select("from_wave_id", "to_wave_id").unique().rows())

    assert chosen() == {("pre", "post"), ("pre", "late"), ("post", "late")}
    assert chosen("pre", "late") == {("pre", "late")}
    assert chosen("pre") == set()


def test_a_site_is_of_the_income_level_of_the_earlier_wave(published):
    tables = two_waves({"a": (6, 6)}) | {
        # Tanzania: low until 30 June 2020, lower-middle from then on.
        "sites": [{"site_id": "a", "country_iso3": "TZA"}],
        "waves": [
            {"wave_id": "pre", "order": 1, "from_on": "2019-11-01"},
            {"wave_id": "post", "order": 2, "from_on": "2021-02-01"},
        ],
    }
    found = answer("shift", published(tables))
    heights = [
        shown(found, "team", Filters(income_levels=(level,))).frame.height
        for level in ("low", "lower-middle")
    ]
    assert heights == [found.frame.height, 0]
