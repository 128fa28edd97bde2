"""Killed at over fifty random points of publish, roll-back and action edit: nothing is lost."""

from __future__ import annotations

import os
import random
import shutil
import signal
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from bridgeboard.access import WHOLE
from bridgeboard.decisions import Decisions
from bridgeboard.disclosure.editions import must_wait
from bridgeboard.intake import accept
from bridgeboard.store import Snapshot, Store

KILLED = {-signal.SIGKILL, -signal.SIGPROF} if os.name != "nt" else set()
#: Answers that are there, by who published and view: one of the 24 waits in the shareable view.
PEOPLE = {"first": (23, 23), "before": (23, 23), "killed": (24, 23), "after": (23, 23)}
ROUNDS = 4
SEED = 20261128


def whole(store: Store) -> str:
    """Who published what is served, which is whole in both views."""
    seen = []
    for shareable in (False, True):
        served = store.served("test", shareable)
        assert served.warning is None
        with Snapshot(served, WHOLE) as snapshot:
            n = snapshot.query("SELECT count(*) AS n FROM respondents").item()
            assert snapshot.query("SELECT sum(n) AS n FROM mart_distribution").item() == 12 * n
            assert n == PEOPLE[snapshot.by][shareable]
            seen.append(snapshot.snapshot_id)
    assert seen[0] == seen[1]
    return served.record.by


def drawn(n: int, among: float, draw: random.Random) -> list[float]:
    """Random numbers below this one, spread over all of it: one in each n-th part."""
    return [(i + draw.random()) * among / n for i in range(n)]


@pytest.fixture(scope="module")
def prepared(
    tmp_path_factory: pytest.TempPathFactory, one_more: tuple[Path, Path], order: Any
) -> tuple[Path, str, dict[str, Any]]:
    """A store with two snapshots and an action, its id, and what an undisturbed publish takes."""
    root = tmp_path_factory.mktemp("prepared")
    store = Store(root / "store")
    for by in ("first", "before"):
        store.publish(accept(one_more[0]), by, must_wait=must_wait)
    action = Decisions(store.root, "test").add_action(site_id="a", what="1", by="Ana")
    shutil.copytree(store.root, root / "tried")
    done = order(store=root / "tried", folder=one_more[1], by="killed", must_wait=True)
    assert done["status"] == 0
    assert whole(Store(root / "tried")) == "killed"
    return store.root, action.action_id, done["seen"]


def deaths(undisturbed: dict[str, Any], of_roll_back: int, of_edit: int) -> list[tuple]:
    draw = random.Random(SEED)
    # Shares of the time that it took before: near the end, a quicker run is over by then.
    spent = drawn(18, 0.85 * undisturbed["spent"], draw)
    found: list[tuple] = [("publish", "file", n) for n in range(undisturbed["file"])]
    found += [("publish", "spent", seconds) for seconds in spent]
    found += [("roll_back", "call", int(n)) for n in drawn(10, of_roll_back, draw)]
    found += [("change_action", "call", int(n)) for n in drawn(14, of_edit, draw)]
    draw.shuffle(found)
    return found


class Trial:
    """A store in which one after the other is killed; what was confirmed is remembered."""

    def __init__(self, root: Path, action_id: str, more: Path, order: Any) -> None:
        self.store, self.decisions = Store(root), Decisions(root, "test")
        self.action_id, self.more, self.order = action_id, more, order
        self.confirmed = self.decisions.action(action_id).version
        self.hit: Counter[str] = Counter()

    def given(self, what: str) -> dict[str, Any]:
        """The order of this kind that comes next."""
        if what == "publish":
            return {"folder": self.more, "must_wait": True}
        if what == "roll_back":
            records = self.store.snapshots("test")
            return {"snapshot_id": next(one.snapshot_id for one in records if not one.is_current)}
        return {
            "action_id": self.action_id,
            "version": self.confirmed,
            "what": str(self.confirmed + 1),
        }

    def does(self, what: str, *die: Any) -> dict[str, Any]:
        """Try it, and look whether all is as it was before, or as it was to be."""
        given = self.given(what)
        known = [record.snapshot_id for record in self.store.snapshots("test")]
        current = self.store.served("test").record.snapshot_id
        done = self.order(do=what, store=self.store.root, by="killed", die=die, **given)
        assert done["status"] in KILLED | {0}, done
        self.hit[what] += done["status"] in KILLED
        by = whole(self.store)
        now = self.store.served("test").record.snapshot_id
        published = what == "publish" and now not in known and by == "killed"
        rolled_back = now == given.get("snapshot_id")
        assert now == current or published or rolled_back
        stands = self.decisions.action(self.action_id)
        edited = stands.version == self.confirmed + 1 and what == "change_action"
        assert stands.version == self.confirmed or edited
        assert stands.what == str(stands.version)
        assert self.decisions.history().height == stands.version
        assert self.decisions.warning() is None
        assert done["status"] in KILLED or published or rolled_back or edited
        self.confirmed = stands.version
        return done["seen"]


def test_killed_at_random_points_nothing_is_lost_and_the_next_publish_cleans_up(
    prepared: tuple[Path, str, dict[str, Any]],
    one_more: tuple[Path, Path],
    store_folder: Path,
    order: Any,
    stray: Any,
) -> None:
    made, action_id, undisturbed = prepared
    hit: Counter[str] = Counter()
    for nth in range(ROUNDS):
        shutil.copytree(made, store_folder)
        trial = Trial(store_folder, action_id, one_more[1], order)
        calls = [trial.does(what, "call", -1)["call"] for what in ("roll_back", "change_action")]
        for what, kind, at in deaths(undisturbed, *calls)[nth::ROUNDS]:
            if trial.does(what, kind, at) and kind == "spent":
                # The machine was quicker this time: it got through.
                trial.does(what, kind, at / 2)
            # A killed publish leaves a snapshot, its edition, a manifest and a log at most.
            assert len(stray()) <= 4
        trial.store.publish(accept(one_more[0]), by="after", must_wait=must_wait)
        assert (whole(trial.store), stray()) == ("after", [])
        said = [line for line in trial.store.history("test") if line["what"] == "published"]
        kept = [record.snapshot_id for record in reversed(trial.store.snapshots("test"))]
        assert [line["snapshot_id"] for line in said] == kept
        hit += trial.hit
        shutil.rmtree(store_folder)
    assert hit.total() >= 50, hit
    assert set(hit) == {"publish", "roll_back", "change_action"}
