"""An export of a form, read with the form beside it: its questions, choices and answers again."""

from __future__ import annotations

from functools import partial

import pytest

from bridgeboard.collected import DroppedFile
from bridgeboard.collected.odk import KINDS as ODK
from bridgeboard.collected.redcap import KINDS as REDCAP
from bridgeboard.forms import Places, form_of
from bridgeboard.instruments import shipped
from tests.forms.exports import kobo_csv, kobo_xlsx, redcap_labelled, redcap_raw
from tests.forms.people import people_of

PLACES = Places(
    "Test", (("lake", "Lake clinic"), ("hill-2", "Hill")), (("pre", "Before"), ("post", "After"))
)
TAKES = {"code": "text"}
EXPORTS = {
    "REDCap, raw": (REDCAP, "redcap-dictionary", redcap_raw, True),
    "REDCap, labelled": (REDCAP, "redcap-dictionary", redcap_labelled, False),
    "REDCap, raw with events": (
        REDCAP,
        "redcap-dictionary",
        partial(redcap_raw, events=True),
        True,
    ),
    "KoboToolbox, XLSX": (ODK, "xlsform", kobo_xlsx, True),
    "KoboToolbox, XLSX with labels": (ODK, "xlsform", partial(kobo_xlsx, as_label=True), False),
    "KoboToolbox, CSV": (ODK, "xlsform", kobo_csv, True),
}


@pytest.mark.parametrize("export", EXPORTS)
def test_a_reader_finds_the_forms_questions_with_their_choices_and_answers(export):
    kinds, helper, write, has_codes = EXPORTS[export]
    form = form_of(
        [shipped()[name] for name in ("psa12", "pcat", "nomad")],
        PLACES,
        asks_wave="events" not in export,
    )
    people = people_of(form, PLACES, n=4, seed=7)
    data, beside = (DroppedFile(name, file) for name, file in write(form, people).items())
    kind = next(one for one in kinds if one.read is not None)
    assert kind.seen(data).sure > 0.5
    survey = kind.read(data, [(helper, beside)])
    assert [problem.sentence() for problem in survey.problems] == []
    (table,) = survey.tables
    assert table.holds == ("codes" if has_codes else "labels")
    assert len(table.frame) == len(people)
    for question in form.questions:
        field = table.field(question.name)
        assert field.takes == TAKES.get(question.takes, question.takes)
        choices = {choice.code: choice.label for choice in question.choices}
        assert dict(field.choices) == choices
        shown = {} if has_codes else choices
        wanted = [person.said.get(question.name) for person in people]
        found = table.frame[question.name]
        if question.takes == "number":
            assert [float(cell) for cell in found] == [float(cell) for cell in wanted]
        else:
            assert found.to_list() == [shown.get(cell, cell) for cell in wanted]
