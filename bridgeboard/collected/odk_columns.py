"""Which question of a form each column of an export of KoboToolbox or ODK is, in any language."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from bridgeboard.collected.cells import Cells
from bridgeboard.collected.left_out import LeftOut
from bridgeboard.collected.markup import plain_words
from bridgeboard.collected.survey import Field, Role, Takes
from bridgeboard.collected.xlsform import Form, Question

#: What may stand between groups, and between a question and its option.
SEPARATORS = ("/", "-", ".", ":")

SYSTEM: dict[str, tuple[Role, Takes]] = {
    "_id": ("system", "text"),
    "_uuid": ("record", "text"),
    "_submission_time": ("submitted", "date"),
    "SubmissionDate": ("submitted", "date"),
    "_index": ("row_key", "text"),
    "KEY": ("row_key", "text"),
    "_parent_index": ("parent_key", "text"),
    "PARENT_KEY": ("parent_key", "text"),
    "start": ("system", "date"),
    "end": ("system", "date"),
    "today": ("system", "date"),
    **dict.fromkeys(
        (
            *("_validation_status", "_notes", "_status", "_tags", "__version__", "_version"),
            *("_parent_table_name", "_xform_id_string", "_bamboo_dataset_id", "_attachments"),
            *("formhub/uuid", "AttachmentsPresent", "AttachmentsExpected", "Status"),
            *("ReviewState", "Edits", "FormVersion"),
        ),
        ("system", "text"),
    ),
}
_META = re.compile(r"(meta[/.:-])?(instanceid|rootuuid|deprecatedid|instancename)")
_WHO = "it names who filled in the form, or their telephone"
_WHERE = "it is where the respondent was"
_FILES = "it holds addresses of files, with the name of the account"
LEFT_OUT = {
    **dict.fromkeys(
        (
            *("_submitted_by", "username", "deviceid", "subscriberid", "simserial"),
            *("phonenumber", "email", "submitterid", "submittername"),
        ),
        _WHO,
    ),
    **dict.fromkeys(("start-geopoint", "_geolocation", "geolocation"), _WHERE),
    "audit": "it is a record of how the respondent filled in the form",
}
_OF_PLACE = re.compile(
    r"_?(?P<of>.+?)(?:_(?:latitude|longitude|altitude|precision)"
    r"|[-/.:](?:latitude|longitude|altitude|accuracy))"
)
#: A point as these tools write it: latitude, longitude, altitude and accuracy; a trace has many.
_POINT = re.compile(r"-?\d{1,2}\.\d+ -?\d{1,3}\.\d+ -?\d+(\.\d+)? \d+(\.\d+)?(;.*)?")
_GEO = ("geopoint", "geotrace", "geoshape", "start-geopoint", "background-geopoint")
_TAKES: dict[str, Takes] = {
    "select_one": "one",
    "select_multiple": "several",
    "rank": "several",
    **dict.fromkeys(("integer", "decimal", "range"), "number"),
    **dict.fromkeys(("date", "datetime", "start", "end", "today"), "date"),
    "time": "time",
    **dict.fromkeys(("text", "barcode", "calculate", "hidden", "note", "string"), "text"),
    "acknowledge": "one",
    **dict.fromkeys(("image", "audio", "video", "file", "background-audio"), "file"),
}
_TICKS = frozenset({"", "0", "1", "TRUE", "FALSE", "true", "false", "True", "False"})


@dataclass(frozen=True)
class OdkColumn:
    """A column of an export: its field, why it is left out if it is, and its question if known."""

    field: Field
    left_out: str | None = None
    question: Question | None = None

    def gone(self) -> LeftOut:
        """What is said of it when it is left out."""
        assert self.left_out is not None
        return LeftOut(self.field.heading, self.left_out)


@dataclass
class Keys:
    """Questions of one table by all that may head them, each in the order of the form."""

    by_key: dict[str, list[Question]] = field(default_factory=dict)

    def add(self, key: str, question: Question) -> None:
        """Note a heading under which the question may stand."""
        questions = self.by_key.setdefault(_same(key), [])
        if question not in questions:
            questions.append(question)


def keys_of(form: Form, repeat: str) -> Keys:
    """The headings under which the questions of a repeat ("" for the form itself) may stand."""
    keys = Keys()
    for question in form.questions:
        if question.repeat != repeat:
            continue
        for ways in _paths(form, question):
            keys.add(ways[-1], question)
            for start in range(len(ways) - 1):
                for separator in SEPARATORS:
                    keys.add(separator.join(ways[start:]), question)
    return keys


def found_in(keys: Keys, headings: Sequence[str]) -> int:
    """How many of the headings are questions."""
    return sum(_same(heading) in keys.by_key for heading in headings)


def columns_of(cells: Cells, keys: Keys | None) -> list[OdkColumn | None]:
    """The column under each heading; None where there is no heading."""
    times: Counter[str] = Counter()
    columns: list[OdkColumn | None] = []
    several = _prefixes(cells)
    there = frozenset(heading.lower() for heading in cells.headings)
    for place, heading in enumerate(cells.headings):
        if not heading:
            columns.append(None)
            continue
        column = _of_form(heading, keys, times) if keys is not None else None
        if column is None:
            column = _system(heading, there) or _guessed(heading, cells, place, several)
        columns.append(replace(column, field=replace(column.field, place=place, heading=heading)))
    return _with_record(columns)


def _paths(form: Form, question: Question) -> Iterator[list[str]]:
    """Names of groups and question from the outside; then their labels in each language."""
    around = [*([question.repeat] if question.repeat else []), *question.path]
    yield [*around, question.name]
    for language, label in question.labels.items():
        yield [*(form.labels.get(one, {}).get(language) or one for one in around), label]


def _of_form(heading: str, keys: Keys, times: Counter[str]) -> OdkColumn | None:
    key = _same(heading)
    if (questions := keys.by_key.get(key)) is not None:
        # Questions with the same words stand in the form's order.
        question = questions[min(times[key], len(questions) - 1)]
        times[key] += 1
        return _of_question(question)
    for at, letter in enumerate(key):
        if letter not in SEPARATORS:
            continue
        for question in keys.by_key.get(key[:at].rstrip(), ()):
            code = _option(question, key[at + 1 :].strip())
            if code is not None:
                return _tick_of(question, code)
    for place in _places(key):
        if any(question.takes in _GEO for question in keys.by_key.get(place, ())):
            return OdkColumn(Field(heading, heading, None), _WHERE)
    return None


def _places(key: str) -> Iterator[str]:
    """Questions of which this heading may be the latitude; Kobo writes group/_place_latitude."""
    for of in (key, *(key.rpartition(one)[2] for one in SEPARATORS)):
        if (place := _OF_PLACE.fullmatch(of)) is not None:
            yield place["of"]


def _of_question(question: Question) -> OdkColumn:
    takes = _TAKES.get(question.takes, "unknown")
    system = question.takes in ("start", "end", "today")
    one = Field(
        question.name,
        question.name,
        None,
        "system" if system else "question",
        takes,
        next(iter(question.labels.values()), None),
        dict(question.labels),
        next(iter(question.choices.values()), {}),
        group="/".join(question.path) or None,
    )
    left_out = LEFT_OUT.get(question.takes) or (_WHERE if question.takes in _GEO else None)
    return OdkColumn(one, left_out, question)


def _tick_of(question: Question, code: str) -> OdkColumn:
    whole = _of_question(question).field
    choices = {code: whole.choices[code]}
    one = replace(
        whole,
        column=f"{question.name}/{code}",
        takes="tick",
        choices=choices,
        of=question.name,
        code=code,
    )
    return OdkColumn(one, None, question)


def _option(question: Question, ending: str) -> str | None:
    if question.takes not in ("select_multiple", "rank"):
        return None
    for choices in question.choices.values():
        for code, label in choices.items():
            if ending in (_same(code), _same(label)):
                return code
    return None


def _system(heading: str, there: frozenset[str]) -> OdkColumn | None:
    """A column that the tool adds, also where it repeats the submission's in a repeat's table."""
    name = heading.lower()
    own = heading.removeprefix("_submission_") if name.startswith("_submission__") else heading
    own = own.rsplit("/", 1)[-1] if own not in SYSTEM else own
    if (left_out := LEFT_OUT.get(own.lower())) is not None:
        return OdkColumn(Field(heading, heading, None, "system"), left_out)
    kobo = any(name.rpartition(one)[2].startswith("_") for one in SEPARATORS)
    ends = re.search(r"[-/.:](latitude|longitude|altitude|accuracy)$", name) is not None
    if any(kobo or ends or place in there for place in _places(name)):
        return OdkColumn(Field(heading, heading, None), _WHERE)
    if name.endswith("_url") and name[:-4] in there:
        return OdkColumn(Field(heading, heading, None), _FILES)
    if own in SYSTEM:
        role, takes = SYSTEM[own]
        return OdkColumn(Field(heading, heading, None, role, takes))
    if (meta := _META.fullmatch(name)) is not None:
        role = "record" if meta[2] == "instanceid" else "system"
        return OdkColumn(Field(heading, heading, None, role, "text"))
    if name.startswith(("_submission_", "set-of-")):
        return OdkColumn(Field(heading, heading, None, "system"))
    return None


def _guessed(heading: str, cells: Cells, place: int, several: Mapping[str, list[int]]) -> OdkColumn:
    for separator in SEPARATORS:
        of, found, code = heading.rpartition(separator)
        if not found or place not in several.get(of, ()):
            continue
        one = Field(heading, heading, None, takes="tick", of=of, code=code)
        return OdkColumn(replace(one, choices={code: code}))
    cells_here = (row[place].strip() for row in cells.rows)
    if any(_POINT.fullmatch(cell) for cell in cells_here if cell[:1] in "-0123456789"):
        return OdkColumn(Field(heading, heading, None), _WHERE)
    group = heading.rpartition("/")[0] or None
    takes: Takes = "several" if heading in several else "unknown"
    return OdkColumn(Field(heading, heading, None, takes=takes, group=group))


def _prefixes(cells: Cells) -> dict[str, list[int]]:
    """Questions of which options have columns of their own, and where: all hold 0 or 1."""
    found: dict[str, list[int]] = {}
    there = frozenset(cells.headings)
    for place, heading in enumerate(cells.headings):
        for separator in SEPARATORS:
            of, parted, code = heading.rpartition(separator)
            if parted and of and code:
                found.setdefault(of, []).append(place)
    return {
        of: places
        for of, places in found.items()
        if (of in there or len(places) > 1)
        and all(row[place].strip() in _TICKS for place in places for row in cells.rows)
        and not all(cells.is_empty(place) for place in places)
    }


def _with_record(columns: list[OdkColumn | None]) -> list[OdkColumn | None]:
    """One record column: the uuid, else the id; a second one is the tool's own matter."""
    fields = [column.field for column in columns if column is not None]
    names = [one.heading for one in fields if one.role == "record"]
    if not names:
        ids = [one.heading for one in fields if one.heading.lower() in ("_id", "_submission__id")]
        names = ids[:1]
    found = []
    for column in columns:
        if column is not None and column.field.role in ("record", "system"):
            mine = bool(names) and column.field.heading == names[0]
            if mine or column.field.role == "record":
                one = replace(column.field, role="record" if mine else "system", takes="text")
                column = replace(column, field=one)
        found.append(column)
    return found


def _same(text: str) -> str:
    return plain_words(text).casefold()
