"""The joint display in the shareable view: nothing that the other frames don't show."""

import polars as pl
import pytest

from bridgeboard.disclosure import shown
from bridgeboard.measures import answer
from bridgeboard.measures.survey_side import NUMBERS
from bridgeboard.measures.verdicts import judged
from tests.measures.ratings import with_accepted

ROW = ["site_id", "from_wave_id", "to_wave_id", "subject_kind", "subject_id"]


@pytest.fixture(scope="module")
def frame(frames):
    return frames["together"]


def test_a_scale_is_hidden_where_score_or_shift_hide_it(frame, frames):
    one = frames["score"].select(
        *("site_id", "instrument_id", "scale_id"),
        from_wave_id="wave_id",
        to_wave_id="wave_id",
        is_gone=pl.col("hidden").is_not_null(),
    )
    two = frames["shift"].filter(pl.col("design") == "unpaired")
    two = two.select(*one.columns[:5], is_gone=pl.col("hidden").is_not_null())
    rows = frame.filter(pl.col("survey_kind") == "scale")
    both = rows.join(pl.concat([one, two]), on=one.columns[:5], how="left", validate="m:1")
    assert both["is_gone"].null_count() == 0
    assert 0 < both["is_gone"].sum() < both.height
    assert (both["hidden"].is_not_null() == both["is_gone"]).all()


def test_items_are_hidden_where_one_is_hidden_in_distribution(frame, frames):
    answered = frames["distribution"].filter(
        pl.col("state") == "answered", pl.col("hidden").is_not_null(), ~pl.col("is_total")
    )
    gone = set(answered.select("instrument_id", "item_id", "site_id", "wave_id").iter_rows())
    rows = frame.filter(pl.col("survey_kind").is_in(["item", "items"]))
    n_hidden = 0
    for row in rows.iter_rows(named=True):
        is_gone = any(
            (*item.split(":"), row["site_id"], row[wave]) in gone
            for item in row["item_ids"].split("; ")
            for wave in ("from_wave_id", "to_wave_id")
        )
        assert (row["hidden"] is not None) == is_gone
        n_hidden += is_gone
    assert 0 < n_hidden < rows.height


def test_of_a_hidden_survey_nothing_is_left_not_in_words_either(frame):
    hidden = frame.filter(pl.col("hidden").is_not_null())
    for name in NUMBERS:
        assert hidden[name].null_count() == hidden.height, name
    assert hidden["sentence"].str.starts_with("Survey: nothing that may be shown.").all()
    assert not hidden["sources"].drop_nulls().str.contains("survey").any()


def test_the_verdict_is_that_of_what_is_shown(frame, whole):
    changed = 0
    teams = dict(
        zip(whole["together"].select(ROW).iter_rows(), whole["together"]["verdict"], strict=True)
    )
    for row in frame.iter_rows(named=True):
        assert {name: row[name] for name in judged(row)} == judged(row)
        changed += teams[tuple(row[name] for name in ROW)] != row["verdict"]
    assert changed > 100


def test_statements_and_ratings_are_those_that_the_other_frames_show(frame, frames):
    one = frame.filter(pl.col("about") == "one wave", pl.col("subject_kind") == "construct")
    cells = frames["cfir"].select("site_id", "wave_id", "construct_id", "cell", "state")
    both = one.join(
        cells.filter(pl.col("state") != "not_rated"),
        left_on=["site_id", "to_wave_id", "subject_id"],
        right_on=["site_id", "wave_id", "construct_id"],
    )
    assert both.height > 100
    assert (both["rating_to"] == both["cell"]).all()
    released = frames["statements"].filter(pl.col("release") == "shareable")
    themes = frame.filter(pl.col("about") == "one wave", pl.col("subject_kind") == "theme")
    tops = themes.filter(pl.col("subject_id").is_in(["T1", "T2", "T3", "T4"]))
    sides = ("n_for_to", "n_against_to", "n_mixed_to")
    said = sum(tops[name].sum() for name in sides)
    of_site = released.filter(
        pl.col("stance") != "neutral",
        pl.col("site_id").is_not_null(),
        pl.col("scope").is_in(["site", "multi_site", "ref_only", "implied"]),
    )
    assert said == of_site.unique(["statement_id", "site_id"]).height > 100


def test_proposals_are_for_the_team(frame, whole):
    assert frame["proposed"].null_count() == frame.height
    assert whole["together"]["proposed"].null_count() < frame.height


def test_a_rating_accepted_from_few_pcat_answers_is_hidden_with_the_row_s_other_ratings(
    published,
):
    people = [f"r{n}" for n in range(4)]
    tables = {
        "respondents": [{"respondent_id": one} for one in people],
        "answers": [
            {"respondent_id": one, "instrument_id": "pcat", "item_id": "p2", "value": -2}
            for one in people
        ],
    }
    snapshot = published(tables, {"k": 5})
    accepted = pl.DataFrame(
        {
            "site_id": ["a", "a"],
            "wave_id": ["pre", "pre"],
            "framework": ["2022", "2022"],
            "construct_id": ["III-C", "III-A-3"],
            "rating": [-2, 1],
            "state": ["rated", "rated"],
            "reason": ["So they said.", "So we said."],
            "basis": ["pcat", "raters"],
        }
    )
    given = with_accepted("together", accepted, snapshot)
    team = shown(given, "team").frame.filter(subject_id="role_definition").row(0, named=True)
    assert team["rating_to"] == (
        "Structural Characteristics: Work Infrastructure +1; Communications −2"
    )
    view = shown(given, "shareable").frame
    row = view.filter(subject_id="role_definition").row(0, named=True)
    assert (row["rating_to"], row["n_rated"], row["accepted_from"]) == (None, None, None)
    assert (row["verdict"], row["n_speaking"]) == ("silent", 0)
    assert "Ratings: none that may be shown." in row["sentence"]
    assert view.filter(subject_id="III-C")["rating_to"].to_list() == [None]
    assert view.filter(subject_id="III-A-3")["rating_to"].to_list() == ["+1"]


@pytest.mark.parametrize("name", ["strategies", "together"])
def test_what_a_small_group_answers_changes_nothing_that_is_shared(published, name):
    views = []
    for psa12, pcat in ((1, -2), (5, 2)):
        respondents, answers = [], []
        for site, n in (("a", 4), ("b", 12)):
            for wave in ("pre", "post"):
                for number in range(n):
                    who = f"{site}{wave}{number}"
                    respondents.append({"respondent_id": who, "site_id": site, "wave_id": wave})
                    # Site b, which is shown, says the same in both programmes.
                    ticks = [("psa12", "r1", psa12), ("psa12", "r2", psa12), ("pcat", "p11", pcat)]
                    ticks = ticks if site == "a" else [(i, item, 2) for i, item, _ in ticks]
                    answers += [
                        {"respondent_id": who, "instrument_id": i, "item_id": item, "value": value}
                        for i, item, value in ticks
                    ]
        tables = {
            "respondents": respondents,
            "answers": answers,
            "waves": [{"wave_id": "pre", "order": 1}, {"wave_id": "post", "order": 2}],
            "statements": [
                {"site_id": s, "construct_id": "III-A-3", "valence": "positive"} for s in "ab"
            ],
        }
        given = answer(name, published(tables, {"k": 5}))
        views.append((given.frame, shown(given, "shareable").frame))
    (team, shared), (other_team, other_shared) = views
    assert not team.equals(other_team)
    assert shared.equals(other_shared)
    assert shared.height > 0 or name == "strategies"
