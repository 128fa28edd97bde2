"""The same as the heat maps of ratings, as tables."""

from __future__ import annotations

import polars as pl

_NAMES = {
    "Edition": "framework",
    "Domain": "domain_label",
    "Construct": "construct_label",
    "Name in the other edition": "other_label",
    "Site": "site_name",
}


def ratings(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of `cfir`, in words."""
    return frame.select(
        **{name: pl.col(column) for name, column in _NAMES.items()},
        Wave=pl.col("wave_label"),
        Rating=pl.col("rating"),
        Cell=pl.when(pl.col("hidden").is_null()).then("cell").otherwise(pl.lit("hidden")),
        State=pl.col("state").str.replace_all("_", " "),
        Basis=pl.col("basis"),
        Raters=pl.col("ratings"),
        Why=pl.col("rationale"),
        For=pl.col("n_for"),
        Against=pl.col("n_against"),
        Mixed=pl.col("n_mixed"),
        Note=pl.col("note"),
    )


def changes(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of `cfir_change`, in words."""
    return frame.select(
        **{name: pl.col(column) for name, column in _NAMES.items()},
        From=pl.col("from_wave_label"),
        To=pl.col("to_wave_label"),
        Earlier=pl.col("from_cell"),
        Later=pl.col("to_cell"),
        Steps=pl.col("steps"),
        Reading=pl.col("reading"),
        Status=pl.col("status"),
        Reason=pl.col("reason"),
    )


def proposals(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of `proposed_ratings`, in words."""
    return frame.select(
        **{name: pl.col(column) for name, column in _NAMES.items()},
        Wave=pl.col("wave_label"),
        Basis=pl.col("basis"),
        Item=pl.col("item_label"),
        About=pl.col("role_label"),
        Proposed=pl.col("cell"),
        For=pl.col("n_for"),
        Against=pl.col("n_against"),
        Mixed=pl.col("n_mixed"),
        Why=pl.col("sentence"),
        Rule=pl.col("rule"),
        References=pl.col("refs"),
        Status=pl.coalesce("hidden", "status"),
    )
