"""A form as a CSV file to fill in: one row per respondent, one column per question."""

from __future__ import annotations

import csv
import io

from bridgeboard.forms.form import Choice, Form

#: What keeps two rows apart, and a row the same when the file is loaded again.
RESPONDENT = "respondent_id"


def csv_form(form: Form) -> bytes:
    """The headings and no row, in UTF-8 with a byte-order mark, which Excel needs."""
    out = io.StringIO()
    headings = [RESPONDENT, *(question.name for question in form.questions)]
    csv.writer(out, lineterminator="\r\n").writerow(headings)
    return out.getvalue().encode("utf-8-sig")


def codes(form: Form) -> list[str]:
    """What may stand in the columns: a line for each column, or for all items of an instrument."""
    lines = []
    for section in form.sections:
        if section.is_grid:
            first, last = section.questions[0], section.questions[-1]
            columns = first.name if first is last else f"{first.name} to {last.name}"
            lines.append(f"{columns}: {_choices(first.choices)}; empty: no answer")
            continue
        lines += [
            f"{question.name}: {_choices(question.choices)}"
            for question in section.questions
            if question.takes == "one"
        ]
    return lines


def _choices(choices: tuple[Choice, ...]) -> str:
    return "; ".join(
        choice.code if choice.code == choice.label else f"{choice.code} = {choice.label}"
        for choice in choices
    )
