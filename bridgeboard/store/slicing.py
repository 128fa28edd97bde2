"""Respondents taken some at a time, so that memory is bounded however many there are."""

from __future__ import annotations

import duckdb

#: Respondents who are taken together.
SLICE = 1 << 20
#: What a relation shows at a time, by its column place.
IN_SLICE = (
    "place >= getvariable('first_place')::INTEGER AND place < getvariable('beyond_place')::INTEGER"
)
EVERYBODY = (0, 2**31 - 1)


def slices(con: duckdb.DuckDBPyConnection, respondents: str) -> list[tuple[int, int]]:
    """Places, from the first to the one after the last, of the respondents of a relation."""
    ((n,),) = con.execute(f"SELECT count(*) FROM {respondents}").fetchall()
    return [(first, first + SLICE) for first in range(0, n, SLICE)] or [EVERYBODY]


def take(con: duckdb.DuckDBPyConnection, places: tuple[int, int] = EVERYBODY) -> None:
    """Let relations show these respondents only; everybody if not given."""
    first, beyond = places
    con.execute(f"SET VARIABLE first_place = {first}; SET VARIABLE beyond_place = {beyond}")
