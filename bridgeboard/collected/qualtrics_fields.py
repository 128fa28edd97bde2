"""What columns of a Qualtrics export are: its own ones, those of people, and questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from bridgeboard.collected.option_columns import is_tick
from bridgeboard.collected.qsf import Question
from bridgeboard.collected.survey import Field, Role, Takes

#: The tool's own columns: what they are for, and what they take.
OWN: dict[str | None, tuple[Role, Takes]] = {
    "ResponseId": ("record", "text"),
    "RecordedDate": ("submitted", "date"),
    "StartDate": ("system", "date"),
    "EndDate": ("submitted", "date"),
    "Finished": ("complete", "one"),
    "Status": ("system", "one"),
    "Progress": ("system", "number"),
    "Duration": ("system", "number"),
    "DistributionChannel": ("system", "text"),
    "UserLanguage": ("system", "text"),
    "ResponseSet": ("system", "text"),
}
#: Columns of people: always left out.
PEOPLE: dict[str | None, str] = {
    "IPAddress": "IP addresses",
    "RecipientLastName": "names of respondents",
    "RecipientFirstName": "names of respondents",
    "RecipientEmail": "e-mail addresses of respondents",
    "Name": "names of respondents",
    "EmailAddress": "e-mail addresses of respondents",
    "LocationLatitude": "coordinates of respondents",
    "LocationLongitude": "coordinates of respondents",
    "LocationAccuracy": "coordinates of respondents",
}
_SPELT = {
    name.lower(): name
    for name in [*filter(None, OWN), *filter(None, PEOPLE), "ExternalReference"]
} | {
    "_recordid": "ResponseId",
    "responseid": "ResponseId",
    "duration (in seconds)": "Duration",
    "responsesetid": "ResponseSet",
    "externaldatareference": "ExternalReference",
}  # fmt: skip
_QUESTION = re.compile(r"(?:(\d+)_)?(QID\d+)(?:#(\d+))?(?:[-_](.+))?$")
#: What Qualtrics writes for a question that was shown and not answered, where that was asked for.
SEEN_UNANSWERED = "-99"


def own_name(heading: str, import_id: str | None, words: str) -> str | None:
    """The tool's own name of a column, however this export spells it; None for a question."""
    if import_id is not None:
        bare = re.sub(r"^(?:panel|location)-", "", import_id, flags=re.IGNORECASE)
        if bare.lower() in _SPELT:
            return _SPELT[bare.lower()]
    if heading.lower() in _SPELT:
        return _SPELT[heading.lower()]
    # Old exports call them V1, V2, ... and have their names in the second row.
    if re.fullmatch(r"V\d+", heading) and words.lower() in _SPELT:
        return _SPELT[words.lower()]
    return None


def question_field(
    field: Field, import_id: str | None, questions: Mapping[str, Question] | None
) -> Field:
    """The field with what the survey's file knows of its question; its tick or row of a grid."""
    match = _QUESTION.match(import_id or "")
    of = match[2] if match else None
    question, part = None, match[4] if match else None
    if questions is not None:
        question = questions.get(of or "") or _by_tag(field.heading, questions)
        if question is not None and match is None:
            part = field.heading.removeprefix(question.tag).strip("_") or None
    if part is not None and part.upper().endswith("TEXT"):
        return replace(field, takes="text", of=question.tag if question else of)
    if question is None:
        return replace(field, of=of if part else None)
    group = question.block
    field = replace(field, group=group, labels=dict(question.labels))
    if question.kind == "one" and part is None:
        return replace(field, takes="one", choices=question.choices, **_unanswered(question))
    if question.kind == "grid":
        return replace(
            field, takes="one", choices=question.choices, of=question.tag, **_unanswered(question)
        )
    if question.kind == "several":
        if part is None:
            return replace(field, takes="several", choices=question.choices)
        code = question.keys.get(part, part)
        return replace(field, takes="tick", of=question.tag, code=code)
    if question.kind == "ticks" and part is not None:
        row, _, choice = part.partition("_")
        return replace(
            field, takes="tick", of=f"{question.tag}_{row}", code=question.keys.get(choice, choice)
        )
    if question.kind == "text":
        return replace(field, takes="text", of=question.tag if part else None)
    return replace(field, of=question.tag if part else None)


def without_qsf(fields: list[Field], frame: Mapping[str, pl.Series]) -> list[Field]:
    """The fields, with options of questions that take several told by what stands in them."""
    by_question: dict[str, list[Field]] = {}
    for field in fields:
        if field.role == "question" and field.of is not None and field.takes == "unknown":
            by_question.setdefault(field.of, []).append(field)
    ticked = {}
    for of, group in by_question.items():
        filled = [f for f in group if frame[f.column].null_count() < len(frame[f.column])]
        if len(group) < 2 or not filled:
            continue
        if all(is_tick(frame[f.column], _option(f)) for f in filled) and _differ(filled, frame):
            ticked |= {f.column: replace(f, takes="tick", code=_option(f), of=of) for f in group}
    return [ticked.get(field.column, field) for field in fields]


def _differ(group: list[Field], frame: Mapping[str, pl.Series]) -> bool:
    """Do the columns hold words of their own, or is at least one cell of them left empty?

    A grid in which everybody chose 1 looks like ticks otherwise.
    """
    words = any(set(frame[f.column].drop_nulls()) != {"1"} for f in group)
    return words or any(frame[f.column].null_count() for f in group)


def _option(field: Field) -> str:
    """The option's words: what follows the last dash of "Which of these? - Supervision"."""
    label = field.label or ""
    return label.rsplit(" - ", 1)[-1] if " - " in label else label.rsplit("-", 1)[-1]


def _by_tag(heading: str, questions: Mapping[str, Question]) -> Question | None:
    """The question that this heading begins with: "Q4_2" of Q4, "Q4" itself before all."""
    found = [
        one for one in questions.values() if heading == one.tag or heading.startswith(one.tag + "_")
    ]
    return max(found, key=lambda one: len(one.tag), default=None)


def _unanswered(question: Question) -> dict[str, frozenset[str]]:
    known = SEEN_UNANSWERED in question.choices
    return {} if known else {"missing": frozenset((SEEN_UNANSWERED,))}
