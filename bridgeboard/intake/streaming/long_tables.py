"""A programme's respondents and answers, where one of them is long: judged and staged.

In: answers in one file, or in files of a row a respondent (wides).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence

import duckdb

from bridgeboard.instruments import Instrument
from bridgeboard.intake.columns import check_headings
from bridgeboard.intake.id_order import ids_in_order
from bridgeboard.intake.judged import Judged
from bridgeboard.intake.rules import rules_of
from bridgeboard.intake.staged import Staged
from bridgeboard.intake.streaming import direct, staging
from bridgeboard.intake.streaming.answers import found_answers
from bridgeboard.intake.streaming.cells import Cells, cells_of
from bridgeboard.intake.streaming.finding import Finding, problems
from bridgeboard.intake.streaming.loading import Loaded, loaded
from bridgeboard.intake.streaming.references_sql import Named, named, named_respondents
from bridgeboard.intake.streaming.refused_at import refused_at
from bridgeboard.intake.streaming.respondents import found_respondents
from bridgeboard.intake.streaming.sql import name
from bridgeboard.intake.streaming.wide_answers import WideAnswers
from bridgeboard.intake.streaming.workplace import Workplace
from bridgeboard.intake.versions import versions_of
from bridgeboard.intake.wide_shape import Wide
from bridgeboard.intake.working import Working
from bridgeboard.problems import Refusal
from bridgeboard.readers import FolderRead, TextTable
from bridgeboard.readers.long_file import LongFile, Unreadable
from schemas._table import Table
from schemas.answers import Answers
from schemas.respondents import Respondents

LONG = ("respondents", "answers")
#: The share of reading rows one by one in all that is done with them.
_READING = 0.7


class LongTables:
    """Both tables, one after the other, in a workplace of their own.

    judged: what came of them, by table; those that are not there, or are in memory, are not in it.
    """

    def __init__(
        self,
        read: FolderRead,
        wides: Sequence[Wide],
        registry: Mapping[str, Instrument],
        in_use: Sequence[str] | None,
        said: Callable[[str, float, int], None],
    ) -> None:
        self.read, self.registry, self.in_use, self.said = read, registry, in_use, said
        self.wides = wides
        self.judged: dict[str, Judged] = {}
        used = [registry[one] for one in dict.fromkeys(in_use or ()) if one in registry]
        self._cells = cells_of(used)

    def check(self, works: Mapping[str, Working], unreadable: frozenset[str]) -> Staged:
        """Judge every row and stage the good ones.

        In:     works: the other tables, judged; respondents too if only answers are long.
        Raises: Refusal if there is no room on the disk.
        """
        try:
            return self._checked(works, unreadable)
        except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
            raise Refusal(
                f"Long files are checked in {tempfile.gettempdir()}, and that failed: {error}. "
                "Make room there, or name another folder as TMPDIR."
            ) from error

    def _checked(self, works: Mapping[str, Working], unreadable: frozenset[str]) -> Staged:
        place = Workplace()
        try:
            answers = self.read.long.get("answers")
            ahead = None if answers is None else direct.AnswersRead(place, answers, self._cells)
            people = self._respondents(place, works, unreadable)
            n_answers = self._answers(place, works, people, ahead)
            n_rows = {
                "respondents": place.number(f"SELECT count(*) FROM {staging.RESPONDENTS}"),
                "answers": n_answers,
            }
            return Staged(place.done(), n_rows, self._cells.tables, place.own.close)
        except BaseException:
            place.drop()
            raise

    def _respondents(
        self, place: Workplace, works: Mapping[str, Working], unreadable: frozenset[str]
    ) -> Named:
        work, file = works.get("respondents"), self.read.long.get("respondents")
        of_columns = {
            column: rule.refers_to.partition(".")
            for column, rule in rules_of(Respondents).items()
            if rule.refers_to
        }
        names = {
            column: ids_in_order(f"{table}.{target}", works[table].good()) if table in works else []
            for column, (table, _, target) in of_columns.items()
        }
        types = staging.respondent_types(names)
        if file is None:
            staging.create_respondents(place, types)
            if work is not None:
                staging.stage_work(place, work)
            is_lost = "respondents" in unreadable
            return named(place, "respondents", "respondent_id", work, is_lost)
        said = self._share(file)
        n = direct.respondents_directly(place, file, names, said)
        if n is not None:
            columns = file.simple_headings()
            found, _ = check_headings(file.file, columns, rules_of(Respondents))
            self.judged["respondents"] = Judged(found, n_read=n)
            return named_respondents(place, file.file, None)
        staging.create_respondents(place, types)
        table = self._loaded(place, Respondents, file)
        if table is None:
            return named(place, "respondents", "respondent_id", None, unreadable=True)
        targets = {
            table: named(place, table, target, works.get(table), table in unreadable)
            for table, _, target in of_columns.values()
        }
        finding = found_respondents(place, table, targets)
        staging.stage_found(place, finding)
        self._tell(place, finding, _refused_respondents(finding), works)
        return named_respondents(place, table.file, finding)

    def _answers(
        self,
        place: Workplace,
        works: Mapping[str, Working],
        people: Named,
        ahead: direct.AnswersRead | None,
    ) -> int:
        if self.wides:
            return self._wide(place, works, people)
        source = self.read.long.get("answers", self.read.tables.get("answers"))
        if ahead is not None:
            base_of = versions_of(self.in_use or (), self.registry)
            n = ahead.arranged(base_of, self._share(source))
            if n is not None:
                columns = source.simple_headings()
                found, _ = check_headings(source.file, columns, rules_of(Answers))
                self.judged["answers"] = Judged(found, n_read=n)
                return n
        table = None if source is None else self._loaded(place, Answers, source)
        if table is None:
            staging.stage_cells(place, self._cells, _no_answers(self._cells))
            return 0
        finding = found_answers(place, table, people, self.registry, self.in_use)
        n_good = table.n_rows - self._tell(place, finding, _refused_answers(finding, people), works)
        if self._cells.instruments:
            good = staging.good_answers(self._cells, finding)
            filled = staging.stage_cells(place, self._cells, good)
            if filled != n_good:
                raise AssertionError(f"{n_good - filled} good answers have no cell")
        return n_good

    def _wide(self, place: Workplace, works: Mapping[str, Working], people: Named) -> int:
        wide = WideAnswers(
            place, self._cells, self.registry, self.in_use, people, self._share, self._rows
        )
        self.judged["answers"] = wide.judged
        return wide.check(self.wides, works)

    def _loaded(
        self, place: Workplace, model: type[Table], source: LongFile | TextTable
    ) -> Loaded | None:
        """The table row by row; None, with problems, if it can't be judged."""
        table = source.name
        judged = self.judged[table] = Judged()
        try:
            if isinstance(source, LongFile):
                said = self._rows(source)
                rows, columns = loaded(place, model, source.parts(), said)
            else:
                rows, columns = loaded(place, model, [source])
        except Unreadable as error:
            source.problems = error.problems
            return None
        judged.n_read = rows.n_rows
        judged.headings, whole = check_headings(source.file, columns, rules_of(model))
        if whole:
            return rows
        judged.n_refused = rows.n_rows
        return None

    def _tell(
        self, place: Workplace, finding: Finding, refused: str, works: Mapping[str, Working]
    ) -> int:
        """The problems in words, and where refused rows are; gives how many rows are refused."""
        judged = self.judged[finding.table.name]
        judged.rows = problems(finding)
        judged.n_refused = place.number(f"SELECT count(*) FROM ({finding.refused()})")
        judged.refused_at = refused_at(
            place, finding.table.name, f"SELECT *, 1 AS n FROM ({refused})", works
        )
        return judged.n_refused

    def _share(self, file: LongFile) -> Callable[[float], None]:
        """Called with the share of a file that was read directly."""
        return lambda share: self.said(file.name, share, file.swept.lines)

    def _rows(self, file: LongFile) -> Callable[[int], None]:
        """Called with rows that were read; reading them takes most of the time."""
        lines, done = max(file.swept.lines, 1), 0

        def said(n: int) -> None:
            nonlocal done
            done += n
            self.said(file.name, min(_READING * done / lines, 1.0), lines)

        return said


def _refused_respondents(finding: Finding) -> str:
    return f"SELECT place, site_id, wave_id FROM respondents WHERE place IN ({finding.refused()})"


def _refused_answers(finding: Finding, people: Named) -> str:
    """Refused answers are where their respondents are, even refused ones."""
    if people.file is None:
        return (
            "SELECT place, NULL::VARCHAR AS site_id, NULL::VARCHAR AS wave_id FROM answers "
            f"WHERE place IN ({finding.refused()})"
        )
    return (
        "SELECT a.place, p.site_id, p.wave_id FROM answers AS a LEFT JOIN ("
        f"SELECT * FROM {people.ids} "
        f"SEMI JOIN (SELECT min(place) AS place FROM {people.ids} GROUP BY id) USING (place)"
        f") AS p ON a.respondent_id = p.id WHERE a.place IN ({finding.refused()})"
    )


def _no_answers(cells: Cells) -> str:
    columns = ", ".join(f"NULL::{sql} AS {name(one)}" for one, sql in cells.types().items())
    return f"SELECT NULL::VARCHAR AS respondent_id, {columns} WHERE false"
