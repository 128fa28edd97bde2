"""For the store's tests: accepted rows at hand, and a process that can be killed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bridgeboard import settings
from bridgeboard.intake import Accepted, accept
from bridgeboard.store import Store
from bridgeboard.store.shelf import Shelf

ANSWERS = [{"respondent_id": f"r{n}", "item_id": "b1", "value": 1 + n % 5} for n in range(6)]


@pytest.fixture
def store(store_folder: Path) -> Store:
    """An empty store."""
    return Store(store_folder)


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory, write_programme: Callable[..., Path]) -> Path:
    """The folder of a small programme, "test"."""
    folder = tmp_path_factory.mktemp("small") / "programme"
    return write_programme(folder, {"answers": ANSWERS, "statements": [{}]})


@pytest.fixture(scope="session")
def accepted(small: Path) -> Accepted:
    """The small programme, accepted."""
    return accept(small)


@pytest.fixture(scope="session")
def one_more(
    tmp_path_factory: pytest.TempPathFactory, write_programme: Callable[..., Path]
) -> tuple[Path, Path]:
    """Folders of two states: 23 people, then 24, of whom the shareable view makes one wait."""
    root = tmp_path_factory.mktemp("one_more")
    states = {n: [ANSWERS[0] | {"respondent_id": f"r{i}"} for i in range(n)] for n in (23, 24)}
    fewer, more = (
        write_programme(root / f"{n}", {"answers": answers}, {"k": 5})
        for n, answers in states.items()
    )
    return fewer, more


Order = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session")
def order() -> Iterator[Order]:
    """Give an order to another process that publishes, and wait for what becomes of it."""
    if sys.platform == "win32":
        pytest.skip("Windows has neither fork nor SIGKILL")
    with subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("publisher.py"))],
        cwd=settings.PROJECT,
        # A script's own folder comes first on its path, not the one it is started in.
        env=os.environ | {"PYTHONPATH": str(settings.PROJECT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:

        def give(**what: Any) -> dict[str, Any]:
            process.stdin.write(json.dumps({k: _plain(v) for k, v in what.items()}) + "\n")
            process.stdin.flush()
            return json.loads(process.stdout.readline())

        yield give
        process.stdin.close()
        process.wait(timeout=30)


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Path) else value


@pytest.fixture
def stray(store_folder: Path) -> Callable[[], list[str]]:
    """Names in the store that belong to no kept snapshot."""

    def names() -> list[str]:
        found = []
        for pointer in store_folder.glob("*/current.json"):
            kept = json.loads(pointer.read_text(encoding="utf-8"))["content"]["kept"]
            known = {f"{i}.{ending}" for i in kept for ending in ("duckdb", "json")}
            shelf = Shelf(store_folder, pointer.parent.name)
            held = [i for i in kept if (m := shelf.manifest(i)) is not None and m.edition]
            known |= {shelf.edition(i).name for i in held}
            found += [p.name for p in pointer.parent.glob("snapshots/*") if p.name not in known]
            ours = {"current.json", "history.jsonl", "lock", "snapshots"}
            ours |= {"decisions.sqlite", "decisions.lock"}
            found += [p.name for p in pointer.parent.iterdir() if p.name not in ours]
        return found

    return names


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 8 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if sys.platform != "linux" or subprocess.run(command, capture_output=True).returncode:
        pytest.skip("mounting a small disk needs Linux and root")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)
