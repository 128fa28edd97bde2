"""The demonstration in both views: computed once."""

import pytest

from bridgeboard.disclosure import shown
from bridgeboard.measures import MEASURES, answer


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
