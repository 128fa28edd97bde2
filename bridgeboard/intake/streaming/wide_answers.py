"""Answers in files of a row a respondent, where a programme is long: judged and staged."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from bridgeboard.instruments import Instrument
from bridgeboard.intake.judged import Judged
from bridgeboard.intake.streaming.cells import Cells
from bridgeboard.intake.streaming.checks import Check, cell_checks, text_of
from bridgeboard.intake.streaming.direct import Said
from bridgeboard.intake.streaming.finding import Finding, problems
from bridgeboard.intake.streaming.loading import Loaded, loaded
from bridgeboard.intake.streaming.references_sql import Named, reference_checks
from bridgeboard.intake.streaming.refused_at import refused_at
from bridgeboard.intake.streaming.same_rows import key_checks
from bridgeboard.intake.streaming.sql import among, name
from bridgeboard.intake.streaming.staging import RESPONDENTS
from bridgeboard.intake.streaming.wide_direct import (
    answered_several,
    cells_directly,
    staged_table,
)
from bridgeboard.intake.streaming.wide_versions import facts_of, find_versions
from bridgeboard.intake.streaming.workplace import Workplace
from bridgeboard.intake.surveys import RESPONSE_RANGE
from bridgeboard.intake.versions import ONE_VERSION, version_words, versions_of
from bridgeboard.intake.wide_shape import (
    RESPONDENT,
    Wide,
    codes_of,
    judged_headings,
    range_words,
)
from bridgeboard.intake.working import Working
from bridgeboard.problems import Problem
from bridgeboard.readers.long_file import LongFile, Unreadable

#: A name that no item can have.
_IS_GOOD = '"is good"'


@dataclass
class _Sheet:
    """One file of them, row by row. finding: None where its rows can't be judged."""

    wide: Wide
    table: Loaded
    headings: list[Problem]
    finding: Finding | None = None
    refused: str = "SELECT NULL::BIGINT AS place WHERE false"

    @property
    def good(self) -> str:
        """The view of its rows: place, respondent_id, n_filled, and the codes of good cells."""
        return name(f"{self.table.name} good")

    @property
    def cells(self) -> list[str]:
        """The items that it has."""
        return [one for one in self.wide.instrument.item_ids if one in self.table.known]


@dataclass
class WideAnswers:
    """All files of a programme, one after the other.

    people: the respondents, judged; said, rows_said: what to tell how far a file is.
    """

    place: Workplace
    cells: Cells
    registry: Mapping[str, Instrument]
    in_use: Sequence[str] | None
    people: Named
    said: Callable[[LongFile], Said]
    rows_said: Callable[[LongFile], Callable[[int], None]]
    judged: Judged = field(default_factory=Judged)

    def check(self, wides: Sequence[Wide], works: Mapping[str, Working]) -> int:
        """Judge every row and stage the good cells; gives how many there are.

        In: works: the tables in memory, judged.
        """
        direct = self._directly(wides)
        sheets: dict[str, _Sheet] = {}
        for wide in wides:
            instrument_id = wide.instrument.instrument_id
            if instrument_id not in direct and (sheet := self._sheet(wide)) is not None:
                sheets[instrument_id] = sheet
        of_versions = [
            (sheet.wide.instrument, sheet.good, sheet.cells, sheet.finding)
            for sheet in sheets.values()
            if sheet.finding is not None
        ]
        find_versions(self.place, of_versions, self._base_of)
        n_good = 0
        for wide in wides:
            instrument_id = wide.instrument.instrument_id
            if instrument_id in direct:
                n_good += self._tell_direct(wide, direct[instrument_id])
            elif instrument_id in sheets:
                n_good += self._tell(sheets[instrument_id], works)
        self._stage_others()
        return n_good

    def _directly(self, wides: Sequence[Wide]) -> dict[str, int]:
        """Filled cells of the files in which nothing is wrong, by instrument."""
        found = {}
        for wide in wides:
            if isinstance(wide.source, LongFile):
                told = self.said(wide.source)
                n = cells_directly(self.place, wide.source, self.cells, wide.instrument, told)
                if n is not None:
                    found[wide.instrument.instrument_id] = n
        for versions in self._versions(wides):
            direct = [one for one in versions if one.instrument_id in found]
            alone = len(direct) == len(versions)
            if direct and not (alone and not answered_several(self.place, self.cells, direct)):
                for one in direct:
                    del found[one.instrument_id]
                    self.place.run(f"DROP TABLE {staged_table(self.cells, one)}")
        return found

    @property
    def _base_of(self) -> dict[str, str]:
        ids = list(self.registry) if self.in_use is None else self.in_use
        return versions_of(ids, self.registry)

    def _versions(self, wides: Sequence[Wide]) -> Iterator[list[Instrument]]:
        """Instruments that are versions of each other, where there are files of several."""
        by_base: dict[str, list[Instrument]] = {}
        for wide in wides:
            base = self._base_of.get(wide.instrument.instrument_id)
            if base is not None:
                by_base.setdefault(base, []).append(wide.instrument)
        yield from (versions for versions in by_base.values() if len(versions) > 1)

    def _sheet(self, wide: Wide) -> _Sheet | None:
        """The file row by row; None, with problems, if nothing of it can be read."""
        source, judged = wide.source, self.judged
        parts, told = [source], lambda n: None
        if isinstance(source, LongFile):
            parts, told = source.parts(), self.rows_said(source)
        try:
            table, columns = loaded(self.place, wide.model, parts, told)
        except Unreadable as error:
            source.problems = error.problems
            return None
        if isinstance(source, LongFile):
            judged.rows_of[source.file] = table.n_rows
        headings, whole = judged_headings(wide, columns, self.in_use)
        if not whole:
            return _Sheet(wide, table, headings)
        finding = Finding(self.place, table, list(self._checks(wide, table)))
        finding.find(name(table.name))
        sheet = _Sheet(wide, table, headings, finding, self._refused(wide, finding))
        self.place.run(f"CREATE VIEW {sheet.good} AS {_good(sheet)}")
        return sheet

    def _checks(self, wide: Wide, table: Loaded) -> Iterator[Check]:
        yield from cell_checks(wide.model, table.known)
        yield from key_checks(self.place, table)
        codes = codes_of(wide.instrument)
        for item in wide.instrument.item_ids:
            if item in table.known:
                yield Check(
                    RESPONSE_RANGE,
                    item,
                    f"NOT ({among(name(item), codes)})",
                    lambda work, of, item=item: range_words(work, wide.instrument, item),
                )
        yield from reference_checks(self.place, RESPONDENT, self.people)
        yield Check(
            ONE_VERSION,
            None,
            "",
            lambda work, of: version_words(work, of),
            "doubtful",
            facts=facts_of(self.place, wide.instrument, self._base_of),
        )

    def _refused(self, wide: Wide, finding: Finding) -> str:
        """SQL for places of rows of which no cell is good."""
        if not wide.is_used(self.in_use):
            return f"SELECT place FROM {name(finding.table.name)}"
        whole_rows = [
            str(nth)
            for nth, check in enumerate(finding.checks)
            if check.severity == "refused" and check.column not in wide.instrument.item_ids
        ]
        return (
            f"SELECT place FROM {finding.found} WHERE nth IN ({', '.join(whole_rows)}) "
            f"UNION SELECT place FROM {name(finding.table.name)} WHERE garbled"
        )

    def _tell_direct(self, wide: Wide, n: int) -> int:
        source = wide.source
        found, _ = judged_headings(wide, source.simple_headings(), self.in_use)
        self.judged.headings += found
        self.judged.rows_of[source.file] = source.swept.lines - 1
        self.judged.n_read = (self.judged.n_read or 0) + n
        return n

    def _tell(self, sheet: _Sheet, works: Mapping[str, Working]) -> int:
        """The problems in words, and where refused cells are; gives how many cells are good."""
        place, judged = self.place, self.judged
        judged.headings += sheet.headings
        filled = f"SELECT sum({_n_filled(sheet.cells)}) FROM {name(sheet.table.name)}"
        n_read = place.number(filled) if sheet.cells else 0
        n_good = 0
        if sheet.finding is not None:
            judged.rows += problems(sheet.finding)
            n_good = place.number(f"SELECT sum(n_good) FROM {sheet.good}")
            cells = self._refused_cells(sheet)
            here = refused_at(place, "answers", cells, works)
            judged.refused_at = pl.concat([judged.refused_at, here])
            self._stage(sheet, n_good)
        judged.n_read = (judged.n_read or 0) + n_read
        judged.n_refused += n_read - n_good
        return n_good

    def _refused_cells(self, sheet: _Sheet) -> str:
        """SQL for rows with cells that are not good: place, site_id, wave_id, and how many."""
        ids = self.people.ids
        first = f"SELECT min(place) FROM {ids} GROUP BY id"
        return (
            f"SELECT a.place, p.site_id, p.wave_id, n_filled - n_good AS n FROM {sheet.good} AS a "
            f"LEFT JOIN (SELECT * FROM {ids} WHERE place IN ({first})) AS p "
            f"ON a.{RESPONDENT} = p.id WHERE n_filled > n_good"
        )

    def _stage(self, sheet: _Sheet, n_good: int) -> None:
        instrument = sheet.wide.instrument
        table = staged_table(self.cells, instrument)
        if table is None:
            return
        items = ", ".join(
            f"{f'g.{name(one)}' if one in sheet.cells else 'NULL'}::SMALLINT AS {name(one)}"
            for one in instrument.item_ids
        )
        self.place.run(
            f"CREATE TABLE {table} AS SELECT p.place::INTEGER AS place, {items} "
            f"FROM {sheet.good} AS g JOIN {RESPONDENTS} AS p ON g.{RESPONDENT} = p.{RESPONDENT} "
            "WHERE g.n_good > 0"
        )
        filled = self.place.number(self.cells.filled(self.cells.instruments.index(instrument)))
        if filled != n_good:
            raise AssertionError(f"{n_good - filled} good answers have no cell")

    def _stage_others(self) -> None:
        """Instruments without a file have a table without rows."""
        for one in self.cells.instruments:
            items = ", ".join(f"{name(item)} SMALLINT" for item in one.item_ids)
            table = staged_table(self.cells, one)
            self.place.run(f"CREATE TABLE IF NOT EXISTS {table} (place INTEGER, {items})")


def _good(sheet: _Sheet) -> str:
    codes = codes_of(sheet.wide.instrument)
    good = {one: f"{_IS_GOOD} AND ({among(name(one), codes)})" for one in sheet.cells}
    cells = ", ".join(
        f"CASE WHEN {sql} THEN {name(one)} END AS {name(one)}" for one, sql in good.items()
    )
    n_good = " + ".join(f"coalesce({sql}, false)::INTEGER" for sql in good.values())
    return (
        f"SELECT place, {RESPONDENT}, n_filled, {n_good} AS n_good, {cells} FROM ("
        f"SELECT *, {_n_filled(sheet.cells)} AS n_filled, "
        f"place NOT IN ({sheet.refused}) AS {_IS_GOOD} FROM {name(sheet.table.name)})"
    )


def _n_filled(items: Sequence[str]) -> str:
    return " + ".join(f"({text_of(one)} IS NOT NULL)::INTEGER" for one in items)
