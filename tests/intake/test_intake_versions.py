"""Versions of an instrument: what is said where one is alone, or two are answered at once."""

from dataclasses import replace
from pathlib import Path

import pytest

from bridgeboard.instruments import registry
from bridgeboard.intake import accept


def version(instrument_id, of, **other):
    source = Path("instruments") / f"{instrument_id}.toml"
    psa12 = registry()["psa12"]
    return replace(psa12, instrument_id=instrument_id, version_of=of, source=source, **other)


INSTRUMENTS = {
    i.instrument_id: i
    for i in (
        registry()["psa12"],
        version("short", "psa12"),
        version("shorter", "psa12"),
        version("again", "short"),
        version("lost", "psa13"),
    )
}


@pytest.fixture
def said(programme_folder):
    """said(in_use, answers) -> severity and sentence of each problem."""

    def run(in_use, answers=()):
        tables = {"answers": answers} if answers else {}
        folder = programme_folder(tables, {"instruments": in_use})
        problems = accept(folder, INSTRUMENTS).problems
        return [(problem.severity, problem.sentence()) for problem in problems]

    return run


@pytest.mark.parametrize(
    ("in_use", "sentence"),
    [
        (
            ["short"],
            'programme.toml, column instruments: found "short", but it is a version of "psa12", '
            'which is not listed. Add that: instruments = ["psa12", "short"].',
        ),
        (
            ["psa12", "lost"],
            'instruments/lost.toml, column version_of: found "psa13", but there is no instrument '
            "of this id. Did you mean psa12?",
        ),
        (
            ["psa12", "short", "again"],
            'instruments/again.toml, column version_of: found "short", but that is a version '
            'itself, of "psa12". Write version_of = "psa12".',
        ),
    ],
)
def test_a_version_of_what_is_no_instrument_in_use_is_refused(said, in_use, sentence):
    assert said(in_use) == [("refused", sentence)]


def test_versions_beside_their_instrument_are_accepted(said):
    assert said(["short", "psa12", "shorter"]) == []


def answer(who, instrument_id, item_id="b1", value=3):
    which = {"respondent_id": who, "instrument_id": instrument_id}
    return {**which, "item_id": item_id, "value": value}


def test_whoever_answers_two_versions_at_a_wave_is_doubtful(said):
    answers = [
        answer("r1", "shorter"),
        answer("r1", "psa12", "b2"),
        answer("r1", "short"),
        answer("r2", "short"),
        answer("r2", "psa12", value=None),
        answer("r3", "shorter"),
        answer("r3", "short"),
        answer("r4", "psa12"),
    ]
    assert said(["short", "psa12", "shorter"], answers) == [
        (
            "doubtful",
            'answers.csv, row 4, column instrument_id: found "short" and "shorter", but "r1" '
            'answered "psa12" too, another version of the same questionnaire, and only that counts '
            "when waves are compared. If one of them was not meant, remove its answers.",
        ),
        (
            "doubtful",
            'answers.csv, row 7, column instrument_id: found "shorter", but "r3" answered "short" '
            "too, another version of the same questionnaire, and only that counts when waves are "
            "compared. If one of them was not meant, remove its answers.",
        ),
    ]
    assert said(["short", "psa12", "shorter"], answers[:1]) == []
