"""The shareable view, over the wire: nothing hidden is in any message, file or answer.

A small programme has one quiet site whose groups are hidden, with numbers and words that stand
nowhere else. In the team view all of them are sent, so the search can find them.
"""

from __future__ import annotations

import re

import pytest

from app import PAGES
from bridgeboard.access import WHOLE
from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import shown
from bridgeboard.intake import accept
from bridgeboard.measures import answer
from bridgeboard.store import Store
from bridgeboard.ui import words
from bridgeboard.ui.page_words import attitudes, cfir, sites_and_income
from tests.browser.conftest import listen
from tests.browser.overheard import Overheard
from tests.conftest import folder_of
from tests.disclosure.quiet_site import NOBODYS, TEAM_ONLY, K, decide, quiet_site

#: As they stand on pages where they are not hidden: text to be found as a number of its own.
NUMBERS = {
    "what one PSW is paid": r"317\.25|317[.,]25",
    "the mean age of a small group": r"41\.73|41\.7\b",
    "how many answered at the quiet site": r"\b13 (of|MHW|respondents|answered)|\bn 13\b",
}


NOTHING_STALE = """() => !document.querySelector('[data-stale="true"]')"""
#: What is asked of a page so that it is about the quiet site.
AT_QUIET = {"at": "quiet"}
ASKED = {
    "readiness": AT_QUIET,
    "one-site": AT_QUIET,
    "actions": AT_QUIET,
    "attitudes": AT_QUIET,
    "cfir": AT_QUIET | {"construct": "2022|III-A-3", "for": "quiet"},
    "focus-groups": AT_QUIET,
    "together": AT_QUIET,
}
#: The closer looks: all in the shareable view, and for the team those that must be searchable.
CLOSER = {
    "shareable": {
        "attitudes": [attitudes.SECTIONS[name] for name in attitudes.SECTIONS if name != "time"],
        "cfir": list(cfir.SECTIONS.values()),
        "sites-and-income-levels": [sites_and_income.LOOKS[n] for n in ("forest", "multiples")],
    },
    "team": {
        "attitudes": [attitudes.SECTIONS["scores"]],
        "cfir": [cfir.SECTIONS["distinguishing"], cfir.SECTIONS["raters"]],
    },
}


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    """A store with the programme, published twice, and with what people decided."""
    folder = tmp_path_factory.mktemp("hidden")
    store, tables = Store(folder / "store"), quiet_site()
    earlier = {**tables, "context": tables["context"][1:], "statements": tables["statements"][1:]}
    for each in (earlier, tables):
        accepted = accept(folder_of(folder / "made", each, {"k": K}))
        assert not accepted.refused, [one.sentence() for one in accepted.problems]
        store.publish(accepted, "tests")
    decide(Decisions(store.root, "test"))
    return store


@pytest.fixture(scope="module")
def hidden_numbers(programme):
    """Numbers that the shareable view hides, and that no number it shows is equal to."""
    with programme.open("test", WHOLE) as snapshot:
        team, shared = set(), set()
        for measure in ("score", "shift"):
            given = answer(measure, snapshot)
            columns = [c for c in given.measure.columns if c.dtype.is_float()]
            for found, view in ((team, "team"), (shared, "shareable")):
                frame = shown(given, view).frame
                for column in columns:
                    found |= {round(value, 9) for value in frame[column.name].drop_nulls()}
        # What has few decimals may well be a place in a drawing.
        return {one for one in team - shared if abs(one * 240 - round(one * 240)) > 1e-6}


@pytest.fixture(scope="module")
def heard(programme, serve, new_context):
    """All that is sent in each view, over every page with everything folded out: once."""
    server = serve(programme.root)
    found = {}
    for view in ("team", "shareable"):
        context = new_context()
        page = context.new_page()
        visit, ears = listen(page), Overheard(page)
        for pages in PAGES.values():
            for _, _, address in pages:
                asked = ASKED.get(address, {})
                page.goto(server.url(address, programme="test", view=view, **asked))
                visit.ready()
                for look in CLOSER[view].get(address, ()):
                    page.get_by_role("radio", name=look, exact=True).click()
                    page.wait_for_function(NOTHING_STALE)
                    visit.ready()
                files = page.get_by_test_id("stPopover").get_by_role("button")
                files = files.filter(has_text=words.TAKE_AWAY, visible=True)
                if files.count():
                    # What a card gives to take away is written when its button opens it.
                    files.first.click()
                    page.get_by_role("button", name=words.CSV).first.wait_for()
                    page.keyboard.press("Escape")
                folded = page.locator('[data-testid="stMain"] details:not([open]) > summary')
                while folded.count():
                    folded.first.click()
                visit.ready()
                ears.take_in()
        assert visit.complaints == []
        found[view] = ears
        context.close()
    return found


def test_every_page_was_heard_with_its_tables_figures_and_files(heard):
    for ears in heard.values():
        assert len(ears.files) > 10
        assert len(ears.numbers) > 200
        assert any(text.startswith('{"data"') for text in ears.texts)
        assert ears.tells("All may read this.")


@pytest.mark.parametrize("what", TEAM_ONLY)
def test_words_of_the_team_reach_the_team_and_nobody_else(heard, what):
    assert heard["team"].tells(TEAM_ONLY[what])
    assert not heard["shareable"].tells(TEAM_ONLY[what])


@pytest.mark.parametrize("word", NOBODYS)
def test_codes_of_people_reach_nobody(heard, word):
    assert not heard["team"].tells(word)
    assert not heard["shareable"].tells(word)


@pytest.mark.parametrize("what", NUMBERS)
def test_hidden_numbers_stand_in_no_text(heard, what):
    assert heard["team"].matching(NUMBERS[what])
    assert heard["shareable"].matching(NUMBERS[what]) == []


def test_hidden_estimates_stand_in_no_table_and_no_figure(heard, hidden_numbers):
    team = {one for one in hidden_numbers if heard["team"].counts(one)}
    assert len(team) > 15
    assert [one for one in team if heard["shareable"].counts(one)] == []
    # Nor as pages write them, in words and files.
    told = {f"{one:.6f}"[:-1] for one in team}
    sent = re.findall(r"(?<![\d.])\d\.\d{5}", " ".join(heard["shareable"].texts))
    assert told.isdisjoint(sent)


def test_why_something_is_not_there_is_said(heard):
    assert heard["shareable"].tells(f"hidden: fewer than {K} people")
