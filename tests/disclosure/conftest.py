"""Programmes that several tests of a module look at: published once."""

import pytest

from bridgeboard.disclosure import shown
from bridgeboard.measures import MEASURES, answer


@pytest.fixture(scope="module")
def published_once(tmp_path_factory, write_programme):
    """Publish dict rows and open what came of it: published_once(tables, programme) -> Snapshot."""
    from bridgeboard.intake import accept
    from bridgeboard.store import Store

    opened = []

    def publish(tables, programme=None):
        folder = tmp_path_factory.mktemp("once")
        store = Store(folder / "store")
        store.publish(accept(write_programme(folder / "programme", tables, programme)), by="tests")
        opened.append(store.open("test"))
        return opened[-1]

    yield publish
    for snapshot in opened:
        snapshot.close()


@pytest.fixture(scope="session")
def answers(demonstration):
    """The answer to every measure of the demonstration."""
    return {name: answer(name, demonstration) for name in MEASURES}


@pytest.fixture(scope="session")
def frames(answers):
    """Every measure of the demonstration as the shareable view shows it."""
    return {name: shown(found, "shareable").frame for name, found in answers.items()}


@pytest.fixture(scope="session")
def whole(answers):
    """Every measure of the demonstration as the team sees it."""
    return {name: found.frame for name, found in answers.items()}
