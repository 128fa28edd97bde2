"""The shareable view, over the wire: nothing hidden is in any message, file or answer.

A small programme has one quiet site whose groups are hidden, with numbers and words that stand
nowhere else. In the team view all of them are sent, so the search can find them.
"""

from __future__ import annotations

import re

import pytest

from app import PAGES
from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import shown
from bridgeboard.intake import accept
from bridgeboard.measures import answer
from bridgeboard.store import Store
from bridgeboard.ui.page_words import attitudes, cfir
from tests.browser.conftest import listen
from tests.browser.overheard import Overheard
from tests.conftest import folder_of
from tests.disclosure.programmes import two_waves

K = 20
#: People before and after; at the quiet site 13 and 17, and never both numbers anywhere else.
SIZES = {"a": (41, 43), "b": (37, 38), "quiet": (13, 17), "c": (53, 47)}
ABOUT = {"gender": {"female": 61, "male": 71, "other": 7}, "profession": {"Nurse": 118}}
ABOUT["profession"] |= {"Zitherist": 11}

#: Words of what only the team may read. They stand in free text alone, one in each place.
TEAM_ONLY = {
    "a statement": "quartzwhisper",
    "its reference in the transcript": "TR-88412",
    "a quotation among the facts": "marzipanledger",
    "a rater": "rater-okapi",
    "why the rater rated so": "umbrellafossil",
    "an action": "velvetharpoon",
    "who does it": "Quillfeather",
    "why a rating was accepted": "cobaltgiraffe",
    "a grouping that somebody made": "tangerinefjord",
}
#: Nobody is ever sent these.
NOBODYS = ("codename-pelican", "resp-ibis")
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
    },
    "team": {
        "attitudes": [attitudes.SECTIONS["scores"]],
        "cfir": [cfir.SECTIONS["distinguishing"], cfir.SECTIONS["raters"]],
    },
}


def _tables() -> dict:
    tables = two_waves(SIZES, linked={"a": 30, "b": 25, "quiet": 12, "c": 40}, about=ABOUT)
    for n, one in enumerate(tables["respondents"]):
        if one["site_id"] == "quiet":
            one["respondent_id"] = f"resp-ibis{n}"
            if "person_code" in one:
                one["person_code"] = one["person_code"].replace("quiet", "codename-pelican")
    quiet = [one for one in two_waves(SIZES)["respondents"] if one["site_id"] == "quiet"]
    renamed = {
        old["respondent_id"]: new["respondent_id"]
        for old, new in zip(
            quiet,
            (one for one in tables["respondents"] if one["site_id"] == "quiet"),
            strict=True,
        )
    }
    for one in tables["answers"]:
        one["respondent_id"] = renamed.get(one["respondent_id"], one["respondent_id"])
    waves = [dict(one) for one in tables["waves"]]
    waves[0] |= {"label": "Before", "from_on": "2023-01-09", "to_on": "2023-02-10"}
    waves[0] |= {"reported_n": 14, "reported_age_mean": 41.73}
    waves[1] |= {"label": "After", "from_on": "2024-01-08", "to_on": "2024-02-09"}
    about = {"site_id": "quiet", "construct_id": "III-A-3", "theme_id": "roles"}
    held_back = about | {"valence": "negative", "stance": "concern", "release": "team"}
    rated = {"framework": "2022", "construct_id": "III-A-3"}
    return tables | {
        "waves": waves,
        "themes": [{"theme_id": "roles", "label": "Roles", "construct_id": "III-A-3"}],
        "focus_groups": [
            {"group_id": "g", "site_id": "quiet", "wave_id": "pre", "n_participants": 7},
            {"group_id": "h", "site_id": "a", "wave_id": "pre", "n_participants": 23},
        ],
        "statements": [
            held_back
            | {"text": "They said quartzwhisper.", "transcript_refs": "TR-88412", "group_id": "g"},
            *(held_back | {"text": f"So did {n}.", "wave_id": "post"} for n in range(28)),
            about | {"text": "All may read this.", "valence": "positive", "stance": "benefit"},
            {"site_id": "a", "theme_id": "roles", "text": "And this.", "wave_id": "post"},
        ],
        "ratings": [
            rated | {"site_id": site, "rating": rating, "rater": rater, "rationale": why}
            for site, rating, rater, why in (
                ("quiet", -2, "rater-okapi", "Because of umbrellafossil."),
                ("quiet", 1, "r2", "So it is."),
                ("a", 2, "rater-okapi", "So it seems."),
                ("a", 1, "r2", "So it is."),
                ("b", -1, "r2", "So it is."),
            )
        ],
        "context": [
            {"site_id": "quiet", "wave_id": "post", "factor": "resources", "kind": "quote"}
            | {"finding": "No marzipanledger here.", "direction": "hinders"},
            {"site_id": "a", "wave_id": "post", "factor": "resources", "direction": "supports"},
        ],
        "payments": [
            {"site_id": "quiet", "from_on": "2023-03-01", "basis": "employed", "amount": 317.25}
            | {"currency": "EUR", "per": "month", "n_psw": 1, "reference_wage": 1000},
            {"site_id": "a", "from_on": "2023-03-01", "basis": "employed", "amount": 900}
            | {"currency": "EUR", "per": "month", "n_psw": 24, "reference_wage": 1000},
        ],
        "milestones": [{"site_id": "quiet", "planned_on": "2023-05-01"}],
        "outcomes": [
            {"site_id": site, "outcome": "Went well", "group": group}
            for site, group in (("a", "high"), ("b", "low"))
        ],
    }


@pytest.fixture(scope="module")
def programme(tmp_path_factory):
    """A store with the programme, published twice, and with what people decided."""
    folder = tmp_path_factory.mktemp("hidden")
    store, tables = Store(folder / "store"), _tables()
    earlier = {**tables, "context": tables["context"][1:], "statements": tables["statements"][1:]}
    for each in (earlier, tables):
        accepted = accept(folder_of(folder / "made", each, {"k": K}))
        assert not accepted.refused, [one.sentence() for one in accepted.problems]
        store.publish(accepted, "tests")
    kept = Decisions(store.root, "test")
    kept.add_action(
        site_id="quiet", what="Buy a velvetharpoon", owner="Quillfeather", due="2023-06-01"
    )
    rating = {"framework": "2022", "construct_id": "III-A-3", "basis": "raters"}
    kept.accept_rating(
        **rating, site_id="quiet", wave_id="pre", rating=-1, state="rated", reason="cobaltgiraffe"
    )
    kept.set_grouping("tangerinefjord", {"a": "high", "quiet": "low"})
    return store


@pytest.fixture(scope="module")
def hidden_numbers(programme):
    """Numbers that the shareable view hides, and that no number it shows is equal to."""
    with programme.open("test") as snapshot:
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
        assert len(ears.files) > 20
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
