"""The data behind a score as frames, for reading on and for files."""

from __future__ import annotations

from typing import Any

import polars as pl


def _frame(rows: list[dict[str, Any]], columns: dict[str, tuple[str, Any]]) -> pl.DataFrame:
    """Columns of the rows under readers' names, and why numbers are missing."""
    schema = {name: dtype for name, (_, dtype) in columns.items()} | {"Status": pl.String}
    told = [
        {name: row[column] for name, (column, _) in columns.items()}
        | {"Status": row["hidden"] or row["status"]}
        for row in rows
    ]
    return pl.DataFrame(told, schema=schema)


def missing_table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """One row per item and wave: asked, answered, and why not."""
    columns = {
        "Item": ("item_label", pl.String),
        "Wave": ("wave_label", pl.String),
        "Asked": ("n_asked", pl.Int64),
        "Answered": ("n_answered", pl.Int64),
        "Does not apply": ("n_not_applicable", pl.Int64),
        "Share left out or don't know": ("share_unanswered", pl.Float64),
        "Share does not apply": ("share_not_applicable", pl.Float64),
        "Answered every item": ("n", pl.Int64),
    }
    return _frame(rows, columns)


def reliability_table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """One row per wave."""
    columns = {
        "Scale": ("scale_label", pl.String),
        "Wave": ("wave_label", pl.String),
        "n": ("n", pl.Int64),
        "Respondents": ("n_respondents", pl.Int64),
        "Items": ("n_items", pl.Int64),
        "Alpha": ("value", pl.Float64),
        "Lower": ("lower", pl.Float64),
        "Upper": ("upper", pl.Float64),
        "Standardised alpha": ("standardised", pl.Float64),
        "Mean r": ("average_r", pl.Float64),
        "Omega": ("omega", pl.Float64),
        "Not asked": ("items_left_out", pl.String),
        "Caveat": ("caveat", pl.String),
    }
    return _frame(rows, columns)


def item_fit_table(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """One row per item and wave."""
    columns = {
        "Item": ("item_label", pl.String),
        "Reversed": ("reversed", pl.Boolean),
        "Wave": ("wave_label", pl.String),
        "n": ("n", pl.Int64),
        "r with the others": ("value", pl.Float64),
        "Alpha without it": ("alpha_without", pl.Float64),
        "Remark": ("warning", pl.String),
    }
    return _frame(rows, columns)
