"""A cluster on this machine, where its packages are installed (make test-cluster)."""

from __future__ import annotations

import importlib.util
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

#: Without its packages nothing here is collected: make test has none of them.
if importlib.util.find_spec("pysail") is None:
    collect_ignore_glob = ["test_*.py"]
else:
    with warnings.catch_warnings():
        # Pandera loads PySpark, which warns of the version of pandas.
        warnings.simplefilter("ignore")
        import pandera.polars  # noqa: F401


@pytest.fixture(scope="session")
def sail(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of Sail as one process."""
    from tests.cluster.sail import one_process

    with one_process(tmp_path_factory.mktemp("sail")) as sail:
        yield sail.address


@pytest.fixture
def counted_on(sail: str) -> Callable[..., object]:
    """A folder counted on Sail: counted_on(folder) -> Accepted."""
    from bridgeboard.cluster import counted_on

    def count(folder: Path, address: str = sail) -> object:
        return counted_on(address, folder, None, None, lambda share, words: None)

    return count
