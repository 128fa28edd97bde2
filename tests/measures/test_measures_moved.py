"""moved, by hand and against a slow second version on the demonstration's files."""

from fractions import Fraction
from itertools import combinations

import polars as pl

from bridgeboard import settings
from bridgeboard.measures.moved import moved
from tests.measures import plain

ITEMS = ("t1", "t2")


def two_waves(*people):
    """Tables of people: (code, site, level before, level after), None where they are not there."""
    respondents, answers = [], []
    for i, (code, site, *levels) in enumerate(people):
        for wave, level in zip(("pre", "post"), levels, strict=True):
            if level is None:
                continue
            name = f"r{i}{wave}"
            respondents.append(
                {"respondent_id": name, "site_id": site, "wave_id": wave, "person_code": code}
            )
            both = level if isinstance(level, tuple) else (level, level)
            answers += [
                {"respondent_id": name, "instrument_id": "psa12", "item_id": item, "value": value}
                for item, value in zip(ITEMS, both, strict=True)
            ]
    waves = [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}]
    return {"respondents": respondents, "answers": answers, "waves": waves}


def flows(snapshot, site=None):
    """{(from, to): n} of the flows that anybody took."""
    place = pl.col("site_id").is_null() if site is None else pl.col("site_id") == site
    found = moved(snapshot).filter(place, pl.col("scale_id") == "collaboration")
    assert found.height in (0, 9)
    return {
        (row["from_band"], row["to_band"]): row["n"]
        for row in found.iter_rows(named=True)
        if row["n"]
    }


def test_linked_people_go_from_third_to_third(published):
    people = [("p1", "a", 1, 5), ("p2", "a", 1, 5), ("p3", "a", 3, 3), ("p4", "b", 5, 2)]
    snapshot = published(two_waves(*people))
    assert flows(snapshot, "a") == {(1, 3): 2, (2, 2): 1}
    assert flows(snapshot, "b") == {(3, 1): 1}
    assert flows(snapshot) == {(1, 3): 2, (2, 2): 1, (3, 1): 1}


def test_who_is_not_linked_is_counted_but_in_no_flow(published):
    people = [("p1", "a", 1, 5), ("p2", "a", 1, None), (None, "a", 1, 5), ("p4", "a", None, 5)]
    found = moved(published(two_waves(*people))).filter(pl.col("scale_id") == "collaboration")
    assert found.select("n_pairs", "n_from", "n_to").unique().rows() == [(1, 3, 3)]
    assert found.group_by("is_total").agg(pl.col("n").sum())["n"].to_list() == [1, 1]


def test_thirds_of_one_to_five_end_at_two_and_a_third_and_three_and_two_thirds(published):
    bands = {(1, 3): 1, (2, 2): 1, (2, 3): 2, (3, 3): 2, (4, 3): 2, (4, 4): 3, (5, 5): 3}
    people = [(f"p{i}", f"site{i}", levels, 3) for i, levels in enumerate(bands)]
    snapshot = published(two_waves(*people))
    for i, (levels, band) in enumerate(bands.items()):
        assert flows(snapshot, f"site{i}") == {(band, 2): 1}, levels


def test_without_linked_people_there_is_no_row(published):
    assert moved(published(two_waves((None, "a", 1, 5), (None, "a", 2, 3)))).is_empty()


def test_a_person_who_moved_to_another_site_is_not_followed(published):
    tables = two_waves(("p1", "a", 1, None), ("p2", "a", 1, 1))
    other = two_waves(("p1", "b", None, 5))
    for name in ("respondents", "answers"):
        tables[name] += [row | {"respondent_id": "x" + row["respondent_id"]} for row in other[name]]
    assert flows(published(tables)) == {(1, 1): 1}


def test_a_site_that_is_not_comparable_is_in_no_flow(published):
    words = {"a": "yes", "b": "unknown", "c": "no"}
    sites = [{"site_id": site, "comparable_across_waves": word} for site, word in words.items()]
    people = [("p1", "a", 1, 1), ("p2", "b", 1, 3), ("p3", "c", 1, 5)]
    snapshot = published(two_waves(*people) | {"sites": sites})
    assert flows(snapshot) == {(1, 1): 1, (1, 2): 1}
    assert flows(snapshot, "c") == {}
    n = moved(snapshot).filter("is_total", pl.col("scale_id") == "collaboration")["n_from"]
    assert n.unique().to_list() == [2]


def test_the_place_that_stands_for_one_that_is_not_comparable_is_in_no_flow(published):
    sites = [
        {"site_id": "old", "comparable_across_waves": "no"},
        {"site_id": "new", "alias_of": "old"},
    ]
    snapshot = published(two_waves(("p1", "new", 1, 5)) | {"sites": sites})
    assert moved(snapshot).is_empty()


def test_every_flow_has_words_and_the_nine_are_all_pairs(demonstration):
    found = moved(demonstration)
    place = ["site_id", "is_total", "from_wave_id", "to_wave_id"]
    place += ["instrument_id", "scale_id"]
    groups = found.group_by(place).agg(pl.col("n").sum(), pl.col("n_pairs").first(), size=pl.len())
    assert groups.height > 100
    assert groups.filter(pl.col("n") != pl.col("n_pairs")).is_empty()
    assert groups["size"].unique().to_list() == [9]
    words = found.select("from_band", "from_band_label").unique().sort("from_band").rows()
    assert words == [(1, "lower third"), (2, "middle third"), (3, "upper third")]
    assert found.filter(pl.col("n_pairs") > pl.min_horizontal("n_from", "n_to")).is_empty()


def test_the_demonstration_is_counted_alike_from_its_files(demonstration):
    files = plain.Programme(settings.DATA / "demonstration")
    instrument = next(i for i in files.instruments if i["instrument_id"] == "psa12")
    who = {r["respondent_id"]: r["person_code"] for r in files["respondents"]}
    bands: dict = {}
    for (site, wave), group in plain.given(files, "psa12").items():
        for person, answers in group.items():
            said = {i: int(a["value"]) for i, a in answers.items() if a["state"] == "answered"}
            for scale in instrument["scales"]:
                score = plain._score(instrument, scale, said)
                if score is None or who[person] is None:
                    continue
                exact = Fraction(score).limit_denominator(1000)
                band = 1 + (exact >= Fraction(7, 3)) + (exact > Fraction(11, 3))
                bands[site, wave, scale["scale_id"], who[person]] = band
    expected: dict = {}
    for (site, wave, scale, person), band in bands.items():
        for before, after in combinations(files.waves, 2):
            if wave == before and (site, after, scale, person) in bands:
                for place in (site, None):
                    key = (place, before, after, scale, band, bands[site, after, scale, person])
                    expected[key] = expected.get(key, 0) + 1
    columns = ["site_id", "from_wave_id", "to_wave_id", "scale_id", "from_band", "to_band"]
    found = moved(demonstration).filter(instrument_id="psa12")
    ours = {tuple(row): n for *row, n in found.select(*columns, "n").iter_rows()}
    assert {key: n for key, n in ours.items() if n} == expected
