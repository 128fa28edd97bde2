"""together: by hand, and for both programmes from the files again, slowly."""

from itertools import pairwise
from statistics import fmean, variance

import polars as pl
import pytest
from scipy.stats import t as student
from scipy.stats import ttest_ind

from bridgeboard.measures.together import together
from bridgeboard.settings import DATA, REFERENCE
from tests.measures.plain import Programme, _rows, given
from tests.measures.ratings import rating, with_accepted
from tests.measures.surveys import waves

WAVES = waves("Before", "After")
ROLES = {"theme_id": "t", "construct_id": "III-A-3"}


def survey(**levels):
    """People at site a: {wave: {item: [answers]}} of PSA-12."""
    respondents, answers = [], []
    for wave, items in levels.items():
        for n in range(max(len(each) for each in items.values())):
            who = f"{wave}{n}"
            respondents.append({"respondent_id": who, "site_id": "a", "wave_id": wave})
            answers += [
                {"respondent_id": who, "instrument_id": "psa12", "item_id": item, "value": each[n]}
                for item, each in items.items()
                if n < len(each)
            ]
    return {"respondents": respondents, "answers": answers}


def said(n_for=0, n_against=0, n_mixed=0, wave="after", **other):
    """Statements about the definition of roles."""
    valences = ["positive"] * n_for + ["negative"] * n_against + ["mixed"] * n_mixed
    return [ROLES | {"wave_id": wave, "valence": valence} | other for valence in valences]


def tables(ratings=(), statements=(), sites=None, **levels):
    numbered = [{"statement_id": f"s{n}"} | row for n, row in enumerate(statements)]
    found = {"waves": WAVES, "ratings": list(ratings), "statements": numbered, "sites": sites}
    found |= survey(**levels) if levels else {}
    return {name: rows for name, rows in found.items() if rows}


def row(frame, subject="role_definition", **where):
    where = {"site_id": "a", "about": "two waves"} | where
    found = frame.filter(pl.col("subject_id") == subject, **where)
    assert found.height == 1
    return found.row(0, named=True)


LOW, HIGH = {"r1": [1, 2, 2], "r2": [2, 2, 1]}, {"r1": [4, 5, 5, 4], "r2": [5, 4, 5, 4]}


def test_the_three_sources_stand_side_by_side_with_their_numbers(published):
    ratings = [
        rating("-2", wave="before", construct_id="III-A-3"),
        rating("+1", wave="after", construct_id="III-A-3"),
        rating("0", wave="after", construct_id="III-C"),
    ]
    about = {"factor": "role_clarity", "wave_id": "after"}
    facts = [about | {"direction": "supports"}, about | {"direction": "hinders"}, about]
    given_tables = tables(
        ratings, said(3, 1) + said(0, 2, wave="before"), before=LOW, after=HIGH
    ) | {"context": facts}
    frame = together(published(given_tables))
    found = row(frame)
    # Scores are means of r1 and r2: 1.5, 2, 1.5 before; 4.5, 4.5, 5, 4 after.
    assert (found["survey_kind"], found["scale_id"]) == ("scale", "roles")
    assert found["value"] == pytest.approx(4.5 - 5 / 3)
    assert (found["n_from"], found["n_to"], found["survey_reading"]) == (3, 4, "up")
    assert found["rating_from"] == "Structural Characteristics: Work Infrastructure −2"
    assert found["rating_to"] == (
        "Structural Characteristics: Work Infrastructure +1; Communications 0"
    )
    assert (found["rating_reading"], found["n_rated"]) == ("facilitator", 2)
    assert (found["n_for_from"], found["n_against_from"]) == (0, 2)
    assert (found["n_for_to"], found["n_against_to"], found["n_mixed_to"]) == (3, 1, 0)
    assert found["statements_reading"] == "for"
    assert (found["n_supports_to"], found["n_hinders_to"], found["n_other_to"]) == (1, 1, 1)
    assert found["n_supports_from"] == 0
    assert (found["verdict"], found["n_speaking"], found["n_pointing"]) == ("converge", 3, 3)
    construct = row(frame, "III-A-3")
    assert (construct["rating_from"], construct["rating_to"]) == ("−2", "+1")
    assert (construct["rating_steps"], construct["rating_reading"]) == (3, "facilitator")
    # r1 alone bears on the construct: 1, 2, 2 before, 4, 5, 5, 4 after.
    assert (construct["survey_kind"], construct["item_ids"]) == ("item", "psa12:r1")
    assert construct["value"] == pytest.approx(4.5 - 5 / 3)
    assert (construct["verdict"], construct["provenance"]) == ("converge", "collected")
    before = row(frame, about="one wave", to_wave_id="before")
    assert (before["n_from"], before["n_for_from"], before["rating_from"]) == (None,) * 3
    assert (before["survey_reading"], before["rating_reading"]) == ("below the middle", "barrier")
    assert (before["statements_reading"], before["verdict"]) == ("against", "converge")
    assert before["value"] == pytest.approx(5 / 3)


#: A rating, the one after it, what this says, and how many steps it moved.
MOVES = [
    ("-2", "-1", "weaker barrier", 1),
    ("+2", "+1", "weaker facilitator", -1),
    ("-1", "-2", "barrier", -1),
    ("-1", "-1", "barrier", 0),
    ("mixed", "-1", "barrier", None),
    ("+1", "0", "neutral", -1),
    ("+1", "mixed -1", "mixed", None),
    ("+1", "missing", None, None),
    ("+1", "n/a", None, None),
    ("+1", None, None, None),
]


def test_what_a_rating_says_after_another(published):
    ratings = []
    for n, (then, now, *_) in enumerate(MOVES):
        about = {"site": f"site{n}", "construct_id": "III-E"}
        ratings += [rating(then, wave="before", **about)]
        ratings += [rating(now, wave="after", **about)] if now else []
    frame = together(published(tables(ratings)))
    for n, (_, _, reading, steps) in enumerate(MOVES):
        found = row(frame, "III-E", site_id=f"site{n}")
        assert (found["rating_reading"], found["rating_steps"]) == (reading, steps)
        assert found["verdict"] == ("one source" if reading else "silent")


def test_a_rating_accepted_from_statements_is_no_second_source_beside_them(published):
    snapshot = published(tables(statements=said(n_against=2) + said(1, wave="before")))
    accepted = pl.DataFrame(
        {
            "site_id": ["a"],
            "wave_id": ["after"],
            "framework": ["2022"],
            "construct_id": ["III-A-3"],
            "rating": [-1],
            "state": ["rated"],
            "reason": [None],
            "basis": ["statements"],
        },
        schema_overrides={"reason": pl.String},
    )
    found = row(with_accepted("together", accepted, snapshot).frame, "III-A-3")
    assert (found["rating_to"], found["rating_reading"]) == ("−1", None)
    assert (found["verdict"], found["sources"]) == ("one source", "statements against")
    assert "Ratings: not counted (−1)." in found["sentence"]
    by_raters = accepted.with_columns(basis=pl.lit("raters"))
    found = row(with_accepted("together", by_raters, snapshot).frame, "III-A-3")
    assert (found["rating_reading"], found["verdict"]) == ("barrier", "converge")


def test_what_is_proposed_is_shown_and_never_counts(published):
    found = row(together(published(tables(statements=said(n_against=2)))), "III-A-3")
    assert found["proposed"] == "−1 by statements"
    assert (found["rating_to"], found["verdict"]) == (None, "one source")


def test_statements_of_all_sites_are_counted_apart(published):
    elsewhere = said(n_against=3, scope="all_sites")
    found = row(together(published(tables(statements=said(1) + elsewhere))), "III-A-3")
    assert (found["n_for_to"], found["n_against_to"], found["n_of_all_sites"]) == (1, 0, 3)
    assert found["statements_reading"] == "for"


def test_a_trait_of_people_counts_for_an_influence_only_where_the_role_is_named(published):
    capability = {"theme_id": "t", "construct_id": "IV-C-B", "valence": "negative"}
    statements = [
        capability | {"construct_role_id": "IV-R-H", "wave_id": "after"},
        capability | {"wave_id": "after"},
    ]
    ratings = [rating("-1", wave="after", construct_id="IV-C-B")]
    frame = together(published(tables(ratings, statements)))
    found = row(frame, "psw_training")
    assert found["n_against_to"] == 1
    assert found["rating_to"] == "Capability (role not said) −1"
    assert (found["rating_reading"], found["verdict"]) == (None, "one source")
    assert row(frame, "IV-C-B")["n_against_to"] == 2
    assert row(frame, "IV-C-B")["rating_reading"] == "barrier"


def test_a_construct_of_2009_counts_where_a_link_was_read(published):
    about = {"framework": "2009", "wave": "after"}
    ratings = [
        rating("-1", construct_id="2009-III-D1", **about),
        rating("+1", construct_id="2009-III-C", **about),
    ]
    frame = together(published(tables(ratings)))
    assert row(frame, "staff_willingness")["rating_to"] == "Tension for Change (2009) −1"
    # Culture of 2009 has successors in organisational_culture, but from memory only.
    assert row(frame, "organisational_culture")["rating_to"] is None
    assert row(frame, "2009-III-C")["rating_reading"] == "facilitator"


def test_two_places_under_one_name_have_no_verdict_over_two_waves(published):
    sites = [{"site_id": "a", "comparable_across_waves": "no"}]
    frame = together(
        published(tables((), said(2) + said(1, wave="before"), sites, before=LOW, after=HIGH))
    )
    found = row(frame)
    assert (found["status"], found["verdict"], found["value"]) == ("not comparable", None, None)
    assert found["survey_reason"] == "This site is not the same place at both waves."
    assert (found["n_for_from"], found["n_for_to"]) == (1, 2)
    assert row(frame, about="one wave", to_wave_id="after")["verdict"] == "converge"


def test_items_that_make_no_scale_are_taken_one_by_one_with_intervals_that_hold_together(
    published,
):
    # c4 (reversed) and t1 bear on organisational culture.
    before = {"c4": [2, 3, 2, 3, 2], "t1": [1, 2, 1, 2, 1]}
    after = {"c4": [2, 3, 3, 2, 2], "t1": [4, 5, 4, 5, 4]}
    found = row(together(published(tables(before=before, after=after))), "organisational_culture")
    assert (found["survey_kind"], found["value"], found["scale_id"]) == ("items", None, None)
    assert found["item_ids"] == "psa12:c4; psa12:t1"
    low, high = ttest_ind(after["t1"], before["t1"], equal_var=False).confidence_interval(0.975)
    assert f"(PSA-12 t1) +3.00 (+{low:.2f} to +{high:.2f}), n 5 and 5" in found["survey"]
    assert "(PSA-12 c4) +0.00 (" in found["survey"]
    assert found["survey_reading"] == "up"


@pytest.mark.parametrize("name", ["upsides", "demonstration"])
def test_statements_are_counted_as_in_a_second_slow_look(name, request):
    files = Programme(DATA / name)
    frame = together(request.getfixturevalue(name))
    themes = {theme["theme_id"]: theme for theme in files["themes"]}
    named = _rows(REFERENCE / "influences.csv")
    constructs = _rows(REFERENCE / "cfir_constructs.csv")
    label = {c["construct_id"]: c["label"] for c in constructs}

    def above(theme_id):
        """The theme, those above it, and those of another codebook it is related to."""
        found, waiting = set(), [theme_id]
        line = []
        while waiting[0]:
            line.append(waiting[0])
            waiting = [themes[waiting[0]]["parent_id"]]
        for one in line:
            related = themes[one]["related_theme_id"]
            while related:
                found.add(related)
                related = themes[related]["parent_id"]
        return found | set(line)

    counts = {}
    for s in files["statements"]:
        if s["site_id"] is None:
            continue
        stance = {"benefit": "for", "concern": "against", "mixed": "mixed"}.get(s["stance"])
        way = {"positive": "for", "negative": "against", "mixed": "mixed"}.get(s["valence"], stance)
        role = s["construct_role_id"] and f" ({label[s['construct_role_id']]})"
        about = {("theme", theme): stance for theme in above(s["theme_id"])}
        about["construct", s["construct_id"]] = way
        for influence in named:
            wanted = set((influence["cfir_2022_constructs"] or "").split("; "))
            own = label[s["construct_id"]]
            by_construct = own in wanted or (role and own + role in wanted)
            if by_construct or above(s["theme_id"]) & set((influence["themes"] or "").split("; ")):
                about["influence", influence["influence_id"]] = way
        if s["scope"] not in ("site", "multi_site", "ref_only", "implied"):
            about = dict.fromkeys(about, "elsewhere")
        for subject, side in about.items():
            key = (*subject, s["site_id"], s["wave_id"])
            counts.setdefault(key, []).append(side)
    words = {"n_for_to": "for", "n_against_to": "against", "n_mixed_to": "mixed"}
    words |= {"n_of_all_sites": "elsewhere"}
    ours = frame.filter(pl.col("about") == "one wave")
    key = ("subject_kind", "subject_id", "site_id", "to_wave_id")
    for found in ours.iter_rows(named=True):
        sides = counts.pop(tuple(found[name] for name in key), [])
        assert {n: found[n] for n in words} == {n: sides.count(w) for n, w in words.items()}, found
    assert not counts


def test_surveys_say_what_another_library_says(demonstration):
    files = Programme(DATA / "demonstration")
    psa12 = next(i for i in files.instruments if i["instrument_id"] == "psa12")
    items = {item["item_id"]: item for item in psa12["items"]}
    answers = {}
    for where, people in given(files, "psa12").items():
        for person in people.values():
            for item_id, cell in person.items():
                if cell["value"]:
                    value = int(cell["value"])
                    value = 6 - value if items[item_id].get("reversed") else value
                    answers.setdefault((item_id, *where), []).append(value)
    frame = together(demonstration).filter(pl.col("survey_kind") == "item")
    checked = 0
    for found in frame.iter_rows(named=True):
        item_id = found["item_ids"].removeprefix("psa12:")
        before, after = (
            answers.get((item_id, found["site_id"], found[wave]), [])
            for wave in ("from_wave_id", "to_wave_id")
        )
        is_one = found["about"] == "one wave"
        assert found["n_to"] == len(after)
        if min(len(after), 9 if is_one else len(before)) < 3:
            assert (found["value"], found["survey_reading"]) == (None, None)
            continue
        parts = [variance(each) / len(each) for each in ((after,) if is_one else (before, after))]
        if not sum(parts):
            assert (found["lower"], found["upper"]) == (None, None)
            continue
        sizes = [len(after)] if is_one else [len(before), len(after)]
        degrees = sum(parts) ** 2 / sum(v**2 / (n - 1) for v, n in zip(parts, sizes, strict=True))
        value = fmean(after) - (0 if is_one else fmean(before))
        margin = student.ppf(0.975, degrees) * sum(parts) ** 0.5
        low, high = value - margin, value + margin
        assert (found["value"], found["lower"], found["upper"]) == pytest.approx((value, low, high))
        middle = 3 if is_one else 0
        words = ("above the middle", "below the middle", "not clearly off the middle")
        words = words if is_one else ("up", "down", "no clear change")
        place = 0 if low > middle else 1 if high < middle else 2
        assert found["survey_reading"] == words[place]
        checked += 1
    assert checked > 300


def test_the_founding_study_has_no_survey_and_no_ratings_so_nothing_can_converge(upsides):
    frame = together(upsides)
    assert set(frame["verdict"].drop_nulls()) == {"one source", "silent"}
    assert (
        frame.filter(pl.col("verdict") == "one source")["sources"]
        .str.starts_with("statements")
        .all()
    )
    # Ahmedabad and Pune are two places.
    two = frame.filter(pl.col("about") == "two waves", pl.col("verdict").is_null())
    assert set(two["status"]) == {"not comparable"}
    # Two benefits that the second wave names bear on the theme of benefits of the first.
    dar = row(frame, "T1", site_id="DS")
    assert dar["n_for_from"] > 0
    assert (dar["n_for_to"], dar["n_against_to"], dar["verdict"]) == (2, 0, "one source")


def test_subjects_stand_in_order_and_every_site_has_all_of_them(demonstration):
    frame = together(demonstration)
    first = frame.filter(pl.col("site_id") == frame["site_id"][0], pl.col("about") == "two waves")
    kinds = first["subject_kind"].to_list()
    order = ["influence", "construct", "theme"]
    assert all(order.index(a) <= order.index(b) for a, b in pairwise(kinds))
    assert first["subject_kind"].value_counts().sort("count").row(0) == ("influence", 8)
    n_sites, n_waves = frame["site_id"].n_unique(), 5
    assert frame.height == first.height * n_sites * n_waves
