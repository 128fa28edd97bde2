"""Taguette's highlights and codebook, as CSV or workbook.

A row of highlights is one tag of one passage. A dot in a tag's name makes a tree of tags.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from bridgeboard.collected.code_tree import CodeTree, clean, names_in
from bridgeboard.collected.coded_rows import Rows, cell, first_rows_in, label_of, plain, tables_in
from bridgeboard.collected.coding import Coding, Document
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.left_out import LeftOut
from bridgeboard.collected.passages import MOST, Passages
from bridgeboard.collected.qda_xml import Odd
from bridgeboard.collected.refi_words import codes_said, refused
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import grouped

HIGHLIGHTS = ["id", "document", "tag", "content"]
CODEBOOK = ["tag", "description", "number of highlights"]


def _table(tables: dict[str, Rows], headings: list[str]) -> tuple[str, Rows] | None:
    """The first table that begins with these headings."""
    for title, rows in tables.items():
        if rows and [plain(name) for name in rows[0][1]][: len(headings)] == headings:
            return title, rows
    return None


def _opened(dropped: DroppedFile, headings: list[str], what: str) -> tuple[str, Rows] | Problem:
    tables = tables_in(dropped)
    if isinstance(tables, Problem):
        return tables
    found = _table(tables, headings)
    if found is None or len(found[1]) > MOST:
        odd = (
            f"no table with the headings {', '.join(headings)}"
            if found is None
            else f"more than {grouped(MOST)} rows",
            f"this must be Taguette's {what}",
            "Export it from Taguette once more.",
        )
        return refused(dropped.name, Odd(*odd))
    return label_of(dropped.name, found[0]), found[1]


def read_highlights(
    dropped: DroppedFile,
    beside: Sequence[tuple[str, DroppedFile]] = (),
    with_quotes: bool = False,
) -> Coding:
    """Codes, documents and passages; the words only where somebody asked for them."""
    found = _opened(dropped, HIGHLIGHTS, "highlights")
    if isinstance(found, Problem):
        return Coding("taguette-highlights", dropped.name, problems=(found,))
    label, rows = found
    tree, passages = CodeTree(), Passages()
    documents: dict[str, Document] = {}
    problems = []
    for number, row in rows[1:]:
        document, names = clean(cell(row, 1)), names_in(cell(row, 2), dots=True)
        if not document or not names:
            problems.append(
                Problem(
                    file=label,
                    row=number,
                    column="tag" if document else "document",
                    rule="coded passage",
                    severity="doubtful",
                    found="",
                    expected="a passage belongs to a document and has a tag",
                    mend="The row is left out: tag the passage in Taguette if it should count.",
                )
            )
            continue
        documents.setdefault(document, Document(document))
        passages.add(
            document,
            tree.add(names),
            cell(row, 0) or f"row {number}",
            place=(float(cell(row, 0)),) if cell(row, 0).isdecimal() else (),
            quote=cell(row, 3) if with_quotes else None,
            row=number,
        )
    segments = passages.frame()
    left_out = () if with_quotes else (LeftOut("content", "the words were not asked for"),)
    return Coding(
        kind="taguette-highlights",
        file=dropped.name,
        codes=tree.in_order(),
        documents=tuple(documents.values()),
        segments=segments,
        said=tuple(codes_said(len(tree.codes), len(documents), segments)),
        left_out=left_out,
        problems=tuple(problems),
    )


def read_codebook(dropped: DroppedFile, beside: Sequence[tuple[str, DroppedFile]] = ()) -> Coding:
    """Codes with their descriptions. How often each was used is told by the highlights."""
    found = _opened(dropped, CODEBOOK, "codebook")
    if isinstance(found, Problem):
        return Coding("taguette-codebook", dropped.name, problems=(found,))
    tree = CodeTree()
    for _, row in found[1][1:]:
        if names := names_in(cell(row, 0), dots=True):
            tree.add(names, clean(cell(row, 1)) or None)
    n = len(tree.codes)
    said = f"A codebook of {n} {'code' if n == 1 else 'codes'}; what is coded stands elsewhere."
    return Coding("taguette-codebook", dropped.name, codes=tree.in_order(), said=(said,))


def _seen(dropped: DroppedFile, headings: list[str], what: str) -> Likeness | None:
    found = _table(first_rows_in(dropped), headings)
    if found is None:
        return None
    # The headings are common words: another program's table may have them too, and more.
    sure = 0.97 if len(found[1][0][1]) <= len(headings) + 1 else 0.6
    return Likeness(sure, f"it has the headings of Taguette's {what}")


KINDS = (
    Kind(
        name="taguette-highlights",
        label="Taguette highlights",
        seen=partial(_seen, headings=HIGHLIGHTS, what="highlights"),
        read=read_highlights,
        quotes=partial(read_highlights, with_quotes=True),
    ),
    Kind(
        name="taguette-codebook",
        label="Taguette codebook",
        seen=partial(_seen, headings=CODEBOOK, what="codebook"),
        read=read_codebook,
    ),
)
