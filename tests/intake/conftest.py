"""A programme with two good rows in each table, every cell filled in, to be broken one by one."""

import csv
import json

import pytest

from bridgeboard.instruments import registry
from bridgeboard.intake import accept
from bridgeboard.intake.rules import rules_of
from schemas.tables import PROGRAMME_TABLES

#: Of each table the second row is one that no other row names.
WHOLE = {
    "sites": [
        {"site_id": "a", "alias_of": ""},
        {"site_id": "b", "alias_of": "a"},
    ],
    "waves": [
        {"wave_id": "pre", "order": "1", "from_on": "2020-01-01", "to_on": "2020-02-01"},
        {"wave_id": "post", "order": "2", "from_on": "2021-01-01", "to_on": "2021-02-01"},
    ],
    "respondents": [
        {"respondent_id": "r1", "person_code": "p1"},
        {"respondent_id": "r2", "person_code": "p2"},
    ],
    "answers": [
        {"respondent_id": "r1", "item_id": "{item1}"},
        {"respondent_id": "r1", "item_id": "{item2}"},
    ],
    "focus_groups": [{"group_id": "g1"}, {"group_id": "g2"}],
    "themes": [
        {"theme_id": "t1", "parent_id": "", "related_theme_id": ""},
        {"theme_id": "t2", "parent_id": "t1", "related_theme_id": "t1"},
    ],
    "statements": [{"statement_id": "s1"}, {"statement_id": "s2"}],
    "ratings": [{"rater": "one"}, {"rater": "two"}],
    "context": [{"fact_id": "f1"}, {"fact_id": "f2"}],
    "payments": [{"from_on": "2020-01-01"}, {"from_on": "2021-01-01"}],
    "milestones": [{"milestone": "first"}, {"milestone": "second"}],
    "outcomes": [{"outcome": "first"}, {"outcome": "second"}],
    "strategy_endorsements": [
        {"strategy": "Access new funding"},
        {"strategy": "Tailor strategies"},
    ],
}

#: What all rows of a table have; FILLED where it is the same in all tables.
FILLED = {
    "site_id": "a",
    "wave_id": "pre",
    "provenance": "collected",
    "source": "paper",
    "source_location": "p. 3",
    "note": "A remark",
    "scope": "site",
    "construct_id": "III-A-1",
    "construct_role_id": "IV-R-A",
    "mapping_basis": "ours",
    "transcript_refs": "A, 12",
}
BY_TABLE = {
    "sites": {
        "site_name": "Ulm",
        "city": "Ulm",
        "country_iso3": "DEU",
        "setting": "both",
        "comparable_across_waves": "yes",
        "income_as_reported": "high",
        "latitude": "48.4",
        "longitude": "9.98",
    },
    "waves": {
        "label": "Wave",
        "date_precision": "day",
        "months_since_start": "0",
        "months_are_approximate": "true",
        "reported_n": "35",
        "reported_female": "20",
        "reported_male": "15",
        "reported_age_mean": "40.5",
        "reported_age_min": "25",
        "reported_age_max": "60",
        "reported_minutes_min": "45",
        "reported_minutes_max": "90",
    },
    "respondents": {
        "profession": "nurse",
        "gender": "female",
        "years_experience": "3.5",
        "prior_peer_support": "no",
    },
    "answers": {"instrument_id": "psa12", "value": "3", "state": "answered"},
    "focus_groups": {
        "held_in": "2019-11",
        "stakeholder": "MHW",
        "n_participants": "5",
        "language": "German",
        "minutes": "60",
        "non_participants_present": "an assistant",
        "transcript_label": "Ulm",
    },
    "themes": {"label": "Theme", "order": "1", "tree": "pre"},
    "statements": {
        "group_id": "g1",
        "theme_id": "t1",
        "stance": "benefit",
        "kind": "summary",
        "text": "Somebody said so.",
        "strength": "strong",
        "valence": "positive",
        "release": "shareable",
    },
    "ratings": {
        "framework": "2022",
        "rating": "1",
        "state": "rated",
        "rationale": "Because",
        "raw": "+ 1",
    },
    "context": {
        "factor": "resources",
        "finding": "There is a room.",
        "direction": "supports",
        "value": "2",
        "unit": "rooms",
        "kind": "record",
    },
    "payments": {
        "basis": "hourly",
        "amount": "12.5",
        "currency": "EUR",
        "per": "hour",
        "payer": "the clinic",
        "reference_wage": "2000",
        "n_psw": "4",
    },
    "milestones": {"stage": "start", "planned_on": "2020-01-01", "done_on": "2020-02-01"},
    "outcomes": {"group": "high", "value": "12", "unit": "service users", "on_wave": "pre"},
    "strategy_endorsements": {"barrier_2009": "Cost", "percent": "35"},
}
PROGRAMME = {
    "instruments": ["psa12"],
    "sources": {"paper": {"citation": "Somebody 2020", "label": "2020"}},
}


def whole_programme():
    """The tables of the whole programme, as dict rows in the schemas' order of columns."""
    items = registry()["psa12"].item_ids
    return {
        name: [
            {
                column: {**FILLED, **BY_TABLE[name], **row}[column].format(
                    item1=items[0], item2=items[1]
                )
                for column in rules_of(model)
            }
            for row in WHOLE[name]
        ]
        for name, model in PROGRAMME_TABLES.items()
    }


@pytest.fixture
def whole():
    """The same, for a test to change."""
    return whole_programme()


@pytest.fixture(scope="session")
def whole_rows():
    """The same, for reading only."""
    return whole_programme()


@pytest.fixture
def accepted(programme_folder):
    """accepted(tables) -> Accepted, with the settings that the whole programme needs."""

    def run(tables, programme=None):
        return accept(programme_folder(tables, PROGRAMME | (programme or {})))

    return run


@pytest.fixture(scope="session")
def broken(tmp_path_factory):
    """broken(name, rows) -> Accepted of the whole programme with these rows added to a table."""

    def run(name, rows):
        folder = tmp_path_factory.mktemp("broken")
        for table, good in whole_programme().items():
            with (folder / f"{table}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(good[0]))
                writer.writeheader()
                writer.writerows(good + (rows if table == name else []))
        source = PROGRAMME["sources"]["paper"]
        (folder / "programme.toml").write_text(
            'id = "test"\nname = "Test"\nprovenance = "collected"\ninstruments = ["psa12"]\n'
            "[sources.paper]\n"
            + "".join(f"{setting} = {json.dumps(value)}\n" for setting, value in source.items())
        )
        return accept(folder)

    return run


@pytest.fixture
def sentences(accepted):
    """sentences(tables) -> what is said of them."""
    return lambda tables, programme=None: [
        problem.sentence() for problem in accepted(tables, programme).problems
    ]
