"""Coded documents, as programs for qualitative analysis write them: codes, documents, and which
code stands how often in which. Transcripts are never read.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import polars as pl

from bridgeboard.collected.left_out import LeftOut
from bridgeboard.problems import Problem

#: One row per segment or, where only counts are given, per document and code.
SEGMENTS = {
    "document": pl.String,
    "code": pl.String,
    "segment": pl.Int64,
    "coder": pl.Int64,
    "n": pl.Int64,
    "quote": pl.String,
    "row": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Code:
    """A code of the codebook.

    code: its key here, the path of names from the top joined by " > "; parent: the key above it.
    """

    code: str
    name: str
    parent: str | None = None
    description: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A coded document: its name in the program, and its variables where it has any."""

    document: str
    variables: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Coding:
    """All that an export of coded documents holds.

    segments: the columns of SEGMENTS; segment is the passage's number within its document, the
        same for all codes and coders of one passage, null where only counts are given; coder is
        1, 2, ... in place of a name, null if not told; quote is null unless the words were asked
        for; row where it stands in a file of rows.
    said, left_out, problems: as for a Survey.
    """

    kind: str
    file: str
    codes: tuple[Code, ...] = ()
    documents: tuple[Document, ...] = ()
    segments: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=SEGMENTS))
    said: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    problems: tuple[Problem, ...] = ()
