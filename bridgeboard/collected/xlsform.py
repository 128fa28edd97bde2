"""XLSForm: the form behind an export of KoboToolbox or ODK, with its words in every language."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bridgeboard.collected.cells import Cells, cells_of
from bridgeboard.collected.dropped_file import DroppedFile
from bridgeboard.collected.kind import Kind, Likeness
from bridgeboard.collected.markup import plain_words
from bridgeboard.problems import Problem, summed_up
from bridgeboard.readers.headings import column_letters
from bridgeboard.readers.quoting import quoted

#: What a form calls the language of a column that names none.
NO_LANGUAGE = ""
_BEGIN = re.compile(r"begin[ _](?P<what>\w+)")
_SELECT = re.compile(
    r"(?P<what>select[ _]one|select[ _]multiple|rank)\w*\s+(?P<list>\S+)(?P<more>.*)"
)


@dataclass(frozen=True)
class Question:
    """A question of a form.

    name: its XML name; path: the groups around it, from the outside, without repeats.
    takes: its type, the list of choices not included ("select_one", "integer").
    labels: by language. choices: by language, code to label, in the form's order.
    repeat: the innermost repeat that it stands in; "" where it is asked once.
    """

    name: str
    path: tuple[str, ...]
    takes: str
    labels: Mapping[str, str]
    choices: Mapping[str, Mapping[str, str]]
    repeat: str


@dataclass(frozen=True)
class Form:
    """A form. languages: the default one first. labels: of groups and repeats, by their name."""

    file: str
    questions: tuple[Question, ...] = ()
    languages: tuple[str, ...] = (NO_LANGUAGE,)
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    repeats: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def seen(file: DroppedFile) -> Likeness | None:
    """Is it a workbook with a sheet "survey" of types and names?"""
    sheets = {title.strip().lower(): rows for title, rows in file.first_sheets.items()}
    rows = [cells for _, cells in sheets.get("survey", ()) if any(map(str.strip, cells))]
    if not rows:
        return None
    bases = {_split(heading)[0] for heading in rows[0]}
    if "type" not in bases or not bases & {"name", "label"}:
        return None
    more = [name for name in ("choices", "settings") if name in sheets]
    why = "a sheet survey with types and names of questions"
    return Likeness(0.99 if more else 0.9, why + (f", and {' and '.join(more)}" if more else ""))


def form_in(file: DroppedFile) -> Form:
    """The form in a workbook. What can't be read is among its problems; it has no questions."""
    sheets = file.sheets
    if isinstance(sheets, Problem):
        return Form(file.name, problems=(sheets,))
    found: dict[str, Cells] = {}
    problems: list[Problem] = []
    for title, (records, _) in sheets.items():
        name = title.strip().lower()
        if name in ("survey", "choices", "settings"):
            # A row that is shorter than the headings has no more cells; nothing was cut off.
            width = max((len(row) for _, row in records), default=0)
            whole = [(number, row + [""] * (width - len(row))) for number, row in records]
            cells = cells_of(whole, f"{file.name}, sheet {title}")
            if isinstance(cells, Problem):
                problems += [cells] if name == "survey" else []
            else:
                found[name] = cells
                problems += _twice(cells)
    survey = found.get("survey")
    if survey is not None:
        problems += _without(survey, ("type", "name"))
    if survey is None or problems:
        problems = problems or [_no_survey(file)]
        return Form(file.name, problems=tuple(summed_up(problems)))
    languages = _languages(survey, found.get("settings"))
    lists = _lists(found.get("choices"), languages)
    return _form(file.name, survey, languages, lists)


def _form(
    file: str,
    survey: Cells,
    languages: tuple[str, ...],
    lists: Mapping[str, Mapping[str, Mapping[str, str]]],
) -> Form:
    questions: list[Question] = []
    around: list[tuple[str, str]] = []
    labels: dict[str, Mapping[str, str]] = {}
    for row in _rows(survey):
        takes, name = row.get(("type", ""), "").strip(), row.get(("name", ""), "").strip()
        words = {
            language: plain_words(text)
            for (base, language), text in row.items()
            if base == "label" and plain_words(text)
        }
        if (begins := _BEGIN.fullmatch(takes.lower())) is not None:
            around.append((begins["what"], name))
            labels[name] = words
        elif takes.lower().startswith("end") and _BEGIN.match("begin" + takes.lower()[3:]):
            if around:
                around.pop()
        elif takes and name:
            select = _SELECT.fullmatch(takes)
            kind = select["what"].lower().replace(" ", "_") if select else takes.lower()
            choices = dict(lists.get(select["list"], {})) if select else {}
            if select and "or_other" in select["more"].replace(" ", "_"):
                choices = {of: {**held, "other": "Other"} for of, held in choices.items()}
            repeats = [inner for what, inner in around if what == "repeat"]
            questions.append(
                Question(
                    name=name,
                    path=tuple(inner for what, inner in around if what != "repeat"),
                    takes=kind,
                    labels=words,
                    choices=choices,
                    repeat=repeats[-1] if repeats else "",
                )
            )
    repeats = tuple(dict.fromkeys(question.repeat for question in questions if question.repeat))
    return Form(file, tuple(questions), languages, labels, repeats)


def _rows(cells: Cells) -> list[dict[tuple[str, str], str]]:
    """Each row by base and language of its headings."""
    keys = [_split(heading) for heading in cells.headings]
    return [dict(zip(keys, row, strict=True)) for row in cells.rows]


def _split(heading: str) -> tuple[str, str]:
    """Base and language of a heading: "Label::English (en)" is label in English (en)."""
    base, *rest = re.split(r"\s*::?\s*", heading.strip(), maxsplit=1)
    base = re.sub(r"\s+", "_", base.lower())
    base = {"list": "list_name", "caption": "label", "value": "name"}.get(base, base)
    return base, rest[0].strip() if rest else NO_LANGUAGE


def _languages(survey: Cells, settings: Cells | None) -> tuple[str, ...]:
    found = [language for base, language in map(_split, survey.headings) if base == "label"]
    rows = _rows(settings) if settings is not None else []
    default = rows[0].get(("default_language", ""), "").strip() if rows else ""
    same = [language for language in found if language and language == default]
    return tuple(dict.fromkeys([*same, *found])) or (NO_LANGUAGE,)


def _lists(choices: Cells | None, languages: Sequence[str]) -> dict[str, dict[str, dict[str, str]]]:
    """List name to language to code to label; in the order that the form gives, if it does."""
    rows = _rows(choices) if choices is not None else []
    rows.sort(key=lambda row: _number(row.get(("order", ""), "")))
    found: dict[str, dict[str, dict[str, str]]] = {}
    for row in rows:
        of, code = row.get(("list_name", ""), "").strip(), row.get(("name", ""), "").strip()
        if not of or not code:
            continue
        words = {
            language: plain_words(text)
            for (base, language), text in row.items()
            if base == "label" and plain_words(text)
        }
        first = next(iter(words.values()), code)
        for language in languages:
            in_language = found.setdefault(of, {}).setdefault(language, {})
            in_language.setdefault(code, words.get(language, first))
    return found


def _number(text: str) -> float:
    return float(text) if re.fullmatch(r"\s*-?\d{1,9}(\.\d{1,9})?\s*", text) else 0.0


def _twice(cells: Cells) -> list[Problem]:
    places: dict[tuple[str, str], list[str]] = {}
    for place, heading in enumerate(cells.headings):
        if _split(heading)[0] in ("type", "name", "label", "list_name"):
            places.setdefault(_split(heading), []).append(column_letters(place))
    return [
        Problem(
            file=cells.file,
            row=cells.heading_row,
            rule="one column per heading",
            found=f"the heading {quoted('::'.join(filter(None, heading)))} over columns "
            + " and ".join(letters[:5]),
            expected="each heading stands over one column only; Kobo and ODK refuse it too",
            mend="Take the form as it is deployed, or delete all but one of them.",
        )
        for heading, letters in places.items()
        if len(letters) > 1
    ]


def _without(survey: Cells, needed: Sequence[str]) -> list[Problem]:
    bases = {_split(heading)[0] for heading in survey.headings}
    return [
        Problem(
            file=survey.file,
            row=survey.heading_row,
            rule="columns of a form",
            found=f"no column {quoted(name)}",
            expected="the sheet survey of an XLSForm has the columns type and name",
            mend="Download the form as XLS from the tool once more, and don't change it.",
        )
        for name in needed
        if name not in bases
    ]


def _no_survey(file: DroppedFile) -> Problem:
    return Problem(
        file=file.name,
        rule="sheets of a form",
        found='no sheet "survey"',
        expected="an XLSForm is a workbook with the sheets survey and choices",
        mend="Download the form as XLS from the tool once more.",
    )


KINDS = (Kind("xlsform", "XLSForm (form of KoboToolbox or ODK)", seen),)
