"""A programme whose respondents and answers were counted elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from bridgeboard.access import WHOLE
from bridgeboard.disclosure.editions import must_wait
from bridgeboard.intake import Accepted, accept
from bridgeboard.measures import MEASURES
from bridgeboard.problems import Refusal
from bridgeboard.store import Snapshot, Store, as_folder
from bridgeboard.store.differences import between
from bridgeboard.store.records import Held
from tests.store.counted_here import PLACE, counted

ITEMS = ("b1", "b2", "b3", "b4")


def rows(n: int) -> dict[str, list]:
    """So many respondents who answered four items."""
    return {
        "answers": [
            {"respondent_id": f"r{who}", "item_id": item, "value": 1 + who % 5}
            for who in range(n)
            for item in ITEMS
        ]
    }


@pytest.fixture
def of(tmp_path: Path, write_programme: Callable[..., Path]) -> Callable[[int], Accepted]:
    """A programme of so many respondents, accepted."""
    return lambda n: accept(write_programme(tmp_path / f"programme{n}", rows(n)))


@pytest.fixture
def elsewhere(of: Callable[[int], Accepted], tmp_path: Path) -> Callable[[int], Accepted]:
    """The same as if a cluster had counted them."""

    def made(n: int) -> Accepted:
        alone = Store(tmp_path / f"alone{n}")
        alone.publish(of(n), by="tests")
        with alone.open("test", WHOLE) as snapshot:
            return counted(of(n), snapshot)

    return made


def test_every_measure_answers_as_from_rows(
    of: Callable[[int], Accepted], elsewhere: Callable[[int], Accepted], tmp_path: Path
) -> None:
    here, there = Store(tmp_path / "here"), Store(tmp_path / "there")
    here.publish(of(12), by="tests")
    there.publish(elsewhere(12), by="tests")
    with here.open("test", WHOLE) as one, there.open("test", WHOLE) as other:
        assert (one.counted_on, other.counted_on) == (None, PLACE)
        assert other.record.n_rows == one.record.n_rows
        assert other.query("SELECT count(*) FROM respondents").item() == 0
        assert other.query("SELECT count(*) FROM answers_psa12").item() == 0
        for measure in MEASURES.values():
            if not measure.dated:
                assert measure.compute(other).equals(measure.compute(one)), measure.name


def test_it_can_not_be_taken_for_a_folder(
    elsewhere: Callable[[int], Accepted], tmp_path: Path
) -> None:
    store = Store(tmp_path / "there")
    store.publish(elsewhere(12), by="tests")
    with store.open("test", WHOLE) as snapshot:
        with pytest.raises(Refusal, match="counted on a cluster and are not in the store"):
            as_folder.tables(snapshot)
        assert as_folder.tables(snapshot, ["sites"])["sites"].height == 1


def test_two_states_are_compared_without_people(
    of: Callable[[int], Accepted], elsewhere: Callable[[int], Accepted], tmp_path: Path
) -> None:
    store = Store(tmp_path / "there")
    first = store.publish(of(12), by="tests").snapshot_id
    store.publish(elsewhere(25), by="tests")
    with Snapshot(store.served("test"), WHOLE) as later:
        earlier = store.earlier("test", later.snapshot_id).served
        assert earlier.record.snapshot_id == first
        with Snapshot(earlier, WHOLE) as before:
            found = between(before, later)
    assert found.without_people
    assert {one.table_name for one in found.tables} == {"sites", "waves"}
    assert not found.any


@pytest.mark.parametrize("order", [("here", "there"), ("there", "here"), ("there", "there")])
def test_what_few_people_would_be_found_by_waits_whole(
    order: tuple[str, str],
    of: Callable[[int], Accepted],
    elsewhere: Callable[[int], Accepted],
    tmp_path: Path,
) -> None:
    store, make = Store(tmp_path / "both"), {"here": of, "there": elsewhere}
    store.publish(make[order[0]](24), by="tests", must_wait=must_wait)
    record = store.publish(make[order[1]](25), by="tests", must_wait=must_wait)
    assert record.held == (Held(None, None),)
    with Snapshot(store.served("test", shareable=True), WHOLE) as shown:
        assert shown.query("SELECT sum(n) FROM mart_person_codes").item() == 24
    with Snapshot(store.served("test"), WHOLE) as new:
        assert new.query("SELECT sum(n) FROM mart_person_codes").item() == 25
