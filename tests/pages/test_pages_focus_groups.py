"""Focus groups: a reader finds out what was said, where, and in which paper."""

from urllib.parse import parse_qs, urlparse

import polars as pl
import pytest

from bridgeboard import disclosure, measures
from tests.pages.conftest import errors, figures, table, texts

PAGE = "change/focus_groups"
ROLE_CLARITY = "(Need for) role clarity of PSWs"
BEFORE, AFTER = "Before implementation", "About 18 months after"


def _bodies(running):
    return [element.proto.body for element in running.main.get("html")]


def test_where_role_clarity_is_demanded_and_where_not_and_in_which_paper(app, shipped):
    running = app(shipped, PAGE, programme="upsides", theme=ROLE_CLARITY)
    matrix = table(running, "Theme", "On the theme itself")
    role = matrix.filter(pl.col("Theme") == ROLE_CLARITY)
    concerns = dict(role.select("Site", "Concern").iter_rows())
    assert {site for site in concerns if concerns[site] and concerns[site] > 1} >= {
        "Ulm",
        "Butabika",
        "Dar es Salaam",
        "Ahmedabad",
    }
    assert concerns["Hamburg"] == 0
    said = figures(running)[1]
    assert "A need for clear PSW roles was evident." in said
    assert "Ulm; Butabika; Dar es Salaam; Ahmedabad" in said
    assert "Krumm et al. 2022, doi:10.1186/s12888-022-04206-5" in said


def test_the_one_voice_at_beer_sheva_can_be_read_with_its_transcript(app, shipped):
    running = app(shipped, PAGE, programme="upsides", theme=ROLE_CLARITY, at="Be'er Sheva")
    running.pills(key="stance").set_value(["concern"]).run()
    said = table(running, "Statement", "Transcript")
    assert said["Transcript"].to_list() == ["BGU 167"]
    assert "BGU 167" in figures(running)[1]


def test_a_link_to_a_theme_opens_its_tree(app, shipped):
    closed = app(shipped, PAGE, programme="upsides")
    assert not any(" checked" in body for body in _bodies(closed))
    opened = app(shipped, PAGE, programme="upsides", theme=ROLE_CLARITY)
    assert any(
        'aria-label="Show subthemes: PSWs&#x27; roles and boundaries" checked' in body
        for body in _bodies(opened)
    )


def test_a_number_links_to_its_statements_and_keeps_programme_and_view(app, shipped):
    running = app(shipped, PAGE, programme="upsides", view="team")
    body = next(body for body in _bodies(running) if "<table" in body)
    href = body.split('<a href="')[1].split('"')[0].replace("&amp;", "&")
    link = urlparse(href)
    asked = parse_qs(link.query)
    assert asked["theme"] == ["Expected benefits from peer support"]
    assert asked["at"] == ["Ulm"]
    assert asked["programme"] == ["UPSIDES"]
    assert asked["read"] == ["first"]


def test_who_follows_a_number_reads_its_statements_first_and_finds_back(app, shipped):
    link = {"programme": "upsides", "theme": ROLE_CLARITY, "at": "Ulm", "read": "first"}
    running = app(shipped, PAGE, **link)
    said = figures(running)
    assert "A need for clear PSW roles was evident." in said[0]
    assert "Expected benefits from peer support" in said[1]
    back = next(body for body in _bodies(running) if "Back to all themes" in body)
    assert 'href="?programme=UPSIDES"' in back


def test_what_changed_after_18_months_is_told_in_words_and_never_as_a_difference(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    said = next(words for words in figures(running) if "Trust in peer support grew" in words)
    assert "MHWs' trust in peer support rose with time. (no site named)" in said
    assert "Extra gain: MHWs have less to do. (Butabika; Dar es Salaam)" in said
    assert (
        "On this matter before: “Collaboration as (controlled) trust and commitment”, at Ulm."
        in said
    )
    assert "Authors' implications (Authors' own reading, not an opinion of" in said
    assert "Numbers of two waves are not subtracted" in texts(running)


def test_the_second_wave_has_its_own_matrix(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    running.segmented_control(key="at_wave").set_value("post").run()
    assert errors(running) == []
    matrix = table(running, "Theme", "On the theme itself")
    assert matrix["Wave"].unique().to_list() == [AFTER]
    named = matrix.filter((pl.col("Statements") > 0) & pl.col("Site").is_in(["Ulm", "Pune"]))
    assert named.is_empty()


def test_the_matrix_is_the_measure(app, shipped, upsides):
    running = app(shipped, PAGE, programme="upsides")
    frame = disclosure.shown(measures.answer("themes", upsides), "team").frame
    before = frame.filter(pl.col("wave_id") == "pre")
    shown = table(running, "Theme", "On the theme itself")
    assert shown["Statements"].fill_null(0).to_list() == before["n_incl"].to_list()
    assert shown["Theme"].to_list() == before["theme_label"].to_list()


@pytest.mark.parametrize(
    ("search", "sites"), [("ex-in", {"Hamburg"}), ("bgu 129", {"Be'er Sheva"}), ("qwertz", set())]
)
def test_search_finds_words_and_transcripts(app, shipped, search, sites):
    running = app(shipped, PAGE, programme="upsides")
    running.text_input(key="q").set_value(search).run()
    if not sites:
        assert "No statement fits." in texts(running)
        return
    assert set(table(running, "Statement", "Transcript")["Site"]) == sites


def test_the_authors_own_view_can_be_read_apart(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    running.pills(key="kind").set_value(["interpretation"]).run()
    said = table(running, "Statement", "Transcript")
    assert set(said["Who says so"]) == {
        "the authors' own reading, not an opinion of mental health workers"
    }


def test_the_shareable_view_has_released_statements_only(app, shipped, demonstration):
    team = app(shipped, PAGE, programme="demonstration")
    shared = app(shipped, PAGE, programme="demonstration", view="shareable")
    held = demonstration.query("SELECT statement_id FROM statements WHERE release = 'team'")
    everything = set(table(team, "Statement", "Transcript")["Statement"])
    released = set(table(shared, "Statement", "Transcript")["Statement"])
    assert released < everything
    assert not released & set(held["statement_id"])
    assert "not reported or not released, which is not zero" in texts(shared)


def test_a_programme_without_focus_groups_says_what_to_load(app, published, store_folder):
    published()
    running = app(store_folder, PAGE)
    assert "Add focus_groups.csv, themes.csv and statements.csv" in texts(running)
