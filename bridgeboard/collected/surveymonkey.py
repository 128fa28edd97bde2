"""SurveyMonkey's exports: the question over its first column only, the option in the row below.

A question of one column has "Response" there; one that takes several has a column for each option,
which holds the option's words or nothing; a grid has a column for each of its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

import polars as pl

from bridgeboard.collected.cells import Cells, cells_of, first_of, records_in, unique_names
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.left_out import LeftOut
from bridgeboard.collected.markup import plain_words
from bridgeboard.collected.option_columns import is_tick, ticks
from bridgeboard.collected.personal_words import plain_heading
from bridgeboard.collected.survey import Field, Role, Survey, SurveyTable
from bridgeboard.problems import Problem

#: What stands under a question that takes one answer, in the languages of the site.
_RESPONSE = frozenset(
    ("response", "open ended response", "antwort", "offene antwort", "réponse", "réponse ouverte",
     "respuesta", "respuesta abierta", "risposta", "resposta", "antwoord", "תשובה", "الإجابة")
)  # fmt: skip
_FIRST = frozenset(("respondentid", "respondent id"))
#: The tool's own columns, and what they are for.
_OWN: dict[str, Role] = {
    "respondentid": "record",
    "respondent id": "record",
    "collectorid": "system",
    "collector id": "system",
    "startdate": "system",
    "start date": "system",
    "date created": "system",
    "enddate": "submitted",
    "end date": "submitted",
    "date modified": "submitted",
}
#: Columns of people: always left out.
_PEOPLE = {
    "ip address": "IP addresses",
    "email address": "e-mail addresses of respondents",
    "first name": "names of respondents",
    "last name": "names of respondents",
    "first name last name": "names of respondents",
    "custom data 1": "what the team wrote beside names and addresses",
    "custom data": "what the team wrote beside names and addresses",
}


def seen(file: DroppedFile) -> Likeness | None:
    """Is there a row of "Response" and options under the questions?"""
    rows = first_of(file)
    if len(rows) < 2 or not rows[0]:
        return None
    first = plain_heading(rows[0][0])
    responses = sum(plain_heading(cell) in _RESPONSE for cell in rows[1])
    open_ = not rows[1][0].strip() if rows[1] else False
    if not open_ or not responses:
        return None
    if first in _FIRST:
        return Likeness(0.98, 'it begins with RespondentID, and "Response" stands under questions')
    if responses >= 2:
        return Likeness(0.7, '"Response" stands under its questions, as SurveyMonkey writes it')
    return None


def read(file: DroppedFile, companions: Sequence[tuple[str, DroppedFile]] = ()) -> Survey:
    """The one table of the file."""
    found = records_in(file)
    if isinstance(found, Problem):
        return Survey("surveymonkey", file.name, problems=(found,))
    name, records = found
    cells = cells_of(_as_wide(records), name)
    if isinstance(cells, Problem):
        return Survey("surveymonkey", file.name, problems=(cells,))
    if len(cells.rows) < 2:
        return Survey("surveymonkey", file.name, problems=(*cells.problems, _no_rows(name)))
    options = [plain_words(cell) for cell in cells.rows[0]]
    return _table(file, cells.without([0]), options)


def _as_wide(records: list[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    """The rows, with the first as wide as the second: its last question may have many columns."""
    filled = [at for at, (_, row) in enumerate(records) if any(cell.strip() for cell in row)][:2]
    if len(filled) < 2:
        return records
    (number, top), (_, below) = records[filled[0]], records[filled[1]]
    width = max((at + 1 for at, cell in enumerate(below) if cell.strip()), default=0)
    top = [*top, *[""] * (width - len(top))]
    # An empty heading at the end would be cut off: the question goes on.
    for at in range(1, width):
        top[at] = top[at] if top[at].strip() else top[at - 1]
    return [*records[: filled[0]], (number, top), *records[filled[0] + 1 :]]


def _table(file: DroppedFile, cells: Cells, options: list[str]) -> Survey:
    questions = [plain_words(heading) for heading in cells.headings]
    names = unique_names(
        [
            question if _is_response(option) else f"{question}: {option}"
            for question, option in zip(questions, options, strict=True)
        ]
    )
    left_out = []
    fields: list[Field] = []
    frame: dict[str, pl.Series] = {}
    n_several = 0
    for question, group in groupby(range(len(questions)), key=lambda at: questions[at]):
        places = list(group)
        plain = plain_heading(question)
        if plain in _PEOPLE and _is_response(options[places[0]]):
            left_out.append(LeftOut(question, f"it holds {_PEOPLE[plain]}"))
            continue
        columns = [cells.column(at) for at in places]
        ticked = _ticked([options[at] for at in places], columns)
        if ticked:
            n_several += 1
            as_ticks = ticks([columns[at] for at in ticked])
            for at, series in zip(ticked, as_ticks, strict=True):
                columns[at] = series
        for at, place in enumerate(places):
            several = at in ticked
            option = None if _is_response(options[place]) else options[place]
            frame[names[place]] = columns[at]
            fields.append(
                Field(
                    column=names[place],
                    heading=cells.headings[place] if option is None else option,
                    place=place,
                    role=_OWN.get(plain, "question") if option is None else "question",
                    takes="tick" if several else "unknown",
                    label=question if option is None else f"{question}: {option}",
                    of=question if option is not None else None,
                    code=option if several else None,
                    group=question if option is not None else None,
                )
            )
    rows = pl.Series("row", cells.numbers, dtype=pl.Int64)
    table = SurveyTable("", cells.file, pl.DataFrame(frame), rows, tuple(fields), holds="labels")
    said = [f"Rows of answers: {len(cells.rows)}."]
    if n_several:
        said.append(
            f"Questions that take several answers: {n_several}. Each option is a column, 1 where "
            "it was ticked, and empty where nothing of the question was."
        )
    said.append("Answers are words: SurveyMonkey does not say in which order they stand.")
    return Survey(
        "surveymonkey", file.name, (table,), tuple(said), tuple(left_out), problems=cells.problems
    )


def _is_response(option: str) -> bool:
    return not option or plain_heading(option) in _RESPONSE


def _ticked(options: list[str], columns: list[pl.Series]) -> list[int]:
    """Which columns of a question are options to tick; none if it is a grid or takes one answer."""
    if len(options) < 2:
        return []
    own = [at for at, cells in enumerate(columns) if is_tick(cells, options[at])]
    if not own or (all(_holds_only_ones(columns[at]) for at in own) and len(own) < 2):
        return []
    # An option that nobody chose is one too, unless others wrote words under "Other".
    unused = [at for at, cells in enumerate(columns) if cells.null_count() == len(cells)]
    return sorted({*own, *(unused if len(own) + len(unused) >= len(options) - 1 else [])})


def _holds_only_ones(cells: pl.Series) -> bool:
    return cells.drop_nulls().unique().to_list() == ["1"]


def _no_rows(file: str) -> Problem:
    return Problem(
        file=file,
        rule="rows below the headings",
        found="headings and nothing below them",
        expected="an export holds at least one row of answers",
        mend="Export it again once somebody has answered.",
    )


KINDS = (Kind("surveymonkey", "SurveyMonkey export", seen, read),)
