"""Charts made of sentences: statements, facts, sites, waves, attention, what is new."""

import re
from datetime import date
from html import unescape

import pytest

from bridgeboard.charts import options
from bridgeboard.charts.figures.attention import attention
from bridgeboard.charts.figures.facts import facts
from bridgeboard.charts.figures.newly_reported import newly_reported
from bridgeboard.charts.figures.sites import sites
from bridgeboard.charts.figures.statements import statements
from bridgeboard.charts.figures.waves import waves


def _read(figure):
    """The figure's text as a reader gets it, without tags and style."""
    text = re.sub(r"<style>.*?</style>", "", figure, flags=re.DOTALL)
    text = re.sub(r"<(?:/p|/li|/td|/th|/span)>", " ", text)
    return " ".join(unescape(re.sub(r"<[^>]+>", "", text)).split())


def _statement(key, site="a", **row):
    return {
        "statement_id": key,
        "site_id": site,
        "site_names": row.pop("site_names", site and {"a": "Lakeside", "b": "Riverside"}[site]),
        "wave_id": "pre",
        "theme_id": "T1",
        "theme_label": "Role clarity",
        "stance": "concern",
        "kind": "summary",
        "scope": "site",
        "text": f"Text of {key}.",
        "transcript_refs": None,
        "source_label": "Krumm 2022",
        "source_citation": "Krumm S. A paper. 2022.",
        "source_doi": "10.1186/x",
        "source_location": "Results, lines 1-2",
        **row,
    }


STATEMENTS = [
    _statement(
        "s1", "a", scope="multi_site", transcript_refs="Ulm 1", site_names="Lakeside; Riverside"
    ),
    _statement(
        "s1", "b", scope="multi_site", transcript_refs="BU 2", site_names="Lakeside; Riverside"
    ),
    _statement("s2", "a", kind="interpretation", stance="mixed", theme_id="T2", scope="site"),
    _statement("s3", None, scope="pooled", wave_id="post", text="היא הקשיבה"),
]


def test_a_statement_that_names_two_sites_is_read_once_with_all_references(shown):
    chart = statements(shown("statements", STATEMENTS), wave_id="pre")
    text = _read(chart.figure)
    assert text.count("Text of s1.") == 1
    assert "Lakeside; Riverside" in text
    assert "Transcript: Ulm 1; BU 2" in text
    assert chart.n_text == "2 statements, each counted once; 1 the authors' own reading"
    assert chart.table.height == 3


def test_a_statement_says_in_which_paper_and_where(shown):
    text = _read(statements(shown("statements", STATEMENTS), themes=["T1"]).figure)
    assert "Krumm 2022, doi:10.1186/x, Results, lines 1-2" in text
    assert "Krumm 2022 : Krumm S. A paper. 2022." in text or "Krumm 2022: Krumm S." in text


def test_the_authors_own_reading_is_marked_as_no_opinion(shown):
    figure = statements(shown("statements", STATEMENTS), themes=["T2"]).figure
    assert '<li class="own">' in figure
    assert "not an opinion of mental health workers" in _read(figure)


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"site_id": "b"}, ["s1"]),
        ({"stances": ["mixed"]}, ["s2"]),
        ({"kinds": ["summary"]}, ["s1", "s3"]),
        ({"search": "TEXT s2"}, ["s2"]),
        ({"search": "bu 2"}, ["s1"]),
        ({"search": "הקשיבה"}, ["s3"]),
        ({"search": "nothing"}, []),
        ({"wave_id": "post"}, ["s3"]),
        ({"themes": ["T1"], "site_id": "a"}, ["s1"]),
    ],
)
def test_statements_are_found_by_each_choice(shown, asked, found):
    table = statements(shown("statements", STATEMENTS), **asked).table
    assert list(dict.fromkeys(table["Statement"])) == found


def test_text_that_reads_from_right_to_left_is_let_do_so(shown):
    figure = statements(shown("statements", STATEMENTS), wave_id="post").figure
    assert '<p class="t" dir="auto">היא הקשיבה</p>' in figure


def test_what_a_search_can_do_is_no_pattern(shown):
    assert statements(shown("statements", STATEMENTS), search="T.xt").table.is_empty()


def test_all_statements_of_a_choice_are_read_and_unasked_only_a_few(shown):
    many = shown("statements", [_statement(f"s{i}") for i in range(30)])
    assert statements(many, themes=["T1"]).figure.count("<li") == 30
    unasked = statements(many)
    assert unasked.figure.count("<li") == 6
    assert "The first 6 of 30" in unasked.figure
    assert unasked.table.height == 30


def _fact(site, **row):
    return {
        "site_id": site,
        "wave_id": "pre",
        "factor": "prior_experience",
        "factor_label": "Prior experience",
        "direction": "unknown",
        "finding": "India: since 2015",
        "kind": "interpretation",
        "scope": "site",
        "provenance": "published",
        "source_label": "Krumm 2022",
        **row,
    }


def test_facts_have_the_year_their_direction_and_who_says_so(shown):
    rows = [_fact("a", value=2015.0, unit="year"), _fact("b", direction="hinders", kind="summary")]
    chart = facts(shown("facts", rows), "Which sites?", ["prior_experience"])
    text = _read(chart.figure)
    assert "2015" in text
    assert "▼ hinders" in text
    assert "The authors' own reading" in text
    assert "Krumm 2022" in text
    assert chart.table["Finding"].to_list() == ["India: since 2015"] * 2


def test_sites_without_a_fact_are_named(shown):
    known = shown("sites", [{"site_id": "a"}, {"site_id": "b"}])
    chart = facts(shown("facts", [_fact("a")]), "Which?", ["prior_experience"], sites=known)
    assert chart.alt.endswith("Nothing is reported for Riverside.")


def test_only_the_factors_asked_for_are_read(shown):
    rows = [_fact("a"), _fact("a", factor="resources", finding="money")]
    table = facts(shown("facts", rows), "Which?", ["resources"]).table
    assert table["Finding"].to_list() == ["money"]


def _site(key, **row):
    return {
        "site_id": key,
        "country": "India",
        "country_iso3": "IND",
        "setting": "unknown",
        "comparable_across_waves": "no",
        **row,
    }


def _level(site, wave, level, day=date(2019, 11, 1)):
    return {
        "site_id": site,
        "wave_id": wave,
        "income_level_at_wave": level,
        "on_date": day,
    }


def test_two_places_that_stand_for_one_another_say_so_on_both_sides(shown):
    rows = [_site("a"), _site("b", alias_of="a", alias_name="Lakeside")]
    text = _read(sites(shown("sites", rows), shown("income", []), "at_wave").figure)
    assert "At a later wave Riverside stands for this site; the two must not be compared." in text
    assert "Stands for Lakeside at a later wave; the two must not be compared." in text


def test_an_income_level_is_dated_and_each_change_is_named(shown):
    levels = [_level("a", "pre", "low"), _level("a", "post", "lower-middle", date(2021, 1, 1))]
    row = _site("a", income_as_reported="low", setting="both")
    chart = sites(shown("sites", [row]), shown("income", levels), "at_wave")
    text = _read(chart.figure)
    assert "Low income at Before; World Bank, on 2019-11-01" in text.replace("● ", "")
    assert "Lower-middle income at After" in text
    assert "the source says “low”" in text
    assert "Hospital and community" in text
    assert chart.table["Income level"].to_list() == ["Before: low; After: lower-middle"]


def test_a_site_whose_waves_have_no_date_is_not_dated(shown):
    text = _read(
        sites(
            shown("sites", [_site("a")]), shown("income", [_level("a", "pre", None)]), "at_wave"
        ).figure
    )
    assert "not dated" in text


def test_totals_of_a_wave_are_said_once_and_never_split(shown):
    rows = [
        {
            "wave_id": "pre",
            "from_on": date(2019, 11, 1),
            "to_on": date(2020, 1, 31),
            "date_precision": "month",
            "reported_n": 35,
            "reported_female": 20,
            "reported_age_mean": 37.0,
        },
        {
            "wave_id": "post",
            "date_precision": "unknown",
            "months_since_start": 18.0,
            "months_are_approximate": True,
            "reported_n": 25,
        },
    ]
    chart = waves(shown("waves", rows))
    text = _read(chart.figure)
    assert "2019-11 to 2020-01" in text
    assert "2019-11-01" not in text
    assert "35 people 20 women, mean age 37" in text
    assert "never split over sites" in text
    assert "no date given About 18 months after the start" in text
    assert chart.alt == "Before: 35 people and After: 25 people."


def _thing(priority, rule, site, sentence):
    return {
        "priority": priority,
        "rule": rule,
        "rule_label": rule.capitalize(),
        "site_id": site,
        "sentence": sentence,
        "number": 1,
        "unit": "facts",
        "source_label": "Krumm 2022",
    }


def test_attention_names_three_things_each_with_all_its_sites(shown):
    rows = [
        _thing(1, "first", "a", "A is first."),
        _thing(2, "second", "a", "A is second."),
        _thing(2, "second", "b", "B is second."),
        _thing(3, "third", None, "All are third."),
        _thing(4, "fourth", "a", "Never read out."),
    ]
    chart = attention(shown("attention", rows))
    text = _read(chart.figure)
    assert "Second : Lakeside and Riverside" in text or "Second: Lakeside and Riverside" in text
    assert "B is second." in text
    assert "Third: the whole programme" in text
    assert "Never read out." not in text
    assert "Source: Krumm 2022" in text
    assert chart.n_text.startswith("3 of 4 things shown")
    assert chart.table.height == 5


def test_a_hebrew_name_does_not_turn_an_english_sentence(shown):
    row = _thing(1, "first", "x", "הגבעה: 1 answered.") | {"site_name": "הגבעה"}
    assert "<li><bdi>הגבעה</bdi>: 1 answered.</li>" in attention(shown("attention", [row])).figure


def test_nothing_to_attend_to_is_said_in_words(shown):
    chart = attention(shown("attention", []))
    assert chart.figure is None
    assert chart.alt.startswith("Nothing was found")


def _new(theme, site, status, **row):
    return {
        "theme_id": theme,
        "theme_label": f"Theme {theme}",
        "theme_order": 1,
        "site_id": site,
        "wave_id": "post",
        "n": 1,
        "n_interpretation": 0,
        "status": status,
        **row,
    }


def test_what_is_new_is_told_with_what_was_said_before(shown):
    rows = [
        _new("T1", "a", "new"),
        _new("T1", "b", "same theme before"),
        _new("T2", None, "related theme before")
        | {"related_theme_label": "Old theme", "before_at": "Ulm", "n_interpretation": 1},
    ]
    said = [
        _statement("s1", "a", theme_id="T1", wave_id="post"),
        _statement("s2", None, theme_id="T2", wave_id="post", kind="interpretation"),
        _statement("s3", "a", theme_id="T1", wave_id="pre"),
    ]
    chart = newly_reported(shown("newly_reported", rows), shown("statements", said), "post")
    text = _read(chart.figure)
    assert "New at Lakeside. Reported before too at Riverside." in text
    assert "On this matter before: “Old theme”, at Ulm." in text
    assert "Authors' own reading, not an opinion of mental health workers" in text
    assert "Text of s3." not in text
    assert chart.n_text == "2 statements, each counted once"


def test_a_theme_opens_with_those_above_it_and_is_searched_with_those_under_it(shown):
    rows = [
        {"theme_id": t, "parent_id": p, "theme_label": t, "theme_order": i, "wave_id": "pre"}
        for i, (t, p) in enumerate((("T1", None), ("T1.1", "T1"), ("T1.1.1", "T1.1"), ("T2", None)))
    ]
    given = shown("themes", rows)
    assert options.within(given, "T1") == ("T1", "T1.1", "T1.1.1")
    assert options.above(given, "T1.1.1") == ("T1.1.1", "T1.1", "T1")
    assert options.within(given, None) == ()
    assert options.themes(given, "pre") == {t: t for t in ("T1", "T1.1", "T1.1.1", "T2")}


def test_two_sites_of_one_name_can_be_told_apart(shown):
    rows = [{"site_id": "x", "site_name": "Hill"}, {"site_id": "y", "site_name": "Hill"}]
    assert options.sites(shown("sites", rows)) == {"x": "Hill (x)", "y": "Hill (y)"}
