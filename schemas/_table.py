"""What all tables share: a column is declared once, with its words, and a table knows its key."""

from collections.abc import Mapping
from typing import Any

import pandera.polars as pa

from schemas.identifier import IDENTIFIER, IDENTIFIER_FORM

PROVENANCE = ("published", "collected", "simulated")

#: How a source ties what it says to a site: it names the site, alone or with others; only the
#: transcript's label or the paragraph tells; or it speaks of more than single sites.
SCOPE = (
    "site",
    "multi_site",
    "ref_only",
    "implied",
    "income_group",
    "all_sites",
    "pooled",
    "unspecified_subset",
    "programme",
)


def column(
    description: str,
    *,
    unit: str | None = None,
    refers_to: str | None = None,
    allowed: tuple[str, ...] | None = None,
    identifier: bool = False,
    max_length: int | None = None,
    form: str | None = None,
    words: Mapping[str, int] | None = None,
    nullable: bool = False,
    **checks: Any,
) -> Any:
    """One column with its meaning, unit, allowed values and the column it refers to.

    refers_to: "table.column"; or "reference:table.column" for a reference table; or "sources", the
        sources that programme.toml names; or "instruments", the registry.
    words: what may stand in place of a number, and the number that it is kept as.
    """
    if identifier:
        checks["str_matches"] = IDENTIFIER
        form = IDENTIFIER_FORM
    if max_length is not None:
        checks["str_length"] = {"max_value": max_length}
    if allowed is not None:
        checks["isin"] = list(allowed)
    return pa.Field(
        description=description,
        nullable=nullable,
        metadata={
            "unit": unit,
            "refers_to": refers_to,
            "allowed": allowed,
            "identifier": identifier,
            "form": form,
            "words": words,
        },
        **checks,
    )


class Table(pa.DataFrameModel):
    """A table that a programme brings, or a reference table that we ship."""

    class Config:
        """Typed frames hold exactly the declared columns; the reader's extra ones went earlier."""

        strict = True
        ordered = True


def table_name(model: type[Table]) -> str:
    """The table's name: the same in file, sheet, schema and store."""
    return model.Config.metadata["table"]


def key(model: type[Table]) -> tuple[str, ...]:
    """The columns that together name one row; no two rows share them."""
    return tuple(model.Config.metadata["key"])
