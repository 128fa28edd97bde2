"""Wait for what is asynchronous, wherever a test runs."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

_Given = TypeVar("_Given")


def awaited(asked: Coroutine[Any, Any, _Given]) -> _Given:
    """What it gives, in a thread of its own: this one may hold the event loop of Playwright."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked).result()
