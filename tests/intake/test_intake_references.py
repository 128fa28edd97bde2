"""What falls with a refused row, and what is said of it."""

from bridgeboard.problems import summed_up


def test_a_refused_respondent_takes_their_answers_along_and_is_named(whole, accepted):
    item = whole["answers"][0]["item_id"]
    whole["respondents"][0]["gender"] = "x"
    whole["answers"].append(whole["answers"][0] | {"respondent_id": "r2", "item_id": item})
    result = accepted(whole)
    assert result.n_refused["respondents"] == 1
    assert result.n_refused["answers"] == 2
    assert result.tables["answers"]["respondent_id"].to_list() == ["r2"]
    assert [problem.sentence() for problem in result.problems[1:]] == [
        'answers.csv, row 2, column respondent_id: found "r1", but row 2 of respondents.csv, which '
        "it names, is refused. Mend respondents.csv first. (1 more like this.)"
    ]


def test_a_thousand_answers_of_one_refused_respondent_are_one_problem(whole, accepted):
    base = whole["answers"][0]
    whole["answers"] = [base | {"item_id": f"item{n}"} for n in range(1_000)]
    whole["respondents"][0]["gender"] = "x"
    result = accepted(whole)
    fallen = [problem for problem in result.problems if "which it names" in problem.expected]
    assert len(fallen) == 1
    assert fallen[0].also == 999


def test_a_site_twice_takes_everything_along_that_names_it(whole, accepted):
    whole["sites"][1]["site_id"] = "a"
    result = accepted(whole)
    assert len(result.tables["sites"]) == 0
    assert result.n_refused == result.n_read | {
        "waves": 0,
        "themes": 0,
        "strategy_endorsements": 0,
    }
    assert not result.publishable
    said = [problem.sentence() for problem in result.problems]
    assert (
        'ratings.csv, row 2, column site_id: found "a", but rows 2 and 3 of sites.csv, which have '
        "it, are refused. Mend sites.csv first. (1 more like this.)"
    ) in said


def test_a_refused_theme_takes_its_subthemes_along_however_deep(whole, accepted):
    theme = whole["themes"][0]
    chain = [theme | {"theme_id": "top", "order": "first"}]
    for depth, above in enumerate(["top", "d0", "d1", "d2"]):
        chain.append(theme | {"theme_id": f"d{depth}", "parent_id": above})
    whole["themes"] += chain
    result = accepted(whole)
    assert result.tables["themes"]["theme_id"].to_list() == ["t1", "t2"]
    assert result.n_refused["themes"] == 5


def test_rows_below_a_circle_fall_with_it(whole, accepted):
    theme = whole["themes"][0]
    whole["themes"] += [
        theme | {"theme_id": "x", "parent_id": "y"},
        theme | {"theme_id": "y", "parent_id": "x"},
        theme | {"theme_id": "below", "parent_id": "x"},
    ]
    result = accepted(whole)
    assert result.tables["themes"]["theme_id"].to_list() == ["t1", "t2"]
    assert [(problem.row, problem.rule) for problem in result.problems] == [
        (4, "no circles"),
        (5, "no circles"),
        (6, "refers to a refused row of themes"),
    ]


def test_a_thousand_rows_that_name_an_unknown_site_are_one_problem_a_site(whole, accepted):
    fact = whole["context"][0]
    whole["context"] += [
        fact | {"fact_id": f"x{n}", "site_id": "ULM" if n % 2 else "BGU"} for n in range(1_000)
    ]
    problems = accepted(whole).problems
    assert [(problem.row, problem.found, problem.also) for problem in problems] == [
        (4, '"BGU"', 499),
        (5, '"ULM"', 499),
    ]


def test_very_many_unknown_names_are_twenty_problems_that_count_all(whole, accepted):
    fact = whole["context"][0]
    whole["context"] += [fact | {"fact_id": f"x{n}", "site_id": f"site{n}"} for n in range(500)]
    result = accepted(whole)
    assert len(result.problems) == 20
    assert sum(1 + problem.also for problem in result.problems) == 500
    assert sum(1 + problem.also for problem in summed_up(result.problems)) == 500
    assert result.n_refused["context"] == 500


def test_a_table_that_is_not_there_is_said_once_for_all_that_need_it(whole, accepted):
    del whole["focus_groups"]
    result = accepted(whole)
    assert [problem.sentence() for problem in result.problems] == [
        'statements.csv, row 2, column group_id: found "g1", but there is no table focus_groups to '
        "look this up in. Add focus_groups.csv, or the sheet focus_groups. (1 more like this.)"
    ]


def test_a_table_that_can_not_be_read_is_not_blamed_on_the_rows_that_need_it(
    whole, programme_folder, accepted
):
    from bridgeboard.intake import accept

    accepted(whole)
    folder = programme_folder(
        whole,
        {"instruments": ["psa12"], "sources": {"paper": {"citation": "Some", "label": "2020"}}},
    )
    (folder / "respondents.csv").write_bytes("respondent_id,n\nr1,ä\n".encode("latin-1"))
    result = accept(folder)
    assert result.n_refused["answers"] == 2
    assert [problem.sentence() for problem in result.problems][1:] == [
        'answers.csv, row 2, column respondent_id: found "r1", but respondents could not be read, '
        "so this can't be looked up. Mend respondents first. (1 more like this.)"
    ]


def test_a_ragged_row_still_tells_its_answers_why_they_fall(whole, programme_folder):
    from bridgeboard.intake import accept

    folder = programme_folder(
        whole,
        {"instruments": ["psa12"], "sources": {"paper": {"citation": "Some", "label": "2020"}}},
    )
    path = folder / "respondents.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0], lines[1] + ",too much", lines[2]]) + "\n")
    result = accept(folder)
    assert result.n_refused["respondents"] == 1
    assert result.n_refused["answers"] == 2
    assert [problem.rule for problem in result.problems] == [
        "cells in a row",
        "refers to a refused row of respondents",
    ]
