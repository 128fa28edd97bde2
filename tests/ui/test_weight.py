"""What a value takes, found while others may still fill it."""

from __future__ import annotations

import sys
from typing import Any

import pytest

from bridgeboard.ui.weight import weight


class Filling:
    """Weighed, it fills what it stands in, as another thread might."""

    def __init__(self, fill: Any) -> None:
        self._fill = fill

    def __sizeof__(self) -> int:
        self._fill()
        return 16


def test_what_is_filled_meanwhile_can_be_weighed():
    shared: dict[Any, Any] = {}
    shared["one"] = Filling(lambda: shared.setdefault(len(shared), "more"))
    several: set[Any] = set()
    several.add(Filling(lambda: several.add(len(several))))
    for value in (shared, several):
        before = sys.getsizeof(value)
        assert weight(value) > before
        assert len(value) > 1


@pytest.mark.parametrize("value", ["text", b"bytes", [1, 2.5, None], {"a": ("b", {"c"})}])
def test_a_value_weighs_at_least_what_python_says_of_it(value):
    assert weight(value) >= sys.getsizeof(value)
