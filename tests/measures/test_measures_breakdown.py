"""breakdown, by hand and against a slow second version on the demonstration's files."""

import polars as pl
import pytest

from bridgeboard import settings
from bridgeboard.measures import answer
from bridgeboard.measures.breakdown import ATTRIBUTES, breakdown
from bridgeboard.measures.drawn_points import drawn_points
from tests.measures import plain

WAVES = [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}]


def survey(*people):
    """Tables of people: (what they say of themselves, site, their answer to both items or none)."""
    return {
        "respondents": [
            {"respondent_id": f"r{i}", "site_id": site} | about
            for i, (about, site, _) in enumerate(people)
        ],
        "answers": [
            {"respondent_id": f"r{i}", "instrument_id": "psa12", "item_id": item, "value": value}
            for i, (_, _, level) in enumerate(people)
            for item, value in ({"t1": level, "t2": level} if level else {"b1": 3}).items()
        ],
        "waves": WAVES,
    }


def rows(snapshot, attribute, site=None, wave="pre"):
    place = pl.col("site_id").is_null() if site is None else pl.col("site_id") == site
    return breakdown(snapshot).filter(
        place,
        pl.col("attribute") == attribute,
        pl.col("wave_id") == wave,
        pl.col("scale_id") == "collaboration",
    )


NURSES = [({"profession": "nurse"}, "a", level) for level in (3, 4, 5)]
OTHERS = [({"profession": "cook"}, "a", 2), ({}, "a", 1)]


def test_three_nurses_by_hand(published):
    found = rows(published(survey(*NURSES, *OTHERS)), "profession", "a")
    columns = ["category", "category_order", "n", "n_respondents", "value", "sd", "status"]
    assert found.select(columns).rows() == [
        ("cook", 1, 1, 1, None, None, "not enough data"),
        ("nurse", 2, 3, 3, 4.0, 1.0, "ok"),
        ("not said", 3, 1, 1, None, None, "not enough data"),
    ]
    assert found["points"].to_list() == [[2.0], [3.0, 4.0, 5.0], [1.0]]
    # t(2) = 4.302653; 4.302653 / sqrt 3 = 2.484138.
    assert found["lower"][1] == pytest.approx(4 - 2.484138, abs=5e-7)


def test_all_sites_are_all_people_not_means_of_sites(published):
    people = [
        ({"profession": "nurse"}, site, level) for site, level in zip("aab", (1, 2, 5), strict=True)
    ]
    found = rows(published(survey(*people)), "profession")
    assert found.select("site_name", "is_total", "n", "value").rows() == [
        ("All sites", True, 3, pytest.approx(8 / 3))
    ]


def test_years_stand_in_order_and_what_is_not_said_stands_last(published):
    years = (None, 12, 10, 1.9, 2, 5)
    people = [({"years_experience": y}, "a", 3) for y in years]
    found = rows(published(survey(*people)), "experience", "a")
    assert found.select("category", "n").rows() == [
        ("under 2 years", 1),
        ("2 to under 5 years", 1),
        ("5 to under 10 years", 1),
        ("10 years or more", 2),
        ("not said", 1),
    ]


def test_a_kind_of_respondent_that_is_nowhere_has_no_row_and_elsewhere_one_that_says_so(published):
    people = [({"gender": "female"}, "a", 3)] * 3 + [({"gender": "male"}, "b", 3)] * 3
    snapshot = published(survey(*people))
    found = rows(snapshot, "gender", "a").select("category", "n", "status").rows()
    assert found == [("female", 3, "ok"), ("male", 0, "no answers")]
    later = rows(snapshot, "gender", "a", "post")
    assert later["status"].to_list() == ["no answers"] * 2


def test_people_without_a_score_are_counted_as_respondents(published):
    people = [({"gender": "female"}, "a", None)] * 3
    found = rows(published(survey(*people)), "gender", "a")
    assert found.select("n", "n_respondents", "status").rows() == [(0, 3, "no score")]


def test_the_kinds_of_an_attribute_are_everybody_with_a_score(demonstration):
    key = ["site_id", "wave_id", "instrument_id", "scale_id"]
    whole = answer("score", demonstration).frame.select(*key, "n", "n_respondents")
    parts = breakdown(demonstration).filter(~pl.col("is_total"))
    for attribute in ATTRIBUTES:
        summed = (
            parts.filter(pl.col("attribute") == attribute)
            .group_by(key)
            .agg(pl.col("n", "n_respondents").sum())
        )
        assert summed.sort(key).equals(whole.sort(key)), attribute


def test_the_demonstration_is_counted_alike_from_its_files(demonstration):
    files = plain.Programme(settings.DATA / "demonstration")
    instrument = next(i for i in files.instruments if i["instrument_id"] == "psa12")
    scales = {s["scale_id"]: s for s in instrument["scales"]}
    about = {r["respondent_id"]: r for r in files["respondents"]}
    expected: dict = {}
    for (site, wave), group in plain.given(files, "psa12").items():
        for person, answers in group.items():
            said = {i: int(a["value"]) for i, a in answers.items() if a["state"] == "answered"}
            for scale in scales.values() if said else ():
                score = plain._score(instrument, scale, said)
                for name in ATTRIBUTES:
                    for place in (site, None):
                        key = (place, wave, scale["scale_id"], name, _category(about[person], name))
                        points, n = expected.get(key, ([], 0))
                        new = points if score is None else [*points, score]
                        expected[key] = (new, n + 1)
    found = breakdown(demonstration).filter(instrument_id="psa12").to_dicts()
    some = {
        (r["site_id"], r["wave_id"], r["scale_id"], r["attribute"], r["category"]): r
        for r in found
        if r["n_respondents"]
    }
    assert some.keys() == expected.keys()
    for key, (points, n_respondents) in expected.items():
        row = some[key]
        assert row["points"] == pytest.approx(drawn_points(sorted(points)), abs=1e-12)
        assert (row["n"], row["n_respondents"]) == (len(points), n_respondents)
        mean = plain.statistics.fmean(points) if len(points) >= 3 else None
        assert row["value"] == (None if mean is None else pytest.approx(mean, abs=1e-12))


def _category(person, attribute):
    if attribute != "experience":
        return person[attribute] or "not said"
    if person["years_experience"] is None:
        return "not said"
    years = float(person["years_experience"])
    if years < 2:
        return "under 2 years"
    if years < 5:
        return "2 to under 5 years"
    return "5 to under 10 years" if years < 10 else "10 years or more"
