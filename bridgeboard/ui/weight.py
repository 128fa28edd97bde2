"""How many bytes a value takes, near enough to keep a store of values within bounds."""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Mapping, Set
from typing import Any

import numpy as np
import polars as pl

from bridgeboard.store import Served, Snapshot

#: Of what is only pointed to: somebody else pays for it.
_POINTER = 8


def weight(value: Any, others: Set[int] = frozenset()) -> int:
    """The bytes of a value and all that it holds.

    others: ids of what is weighed elsewhere, such as the answer that a shown frame points to.
    """
    return _weight(value, set(others))


def _weight(value: Any, seen: set[int]) -> int:
    if id(value) in seen or isinstance(value, Snapshot | Served | type):
        return _POINTER
    if isinstance(value, int | float | type(None)):
        return 32
    if isinstance(value, str | bytes):
        return sys.getsizeof(value)
    # Kept alive by whatever holds it, so that its id is its own until all is weighed.
    seen.add(id(value))
    if isinstance(value, pl.DataFrame | pl.Series):
        return 500 + int(value.estimated_size())
    if isinstance(value, np.ndarray):
        return sys.getsizeof(value)
    # Copied first: what is shared may be filled by another thread meanwhile.
    if isinstance(value, Mapping):
        return sys.getsizeof(value) + sum(
            _weight(name, seen) + _weight(one, seen) for name, one in list(value.items())
        )
    if isinstance(value, list | tuple | Set):
        return sys.getsizeof(value) + sum(_weight(one, seen) for one in list(value))
    if dataclasses.is_dataclass(value):
        fields = (getattr(value, one.name) for one in dataclasses.fields(value))
        return sys.getsizeof(value) + sum(_weight(one, seen) for one in fields)
    return sys.getsizeof(value) + _weight(getattr(value, "__dict__", None), seen)
