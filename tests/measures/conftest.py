"""Programmes whose scores are what a test says."""

import pytest

from bridgeboard.measures.shift import shift
from tests.measures.surveys import instrument_file, people, waves


@pytest.fixture
def shifts(published, tmp_path):
    """Publish scores: shifts(scores, labels of waves, sites, settings) -> rows of shift."""

    def publish(scores, labels=("Before", "After"), sites=None, programme=None):
        instrument_file(tmp_path / "programme")
        tables = people(scores) | {"waves": waves(*labels)}
        if sites is not None:
            tables["sites"] = sites
        return shift(published(tables, programme))

    return publish
