"""One site: everything about a site on one page, by link, in both views."""

import pytest

from bridgeboard.decisions import Decisions
from bridgeboard.ui.page_words import one_site as words
from tests.pages.conftest import errors, figures, texts

PAGE = "sites/one_site"


def _said(running) -> str:
    return "\n".join([texts(running), *figures(running)])


@pytest.mark.parametrize("view", ["team", "shareable"])
@pytest.mark.parametrize("programme", ["demonstration", "upsides"])
def test_every_site_has_its_page(app, shipped, programme, view):
    running = app(shipped, PAGE, programme=programme, view=view)
    assert errors(running) == []
    picker = next(one for one in running.selectbox if one.label == words.SITE)
    for site in picker.options:
        next(one for one in running.selectbox if one.label == words.SITE).select(site).run()
        assert errors(running) == []
        assert site in _said(running)


def test_a_link_opens_the_site_with_where_it_stands_and_what_was_found(app, shipped):
    said = _said(app(shipped, PAGE, programme="demonstration", at="riverside"))
    assert "Riverside" in said
    for part in (words.ATTITUDES, words.RATINGS, words.STATEMENTS, words.CONTEXT):
        assert part in said
    assert "What weighs most" in said
    assert "At Riverside “Attitude to peer support (all 12 items)”" in said
    assert "Barriers (18 months)" in said


def test_upsides_says_what_is_known_and_what_is_not(app, shipped):
    said = _said(app(shipped, PAGE, programme="upsides", at="BU"))
    assert "Kampala, Uganda" in said
    assert "No survey has answers at two waves here" in said
    assert "No CFIR construct is rated here." in said
    assert "not enough data" in said
    pune = _said(app(shipped, PAGE, programme="upsides", at="PUN"))
    assert "Stands for" in pune or "must not be compared" in pune


def test_open_actions_stand_there_late_ones_marked_and_not_in_the_shareable_view(
    app, published, store_folder
):
    published()
    kept = Decisions(store_folder, "test")
    kept.add_action(site_id="a", what="Write the role down", owner="Ward manager", due="2020-01-01")
    kept.add_action(site_id="a", what="Old step", status="done")
    said = _said(app(store_folder, PAGE, at="a"))
    assert "Write the role down: Ward manager, due 2020-01-01, open (late)" in said
    assert "Old step" not in said
    shareable = _said(app(store_folder, PAGE, at="a", view="shareable"))
    assert "Write the role down" not in shareable
    assert words.TEAM_ONLY in shareable


def test_a_programme_with_hardly_anything_still_has_a_page(app, published, store_folder):
    published()
    running = app(store_folder, PAGE)
    assert errors(running) == []
    said = _said(running)
    assert words.NO_OPEN in said
    assert "No context fact is on record." in said


def test_a_site_that_is_not_there_is_said(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", at="atlantis")
    assert errors(running) == []
    assert "atlantis" in " ".join(warning.value for warning in running.warning)
