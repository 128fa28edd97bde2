"""Our SQL, which DuckDB reads, as Spark SQL."""

from __future__ import annotations

import re
from functools import lru_cache

import sqlglot
from sqlglot import exp


@lru_cache(maxsize=1000)
def spark(sql: str) -> str:
    """The same question in Spark SQL.

    Decimals become doubles, as DuckDB reckons with them where it divides: Spark's own would be
    rounded. Closed sets (ENUMs), which Spark doesn't have, become text.
    """
    (tree,) = sqlglot.parse(sql, read="duckdb")
    return tree.transform(_portable).sql(dialect="spark")


def plain(name: str) -> str:
    """A table's name as clusters have it: letters, digits and _ alone, for they disagree about how
    to quote the name of a view."""
    return re.sub(r"\W", "_", name)


def _portable(node: exp.Expr) -> exp.Expr:
    if isinstance(node, exp.Literal) and node.is_number and not node.is_int:
        return exp.cast(node, exp.DataType.Type.DOUBLE)
    if isinstance(node, exp.Table) and isinstance(node.this, exp.Identifier):
        node.this.set("this", plain(node.name))
    if isinstance(node, exp.DataType) and node.this == exp.DataType.Type.USERDEFINED:
        return exp.DataType.build("text")
    return node
