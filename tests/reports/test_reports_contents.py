"""What a report holds and says of itself, by hand."""

from __future__ import annotations

import re

import pytest

from bridgeboard.charts.side_by_side import Asked
from bridgeboard.decisions import Decisions
from bridgeboard.problems import Refusal
from bridgeboard.reports import asked_of, contents
from tests.reports.conftest import (
    DAY,
    FORMULA,
    GUJARATI,
    HEBREW,
    SCRIPT,
    SMALL_MEAN,
    UNRELEASED,
)


def test_a_site_report_has_what_the_page_one_site_has(report):
    found = report("team", "a")
    assert found.plain_title == f"{HEBREW}: One site"
    assert found.title == f"\u2068{HEBREW}\u2069: One site"
    assert [section.title for section in found.sections] == [
        "Where does it stand?",
        "What changed since the last publish?",
        "What changed since the last wave?",
        "Did attitudes move?",
        "What helps and what hinders (CFIR)?",
        "What was said in focus groups?",
        "Which facts of the context are on record?",
        "How are peer support workers paid?",
        "Which steps of implementation are done?",
        "What is to be done?",
        "What is missing for a sound answer?",
        "What can't the sources tell?",
    ]
    for shown in found.answers:
        if "site_id" in shown.frame.columns and shown.answer.measure.name not in ("gaps", "income"):
            assert set(shown.frame["site_id"].drop_nulls()) <= {"a"}, shown.answer.measure.name


def test_the_shareable_view_of_a_site_has_no_actions_and_no_unreleased_sentence(report):
    found = report("shareable", "a")
    assert "What is to be done?" not in [section.title for section in found.sections]
    said = " ".join(text for section in found.sections for text in section.sentences)
    assert UNRELEASED not in said
    team = report("team", "a")
    assert UNRELEASED in " ".join(text for one in team.sections for text in one.sentences)


def test_a_report_says_its_view_filters_n_snapshot_day_provenance_and_rules(report, snapshot):
    about = dict(report("shareable", "a").about)
    assert list(about) == [
        "Programme",
        "What it is about",
        "View",
        "Filters",
        "n",
        "Snapshot",
        "Made on",
        "Provenance",
        "Decided in the app",
        "Rules",
        "Instruments",
        "Versions",
    ]
    assert about["View"].startswith("Shareable view: numbers under k = 10 hidden.")
    assert about["Filters"] == f"sites: {HEBREW}"
    assert about["n"].startswith("1 site, 2 waves.")
    assert about["Snapshot"].startswith(f"{snapshot.snapshot_id}, published on ")
    assert about["Made on"].startswith("2026-03-31.")
    assert about["Provenance"] == "Collected data"
    assert about["Rules"].startswith("Smallest group shown in the shareable view: k = 10. No score")
    assert about["Instruments"].startswith("PSA-12 (psa12, rules ")
    assert about["Versions"].startswith("Bridgeboard ")


def test_a_programme_is_read_at_all_sites_and_a_comparison_counts_sites_a_level(report):
    programme = report("team", "programme")
    assert dict(programme.about)["Filters"] == "none: all sites, all waves"
    assert len(programme.charts) == 16
    comparison = report("team", "comparison")
    said = comparison.sections[0].sentences[0]
    # Israel and Germany are high, India lower-middle, Uganda low income in all these years.
    assert said.startswith(
        "Income level and site can't be told apart here: 1 site with low income, 1 site with "
        "lower-middle income and 2 sites with high income."
    )
    assert [section.title for section in comparison.sections] == [
        "How do sites and income levels compare, and how sure is that?",
        "How do scores compare?",
        "How did attitudes move, site by site and taken together?",
        "How many agree with single items?",
        "What was said for and against?",
        "What is on record of the context?",
        "How are CFIR constructs rated?",
        "Which sites are ready?",
        "How much are PSWs paid, of a local wage?",
        "Which steps of implementation are done?",
        "What can't the sources tell?",
    ]
    # Who reads nothing but the first section reads the answer to each of the others.
    for said, section in zip(
        comparison.sections[0].sentences[1:], comparison.sections[1:-1], strict=True
    ):
        assert section.sentences[0].startswith(said.removesuffix("."))
        assert "can't be told" not in said
    assert "pairs of sites" in comparison.sections[1].sentences[1]


def test_sites_stand_in_a_comparison_by_income_level_or_name_and_never_by_score_unasked(
    answers, report
):
    scores = report("team", "comparison").sections[1].charts[0].table
    # Low, lower-middle, then both high ones in the order of sites.csv.
    assert scores["Site"].to_list()[:4] == [FORMULA, GUJARATI, HEBREW, SCRIPT]
    asked = contents.comparison(answers("team"), kinds=("score", "pay"), order="value")
    values = asked.sections[1].charts[1].table["Value"].to_list()[:4]
    assert values == sorted(values, reverse=True)
    assert any("the order says little" in note for note in asked.sections[1].charts[1].notes)
    # What has no interval has no order of values.
    assert asked.sections[2].charts[0].table["Site"].to_list()[0] == FORMULA


def test_every_drawing_of_a_comparison_says_what_cannot_be_told_and_counts_the_sites(report):
    found = report("shareable", "comparison")
    drawn = [chart for one in found.sections if one.sheet for chart in one.charts]
    assert len(drawn) > 15
    for chart in drawn:
        text = str(chart.figure).replace("<br>", " ").replace("&#x27;", "'")
        assert re.search(r"1 low, 1 lower-middle, [12] high\.", chart.said[0]), chart.title
        assert "With so few sites a level is its sites" in chart.said[1]
        if chart.figure is not None:
            assert "With so few sites a level is its sites" in text, chart.title


def test_a_comparison_of_one_thing_has_what_is_asked_in_every_look(answers):
    asked = Asked("score", "at_baseline", ("psa12", "roles"), ("pre",))
    report = contents.comparison(answers("team"), asked=asked, order="name")
    (section,) = [one for one in report.sections if one.sheet]
    assert [chart.title.split(": ", 1)[1] for chart in section.charts] == [
        "how do sites and income levels compare?",
        "how does each site stand, and all together?",
        "how did each site stand over the waves?",
    ]
    names = section.charts[1].table["Site"].to_list()[:4]
    assert names == sorted(names, key=str.casefold)
    assert "on the first day of the first wave" in section.charts[0].said[0]


def test_what_there_is_nothing_of_is_refused_in_a_sentence(published, tmp_path):
    asked = asked_of(published(), tmp_path, view="team", day=DAY)
    with pytest.raises(Refusal, match="nothing to compare here: How much are PSWs paid"):
        contents.comparison(asked, kinds=("pay",))


def test_what_is_hidden_of_the_small_site_is_there_for_the_team(report):
    scores = report("team", "comparison").sections[1].charts[1].table
    (small,) = scores.filter(Site=SCRIPT)["Value"].to_list()
    assert f"{small:.3f}" == SMALL_MEAN[0]
    hidden = report("shareable", "comparison").sections[1].charts[1].table
    assert hidden.filter(Site=SCRIPT)["Value"].to_list() == [None]


def test_an_unknown_site_is_refused_in_a_sentence(report):
    with pytest.raises(Refusal, match="has no site “x”: choose among a, b, c, d"):
        report("team", "x")


def test_a_shareable_report_tells_neither_how_much_was_decided_nor_what_a_file_hashes_to(
    snapshot, tmp_path
):
    before = contents.site(asked_of(snapshot, tmp_path, view="shareable", day=DAY), "a")
    Decisions(tmp_path, "test").add_action(site_id="a", what="Write the role down")
    after = contents.site(asked_of(snapshot, tmp_path, view="shareable", day=DAY), "a")
    assert (before.about, before.sources) == (after.about, after.sources)
    digests = [file.sha256[:8] for file in snapshot.record.files]
    assert not any(digest in after.sources[-1] for digest in digests)
    team = contents.site(asked_of(snapshot, tmp_path, view="team", day=DAY), "a")
    assert all(digest in team.sources[-1] for digest in digests)
    assert "of the decisions" in dict(team.about)["Decided in the app"]
    assert team.sections[9].sentences == ("Write the role down: nobody named, no due date, open",)


def test_a_survey_stands_in_reports_with_all_its_scales(report, snapshot):
    scales = [scale.label for scale in snapshot.instruments["psa12"].scales]
    assert len(scales) == 5
    said = {
        about: next(one for one in report("team", about).sections if one.title == title)
        for about, title in (("a", "Did attitudes move?"), ("programme", "Did attitudes move?"))
    }
    for section in said.values():
        assert len(section.charts) == 5
        for scale in scales:
            assert any(scale in text for text in section.sentences), scale


def test_the_team_reads_what_changed_since_the_last_publish_and_others_do_not(
    published, store_folder
):
    place = {"sites": [{"site_id": "a", "site_name": "Harbour"}, {"site_id": "b"}]}
    step = {"milestone": "A room", "planned_on": "2026-03-01"}
    before = published({**place, "milestones": [{**step, "site_id": "a", "done_on": "2026-03-01"}]})
    first = asked_of(before, store_folder, view="team", day=DAY)
    title = "What changed since the last publish?"
    (told,) = [one for one in contents.site(first, "a").sections if one.title == title]
    assert told.sentences[0].startswith("Nothing was published before")
    now = published({**place, "milestones": [{**step, "site_id": "a"}]})
    asked = asked_of(now, store_folder, view="team", day=DAY)
    for found in (contents.site(asked, "a"), contents.programme(asked)):
        (told,) = [one for one in found.sections if one.title == title]
        assert re.fullmatch(r"Since 20.* UTC, when .* published:", told.sentences[0])
        assert any("A room" in text for text in told.sentences[1:])
    (told,) = [one for one in contents.site(asked, "b").sections if one.title == title]
    assert "Nothing that this report compares changed since" in told.sentences[0]
    shared = asked_of(now, store_folder, view="shareable", day=DAY)
    for found in (contents.site(shared, "a"), contents.programme(shared)):
        assert title not in [one.title for one in found.sections]
