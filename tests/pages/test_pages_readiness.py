"""Readiness: the map, the reasons behind a state, what is asked, and an action from it."""

from datetime import date
from urllib.parse import parse_qs, urlparse

import pytest

from app import PAGES
from bridgeboard.decisions import Decisions
from bridgeboard.measures.readiness import readiness
from bridgeboard.ui.page_words import actions as action_words
from bridgeboard.ui.page_words import readiness as words
from tests.pages.conftest import errors, figures, texts

PAGE = "sites/readiness"
#: r1 of PSA-12: is it clear what PSWs do?
UNCLEAR = [1, 2, 2, 1, 4, 5]


def _survey(levels, item="r1", site="a", wave="pre"):
    people = [f"{site}{wave}{n}" for n in range(len(levels))]
    return {
        "respondents": [{"respondent_id": p, "site_id": site, "wave_id": wave} for p in people],
        "answers": [
            {"respondent_id": p, "instrument_id": "psa12", "item_id": item, "value": level}
            for p, level in zip(people, levels, strict=True)
        ],
    }


@pytest.fixture
def unclear(published, store_folder):
    published(
        {
            **_survey(UNCLEAR),
            "milestones": [
                {"milestone": "Written role description agreed with the team", "planned_on": None}
            ],
            "themes": [{"theme_id": "T3.1"}],
            "statements": [
                {
                    "statement_id": f"s{n}",
                    "theme_id": "T3.1",
                    "stance": "concern",
                    "transcript_refs": ref,
                    "valence": "negative",
                }
                for n, ref in enumerate(("DS 33", "BU 40"))
            ],
        }
    )
    return store_folder


def test_a_state_has_every_reason_with_number_n_date_and_source(app, unclear):
    running = app(unclear, PAGE, at="a", influence="role_definition")
    assert errors(running) == []
    (why,) = [one for one in figures(running) if "Beside the targets" in one]
    assert "PSW role definition : act" in why or "PSW role definition: act" in why
    assert "2 of 6 MHWs agree that “In my team it is clear" in why
    assert "4 disagree (PSA-12 r1; Wave pre" in why
    assert "is neither done nor planned for a day" in why
    assert "Against it: DS 33; BU 40." in why


def test_a_cell_leads_to_its_reasons_and_these_to_their_evidence(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", at="lakeside")
    addresses = {url for pages in PAGES.values() for _, _, url in pages}
    bodies = [element.proto.body for element in running.main.get("html")]
    links = [part.split('"')[0] for body in bodies for part in body.split('<a href="')[1:]]
    cells = [one for one in links if one.startswith("?")]
    assert len(cells) == 12 * 8
    asked = parse_qs(urlparse(cells[0].replace("&amp;", "&")).query)
    assert asked["influence"] == ["organisational_culture"]
    assert asked["at"] == ["lakeside"]
    others = {urlparse(one).path for one in links if not one.startswith("?")}
    assert others <= addresses
    assert {"attitudes", "cfir", "focus-groups", "context-and-payment", "actions"} <= others
    assert "one-site" in others


def test_an_action_is_begun_with_what_holds_the_site_back(app, unclear):
    running = app(unclear, PAGE, at="a", influence="role_definition")
    button = next(one for one in running.button if "PSW role definition" in one.label)
    button.click().run()
    assert errors(running) == []
    barrier = next(one for one in running.text_area if one.label == action_words.BARRIER_FIELD)
    assert barrier.value.startswith("2 of 6 MHWs agree")


def test_an_action_about_it_answers_a_fact_that_hinders(app, published, store_folder):
    published({"context": [{"direction": "hinders", "finding": "There is no room."}]})
    running = app(store_folder, PAGE, at="a", influence="resources")
    assert "no action is about it: There is no room" in "\n".join(figures(running))
    Decisions(store_folder, "test").add_action(
        site_id="a", what="Find a room", influence_id="resources"
    )
    running = app(store_folder, PAGE, at="a", influence="resources")
    assert "1 action is about it." in "\n".join(figures(running))
    running = app(store_folder, PAGE, at="a", influence="resources", view="shareable")
    assert "1 action is about it." not in "\n".join(figures(running))
    assert words.ADD not in [button.label for button in running.button]


def test_the_rule_and_what_is_asked_stand_on_the_page(app, unclear):
    running = app(unclear, PAGE)
    said = texts(running)
    assert "Act: a target is clearly missed." in said
    assert "they never make a site ready" in said
    assert "60 % or more agree that “In my team it is clear" in said
    assert "no publication sets them" in said


def test_only_sites_with_a_state_are_drawn(app, shipped, demonstration):
    running = app(shipped, PAGE, programme="demonstration", state="not enough data")
    assert errors(running) == []
    rows = readiness(demonstration, date.today()).filter(wave_id="m18")
    unknown = set(rows.filter(state="not enough data")["site_name"])
    (drawn,) = [one for one in figures(running) if "Site Organi" in one]
    assert {site for site in rows["site_name"].unique() if f" {site} " in drawn} == unknown
    assert unknown < set(rows["site_name"])


def test_upsides_has_hardly_enough_data_and_says_why(app, shipped):
    running = app(shipped, PAGE, programme="upsides", at="ULM")
    assert errors(running) == []
    said = "\n".join([texts(running), *figures(running)])
    assert "not enough data for 55 of 56 states" in said
    assert "PSA-12 isn't one of this programme's surveys" in said
    assert "Ulm 25" in said


def test_a_filter_on_sites_leaves_those_sites(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", site=["Lakeside"])
    assert errors(running) == []
    assert "Lakeside, 18 months" in texts(running)
    assert "Stonebridge" not in "\n".join(figures(running))
