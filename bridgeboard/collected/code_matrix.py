"""Tables of documents by codes, or codes by documents, with how often each code is in each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bridgeboard.collected.code_tree import CodeTree, clean, names_in
from bridgeboard.collected.coded_rows import (
    Rows,
    cell,
    first_rows_in,
    label_of,
    plain,
    tables_in,
)
from bridgeboard.collected.coding import Coding, Document
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.passages import Passages
from bridgeboard.collected.qda_xml import Odd
from bridgeboard.collected.refi_words import codes_said, refused
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import grouped, quoted

#: Passages of one document with one code; more is no count of passages.
MOST_IN_CELL = 10_000
MOST_PASSAGES = 200_000

_TOTALS = {
    "sum", "sums", "total", "totals", "grand total", "summe", "gesamt", "gesamtsumme", "insgesamt",
    "suma", "somme", "total général", "totale", "n documents", "n dokumente",
}  # fmt: skip
_DOCUMENTS = {
    "document", "documents", "document name", "dokument", "dokumente", "dokumentname", "file",
    "files", "file name", "source", "sources", "transcript", "interview",
}  # fmt: skip
_CODES = {"codesystem", "code system", "code", "codes", "node", "nodes", "code name", "codename"}
_FILE = re.compile(
    r"\.(?:docx?|txt|pdf|rtf|odt|md|mp3|m4a|wav|mp4)$|\b(?:fg|focus group|interview|transcript)\b"
    r"|^fg\d|^interview",
    re.IGNORECASE,
)
#: One word with a digit: rather a person of a survey, whose column is often called "code".
_ID = re.compile(r"[^\s\d]*\d\S*$")
#: NVivo numbers rows and letters columns; ATLAS.ti marks codes and counts below the name.
_NUMBERED = re.compile(r"^\s*(?:[A-Z]{1,2}|\d{1,4})\s*:\s+")
_MARKED = re.compile(r"^[\s○●◉◯•]+|\s*\bGr=\d+.*$", re.DOTALL)


@dataclass(frozen=True)
class _Matrix:
    """Names of rows and columns, counts, and the totals that stood beside them."""

    label: str
    corner: str
    columns: dict[int, str]
    rows: list[tuple[int, str, dict[int, int]]]
    totals_below: dict[int, int]
    totals_beside: dict[int, int]
    had_totals: tuple[str, ...]

    @property
    def documents_in(self) -> str | None:
        """Are documents the rows or the columns? None if nothing tells."""
        if plain(self.corner) in _CODES:
            return "columns"
        if plain(self.corner) in _DOCUMENTS:
            return "rows"
        across = sum(bool(_FILE.search(name)) for name in self.columns.values())
        down = sum(bool(_FILE.search(name)) for _, name, _ in self.rows)
        if across == down:
            return None
        return "columns" if across > down else "rows"


def read_matrix(dropped: DroppedFile, beside: Sequence[tuple[str, DroppedFile]] = ()) -> Coding:
    """Documents, codes and counts; a row or column of totals is left out and held against them."""
    tables = tables_in(dropped)
    if isinstance(tables, Problem):
        return Coding("code-matrix", dropped.name, problems=(tables,))
    matrix = _first(tables, dropped.name)
    total = sum(n for _, _, counts in matrix.rows for n in counts.values()) if matrix else 0
    if matrix is None or total > MOST_PASSAGES:
        odd = Odd(
            "no table of counts"
            if matrix is None
            else f"{grouped(total)} coded passages in one table",
            "rows must be documents and columns codes, or the other way round, with whole numbers",
            "Export counts of coded segments, not percentages or words.",
        )
        return Coding("code-matrix", dropped.name, problems=(refused(dropped.name, odd),))
    return _coding(matrix, dropped.name)


def _coding(matrix: _Matrix, file: str) -> Coding:
    where = matrix.documents_in
    turned = where == "columns"
    tree, passages = CodeTree(), Passages()
    documents: dict[str, Document] = {}
    code_texts = matrix.columns.values() if not turned else [name for _, name, _ in matrix.rows]
    paths = {text: tree.add(names_in(text)) for text in code_texts}
    named = [name for _, name, _ in matrix.rows] if not turned else matrix.columns.values()
    for name in named:
        documents.setdefault(name, Document(name))
    for number, name, counts in matrix.rows:
        for place, n in counts.items():
            column = matrix.columns[place]
            document, code = (column, name) if turned else (name, column)
            if n:
                passages.count(document, paths[code], n, number)
    segments = passages.frame()
    said = codes_said(len(tree.codes), len(documents), segments)
    said.append(f"Documents are the {'columns' if turned else 'rows'}, codes the "
                f"{'rows' if turned else 'columns'}.")  # fmt: skip
    for total in matrix.had_totals:
        said.append(f"{total} left out: the counts themselves are taken.")
    problems = list(_wrong_totals(matrix))
    if where is None:
        problems.append(
            Problem(
                file=matrix.label,
                row=1,
                rule="documents and codes",
                severity="doubtful",
                found=quoted(matrix.corner),
                expected="the first cell should say what the names below it are; documents were "
                "taken to stand below each other",
                mend="Write document or code into the first cell.",
            )
        )
    return Coding(
        kind="code-matrix",
        file=file,
        codes=tree.in_order(),
        documents=tuple(documents.values()),
        segments=segments,
        said=tuple(said),
        problems=tuple(problems),
    )


def _wrong_totals(matrix: _Matrix) -> list[Problem]:
    """Totals that the counts don't add up to."""
    found = []
    for place, total in matrix.totals_below.items():
        counted = sum(counts.get(place, 0) for _, _, counts in matrix.rows)
        if counted != total and place in matrix.columns:
            found.append(_total(matrix, None, matrix.columns[place], total, counted))
    for number, _, counts in matrix.rows:
        total = matrix.totals_beside.get(number, -1)
        if total not in (-1, sum(counts.values())):
            found.append(_total(matrix, number, None, total, sum(counts.values())))
    return found


def _total(
    matrix: _Matrix, row: int | None, column: str | None, total: int, counted: int
) -> Problem:
    return Problem(
        file=matrix.label,
        row=row,
        column=column,
        rule="totals",
        severity="doubtful",
        found=f"a total of {total}",
        expected=f"the counts add up to {counted}, which was taken",
        mend="Look whether a document or code is hidden in this table.",
    )


def _first(tables: dict[str, Rows], file: str) -> _Matrix | None:
    for title, rows in tables.items():
        if (matrix := _matrix(rows, label_of(file, title))) is not None:
            return matrix
    return None


def _matrix(rows: Rows, label: str) -> _Matrix | None:
    """The table as a matrix of counts; None if it is none."""
    if len(rows) < 2:
        return None
    headings = rows[0][1]
    names = {place: _name(text) for place, text in enumerate(headings) if place and text.strip()}
    if not names or any(_count(name) is not None for name in names.values()):
        return None
    if len(set(names.values())) < len(names):
        return None
    beside = {place for place, name in names.items() if plain(name) in _TOTALS}
    columns = {place: name for place, name in names.items() if place not in beside}
    kept: list[tuple[int, str, dict[int, int]]] = []
    below: dict[int, int] = {}
    totals_beside: dict[int, int] = {}
    had = [f"The column {quoted(names[place])} was" for place in sorted(beside)]
    for number, row in rows[1:]:
        name = _name(cell(row, 0))
        counts = {place: _count(cell(row, place)) for place in names}
        if not name or _count(name) is not None or any(n is None for n in counts.values()):
            return None
        known = {place: n for place, n in counts.items() if n is not None}
        if plain(name) in _TOTALS:
            had.append(f"The row {quoted(name)} was")
            below = below or {place: known[place] for place in columns}
            continue
        kept.append((number, name, {place: known[place] for place in columns}))
        for place in sorted(beside)[:1]:
            totals_beside[number] = known[place]
    if not kept or not columns or len({name for _, name, _ in kept}) < len(kept):
        return None
    if any(n > MOST_IN_CELL for _, _, counts in kept for n in counts.values()):
        return None
    return _Matrix(label, cell(headings, 0), columns, kept, below, totals_beside, tuple(had))


def _name(text: str) -> str:
    return clean(_NUMBERED.sub("", _MARKED.sub("", text)))


def _count(text: str) -> int | None:
    """A whole number; 0 where the cell is empty or has a dash."""
    text = text.strip()
    if text in ("", "-", "–", "."):
        return 0
    if re.fullmatch(r"\d{1,9}(?:[.,]0{1,4})?", text):
        return int(re.split(r"[.,]", text)[0])
    return None


def seen_matrix(dropped: DroppedFile) -> Likeness | None:
    """A table of counts; how sure depends on what its first cell and its names say."""
    matrix = _first(first_rows_in(dropped), dropped.name)
    if matrix is None:
        return None
    across = sum(bool(_FILE.search(name)) for name in matrix.columns.values())
    down = sum(bool(_FILE.search(name)) for _, name, _ in matrix.rows)
    files = max(across, down) >= 2 or max(across, down) == max(
        len(matrix.columns), len(matrix.rows)
    )
    corner = plain(matrix.corner)
    if matrix.had_totals and (files or corner in _DOCUMENTS | _CODES or not corner):
        return Likeness(0.9, "it has counts, with a row or column of totals")
    if corner in ("codesystem", "code system") or (files and (not corner or corner in _DOCUMENTS)):
        return Likeness(0.85, "it has counts by document and code")
    ids = sum(bool(_ID.match(name)) for _, name, _ in matrix.rows)
    if (corner in _DOCUMENTS | _CODES or not corner) and 2 * ids <= len(matrix.rows):
        return Likeness(0.35, "it has names down and across, and whole numbers")
    return None


KINDS = (
    Kind(
        name="code-matrix",
        label="Table of documents and codes with counts",
        seen=seen_matrix,
        read=read_matrix,
    ),
)
