"""For the tests of decisions: a programme's decisions, and processes that can be killed."""

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
from bridgeboard.decisions import Decisions

Order = Callable[..., dict[str, Any]]


@pytest.fixture
def decisions(store_folder: Path) -> Decisions:
    """The decisions of the programme "test", none made yet."""
    return Decisions(store_folder, "test")


class Person:
    """Another process that works on the same decisions."""

    def __init__(self, root: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("person.py")), str(root)],
            cwd=settings.PROJECT,
            # A script's own folder comes first on its path, not the one it is started in.
            env=os.environ | {"PYTHONPATH": str(settings.PROJECT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, **order: Any) -> None:
        """Give an order without waiting for it."""
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()

    def answer(self) -> dict[str, Any]:
        """What came of the oldest order that is not answered yet."""
        return json.loads(self.process.stdout.readline())

    def does(self, **order: Any) -> dict[str, Any]:
        """Give an order and wait for what becomes of it."""
        self.ask(**order)
        return self.answer()


@pytest.fixture
def people(store_folder: Path) -> Iterator[Callable[..., list[Person]]]:
    """people(n): n other processes that work on the same decisions, or on those under a root."""
    if sys.platform == "win32":
        pytest.skip("Windows has neither fork nor SIGKILL")
    started: list[Person] = []

    def come(n: int, root: Path = store_folder) -> list[Person]:
        started.extend(Person(root) for _ in range(n))
        return started[-n:]

    yield come
    for person in started:
        person.process.stdin.close()
        person.process.wait(timeout=30)
        person.process.stdout.close()
