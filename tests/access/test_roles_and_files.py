"""Every measure, card and report as every role: what a file holds is compared with what may be."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator

import polars as pl
import pytest

from bridgeboard.access import WHOLE, Forbidden, Viewer, local_viewer
from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import shown
from bridgeboard.intake import accept
from bridgeboard.measures import MEASURES, answer
from bridgeboard.reports import asked_of, contents, file, html_file
from bridgeboard.store import Snapshot, Store
from bridgeboard.ui.csv_file import csv_bytes
from bridgeboard.ui.xlsx_file import xlsx_bytes
from tests.access.table import compare
from tests.conftest import folder_of
from tests.disclosure.quiet_site import NOBODYS, TEAM_ONLY, K, decide, quiet_site

DAY = dt.date(2024, 6, 1)
READERS = {
    "no role": Viewer("one@example.org", None),
    "funder": Viewer("one@example.org", "funder"),
    "manager of site a": Viewer("one@example.org", "manager", frozenset({("test", "a")})),
    "team": Viewer("one@example.org", "team"),
    "steward": Viewer("one@example.org", "steward"),
    "local user": local_viewer(),
}
OTHER_SITES = ("Site b", "Site quiet", "Site c")
FROM_TEAM = tuple(word for word in TEAM_ONLY.values() if word != "rater-okapi")


@pytest.fixture(scope="module")
def programme(tmp_path_factory) -> Iterator[tuple[Store, Snapshot]]:
    folder = tmp_path_factory.mktemp("files")
    store = Store(folder / "store")
    store.publish(accept(folder_of(folder / "made", quiet_site(), {"k": K})), "tests")
    decide(Decisions(store.root, "test"))
    with store.open("test", WHOLE) as snapshot:
        yield store, snapshot


def _seen(texts: list[str], who: str) -> str:
    """What files tell, in the words of docs/access.md."""
    text = "\n".join(texts)
    assert not [word for word in NOBODYS if word in text]
    team = [word for word in FROM_TEAM if word in text]
    others = [word for word in OTHER_SITES if word in text]
    assert "Site a" in text
    if not others:
        assert not team
        return "own sites"
    return "everything" if team else "shareable view"


def _cards(snapshot: Snapshot, view: str) -> list[str]:
    """Each measure as a card's two files."""
    texts = []
    for name in MEASURES:
        frame = shown(answer(name, snapshot, DAY), view).frame.select(pl.exclude(pl.List))
        texts.append(csv_bytes(frame, ()).decode("utf-8-sig"))
        with zipfile.ZipFile(io.BytesIO(xlsx_bytes(frame.head(1000), ()))) as archive:
            texts += [archive.read(one).decode() for one in archive.namelist()]
    return texts


def _reports(snapshot: Snapshot, store: Store, view: str) -> list[str]:
    answers = asked_of(snapshot, store.root, view=view, day=DAY)
    texts = []
    report = contents.programme(answers)
    texts.append(html_file.light(report, {}).decode())
    with zipfile.ZipFile(io.BytesIO(file.written(report, "xlsx"))) as archive:
        texts += [archive.read(one).decode() for one in archive.namelist() if "xml" in one]
    return texts


def test_files_hold_what_the_role_shows(programme):
    store, snapshot = programme
    found: dict[str, dict[str, str]] = {
        name: {}
        for name in ("tables of cards, as first seen", "tables of cards, other view", "reports")
    }
    seen: dict[object, tuple[str, str, str]] = {}
    for who, viewer in READERS.items():
        try:
            sight = viewer.sight("test")
        except Forbidden:
            cells = ("nothing",) * 3
        else:
            if sight not in seen:
                own = snapshot.seen_by(sight)
                first, other = sight.views[0], {"team": "shareable", "shareable": "team"}
                try:
                    second = _seen(_cards(own, other[first]), who)
                except Forbidden:
                    second = "refused"
                seen[sight] = (
                    _seen(_cards(own, first), who),
                    second,
                    _seen(_reports(own, store, first), who),
                )
            cells = seen[sight]
        for row, cell in zip(found, cells, strict=True):
            found[row][who] = cell
    compare("files", found)


@pytest.mark.parametrize("measure", ["score", "themes", "readiness", "quality"])
def test_no_measure_gives_a_view_that_the_sight_lacks(measure, programme):
    _, snapshot = programme
    funder, manager = READERS["funder"].sight("test"), READERS["manager of site a"].sight("test")
    with pytest.raises(Forbidden, match="team view"):
        shown(answer(measure, snapshot.seen_by(funder), DAY), "team")
    with pytest.raises(Forbidden, match="shareable view"):
        shown(answer(measure, snapshot.seen_by(manager), DAY), "shareable")


def test_a_report_can_not_be_asked_for_in_a_view_that_the_sight_lacks(programme):
    store, snapshot = programme
    funder = snapshot.seen_by(READERS["funder"].sight("test"))
    with pytest.raises(Forbidden, match="team view"):
        contents.programme(asked_of(funder, store.root, view="team", day=DAY))
    manager = snapshot.seen_by(READERS["manager of site a"].sight("test"))
    asked = asked_of(manager, store.root, view="team", day=DAY)
    assert "quiet" not in asked.sites
    assert "Of these sites only, totals too: Site a." in contents.programme(asked).banner
