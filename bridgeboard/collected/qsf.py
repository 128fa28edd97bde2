"""Qualtrics's survey file (.qsf, JSON): questions, their choices in order, and recodes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.markup import plain_words
from bridgeboard.problems import Problem

#: Much larger than any survey; JSON takes many times its size in memory.
LARGEST_QSF = 20_000_000


@dataclass(frozen=True)
class Question:
    """A question of the survey.

    id: "QID2". tag: what exports call it ("Q2"). block: the block it stands in.
    kind: "one" and "several" take choices; "grid" has rows (statements), each of which takes one of
        the choices; "ticks" is a grid that takes several; "text" and "other" take none.
    choices: code to label, in order, as answered: the recode where there is one.
    rows:    of a grid: the row's key to its words.
    labels:  the question by language; empty if there is one language only.
    """

    id: str
    tag: str
    text: str
    kind: Literal["one", "several", "grid", "ticks", "text", "other"]
    choices: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)
    block: str | None = None


def seen(file: DroppedFile) -> Likeness | None:
    """Is it JSON with a survey's entry and elements, as Qualtrics writes it?"""
    if not file.data[:200].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        return None
    if b'"SurveyEntry"' in file.data and b'"SurveyElements"' in file.data:
        return Likeness(1.0, "it holds SurveyEntry and SurveyElements, as a .qsf does")
    return None


def questions_of(file: DroppedFile) -> dict[str, Question] | Problem:
    """The questions by their id."""
    if len(file.data) > LARGEST_QSF:
        return _problem(file.name, "a file that is larger than any survey")
    text = file.text
    if isinstance(text, Problem):
        return text
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        return _problem(file.name, "JSON that is damaged or cut off")
    elements = _list(_dict(whole).get("SurveyElements"))
    blocks = _blocks(elements)
    found = {}
    for element in elements:
        payload = _dict(_dict(element).get("Payload"))
        if _dict(element).get("Element") != "SQ" or not payload:
            continue
        question = _question(payload, blocks)
        if question is not None:
            found[question.id] = question
    if not found:
        return _problem(file.name, "no question")
    return found


def _question(payload: dict[str, Any], blocks: dict[str, str]) -> Question | None:
    id_ = payload.get("QuestionID")
    if not isinstance(id_, str):
        return None
    type_, selector = str(payload.get("QuestionType")), str(payload.get("Selector"))
    recodes = _dict(payload.get("RecodeValues"))
    choices = _displays(payload.get("Choices"), payload.get("ChoiceOrder"))
    answers = _displays(payload.get("Answers"), payload.get("AnswerOrder"))
    rows: dict[str, str] = {}
    kind: Literal["one", "several", "grid", "ticks", "text", "other"] = "other"
    if type_ == "Matrix" and answers:
        kind = "ticks" if str(payload.get("SubSelector")) == "MultipleAnswer" else "grid"
        rows, choices = choices, answers
    elif type_ == "MC":
        kind = "several" if selector.startswith(("MA", "MS")) else "one"
    elif type_ == "TE":
        kind, choices = "text", {}
    else:
        choices = {}
    coded = {str(recodes.get(key, key)): label for key, label in choices.items()}
    tag = payload.get("DataExportTag")
    return Question(
        id=id_,
        tag=tag if isinstance(tag, str) else id_,
        text=plain_words(str(payload.get("QuestionText") or "")),
        kind=kind,
        # Two choices may share a recode: then codes don't tell them apart, and the first stands.
        choices=coded,
        rows=rows,
        labels=_languages(payload.get("Language")),
        keys={key: str(recodes.get(key, key)) for key in choices},
        block=blocks.get(id_),
    )


def _displays(choices: Any, order: Any) -> dict[str, str]:
    """Key to words, in the order in which people see them."""
    if isinstance(choices, list):
        choices = {str(at): one for at, one in enumerate(choices)}
    given = {
        str(key): plain_words(str(_dict(one).get("Display") or ""))
        for key, one in _dict(choices).items()
    }
    first = [str(key) for key in _list(order) if str(key) in given]
    return {key: given[key] for key in dict.fromkeys([*first, *given])}


def _languages(languages: Any) -> dict[str, str]:
    return {
        language.lower(): plain_words(text)
        for language, one in _dict(languages).items()
        if isinstance(text := _dict(one).get("QuestionText"), str)
    }


def _blocks(elements: list[Any]) -> dict[str, str]:
    """Which block a question stands in."""
    found = {}
    for element in elements:
        if _dict(element).get("Element") != "BL":
            continue
        payload = _dict(element).get("Payload")
        for block in payload if isinstance(payload, list) else _dict(payload).values():
            name = _dict(block).get("Description")
            for part in _list(_dict(block).get("BlockElements")):
                id_ = _dict(part).get("QuestionID")
                if isinstance(id_, str) and isinstance(name, str):
                    found[id_] = name
    return found


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> Sequence[Any]:
    return value if isinstance(value, list) else []


def _problem(file: str, found: str) -> Problem:
    return Problem(
        file=file,
        rule="survey file",
        severity="doubtful",
        found=found,
        expected="a Qualtrics survey file (.qsf) lists questions and their choices",
        mend="Export it again: Survey, Tools, Import/Export, Export survey. The answers were read "
        "without it.",
    )


KINDS = (Kind("qsf", "Qualtrics survey (QSF)", seen),)
