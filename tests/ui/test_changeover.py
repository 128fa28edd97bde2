"""After a publish people read on what they read until new answers are there, seconds at most."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Event

import pytest

from bridgeboard import settings
from bridgeboard.access import WHOLE, Sight, Viewer, local_viewer
from bridgeboard.store import Served, SnapshotRecord
from bridgeboard.ui import answers, sidebar, snapshots
from bridgeboard.ui.changeover import Changeover
from bridgeboard.ui.remembered import MEMORY

PATIENCE_S = 60
OF = "programme"


def served(number: int, warning: str | None = None) -> Served:
    name = f"2026010{number}T000000000Z-00000000"
    record = SnapshotRecord.unknown("test", name, True, None)
    return Served(Path(f"/store/test/{name}.duckdb"), record, warning)


class Making:
    """A changeover whose answers are ready when the test says so, and a clock that it sets."""

    def __init__(self) -> None:
        self.now, self.made, self.done = 0.0, [], Event()
        self.changeover = Changeover(self._make, most=10, clock=lambda: self.now)

    def _make(self, before: Served, now: Served) -> None:
        self.made.append((before, now))
        assert self.done.wait(PATIENCE_S)

    def reads(self, now: Served, of: str = OF) -> Served:
        return self.changeover.served(of, now)

    def finish(self) -> None:
        self.done.set()
        assert self.changeover.wait(PATIENCE_S)


@pytest.fixture
def making():
    found = Making()
    yield found
    found.finish()


def test_people_stay_until_the_answers_are_made_once_for_both_views(making):
    assert making.reads(served(1)) == making.reads(served(1), "shareable") == served(1)
    assert making.reads(served(2)) == making.reads(served(2), "shareable") == served(1)
    assert making.changeover.read(Path("/store/test")) == [served(1), served(1)]
    assert making.changeover.read(Path("/store/other")) == []
    making.finish()
    assert making.reads(served(2)) == making.reads(served(2), "shareable") == served(2)
    assert making.made == [(served(1), served(2))]


def test_nobody_stays_longer_than_some_seconds_however_often_is_published(making):
    making.reads(served(1))
    for second, number in ((0, 2), (4, 3), (9.9, 4)):
        making.now = second
        assert making.reads(served(number)) == served(1)
    making.now = 10
    assert making.reads(served(4)) == served(4)


@pytest.mark.parametrize(
    "now", [served(1), served(3, "Snapshot 4 is damaged."), replace(served(2), path=Path("/b"))]
)
def test_a_roll_back_a_warning_and_another_edition_are_seen_at_once(making, now):
    making.reads(served(2))
    assert making.reads(now) == now
    assert making.made == []


def test_whoever_read_a_damaged_store_sees_what_mends_it_at_once(making):
    making.reads(served(1, "Snapshot 2 is damaged."))
    assert making.reads(served(3)) == served(3)


def test_the_first_to_come_after_a_while_stays_with_nothing(making):
    making.reads(served(1))
    making.now = 61
    assert making.changeover.read(Path("/store/test")) == []
    assert making.reads(served(2)) == served(2)
    assert making.made == []


def test_new_answers_are_those_that_were_asked_for_by_the_same_sight(
    published, store_folder, monkeypatch
):
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    assert settings.store_root() == store_folder
    MEMORY.clear()
    rows = {"sites": [{"site_id": "a"}, {"site_id": "b"}]}
    published(rows)
    own = Sight(("team",), frozenset({"a"}))
    team, manager = (
        snapshots.opened("test", sight, "team", when_ready=True) for sight in (WHOLE, own)
    )
    answers.computed(team, "coverage")
    answers.computed(team, "sites")
    answers.computed(manager, "sites")
    published(rows)
    # Who may publish, and who needn't wait, see it at once.
    assert snapshots.opened("test", WHOLE, "team").snapshot_id > team.snapshot_id
    assert sidebar._opened(local_viewer(), "test", "team").snapshot_id > team.snapshot_id
    # Whether others stay depends on how fast the answers are made: afterwards nobody does.
    member = Viewer("somebody", "team")
    assert sidebar._opened(member, "test", "team").snapshot_id >= team.snapshot_id
    assert snapshots.CHANGEOVER.wait(PATIENCE_S)
    now = sidebar._opened(member, "test", "team")
    assert now.snapshot_id > team.snapshot_id
    made = {key[2:4] for key in MEMORY.kept() if key[:2] == answers._answer.of}
    as_manager = snapshots.opened("test", own, "team")
    assert {(now.key, "coverage"), (now.key, "sites"), (as_manager.key, "sites")} <= made
    assert (as_manager.key, "coverage") not in made
