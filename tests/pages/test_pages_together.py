"""Together: do the sources say the same at a site, what is missing, and where is the evidence?"""

from html import unescape
from urllib.parse import parse_qs, urlparse

import pytest

from app import PAGES
from bridgeboard.charts import joint
from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import shown
from bridgeboard.measures import answer
from bridgeboard.ui.page_words import together as words
from tests.pages.conftest import errors, figures, table, texts

PAGE = "change/together"


@pytest.fixture(scope="module")
def together(demonstration):
    return answer("together", demonstration)


def _headline(running) -> str:
    bodies = [element.proto.body for element in running.main.get("html")]
    said = next(body for body in bodies if 'class="headline"' in body)
    return unescape(said.partition(">")[2].removesuffix("</p>"))


def _links(running) -> list[str]:
    bodies = [element.proto.body for element in running.main.get("html")]
    figure = next(body for body in bodies if body.startswith("<figure"))
    return [unescape(part.split('"')[0]) for part in figure.split('<a href="')[1:]]


def test_the_sentence_counts_verdicts_and_the_table_has_the_measures_rows(app, shipped, together):
    running = app(shipped, PAGE, programme="demonstration")
    laid = joint.rows(
        shown(together, "team"), "before:m18", "influence", by="site", which="lakeside"
    )
    verdicts = laid.frame["verdict"].to_list()
    assert table(running, "Verdict", "Rule")["Verdict"].to_list() == verdicts
    said = _headline(running)
    assert said.startswith("Lakeside, before to 18 months: of 8 influences, ")
    assert f"{verdicts.count('not clear')} are not clear" in said
    assert "Simulated data" in figures(running)[0]


@pytest.mark.parametrize("kind", ["Influences", "Constructs", "Themes"])
@pytest.mark.parametrize("by", ["site", "subject"])
def test_every_kind_of_subject_is_laid_out_for_a_site_and_over_sites(app, shipped, kind, by):
    running = app(shipped, PAGE, programme="demonstration", kind=kind, by=by)
    assert errors(running) == []
    found = table(running, "Verdict", "Rule")
    assert set(found["Kind"]) == {kind.lower().removesuffix("s")}
    assert found["Site" if by == "site" else "Subject"].n_unique() == 1
    assert found.height == (12 if by == "subject" else found["Subject"].n_unique())


def test_a_link_names_site_subjects_and_waves(app, shipped):
    running = app(
        shipped, PAGE, programme="demonstration", at="riverside", kind="theme", when="m06:m06"
    )
    assert errors(running) == []
    assert _headline(running).startswith("Riverside, 6 months: of ")
    again = app(shipped, PAGE, programme="demonstration", by="subject", subject="resources")
    assert _headline(again).startswith("Resources, before to 18 months: at 12 sites, ")


def test_only_rows_with_a_chosen_verdict_are_drawn(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", verdict="one source")
    drawn = figures(running)[0]
    assert "Resources" in drawn
    assert "PSW role definition" not in drawn
    assert table(running, "Verdict", "Rule").height == 8


def test_the_evidence_of_a_number_is_one_click_away_on_a_page_that_exists(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", at="cedar-court", kind="theme")
    addresses = {url for pages in PAGES.values() for _, _, url in pages}
    links = [urlparse(link) for link in _links(running)]
    assert {link.path for link in links} <= addresses
    assert {"attitudes", "focus-groups", "context-and-payment"} <= {link.path for link in links}
    survey = parse_qs(next(link for link in links if link.path == "attitudes").query)
    assert survey["site"] == ["cedar-court"]
    assert (survey["from"], survey["to"]) == (["before"], ["m18"])
    said = parse_qs(next(link for link in links if link.path == "focus-groups").query)
    assert (said["at"], said["read"]) == (["cedar-court"], ["first"])


@pytest.mark.parametrize(
    ("programme", "link"),
    [
        ("demonstration", {"kind": "theme"}),
        ("demonstration", {"by": "subject", "kind": "influence"}),
        ("upsides", {"kind": "theme", "at": "BU", "when": "pre:post"}),
    ],
)
def test_every_link_asks_only_for_what_the_other_page_has(app, shipped, programme, link):
    running = app(shipped, PAGE, programme=programme, **link)
    files = {u: f"{section}/{f}" for section, pages in PAGES.items() for f, _, u in pages}
    by_page = {urlparse(one).path: urlparse(one) for one in _links(running)}
    assert by_page
    for path, found in by_page.items():
        there = app(shipped, files[path], **parse_qs(found.query))
        assert errors(there) == []
        assert [warning.value for warning in there.warning] == [], found.query


def test_upsides_says_what_is_missing_and_shows_statements_and_context(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    assert errors(running) == []
    said = texts(running)
    assert "Survey: no answers here, so attitudes can't be held against what people said." in said
    assert "ratings that are only proposed, until a person accepts them" in said
    drawn = figures(running)[0]
    assert "▼\u00a0" in drawn or "▼ " in drawn
    assert "one source" in drawn


def test_a_site_that_moved_is_not_compared_and_one_wave_is_offered(app, shipped):
    running = app(shipped, PAGE, programme="upsides", at="PUN", when="pre:post")
    assert errors(running) == []
    assert "not the same place at both waves: look at one wave" in texts(running)


def test_the_shareable_view_says_why_numbers_are_hidden(app, shipped, together):
    running = app(shipped, PAGE, programme="demonstration", by="subject", view="shareable")
    found = table(running, "Verdict", "Hidden")
    hidden = found.filter(found["Hidden"].is_not_null())
    assert hidden.height > 0
    assert hidden["Survey in words"].null_count() == hidden.height
    assert "since groups are too small to share" in texts(running)
    assert "· hidden" in figures(running)[0]


def test_a_programme_without_anything_says_what_to_load(app, published, store_folder):
    published()
    running = app(store_folder, PAGE)
    assert errors(running) == []
    assert words.NOTHING in texts(running)
    assert words.HOW_TO_GET in texts(running)


def test_no_row_with_a_verdict_says_so(app, shipped):
    running = app(shipped, PAGE, programme="upsides", verdict="converge")
    assert "No row has this verdict." in texts(running)


def test_a_rating_leads_to_the_cell_behind_it(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", kind="construct")
    found = [parse_qs(urlparse(one).query) for one in _links(running) if one.startswith("cfir?")]
    assert {one["show"][0] for one in found} == {"before~m18"}
    assert {one["at"][0] for one in found} == {"lakeside"}
    opened = {one["construct"][0] for one in found if one.get("read") == ["first"]}
    assert {"2022|I-C", "2022|II-D"} <= opened


def test_an_accepted_rating_counts_and_a_proposed_one_does_not(app, published, store_folder):
    said = {"theme_id": "t", "stance": "concern", "construct_id": "III-E", "wave_id": "pre"}
    snapshot = published({"statements": [said]})
    before = table(app(store_folder, PAGE, kind="construct"), "Verdict", "Rule")
    assert before["Proposed, not counted"].to_list() == ["−1 by statements"]
    assert before["Verdict"].to_list() == ["one source"]
    kept = Decisions(store_folder, snapshot.programme.id)
    which = {"site_id": "a", "wave_id": "pre", "framework": "2022", "construct_id": "III-E"}
    said = {"rating": -1, "state": "rated", "reason": "Both raters said so.", "basis": "raters"}
    kept.accept_rating(**which, **said)
    after = table(app(store_folder, PAGE, kind="construct"), "Verdict", "Rule")
    assert after["Ratings after"].to_list() == ["−1"]
    assert after["Verdict"].to_list() == ["converge"]
