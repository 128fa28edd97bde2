"""What a cluster refuses, and says of it: what intake does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from bridgeboard.cluster.long_tables import given
from bridgeboard.cluster.rules import Broken, answer_rules, cell_rules
from bridgeboard.intake import accept
from bridgeboard.problems import Problem
from schemas.answers import Answers
from schemas.milestones import Milestones

ROWS = [{"respondent_id": f"r{n}", "site_id": "a", "wave_id": "pre"} for n in range(1, 9)]
ITEMS = ("b1", "b2", "b3")
GOOD = [
    {"respondent_id": row["respondent_id"], "item_id": item, "value": 3}
    for row in ROWS
    for item in ITEMS
]
SITES, WAVES = [{"site_id": "a"}, {"site_id": "b"}], [{"wave_id": "pre"}, {"wave_id": "post"}]


def _answers(*changes: dict[str, Any]) -> dict[str, Any]:
    """Good answers, but for the first ones."""
    rows = [{**row, **change} for row, change in zip(GOOD, changes, strict=False)]
    return {"answers": [*rows, *GOOD[len(changes) :]]}


def _people(*changes: dict[str, Any]) -> dict[str, Any]:
    rows = [{**row, **change} for row, change in zip(ROWS, changes, strict=False)]
    return {"respondents": [*rows, *ROWS[len(changes) :]]}


FAULTS = {
    "nothing": {},
    "states": _answers({"state": "unanswered"}, {"state": ""}, {"state": "answered "}),
    "value without its state": _answers({"state": "missing"}, {"value": None, "state": "answered"}),
    "range": _answers({"value": 0}, {"value": 6}, {"value": 2000}, {"value": -200}),
    "numbers": _answers(
        {"value": "5.0"}, {"value": "+4"}, {"value": " 2 "}, {"value": "1.5"}, {"value": "three"}
    ),
    "no such item": _answers({"item_id": "z9"}, {"item_id": "z9"}, {"item_id": ""}),
    "instruments": _answers({"instrument_id": "no"}, {"instrument_id": "aim", "item_id": "a1"}),
    "twice": {"answers": [*GOOD, GOOD[0], GOOD[0], {**GOOD[5], "value": 1}]},
    "of nobody": {"answers": [*GOOD, {**GOOD[0], "respondent_id": "r99"}]},
    "of an empty cell": {"answers": [*GOOD, {**GOOD[0], "respondent_id": " "}]},
    "respondent twice": {"respondents": [*ROWS, {**ROWS[0], "site_id": "b"}]},
    "places": _people({"site_id": "c"}, {"wave_id": "never"}, {"site_id": ""}),
    "words": _people(
        {"gender": "f"},
        {"prior_peer_support": "maybe"},
        {"provenance": "hearsay"},
        {"profession": "x" * 81},
        {"profession": "#REF!"},
    ),
    "years": _people(
        {"years_experience": "71"},
        {"years_experience": "-1"},
        {"years_experience": "many"},
        {"years_experience": "2.5"},
        {"years_experience": "1e1"},
    ),
    "codes": _people({"person_code": "a b"}, {"person_code": "ü"}),
    "person twice": _people({"person_code": "p1"}, {"person_code": "p1"}),
    "person who moved": _people(
        {"person_code": "p1"}, {"person_code": "p1", "wave_id": "post", "site_id": "b"}
    ),
    "names": _people({"person_code": "jo@example.org"}, {"profession": "ask jo@example.org"}),
    "telephone": _people({"person_code": "0791234567"}),
    "characters": _people({"profession": "Ã¼ber"}, {"profession": "Krankenpfleger·in, “B”"}),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_cluster_refuses_what_intake_refuses(
    fault: str,
    programme_folder: Callable[..., Path],
    counted_on: Callable[..., Any],
) -> None:
    tables = {"respondents": ROWS, "answers": GOOD, "sites": SITES, "waves": WAVES} | FAULTS[fault]
    folder = programme_folder(tables, {"instruments": ["psa12"]})
    if fault == "person who moved":
        assert len(accept(folder).problems) == 1
    here, there = accept(folder), counted_on(folder)
    assert _counts(there.problems) == _counts(here.problems)
    assert (there.counted is None) == here.refused
    assert there.n_read == {name: here.n_read[name] for name in there.n_read}
    for problem in there.problems:
        assert "example.org" not in problem.sentence()
        assert "079123" not in problem.sentence()


def _counts(problems: Iterable[Problem]) -> Counter:
    """How often which rule was broken. Whose row is refused, answers are not told of there."""
    counts: Counter = Counter()
    for one in problems:
        rule = one.rule
        if rule.startswith("refers to a refused row"):
            continue
        if one.rule == "one site per person":
            # Told once a person.
            rule = "one site per person"
        counts[(one.file, one.column, rule, one.severity)] += 1 + one.also
    return counts


def test_of_many_faults_the_first_are_named_and_all_are_counted(
    programme_folder: Callable[..., Path], counted_on: Callable[..., Any]
) -> None:
    folder = programme_folder(_answers(*[{"value": 9}] * 20) | {"respondents": ROWS})
    problems = counted_on(folder).problems
    assert len(problems) == 5
    assert problems[0].sentence() == (
        'answers.csv, column value: found "9" of respondent_id "r1", instrument_id "psa12", '
        'item_id "b1", but PSA-12 is answered from 1 to 5. Mend the number, or leave it empty and '
        "say in state why there is none."
    )
    assert sum(1 + problem.also for problem in problems) == 20


def test_a_rule_that_has_no_sql_is_not_passed_over() -> None:
    with pytest.raises(NotImplementedError, match="kind date"):
        cell_rules(Milestones)
    new = Broken("even", "value", "value % 2 = 1", "it must be even", str)
    known = [*cell_rules(Answers), *answer_rules(Answers, {}, [])]
    assert given([], known, {})
    with pytest.raises(NotImplementedError, match="even"):
        given([], [*known, new], {})
