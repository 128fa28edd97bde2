"""The round: a form, an export as its tool writes it, loaded without a map, the same scores."""

from __future__ import annotations

from functools import partial

import polars as pl
import pytest

from bridgeboard.access import WHOLE
from bridgeboard.collected import DroppedFile, Survey
from bridgeboard.collected.recognition import collect
from bridgeboard.forms import Form, Places, form_of
from bridgeboard.instruments import shipped
from bridgeboard.intake import accept
from bridgeboard.mapping.conversion import converted
from bridgeboard.mapping.guessing import guessed
from bridgeboard.mapping.known import Known, known_of
from bridgeboard.mapping.merging import merged
from bridgeboard.store import Store
from tests.conftest import folder_of
from tests.forms.exports import (
    filled_csv,
    kobo_csv,
    kobo_xlsx,
    odk_central,
    redcap_labelled,
    redcap_raw,
)
from tests.forms.people import expected_scores, people_of

PLACES = Places(
    "Test", (("lake", "Lake clinic"), ("hill-2", "Hill")), (("pre", "Before"), ("post", "After"))
)
INSTRUMENTS = ("psa12", "pcat", "nomad")
EXPORTS = {
    "REDCap, raw": redcap_raw,
    "REDCap, labelled": redcap_labelled,
    "REDCap, raw with events": partial(redcap_raw, events=True),
    "REDCap, labelled with events": partial(redcap_labelled, events=True),
    "KoboToolbox, XLSX": kobo_xlsx,
    "KoboToolbox, XLSX with labels": partial(kobo_xlsx, as_label=True),
    "KoboToolbox, CSV": kobo_csv,
    "ODK Central, CSV": odk_central,
    "ODK Central, CSV, sites typed in": odk_central,
    "CSV to fill in": filled_csv,
}


def form_for(export: str) -> Form:
    instruments = [shipped()[name] for name in INSTRUMENTS]
    places = None if "typed in" in export else PLACES
    return form_of(instruments, places, asks_wave="events" not in export)


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """A programme that has its sites and waves, and nothing collected yet."""
    folder = tmp_path_factory.mktemp("round") / "programme"
    sites = [{"site_id": one, "site_name": name} for one, name in PLACES.sites]
    waves = [
        {"wave_id": one, "label": name, "order": place}
        for place, (one, name) in enumerate(PLACES.waves, 1)
    ]
    folder_of(folder, {"sites": sites, "waves": waves}, {"instruments": list(INSTRUMENTS)})
    return folder


@pytest.fixture(scope="module")
def known(empty) -> Known:
    return known_of(accept(empty).tables)


@pytest.mark.parametrize("export", EXPORTS)
def test_what_a_form_collects_loads_without_a_map_to_the_same_scores(
    export, empty, known, tmp_path
):
    form = form_for(export)
    people = people_of(form, PLACES, n=6, seed=20260331)
    files = [DroppedFile(name, data) for name, data in EXPORTS[export](form, people).items()]
    (survey,) = [one for one in collect(files) if isinstance(one, Survey)]
    assert [problem.sentence() for problem in survey.problems] == []
    assert [suspect.column for suspect in survey.suspects] == []
    guess = guessed(survey, survey.tables[0].name, shipped(), known)
    assert guess.open == (), export
    made = converted(guess.survey_map, survey, shipped(), known)
    assert [problem.sentence() for problem in made.problems] == []
    tables = merged({}, made).tables
    for name in ("respondents", "answers"):
        tables[name].write_csv(tmp_path / f"{name}.csv")
    for path in empty.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    accepted = accept(tmp_path)
    assert [problem.sentence() for problem in accepted.problems] == []
    store = Store(tmp_path / "store")
    store.publish(accepted, by="Somebody")
    with store.open("test", WHOLE) as snapshot:
        for name in ("psa12", "nomad"):
            found = snapshot.query(
                "SELECT site_id, wave_id, scale_id, score, n FROM mart_scores "
                "WHERE instrument_id = ? AND score IS NOT NULL",
                [name],
            )
            # One row there for all people of a site and wave with the same score.
            found = found.select(pl.exclude("n").repeat_by("n").explode()).sort(pl.all())
            expected = expected_scores(people, shipped()[name])
            assert found.drop("score").rows() == expected.drop("score").rows()
            assert found["score"].to_list() == pytest.approx(expected["score"].to_list())
        told = snapshot.query("SELECT * FROM respondents")
        for field in ("person_code", "gender", "prior_peer_support", "profession"):
            wanted = sorted(str(person.said.get(field)) for person in people)
            assert sorted(str(one) for one in told[field]) == wanted
        assert sorted(told["years_experience"]) == sorted(
            float(person.said["years_experience"]) for person in people
        )
    codes = {"8": "dont_know", "9": "not_applicable"}
    states = accepted.tables["answers"].filter(instrument_id="psa12")["state"].value_counts()
    wanted = [
        codes[code]
        for person in people
        for name, code in person.said.items()
        if name.startswith("psa12_") and code in codes
    ]
    found = dict(states.rows())
    assert {state: found[state] for state in codes.values()} == {
        state: wanted.count(state) for state in codes.values()
    }
