"""What was recognised in an export of KoboToolbox or ODK, in plain sentences."""

from __future__ import annotations

from collections.abc import Sequence

from bridgeboard.collected.survey import SurveyTable
from bridgeboard.collected.xlsform import Form
from bridgeboard.readers.quoting import grouped, listed, quoted


def said_of(tables: Sequence[SurveyTable], form: Form | None) -> tuple[str, ...]:
    """The sentences: rows, the form and its languages, repeats, ticks, what is not known."""
    said = []
    for table in tables:
        name = f"Sheet {table.name}: " if table.name else ""
        rows = f"{name}{_counted(len(table.frame), 'row')}"
        if table.parent is None:
            said.append(f"{rows}.")
        else:
            of = f" of {quoted(table.parent)}" if table.parent else ""
            said.append(f"{rows}, a repeat{of}: each row belongs to one row there.")
    if form is not None:
        languages = [language for language in form.languages if language]
        spoken = f" in {listed(languages)}" if languages else ""
        questions = _counted(len(form.questions), "question")
        said.append(f"Read with the form {form.file}: {questions}{spoken}.")
    else:
        said.append(
            "No form (XLSForm) was given: headings are taken as they are, and what codes mean and "
            "the order of choices are not known."
        )
    if any(table.holds == "labels" for table in tables):
        said.append("Labels stand in the cells, not codes.")
    joined = [
        field.heading
        for table in tables
        for field in table.fields
        if field.takes == "several" and any(other.of == field.column for other in table.fields)
    ]
    if joined:
        said.append(
            f"{listed([quoted(one) for one in joined[:5]])}{' and others' * (len(joined) > 5)}: "
            "all chosen options stand in one column and again in a column each; the columns of "
            "options are the ones to use."
        )
    return tuple(said)


def _counted(number: int, word: str) -> str:
    return f"{grouped(number)} {word}{'' if number == 1 else 's'}"
