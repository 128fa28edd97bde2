"""Several processes at once, and processes that are killed at any step."""

from __future__ import annotations

from pathlib import Path

from bridgeboard.decisions import Decisions

ADD = {"do": "add_action", "with": {"site_id": "a", "what": "Call them"}}


def test_writers_in_several_processes_lose_nothing_of_each_other(people, decisions):
    writers = people(4)
    for n, writer in enumerate(writers):
        order = {"site_id": "a", "what": "Call them", "by": f"writer {n}"}
        writer.ask(do="add_action", **{"with": order}, times=10)
    assert [writer.answer()["said"] for writer in writers] == [""] * 4
    assert decisions.actions().height == 40
    written = decisions.actions()["created_by"].value_counts(sort=False)
    assert dict(written.iter_rows()) == {f"writer {n}": 10 for n in range(4)}
    assert decisions.warning() is None


def test_of_several_who_change_one_action_at_once_one_saves_and_all_are_kept(people, decisions):
    seen = decisions.add_action(site_id="a", what="Call them")
    writers = people(4)
    for n, writer in enumerate(writers):
        order = {"action_id": seen.action_id, "version": 1, "by": f"{n}", "owner": f"owner {n}"}
        writer.ask(do="change_action", **{"with": order})
    answers = [writer.answer() for writer in writers]
    assert sorted(answer["status"] for answer in answers) == [0, 2, 2, 2]
    assert {answer["gave"]["version"] for answer in answers} == {2}
    winner = next(n for n, answer in enumerate(answers) if answer["status"] == 0)
    assert decisions.action(seen.action_id).owner == f"owner {winner}"
    history = decisions.history(seen.action_id)
    assert sorted(history["event"]) == ["added", "changed", "not saved", "not saved", "not saved"]
    assert sorted(history["owner"].drop_nulls()) == [f"owner {n}" for n in range(4)]


def test_a_writer_killed_at_any_step_leaves_all_or_nothing_and_bars_nobody(people, decisions):
    (writer,) = people(1)
    before = decisions.add_action(site_id="a", what="Before")
    saved = {before.action_id}
    for at in range(200):
        answer = writer.does(**ADD, die=at)
        found = set(decisions.actions()["action_id"])
        assert decisions.warning() is None
        assert saved <= found
        assert len(found - saved) <= 1
        assert decisions.history().height == len(found)
        saved = found
        if answer["status"] == 0:
            assert answer["gave"]["action_id"] in found
            break
        assert answer["status"] == -9
    assert at > 10
    assert decisions.add_action(site_id="a", what="After").version == 1


def test_a_process_killed_while_it_makes_the_file_leaves_none_or_a_whole_one(people, store_folder):
    (writer,) = people(1)
    for at in range(200):
        decisions = Decisions(store_folder, "test")
        answer = writer.does(**ADD, die=at)
        n = decisions.actions().height
        assert n <= 1
        assert decisions.warning() is None
        decisions.add_action(site_id="a", what="After")
        assert decisions.actions().height == n + 1
        _remove(decisions.path.parent)
        if answer["status"] == 0:
            break
        assert answer["status"] == -9
    assert at > 20


def _remove(folder: Path) -> None:
    names = {path.name for path in folder.iterdir()}
    assert names == {"decisions.sqlite", "decisions.lock"}
    for path in folder.iterdir():
        path.unlink()
