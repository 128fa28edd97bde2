"""A form before it becomes a file of some tool: sections of questions with names that load back."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from bridgeboard.forms import words
from bridgeboard.forms.places import Places
from bridgeboard.instruments import Instrument, Item
from bridgeboard.problems import Refusal

#: What a question takes. "code": an identifier of ours, as IDENTIFIER of the schemas.
Takes = Literal["code", "text", "number", "date", "one"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be chosen: the code that is kept, and its words."""

    code: str
    label: str


@dataclass(frozen=True, slots=True)
class Question:
    """One question.

    name: of the column that an export of it has: letters, digits and single _ only.
    minimum, maximum: of a number.
    """

    name: str
    label: str
    takes: Takes
    choices: tuple[Choice, ...] = ()
    note: str | None = None
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Questions under one heading. In a grid all have the same choices."""

    name: str
    title: str
    questions: tuple[Question, ...]
    notes: tuple[str, ...] = ()
    is_grid: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """A whole form.

    name:    a word of letters, digits and _, for forms and files.
    remarks: what must be done before anybody answers, and where the wording may be had.
    """

    name: str
    title: str
    sections: tuple[Section, ...]
    remarks: tuple[str, ...] = ()

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order."""
        return tuple(question for section in self.sections for question in section.questions)

    @property
    def right_to_left(self) -> bool:
        """Are more of its questions written from right to left than not?"""
        sides = [
            _side(question.label) for section in self.sections[1:] for question in section.questions
        ]
        return sides.count("R") > sides.count("L")


def form_of(
    instruments: Sequence[Instrument], places: Places | None = None, *, asks_wave: bool = True
) -> Form:
    """The form that asks these instruments, and who answers, where and when.

    In: places: sites and waves to choose among; without, both are free codes.
        asks_wave: False where the tool itself keeps waves apart, as events of REDCap do.
    Out: items have the name instrument_id + _ + item_id, with _ for -; nothing is turned.
    Raises: Refusal if two questions would have one name.
    """
    about = Section("about_you", words.ABOUT, tuple(_about(places, asks_wave)))
    sections = (about, *(_items(instrument) for instrument in instruments))
    names = ", ".join(instrument.short_name for instrument in instruments)
    title = words.TITLE if places is None else words.TITLE_OF_PROGRAMME
    form = Form(
        name="_".join(_name(instrument.instrument_id) for instrument in instruments),
        title=title.format(instruments=names, programme=places.programme if places else ""),
        sections=sections,
        remarks=tuple(remark for one in instruments for remark in _remarks(one)),
    )
    _check_names(question.name for question in form.questions)
    return form


def field_name(instrument: Instrument, item: Item) -> str:
    """What an item's question is called in every tool: psa12_b1."""
    return _name(f"{instrument.instrument_id}_{item.item_id}")


def _about(places: Places | None, asks_wave: bool) -> Iterable[Question]:
    if places is None:
        yield Question("site_id", words.SITE_CODE, "code", note=words.SITE_NOTE, required=True)
        if asks_wave:
            yield Question("wave_id", words.WAVE_CODE, "code", note=words.WAVE_NOTE, required=True)
    else:
        yield Question("site_id", words.SITE, "one", _choices(places.sites), required=True)
        if asks_wave:
            yield Question("wave_id", words.WAVE, "one", _choices(places.waves), required=True)
    yield Question("answered_on", words.ANSWERED_ON, "date")
    yield Question("person_code", words.PERSON_CODE, "code", note=words.PERSON_NOTE)
    yield Question("profession", words.PROFESSION, "text")
    yield Question("gender", words.GENDER, "one", _choices(words.GENDERS.items()))
    yield Question(
        "years_experience", words.YEARS, "number", note=words.YEARS_NOTE, minimum=0, maximum=70
    )
    yield Question("prior_peer_support", words.PRIOR, "one", _choices(words.PRIORS.items()))


def _items(instrument: Instrument) -> Section:
    choices = [Choice(str(level.value), _line(level.label)) for level in instrument.levels]
    # An instrument that has no such code has no such answer: nothing is added to it here.
    for code, label in (
        (instrument.dont_know_code, words.DONT_KNOW),
        (instrument.not_applicable_code, words.NOT_APPLICABLE),
    ):
        if code is not None:
            choices.append(Choice(str(code), label))
    shown = "{label}" if instrument.own else words.SHORT
    return Section(
        name=f"items_{_name(instrument.instrument_id)}",
        title=_line(instrument.short_name),
        questions=tuple(
            Question(
                field_name(instrument, item),
                shown.format(label=_line(item.label)),
                "one",
                tuple(choices),
            )
            for item in instrument.items
        ),
        notes=(words.TICK_ONE, *_remarks(instrument)),
        is_grid=True,
    )


def _remarks(instrument: Instrument) -> Iterable[str]:
    """Nothing for our own words; else that they are no questions, who may mend that, and where."""
    if instrument.own:
        return
    name = _line(instrument.short_name)
    note = _line(instrument.licence_note)
    yield words.NOT_THE_QUESTIONS.format(name=name)
    yield words.PUT_IN.format(name=name, licence=_line(instrument.licence), note=note)
    doi = f" doi:{instrument.doi}" if instrument.doi else ""
    yield words.WHERE.format(citation=_line(instrument.citation) + doi)


def _choices(pairs: Iterable[tuple[str, str]]) -> tuple[Choice, ...]:
    return tuple(Choice(code, label) for code, label in pairs)


def _line(text: str) -> str:
    return " ".join(text.split())


def _name(text: str) -> str:
    """Letters, digits and single _, as REDCap, XLSForm and SQL all take it."""
    return re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")


def _check_names(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise Refusal(
                f"Two questions of this form would be called {name}: make a form for each "
                "instrument, or give one of them another instrument_id or item_id."
            )
        seen.add(name)


def _side(text: str) -> str:
    """L or R, as the first letter that has a side is written; L without any."""
    for letter in text:
        bidirectional = unicodedata.bidirectional(letter)
        if bidirectional in ("R", "AL"):
            return "R"
        if bidirectional == "L":
            return "L"
    return "L"
