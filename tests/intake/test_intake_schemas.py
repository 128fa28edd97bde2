"""Every rule of every schema: broken in one row, it refuses that row and names the cell."""

import polars as pl
import pytest

from bridgeboard.instruments import registry
from bridgeboard.intake.rules import rules_of
from schemas._table import key
from schemas.tables import PROGRAMME_TABLES, REFERENCE_TABLES

ALL = PROGRAMME_TABLES | REFERENCE_TABLES


def breaks(rule):
    """Cells that the column may not take, each with what is wrong with it."""
    if not rule.nullable:
        yield "empty", ""
    if rule.allowed:
        yield "allowed", "some other word"
    if rule.form:
        yield "form", "ä b"
    if rule.max_length is not None:
        yield "length", "x" * (rule.max_length + 1)
    if rule.kind != "text":
        yield "kind", "soon"
    if rule.minimum is not None:
        yield "minimum", f"{rule.minimum - 1:g}"
    if rule.maximum is not None:
        yield "maximum", f"{rule.maximum + 1:g}"
    if rule.above is not None:
        yield "above", f"{rule.above:g}"
    if rule.refers_to is not None:
        yield "refers to", "nowhere"
    yield "longest", "x" * 32_768


#: By table: column, cell, what it breaks. The row after the two good ones is number 4.
CASES = {
    name: [
        (column, cell, what)
        for column, rule in rules_of(model).items()
        for what, cell in breaks(rule)
    ]
    for name, model in PROGRAMME_TABLES.items()
}
FIRST_ROW = 4

#: For each rule that looks at several cells of a row: what breaks it.
ROW_RULES = {
    ("waves", "from_before_to"): {"from_on": "2021-03-01", "to_on": "2021-02-01"},
    ("answers", "value_fits_state"): {"value": ""},
    ("statements", "scope_needs_site"): {"site_id": "", "scope": "site"},
    ("ratings", "rating_fits_state"): {"state": "missing"},
    ("payments", "amount_needs_currency"): {"currency": ""},
    ("outcomes", "group_or_value"): {"group": "", "value": ""},
}


def test_the_whole_programme_is_accepted_with_every_cell_filled_in(whole, accepted):
    result = accepted(whole)
    assert [problem.sentence() for problem in result.problems] == []
    assert set(result.n_refused.values()) == {0}
    for name, model in PROGRAMME_TABLES.items():
        frame = result.tables[name]
        assert len(frame) == 2
        assert frame.schema == pl.Schema({c: rule.dtype for c, rule in rules_of(model).items()})
        empty = {column for column in frame.columns if frame[column].null_count()}
        assert empty <= {"alias_of", "parent_id", "related_theme_id"}


def with_own_key(name, row, number):
    """The row with a key that no other row has."""
    items = registry()["psa12"].item_ids[2:]
    own = {
        "sites": {"site_id": f"own{number}"},
        "waves": {"wave_id": f"own{number}", "order": str(number)},
        "respondents": {"respondent_id": f"own{number}", "person_code": f"own{number}"},
        "answers": {
            "respondent_id": "r2" if number < FIRST_ROW + len(items) else "r1",
            "item_id": items[(number - FIRST_ROW) % len(items)],
        },
        "focus_groups": {"group_id": f"own{number}"},
        "themes": {"theme_id": f"own{number}"},
        "statements": {"statement_id": f"own{number}"},
        "ratings": {"rater": f"own{number}"},
        "context": {"fact_id": f"own{number}"},
        "payments": {"from_on": f"{1900 + number}-01-01"},
        "milestones": {"milestone": f"own{number}"},
        "outcomes": {"outcome": f"own{number}"},
        "strategy_endorsements": {
            "barrier_2009": "Cosmopolitanism",
            "strategy": f"ERIC{number:02}",
        },
    }
    return row | own[name]


@pytest.fixture(scope="module")
def broken_rows(broken, whole_rows):
    """By table: what is made of the programme with a row added for each case."""
    found = {}

    def of(name):
        if name not in found:
            good = whole_rows[name][0]
            rows = [
                with_own_key(name, good, number) | {column: cell}
                for number, (column, cell, _) in enumerate(CASES[name], start=FIRST_ROW)
            ]
            found[name] = broken(name, rows)
        return found[name]

    return of


@pytest.mark.parametrize("name", list(PROGRAMME_TABLES))
def test_broken_rows_are_refused_and_no_others(broken_rows, name):
    result = broken_rows(name)
    refused = [problem for problem in result.problems if problem.severity == "refused"]
    assert {problem.file for problem in refused} == {f"{name}.csv"}
    assert result.n_refused == {
        table: len(CASES[name]) if table == name else 0 for table in PROGRAMME_TABLES
    }
    assert len(result.tables[name]) == 2


@pytest.mark.parametrize(
    ("name", "row", "column", "cell"),
    [
        pytest.param(name, row, column, cell, id=f"{name}-{column}-{what}")
        for name, cases in CASES.items()
        for row, (column, cell, what) in enumerate(cases, start=FIRST_ROW)
    ],
)
def test_a_broken_cell_is_named_by_row_and_column(broken_rows, name, row, column, cell):
    said = [problem for problem in broken_rows(name).problems if problem.row == row]
    assert column in {problem.column for problem in said}
    first = next(problem for problem in said if problem.column == column)
    assert first.found == "" if cell == "" else cell[:20] in first.found
    assert first.mend.endswith((".", "?"))


@pytest.mark.parametrize(("name", "rule"), list(ROW_RULES))
def test_a_rule_on_several_cells_refuses_the_row_and_shows_them(whole, accepted, name, rule):
    whole[name][1] |= ROW_RULES[name, rule]
    result = accepted(whole)
    assert [(p.file, p.row, p.rule) for p in result.problems] == [(f"{name}.csv", 3, rule)]
    for column, cell in ROW_RULES[name, rule].items():
        assert f'{column} "{cell}"' in result.problems[0].found or f"{column} nothing" in (
            result.problems[0].found
        )


def test_every_rule_on_several_cells_is_broken_above_and_says_which_it_looks_at():
    declared = {
        (name, check.name): check
        for name, model in ALL.items()
        for check in model.to_schema().checks
    }
    assert set(declared) == set(ROW_RULES)
    for (name, rule), check in declared.items():
        columns = ALL[name].Config.metadata["looks_at"][rule]
        assert set(columns) <= set(rules_of(ALL[name]))
        assert ": " in check.error


def test_every_table_and_column_says_what_it_is():
    for name, model in ALL.items():
        assert model.__doc__, name
        assert model.Config.metadata["table"] == name
        assert set(key(model)) <= set(rules_of(model))
        for column, rule in rules_of(model).items():
            assert rule.description, (name, column)


def test_every_pattern_is_said_in_words():
    for model in ALL.values():
        for column in model.to_schema().columns.values():
            patterns = [check for check in column.checks if check.name == "str_matches"]
            assert bool(patterns) == bool(column.metadata["form"]), column.name


#: Names that are as good as a key: tests/data/test_reference.py holds them unique.
NAMES = {"cfir_2009": "construct", "eric_strategies": "strategy"}


def test_every_reference_leads_to_a_key():
    for model in PROGRAMME_TABLES.values():
        for rule in rules_of(model).values():
            table, _, column = (rule.refers_to or "").removeprefix("reference:").partition(".")
            if column:
                assert key(ALL[table]) == (column,) or NAMES[table] == column
