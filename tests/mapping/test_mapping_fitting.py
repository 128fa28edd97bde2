"""A saved map and the next export: what is missing or new is told, never passed over."""

from __future__ import annotations

from bridgeboard.mapping.fitting import NewValue, fit
from bridgeboard.mapping.survey_map import FromColumn, RespondentRule, SiteRule, SurveyMap, WaveRule
from tests.mapping.surveys import AGREEMENT, LABELS, items, survey

MAP = SurveyMap(
    name="Staff",
    kind="redcap",
    respondent=RespondentRule(record="id"),
    site=SiteRule(always="north"),
    wave=WaveRule(column="event", values="waves"),
    people={"gender": FromColumn("sex", "sex")},
    answers=items("b1", "b2"),
    values={"agreement": AGREEMENT, "waves": {"pre": "pre"}, "sex": {"1": "female"}},
    left_out=("comments",),
)
COLUMNS = ["id", "event", "sex", "b1", "b2", "comments"]


def test_the_next_export_of_the_same_project_fits():
    rows = [("7", "pre", "1", "5", "98", "anything"), ("8", "PRE ", None, "1.0", None, None)]
    found = fit(MAP, survey(COLUMNS, rows, b1={"choices": LABELS}))
    assert found.exact
    assert found.sentences == ()


def test_columns_that_are_missing_and_new_are_named():
    rows = [("7", "pre", "1", "5", "2")]
    given = survey(["id", "event", "sex", "b1", "b3"], rows, b3={"label": "Something new"})
    found = fit(MAP, given)
    assert (found.columns_missing, found.columns_new) == (("b2",), ("b3",))
    assert found.sentences == (
        'The column "b2", which the map reads, is not in the file.',
        'The column "b3" is new: the map neither reads it nor leaves it out.',
    )


def test_columns_that_the_tool_fills_in_are_no_news():
    columns = [*COLUMNS, "submitted"]
    rows = [("7", "pre", "1", "5", "2", None, "2026-01-01")]
    assert fit(MAP, survey(columns, rows, submitted={"role": "submitted"})).exact


def test_an_option_is_told_whether_chosen_or_only_offered():
    rows = [("7", "post", "2", "6", "2", None)]
    choices = {**LABELS, "7": "Can't say"}
    found = fit(MAP, survey(COLUMNS, rows, b1={"choices": choices}))
    assert found.values_new == (
        NewValue("b1", "6", True),
        NewValue("b1", "7", False),
        NewValue("event", "post", True),
        NewValue("sex", "2", True),
    )
    assert found.sentences[1].startswith(
        'The column "b1" offers, though nobody chose it, "7": the map does not say'
    )


def test_another_sheet_is_told():
    rows = [("7", "pre", "1", "5", "2", None)]
    one = survey(COLUMNS, rows)
    two = type(one)("kobo", "x.xlsx", (*one.tables, *one.tables))
    elsewhere = type(MAP)(
        **{**{n: getattr(MAP, n) for n in MAP.__dataclass_fields__}, "table": "x"}
    )
    assert fit(elsewhere, two).no_table
    assert fit(elsewhere, one).exact
