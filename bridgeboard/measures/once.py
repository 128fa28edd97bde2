"""What several measures ask of a snapshot, asked once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    import polars as pl

    from bridgeboard.store import Snapshot

_More = ParamSpec("_More")
_Found = TypeVar("_Found")


def once(
    function: Callable[Concatenate[Snapshot, _More], _Found],
) -> Callable[Concatenate[Snapshot, _More], _Found]:
    """The function, computed once for a snapshot and what is given beside it.

    A snapshot as somebody else sees it is another one. What is found is shared: never change it in
    place. It goes with the snapshot, so it must not hold it.
    """
    known: WeakKeyDictionary[Snapshot, dict[Any, _Found]] = WeakKeyDictionary()

    @functools.wraps(function)
    def answered(snapshot: Snapshot, *given: _More.args, **named: _More.kwargs) -> _Found:
        found = known.setdefault(snapshot, {})
        key = (given, *sorted(named.items()))
        if key not in found:
            found[key] = function(snapshot, *given, **named)
        return found[key]

    return answered


@once
def asked(snapshot: Snapshot, sql: str) -> pl.DataFrame:
    """The rows of a question without parameters."""
    return snapshot.query(sql)
