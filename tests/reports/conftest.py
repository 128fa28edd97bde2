"""A programme whose every text tries something, with a site too small to be shared."""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

from bridgeboard.access import WHOLE
from bridgeboard.intake import accept
from bridgeboard.measures import MEASURES, answer
from bridgeboard.reports import asked_of, contents, file, html_file
from bridgeboard.store import Store
from tests.conftest import folder_of

DAY = date(2026, 3, 31)
HEBREW, ARABIC = "בית ההחלמה", "مركز التعافي"
GUJARATI, SWAHILI = "સહાય કેન્દ્ર", "Kituo cha Matumaini"
GERMAN = "Zentrum Grünau"
FORMULA = '=HYPERLINK("http://evil.example")'
SCRIPT = "<script>document.title='evil'</script><img src=x onerror=\"document.title='evil'\">"
TYPST = '#import "evil.typ" #panic("evil") $x$ *b* @evil ] #read("/etc/passwd")'
UNRELEASED = "Only the team may read this sentence."
#: What the small site answered: a mean that nothing else in the programme is equal to.
SMALL_MEAN = ("2.271", "2.27")
SMALL_PAY = "73913"
SMALL_PAY_WRITTEN = "73\u202f913"


def _answers(respondent: str, values: list[int]) -> list[dict]:
    items = ["b1", "b2", "b3", "b4", "c1", "c2", "c3", "c4", "r1", "r2", "t1", "t2"]
    return [
        {"respondent_id": respondent, "instrument_id": "psa12", "item_id": item, "value": value}
        for item, value in zip(items, values, strict=True)
    ]


def _tables() -> dict:
    respondents, answers = [], []
    for site, n in (("a", 12), ("c", 14), ("d", 13), ("b", 4)):
        for wave in ("pre", "post"):
            for person in range(n):
                name = f"{site}{wave}{person}"
                respondents.append({"respondent_id": name, "site_id": site, "wave_id": wave})
                level = 3 + (person + (wave == "post")) % 3
                # c1 to c4 are reversed. Of the small site's 48 scored answers 13 are a 3, 35 a 2.
                scored = [level] * 12
                if site == "b":
                    threes = 4 if person == 0 else 3
                    scored = [3] * threes + [2] * (12 - threes)
                values = [6 - one if 4 <= at < 8 else one for at, one in enumerate(scored)]
                answers += _answers(name, values)
    return {
        "sites": [
            {"site_id": "a", "site_name": HEBREW, "country_iso3": "ISR"},
            {"site_id": "b", "site_name": SCRIPT, "country_iso3": "DEU"},
            {"site_id": "c", "site_name": GUJARATI, "country_iso3": "IND"},
            {"site_id": "d", "site_name": FORMULA, "country_iso3": "UGA"},
        ],
        "waves": [
            {"wave_id": "pre", "order": 1, "label": "Before", "from_on": "2024-01-10"},
            {"wave_id": "post", "order": 2, "label": TYPST, "from_on": "2025-05-10"},
        ],
        "respondents": respondents,
        "answers": answers,
        "themes": [
            {"theme_id": "t", "label": ARABIC},
            {"theme_id": "u", "label": SWAHILI},
        ],
        "focus_groups": [
            {"site_id": site, "wave_id": "post", "n_participants": 11} for site in "acd"
        ],
        "statements": [
            {"site_id": "a", "wave_id": "post", "theme_id": "t", "text": f"{ARABIC} {TYPST}"},
            {"site_id": "a", "wave_id": "post", "theme_id": "u", "text": SCRIPT},
            {"site_id": "c", "wave_id": "post", "theme_id": "u", "text": FORMULA},
            {
                "site_id": "a",
                "wave_id": "post",
                "theme_id": "u",
                "stance": "concern",
                "text": UNRELEASED,
                "release": "team",
            },
        ],
        "ratings": [
            {"site_id": site, "wave_id": "post", "rating": rating, "rater": "consensus"}
            for site, rating in (("a", 2), ("c", -1))
        ],
        "context": [
            {"site_id": "a", "wave_id": "post", "finding": f"{GERMAN}: {SCRIPT}"},
            {"site_id": "c", "wave_id": "post", "finding": TYPST},
        ],
        "payments": [
            {
                "site_id": "b",
                "from_on": "2025-01-01",
                "basis": "employed",
                "amount": SMALL_PAY,
                "currency": "EUR",
                "per": "month",
                "n_psw": 3,
                "reference_wage": 90000,
            },
            {
                "site_id": "a",
                "from_on": "2025-01-01",
                "basis": "stipend",
                "amount": 1200,
                "currency": "ILS",
                "per": "month",
                "n_psw": 12,
                "reference_wage": 6000,
            },
        ],
        "milestones": [
            {"site_id": "a", "milestone": "A room", "planned_on": "2025-01-10"},
            {"site_id": "c", "milestone": GUJARATI, "done_on": "2025-02-10"},
        ],
    }


def whole(snapshot, day):
    """Whole answers of a snapshot, computed once for both views."""
    return cache(lambda name: answer(name, snapshot, day if MEASURES[name].dated else None))


@pytest.fixture(scope="session")
def snapshot(tmp_path_factory):
    """The programme, published once for all tests of reports."""
    programme = {
        "name": "Test",
        "description": f"{GERMAN}, {SWAHILI}. {TYPST}",
        "cannot_tell": [f"{FORMULA} can't be told."],
    }
    folder = tmp_path_factory.mktemp("reports")
    store = Store(folder / "store")
    store.publish(accept(folder_of(folder / "programme", _tables(), programme)), by="tests")
    with store.open("test", WHOLE) as opened:
        yield opened


@pytest.fixture(scope="session")
def answers(snapshot, tmp_path_factory):
    """answers("team" | "shareable") -> Answers, over a store in which nothing was decided."""
    root = tmp_path_factory.mktemp("decisions")
    computed = whole(snapshot, DAY)
    return cache(lambda view: asked_of(snapshot, root, view=view, day=DAY, computed=computed))


@pytest.fixture(scope="session")
def report(answers):
    """report(view, "programme" | "comparison" | a site's id) -> Report, made once."""

    @cache
    def made(view, about):
        whole = {"programme": contents.programme, "comparison": contents.comparison}
        if about in whole:
            return whole[about](answers(view))
        return contents.site(answers(view), about)

    return made


@pytest.fixture(scope="session")
def held(report):
    """held(view, about, "html" | "light" | "xlsx" | "pdf") -> bytes, made once, no browser."""

    @cache
    def made(view, about, kind):
        if kind == "light":
            return html_file.light(report(view, about), {})
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("BRIDGEBOARD_BROWSER", "")
            return file.written(report(view, about), kind)

    return made
