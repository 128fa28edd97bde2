"""The joint display: what stands in which cell, what counts it, and what it never says."""

import polars as pl
import pytest

from bridgeboard.charts import joint
from bridgeboard.charts.figures.together import together
from bridgeboard.charts.readings import joint as reading
from bridgeboard.charts.readings import joint_row
from bridgeboard.measures.verdicts import RULES, judged
from tests.charts.test_charts_matrices import Table

TWO = {
    "from_wave_id": "pre",
    "from_wave_label": "Before",
    "from_wave_order": 1,
    "to_wave_id": "post",
    "to_wave_label": "After",
    "to_wave_order": 2,
    "about": "two waves",
}
ONE = {**TWO, "from_wave_id": "post", "from_wave_label": "After", "from_wave_order": 2}
COUNTS = [f"n_{c}" for c in ("for", "against", "mixed", "supports", "hinders", "other")]
ROLES = {
    "survey_kind": "scale",
    "survey_of": "Clear roles (PSA-12)",
    "scale_ids": "psa12:roles",
    "scale_id": "roles",
    "instrument_id": "psa12",
    "value": 0.5,
    "lower": 0.1,
    "upper": 0.9,
    "minimum": 1.0,
    "maximum": 5.0,
    "n_from": 11,
    "n_to": 12,
    "survey": "Clear roles (PSA-12) +0.50 (+0.10 to +0.90), n 11 and 12",
    "survey_reading": "up",
}


def _row(label="Role clarity", site="a", waves=TWO, **said):
    sides = ("from", "to") if waves is TWO else ("to",)
    row = {
        "site_id": site,
        "subject_kind": "influence",
        "subject_id": label,
        "subject_label": label,
        "subject_order": 1,
        "status": "ok",
        "n_rated": 0,
        "n_of_all_sites": 0,
        **{f"{count}_{side}": 0 for count in COUNTS for side in sides},
        **dict.fromkeys(("survey_reading", "rating_reading", "statements_reading")),
        **dict.fromkeys(("survey", "survey_reason", "rating_from", "rating_to", "hidden")),
        **waves,
        **said,
    }
    return row | judged(row)


def _drawn(shown, rows, by="site", view="team", **how):
    answer = shown("together", rows, view=view)
    which = "a" if by == "site" else rows[0]["subject_id"]
    occasion = f"{rows[0]['from_wave_id']}:{rows[0]['to_wave_id']}"
    laid = joint.rows(answer, occasion, rows[0]["subject_kind"], by=by, which=which)
    return together(answer, laid, **how)


def test_a_row_has_each_source_with_its_numbers_before_and_after(shown):
    row = _row(
        **ROLES,
        rating_from="−1",
        rating_to="+1",
        rating_reading="facilitator",
        n_rated=1,
        n_for_from=1,
        n_against_from=3,
        n_for_to=4,
        statements_reading="for",
        n_hinders_from=2,
        n_supports_to=1,
    )
    table = Table(_drawn(shown, [row]).figure)
    at = "Role clarity"
    assert table.cells[at, "Survey shift"] == "▲ better +0.50 (+0.10 to +0.90) n 11 → 12"
    assert table.cells[at, "CFIR ratings"] == "▲ facilitator −1 → +1"
    assert table.cells[at, "Statements"] == "▲ for ▲\u00a01 ▼\u00a03 → ▲\u00a04"
    assert table.cells[at, "Context (not weighed)"] == "▼\u00a02 → ▲\u00a01"
    assert table.cells[at, "Verdict"] == "● converge, positive"
    spoken = table.spoken[at, "Statements"]
    assert spoken == "Statements: for; Before: 1 for, 3 against; After: 4 for"


def test_what_says_nothing_is_a_dot_with_words_and_never_a_zero(shown):
    chart = _drawn(shown, [_row()])
    table = Table(chart.figure)
    cells = {column: cell for (row, column), cell in table.cells.items() if row == "Role clarity"}
    assert cells == {
        "Survey shift": "· no item asked",
        "CFIR ratings": "· not rated",
        "Statements": "· no side reported",
        "Context (not weighed)": "· not reported",
        "Verdict": "· silent",
    }
    counts = chart.table.select(pl.col("^(For|Against|Mixed|Supports|Hinders|Other facts) .*$"))
    assert counts.width == 12
    assert all(value is None for value in counts.row(0))


def test_hidden_is_said_as_hidden_and_not_as_too_few_or_not_rated(shown):
    gone = {"survey_kind": "scale", "scale_ids": "psa12:roles", "hidden": "hidden: fewer than 10"}
    hidden = _row(**gone, n_rated=None, rating_to=None)
    table = Table(_drawn(shown, [hidden], view="shareable").figure)
    assert table.cells["Role clarity", "Survey shift"] == "· hidden"
    assert table.cells["Role clarity", "CFIR ratings"] == "· hidden"
    laid = joint.Laid("site", shown("together", [hidden]).frame)
    said = " ".join(reading.missing(laid))
    assert "Survey: hidden in this view, since groups are too small to share." in said
    few = _row(survey_kind="item", n_from=2, n_to=1, survey_reason="2 and 1 people answered.")
    table = Table(_drawn(shown, [few]).figure)
    assert table.cells["Role clarity", "Survey shift"] == "· too few answers"


def test_a_site_that_is_not_the_same_place_is_not_compared(shown):
    row = _row(status="not comparable", survey_reason="This site is not the same place.")
    chart = _drawn(shown, [row])
    table = Table(chart.figure)
    assert table.cells["Role clarity", "Survey shift"] == "· not compared"
    assert table.cells["Role clarity", "Verdict"] == "· not compared"
    assert chart.alt == "Lakeside, before to After: of 1 influence, 1 not compared."


def test_how_a_verdict_came_about_opens_under_its_row(shown):
    row = _row(
        rating_from="Communications +1",
        rating_to="Communications 0; Tension for Change mixed (+1)",
        rating_reading="mixed",
        n_rated=2,
        proposed="Culture −1 by statements",
        n_of_all_sites=3,
    )
    table = Table(_drawn(shown, [row]).figure)
    assert table.subs == ["How it came about"]
    at = "How it came about"
    assert (
        "Communications +1 → 0 Tension for Change · → mixed (+1)" in table.cells[at, "CFIR ratings"]
    )
    assert "Proposed, not counted: Culture −1 by statements" in table.cells[at, "CFIR ratings"]
    assert "3 of all sites" in table.cells[at, "Statements"]
    assert table.cells[at, "Verdict"] == RULES["one source"]


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ("+1", [("", "+1")]),
        ("mixed (−1)", [("", "mixed (−1)")]),
        ("Factor 0 −2; Own; n/a", [("Factor 0", "−2"), ("", "n/a")]),
        ("A (2009) missing; B differ", [("A (2009)", "missing"), ("B", "differ")]),
    ],
)
def test_ratings_are_told_from_the_names_of_their_constructs(cells, expected):
    found = joint.ratings({"rating_from": None, "rating_to": cells})
    assert [(one.name, one.after) for one in found] == expected


def test_one_subject_stands_over_sites_and_its_sentence_names_who_diverges(shown):
    facilitator = {"rating_to": "+2", "rating_reading": "facilitator", "n_rated": 1}
    here = _row(**ROLES, **facilitator)
    fell = ROLES | {"survey_reading": "down", "value": -0.5, "lower": -0.9, "upper": -0.1}
    there = _row(site="b", **fell, **facilitator)
    chart = _drawn(shown, [here, there], by="subject")
    table = Table(chart.figure)
    assert table.rows == ["Lakeside", "Riverside"]
    assert chart.alt == (
        "Role clarity, before to After: at 2 sites, 1 diverges (Riverside) and 1 converges "
        "(Lakeside)."
    )
    assert table.cells["Riverside", "Verdict"] == "✕ diverge"


def test_only_rows_with_the_chosen_verdict_are_drawn_and_the_table_has_all(shown):
    rows = [_row("One"), _row("Two", **ROLES)]
    chart = _drawn(shown, rows, verdicts=("one source",))
    assert Table(chart.figure).rows == ["Two"]
    assert chart.table["Subject"].to_list() == ["One", "Two"]
    assert _drawn(shown, rows, verdicts=("diverge",)).figure is None


def test_subjects_of_which_nothing_is_said_anywhere_are_named_once(shown):
    chart = _drawn(shown, [_row("One"), _row("Two", **ROLES)])
    assert Table(chart.figure).rows == ["Two"]
    assert "Nothing is reported in any source, which is not “absent”: One." in chart.notes
    before_only = _row("Three", n_for_from=2)
    assert Table(_drawn(shown, [before_only, _row("Two", **ROLES)]).figure).rows == ["Three", "Two"]


def test_one_wave_has_a_mean_and_no_arrows(shown):
    mean = ROLES | {"n_from": None, "value": 3.5, "lower": 3.1, "upper": 3.9}
    mean |= {"survey_reading": "above the middle", "survey": "Clear roles 3.50, n 12"}
    row = _row(waves=ONE | {"about": "one wave"}, **mean, n_for_to=1, statements_reading="for")
    table = Table(_drawn(shown, [row]).figure)
    cell = table.cells["Role clarity", "Survey mean"]
    assert cell == "▲ above the middle 3.50 (3.10 to 3.90) n 12"
    assert "→" not in table.text


def test_what_is_looked_at_first_has_sources_to_hold_together_or_else_says_most(shown):
    two = _row(**ROLES, n_for_to=1, statements_reading="for")
    one = _row(waves=ONE | {"about": "one wave"}, n_for_to=1, statements_reading="for")
    assert joint.occasions(shown("together", [one, two])) == {
        "pre:post": "Before to After",
        "post:post": "After",
    }
    assert next(iter(joint.occasions(shown("together", [one, _row()])))) == "post:post"


def test_a_cell_leads_to_its_evidence_and_names_are_never_markup(shown):
    row = _row("<b>x</b>", **ROLES)
    figure = _drawn(shown, [row], link=lambda row, source: f"?of={source}").figure
    assert "<b>x</b>" not in figure
    table = Table(figure)
    assert table.links["<b>x</b>", "Survey shift"] == "?of=survey"


def test_every_reading_of_the_measure_has_a_shape_and_every_verdict_words(shown_demonstration):
    frame = shown_demonstration("together").frame
    for source in ("survey", "rating", "statements"):
        assert set(frame[f"{source}_reading"].drop_nulls()) <= set(joint_row.SHAPES), source
    assert set(frame["survey_reading"].drop_nulls()) <= set(joint_row.READINGS)
    assert set(frame["verdict"].drop_nulls()) <= set(reading.VERDICTS) == set(RULES)
    cells = frame["rating_to"].drop_nulls().str.split("; ").explode()
    assert all(joint.ratings({"rating_from": None, "rating_to": cell}) for cell in cells.unique())


def test_simulated_rows_say_so_on_the_figure_and_the_table_has_every_number(shown_demonstration):
    answer = shown_demonstration("together")
    occasion = next(iter(joint.occasions(answer)))
    laid = joint.rows(answer, occasion, "influence", by="site", which="lakeside")
    chart, frame = together(answer, laid), laid.frame
    assert "Simulated data" in chart.figure
    assert chart.table.height == frame.height == 8
    assert chart.table["Shift or mean"].to_list() == frame["value"].to_list()
    assert chart.table["Rule"].null_count() == 0
