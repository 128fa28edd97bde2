"""What a shown sum gives away of the hidden numbers that are in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bridgeboard.disclosure.tables import UNBOUNDED, width

#: A hidden number, and what anyone knows it can't exceed.
Hidden = tuple[int, int]


def stays_open(hidden: Sequence[Hidden], k: int) -> bool:
    """May a sum be shown that tells what these hidden numbers come to together?

    In:  each hidden number with its known upper limit (UNBOUNDED if there is none). Any may be 0
         for all that anyone knows.
    Out: True if nothing is hidden; else the hidden numbers must be two or more, come to k or more,
         and each must keep a range of at least width(k) for whoever knows the sum.
    """
    numbers = [n for n, _ in hidden]
    if not numbers:
        return True
    if len(numbers) < 2 or sum(numbers) < k:
        return False
    total, most_together = sum(numbers), sum(most for _, most in hidden)
    for _, most in hidden:
        lowest = max(0, total - (most_together - most))
        highest = min(most, total)
        if highest - lowest < width(k):
            return False
    return True


def with_limits(numbers: Iterable[int], k: int) -> list[Hidden]:
    """Each hidden number with its limit, as if it were known of each whether it is under k."""
    return [(n, k - 1 if n < k else UNBOUNDED) for n in numbers]
