"""Tables of coded segments: a row for each coded passage, or for each code of a passage."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from bridgeboard.collected.code_tree import CodeTree, clean, names_in
from bridgeboard.collected.coded_rows import Rows, cell, first_rows_in, label_of, tables_in
from bridgeboard.collected.coding import Coding, Document
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.left_out import LeftOut
from bridgeboard.collected.passages import MOST, Passages
from bridgeboard.collected.people import names_people
from bridgeboard.collected.qda_xml import Odd
from bridgeboard.collected.refi_words import codes_said, refused
from bridgeboard.collected.segment_headings import Columns, columns_of
from bridgeboard.problems import Problem
from bridgeboard.readers.quoting import grouped

#: Headings stand below a title and a few lines, at most.
_LINES_ABOVE = 10
_YES = {"true", "1", "yes", "x", "ja", "wahr", "oui", "sí", "si"}
#: NVivo writes folders before a file's name.
_FOLDERS = re.compile(r"^(?:files|internals|externals|dateien)\\+(?:[^\\]*\\+)*", re.IGNORECASE)


@dataclass
class _Table:
    label: str
    columns: Columns
    headings: list[str]
    rows: Rows


def _table(tables: dict[str, Rows], file: str) -> _Table | None:
    """The first table with documents and codes among its headings."""
    for title, rows in tables.items():
        for place, (_, row) in enumerate(rows[:_LINES_ABOVE]):
            columns = columns_of(row)
            if columns.usable:
                return _Table(label_of(file, title), columns, row, rows[place + 1 :])
    return None


def read_segments(
    dropped: DroppedFile,
    beside: Sequence[tuple[str, DroppedFile]] = (),
    with_quotes: bool = False,
) -> Coding:
    """Codes, documents and passages; the words only where somebody asked for them."""
    tables = tables_in(dropped)
    if isinstance(tables, Problem):
        return Coding("coded-segments", dropped.name, problems=(tables,))
    table = _table(tables, dropped.name)
    if table is None or len(table.rows) > MOST:
        odd = Odd(
            "no table with a column of documents and one of codes"
            if table is None
            else f"more than {grouped(MOST)} rows",
            "each row must be a coded segment, with its document and its code",
            "Name the columns document and code."
            if table is None
            else "Export fewer documents at a time.",
        )
        return Coding("coded-segments", dropped.name, problems=(refused(dropped.name, odd),))
    return _Reading(table, with_quotes).coding(dropped.name)


class _Reading:
    """One reading of a table: what was met so far."""

    def __init__(self, table: _Table, with_quotes: bool) -> None:
        self.table, self.with_quotes = table, with_quotes
        self.tree, self.passages = CodeTree(), Passages()
        self.documents: dict[str, dict[str, list[str]]] = {}
        self.problems: list[Problem] = []
        self.personal: dict[str, None] = {}
        of = table.columns.of
        ids = Counter(cell(row, of.get("id")) for _, row in table.rows)
        #: An id that never comes twice is a row's, not a passage's.
        self.ids_tell = "id" in of and any(n > 1 for one, n in ids.items() if one)

    def coding(self, file: str) -> Coding:
        for number, row in self.table.rows:
            self._row(number, row)
        segments = self.passages.frame()
        of = self.table.columns.of
        dropped = [what for what in ("words", "memo") if what in of]
        if self.with_quotes:
            dropped = [what for what in dropped if what != "words"]
        left_out = [
            LeftOut(
                " ".join(self.table.headings[of[what]].split()),
                "the words were not asked for" if what == "words" else "free text may name people",
            )
            for what in dropped
        ]
        left_out += [
            LeftOut(f"the variable {name}", "it may name people") for name in self.personal
        ]
        return Coding(
            kind="coded-segments",
            file=file,
            codes=self.tree.in_order(),
            documents=tuple(
                Document(name, {title: "; ".join(values) for title, values in variables.items()})
                for name, variables in self.documents.items()
            ),
            segments=segments,
            said=tuple(codes_said(len(self.tree.codes), len(self.documents), segments)),
            left_out=(*left_out, *self.passages.left_out()),
            problems=tuple(self.problems),
        )

    def _row(self, number: int, row: list[str]) -> None:
        of = self.table.columns.of
        document = clean(_FOLDERS.sub("", cell(row, of["document"])))
        paths = [self.tree.add(names) for names in self._codes(row)] if document else []
        if not paths:
            self._no_segment(number, "document" if not document else "code")
            return
        variables = self.documents.setdefault(document, {})
        for place, title in self.table.columns.variables.items():
            value = clean(cell(row, place))
            known = variables.setdefault(title, []) if value else []
            if value and names_people(title, (value,)):
                self.personal[title] = None
            elif value and value not in known and len(known) < 20:
                known.append(value)
        words, begin, end = (cell(row, of.get(what)) for what in ("words", "begin", "end"))
        if begin or end:
            passage: tuple[str | int, ...] = (begin, end, words)
        elif self.ids_tell:
            passage = ("id", cell(row, of["id"]))
        else:
            passage = ("words", words) if words else ("row", number)
        place_in = (float(begin),) if begin.isdecimal() else ()
        coder = self.passages.coder(cell(row, of.get("coder")))
        for path in paths:
            self.passages.add(
                document,
                path,
                passage,
                place=place_in,
                coder=coder,
                quote=words if self.with_quotes else None,
                row=number,
            )

    def _codes(self, row: list[str]) -> list[list[str]]:
        columns = self.table.columns
        if columns.applied:
            found = [
                code for place, code in columns.applied.items() if cell(row, place).lower() in _YES
            ]
        else:
            text = cell(row, columns.of["code"])
            found = re.split(r"\r?\n|;", text) if columns.several else [text]
        return [names for names in map(names_in, found) if names]

    def _no_segment(self, number: int, lacks: str) -> None:
        of = self.table.columns.of
        self.problems.append(
            Problem(
                file=self.table.label,
                row=number,
                column=self.table.headings[of[lacks]] if lacks in of else None,
                rule="coded passage",
                severity="doubtful",
                found="",
                expected="a passage belongs to a document and has a code",
                mend="The row is left out: fill it in if it should count.",
            )
        )


def seen_segments(dropped: DroppedFile) -> Likeness | None:
    """A table with documents and codes, surer with the words of passages or where they begin."""
    table = _table(first_rows_in(dropped), dropped.name)
    if table is None:
        return None
    of = table.columns.of
    more = [what for what in ("words", "coder", "begin", "memo") if what in of]
    more += ["applied"] if table.columns.applied else []
    if not more:
        return Likeness(0.45, "it has columns of documents and codes")
    sure = 0.9 if {"words", "applied"} & set(more) else 0.7
    known = [table.headings[of[what]] for what in ("document", "code", "words") if what in of]
    return Likeness(sure, "it has the columns " + ", ".join(" ".join(one.split()) for one in known))


KINDS = (
    Kind(
        name="coded-segments",
        label="Table of coded segments",
        seen=seen_segments,
        read=read_segments,
        quotes=partial(read_segments, with_quotes=True),
    ),
)
