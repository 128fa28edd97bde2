"""One memory for all pages: bounded, shared by sessions, never by roles, emptied by publishes."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path

import polars as pl
import pytest

from bridgeboard import settings
from bridgeboard.access import WHOLE, Sight, local_viewer
from bridgeboard.charts import options
from bridgeboard.disclosure import Filters
from bridgeboard.ui import snapshots
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.remembered import MEMORY, Memory
from bridgeboard.ui.weight import weight

SITES = {"sites": [{"site_id": "a"}, {"site_id": "b"}]}


class Made:
    """What nobody may copy."""

    def __init__(self, size: int = 1) -> None:
        self.body = b"x" * size

    def __reduce__(self):
        raise AssertionError("it was copied")

    __copy__ = __deepcopy__ = __reduce__


@pytest.fixture
def choice(published, store_folder, monkeypatch):
    """choice(sight) -> the choice over what is published now, as this sight sees it."""
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    MEMORY.clear()
    published(SITES)

    def chosen(sight: Sight = WHOLE, view: str = "team") -> Choice:
        snapshot = snapshots.opened("test", sight, view)
        return Choice("test", snapshot, view, Filters(), "at_wave", local_viewer())

    return chosen


def _files(memory: Memory = MEMORY) -> set[Path]:
    return {file for entry in memory._entries.values() for file in entry.files}


def test_what_was_asked_for_last_stays_and_all_together_weigh_no_more_than_allowed():
    memory = Memory(20_000)
    first = memory.get(("first",), lambda: Made(1_000))
    for n in range(100):
        memory.get((n,), lambda: Made(1_000))
        assert memory.get(("first",), Made) is first
        assert memory.bytes <= memory.most
    assert 5 < len(memory) < 20
    assert (99,) in memory
    assert (1,) not in memory


def test_one_thing_that_is_heavier_than_all_is_given_and_the_next_one_takes_its_place():
    memory = Memory(10_000)
    memory.get(("small",), Made)
    assert len(memory.get(("large",), lambda: Made(50_000)).body) == 50_000
    memory.get(("next",), Made)
    assert (len(memory), ("next",) in memory) == (1, True)
    assert memory.bytes < 1_000


def test_the_same_thing_is_given_to_all_and_never_a_copy():
    memory = Memory(10_000)
    one = memory.get(("one",), Made)
    assert memory.get(("one",), Made) is one


def test_whoever_asks_at_once_waits_for_the_one_that_is_made():
    memory, made_here, asking = Memory(10_000), [], threading.Semaphore(0)

    def make() -> Made:
        # Not before all have come.
        for _ in range(8):
            assert asking.acquire(timeout=60)
        made_here.append(Made())
        return made_here[-1]

    def ask() -> None:
        asking.release()
        found.append(memory.get(("one",), make))

    found: list[Made] = []
    asked = [threading.Thread(target=ask) for _ in range(8)]
    for one in asked:
        one.start()
    for one in asked:
        one.join(60)
    assert len(made_here) == 1
    assert all(one is made_here[0] for one in found)
    assert len(found) == 8
    assert memory._making == {}


def test_what_could_not_be_made_is_tried_again():
    memory = Memory(10_000)
    with pytest.raises(ZeroDivisionError):
        memory.get(("one",), lambda: 1 / 0)
    assert (len(memory), memory.bytes, memory._making) == (0, 0, {})
    assert memory.get(("one",), lambda: 7) == 7


def test_what_is_made_of_something_goes_with_it():
    memory = Memory(10_000)
    one = memory.get(("one",), Made)
    two = memory.get(("two",), Made, made_of=(one,))
    memory.get(("three",), Made, made_of=(two, "a", 1))
    memory.get(("other",), Made, made_of=(1,))
    memory._drop(("one",))
    assert list(memory._entries) == [("other",)]
    memory.clear()
    assert (memory.bytes, memory._key_of) == (0, {})


def test_two_sights_of_one_snapshot_share_nothing(choice):
    own = Sight(views=("team",), sites=frozenset({"a"}))
    whole, manager = (shown(choice(sight), "sites") for sight in (WHOLE, own))
    assert set(whole.frame["site_id"]) == {"a", "b"}
    assert set(manager.frame["site_id"]) == {"a"}
    assert whole.answer is not manager.answer
    # In either order, and however often.
    assert shown(choice(own), "sites") is manager
    assert shown(choice(), "sites") is whole
    funder = shown(choice(Sight(views=("shareable",)), "shareable"), "sites")
    assert funder.answer is not whole.answer
    keys = [key for key in MEMORY._entries if "sites" in key]
    assert len(keys) == 6


def test_a_publish_lets_go_of_all_that_no_page_reads_any_more(choice, published):
    gone, paths = [], []
    for n in range(4):
        answer = shown(choice(), "sites")
        names = made(options.sites, answer)
        gone.append([weakref.ref(answer.answer), weakref.ref(answer.answer.frame)])
        paths.append(choice().snapshot.path)
        assert made(options.sites, answer) is names
        del answer, names
        published({"sites": [{"site_id": "a"}, {"site_id": "b"}, {"site_id": f"c{n}"}]})
    now = choice()
    assert _files() <= {now.snapshot.path, paths[-1]}
    assert paths[0] not in _files()
    gc.collect()
    assert [one() for each in gone[:3] for one in each] == [None] * 6
    # What the newest is compared with is still there, and so is what is of no snapshot.
    assert paths[-1] in _files()


def test_a_frame_weighs_what_it_holds_and_nothing_is_weighed_twice():
    frame = pl.DataFrame({"n": range(10_000)})
    assert 80_000 <= weight(frame) < 90_000
    assert weight([frame, frame, {"again": frame}]) < 90_000
    assert weight({"a": "x" * 1_000, "b": ["y" * 500] * 2}) > 1_500
    assert weight([frame], {id(frame)}) < 200


def test_pages_remember_nothing_elsewhere():
    """What is kept beside would be bounded by nobody, and not let go after a publish."""
    folders = (settings.PROJECT / "bridgeboard" / "ui", settings.PROJECT / "pages")
    words = ("cache_data", "cache_resource", "lru_cache", "functools.cache", "import cache")
    found = [
        (path.name, word)
        for folder in folders
        for path in folder.rglob("*.py")
        for word in words
        if path.parent.name != "server"
        if word in path.read_text(encoding="utf-8")
    ]
    assert found == []
