"""Reports for sharing: no word of the team, no code of a person, no hidden estimate in any file."""

from __future__ import annotations

import datetime as dt
import io
import zipfile

import pytest

from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import shown
from bridgeboard.intake import accept
from bridgeboard.measures import answer
from bridgeboard.reports import asked_of, contents, file
from bridgeboard.store import Store
from tests.conftest import folder_of
from tests.disclosure.quiet_site import NOBODYS, TEAM_ONLY, K, decide, quiet_site

DAY = dt.date(2024, 6, 1)


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """view -> the text of every report on the programme and on its quiet site."""
    folder = tmp_path_factory.mktemp("reports")
    store = Store(folder / "store")
    store.publish(accept(folder_of(folder / "made", quiet_site(), {"k": K})), "tests")
    decide(Decisions(store.root, "test"))
    found = {}
    with store.open("test") as snapshot:
        for view in ("team", "shareable"):
            answers = asked_of(snapshot, store.root, view=view, day=DAY)
            reports = (contents.programme(answers), contents.comparison(answers))
            reports += (contents.site(answers, "quiet"),)
            found[view] = "\n".join(
                _text(file.written(report, ending, light=ending == "html"))
                for report in reports
                for ending in ("html", "xlsx")
            )
    return found


def _text(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode()
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


@pytest.fixture(scope="module")
def mean(published_once):
    """The mean score at the quiet site, as the team reads it."""
    found = answer("score", published_once(quiet_site(), {"k": K}))
    where = {"site_id": "quiet", "wave_id": "post", "scale_id": "total"}
    assert shown(found, "shareable").frame.filter(**where)["value"].item() is None
    return found.frame.filter(**where)["value"].item()


def test_a_report_for_sharing_has_none_of_the_teams_words(files):
    told = {what for what, word in TEAM_ONLY.items() if word in files["team"]}
    assert len(told) >= 3
    assert [what for what, word in TEAM_ONLY.items() if word in files["shareable"]] == []
    assert [word for word in NOBODYS if word in files["team"] or word in files["shareable"]] == []


def test_a_report_for_sharing_has_no_hidden_mean(files, mean):
    assert f"{mean:.10f}"[:9] in files["team"]
    assert f"{mean:.10f}"[:9] not in files["shareable"]


def test_a_report_for_sharing_says_why_something_is_not_there(files):
    assert f"hidden: fewer than {K} people" in files["shareable"]
    assert "All may read this." in files["shareable"]
