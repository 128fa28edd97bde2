"""Bad tables, and the exact sentences that a programme manager reads."""

import pytest

#: Of the whole programme: table, row from 0, what is changed in it, and all that is said.
CELLS = [
    ("sites", 1, {"setting": "Hospital"},
     'sites.csv, row 3, column setting: found "Hospital", but it must be one of hospital, '
     "community, both or unknown. Did you mean hospital?"),
    ("sites", 1, {"country_iso3": "Germany"},
     'sites.csv, row 3, column country_iso3: found "Germany", but it must be three capital '
     "letters, such as UGA. Write it so, here and wherever it is used."),
    ("sites", 1, {"site_id": "Be\u2019er Sheva"},
     'sites.csv, row 3, column site_id: found "Be\u2019er Sheva", but it must be 64 characters or '
     "less: letters a to z, digits, and . _ - after the first; no spaces. Write it with plain "
     "letters; this one is not: \u2019 (U+2019)."),
    ("sites", 1, {"site_id": "b\u200b"},
     'sites.csv, row 3, column site_id: found "b⟨U+200B⟩", but it must be 64 characters or less: '
     "letters a to z, digits, and . _ - after the first; no spaces. Write it with plain letters; "
     "this one is not: U+200B, which can't be seen."),
    ("sites", 1, {"latitude": "484"},
     'sites.csv, row 3, column latitude: found "484", but it must be a number from -90 to 90. Mend '
     "the number, or leave the cell empty if there is none."),
    ("milestones", 1, {"stage": " "},
     "milestones.csv, row 3, column stage: found nothing, but it must be filled in. Fill in the "
     "cell."),
    ("sites", 1, {"setting": ""},
     "sites.csv, row 3, column setting: found nothing, but it must be one of hospital, community, "
     "both or unknown. Fill in the cell."),
    ("sites", 1, {"alias_of": "A"},
     'sites.csv, row 3, column alias_of: found "A", but sites.csv has no such site_id. Did you '
     "mean a?"),
    ("sites", 1, {"alias_of": "b"},
     'sites.csv, row 3, column alias_of: found "b", but a row can\'t be above itself. Leave it '
     "empty."),
    ("sites", 1, {"note": "x" * 1_001},
     f'sites.csv, row 3, column note: found "{"x" * 60}…" (1\u202f001 characters), but it must be '
     "text of 1\u202f000 characters or less. Shorten it."),
    ("waves", 1, {"from_on": "43861"},
     'waves.csv, row 3, column from_on: found "43861", but it must be a date, written as '
     "2020-01-31; this is how Excel counts days inside. Format the column as text and write "
     "2020-01-31, if that is the day meant."),
    ("waves", 1, {"from_on": "2021-03-01"},
     'waves.csv, row 3: found from_on "2021-03-01" and to_on "2021-02-01", but from_on may not be '
     "after to_on. Swap the two dates or mend one."),
    ("waves", 1, {"order": "2.5"},
     'waves.csv, row 3, column order: found "2.5", but it must be a whole number from 1 to 99. '
     "Write a whole number."),
    ("waves", 1, {"from_on": "2019-01-01"},
     'waves.csv, row 3, column from_on: found "2019-01-01", but by its order this wave follows '
     '"pre", which begins later. Mend the order or the dates.'),
    ("waves", 1, {"months_since_start": "-6"},
     'waves.csv, row 3, column months_since_start: found "-6", but by its order this wave follows '
     '"pre", which has more months. Mend the order or the months.'),
    ("respondents", 1, {"gender": "f"},
     'respondents.csv, row 3, column gender: found "f", but it must be one of female, male, other '
     "or undisclosed. Did you mean female?"),
    ("respondents", 1, {"site_id": "Ulm"},
     'respondents.csv, row 3, column site_id: found "Ulm", but sites.csv has no such site_id. '
     "Known are a, b."),
    ("respondents", 1, {"person_code": "anna.schmidt@klinik.example"},
     "respondents.csv, row 3, column person_code: found what looks like an e-mail address, but "
     "nothing here may name a person. Write a code that only your team can resolve."),
    ("respondents", 1, {"profession": "nurse (anna@klinik.example)"},
     "respondents.csv, row 3, column profession: found what looks like an e-mail address, but "
     "nothing here may name a person. Write a code that only your team can resolve."),
    ("respondents", 1, {"person_code": "0171-2345678"},
     "respondents.csv, row 3, column person_code: found what looks like a telephone number, but "
     "nothing here may name a person. If it is one, write a code that only your team can resolve; "
     "if it is a code, nothing needs to be done."),
    ("respondents", 1, {"wave_id": "post", "person_code": "p1", "site_id": "b"},
     'respondents.csv, row 2, column person_code: found "p1", but rows 2 and 3 give this person '
     "the sites a and b. Nothing needs to be done if the person moved; else mend the code or the "
     "site."),
    ("answers", 1, {"state": "Answerd"},
     'answers.csv, row 3, column state: found "Answerd", but it must be one of answered, '
     "not_applicable, dont_know or missing. Did you mean answered?"),
    ("answers", 1, {"value": "9"},
     'answers.csv, row 3, column value: found "9", but PSA-12 is answered from 1 to 5. Leave the '
     "value empty and write not_applicable as the state."),
    ("answers", 1, {"value": "7"},
     'answers.csv, row 3, column value: found "7", but PSA-12 is answered from 1 to 5. Mend the '
     "number, or leave it empty and say in state why there is none."),
    ("answers", 1, {"value": ""},
     'answers.csv, row 3: found value nothing and state "answered", but an answered item needs a '
     "value, and only an answered item has one. Fill in the value or mend the state."),
    ("answers", 1, {"instrument_id": "psa-12"},
     'answers.csv, row 3, column instrument_id: found "psa-12", but there is no instrument of '
     "this id. Did you mean psa12?"),
    ("answers", 1, {"instrument_id": "pcat"},
     'answers.csv, row 3, column instrument_id: found "pcat", but programme.toml does not list it '
     'under instruments. Add it there: instruments = ["psa12", "pcat"].'),
    ("answers", 1, {"respondent_id": "r9"},
     'answers.csv, row 3, column respondent_id: found "r9", but respondents.csv has no such '
     "respondent_id. Known are r1, r2."),
    ("focus_groups", 1, {"held_in": "11/2019"},
     'focus_groups.csv, row 3, column held_in: found "11/2019", but it must be a year, month or '
     "day such as 2019, 2019-11 or 2019-11-30, or two of them with / between for a period. Write "
     "it so, here and wherever it is used."),
    ("focus_groups", 1, {"n_participants": "5-6"},
     'focus_groups.csv, row 3, column n_participants: found "5-6", but it must be a whole number '
     "from 1 to 100. Write the number alone, or leave the cell empty if there is none."),
    ("themes", 0, {"parent_id": "t2"},
     'themes.csv, row 2, column parent_id: found "t2", but "t1" to "t2" to "t1" is a circle. Leave '
     "it empty in the row that is on top."),
    ("statements", 1, {"site_id": "b"},
     'statements.csv, row 3, column site_id: found "b", but the focus group "g1" has site_id "a". '
     "Mend site_id or group_id; leave group_id empty if no one group said it."),
    ("statements", 1, {"wave_id": "post"},
     'statements.csv, row 3, column wave_id: found "post", but the focus group "g1" has wave_id '
     '"pre". Mend wave_id or group_id; leave group_id empty if no one group said it.'),
    ("statements", 1, {"site_id": ""},
     'statements.csv, row 3: found scope "site" and site_id nothing, but a scope of site, '
     "multi_site, ref_only or implied needs a site_id. Fill in the site or mend the scope."),
    ("statements", 1, {"construct_id": "III-A-99"},
     'statements.csv, row 3, column construct_id: found "III-A-99", but CFIR 2022 has no construct '
     "of this id. Did you mean III-A-3?"),
    ("statements", 1, {"source": "papr"},
     'statements.csv, row 3, column source: found "papr", but programme.toml has no such entry '
     "under [sources]. Did you mean paper?"),
    ("ratings", 1, {"rating": "3"},
     'ratings.csv, row 3, column rating: found "3", but it must be a whole number from -2 to 2. '
     "Mend the number, or leave the cell empty if there is none."),
    ("ratings", 1, {"framework": "2009"},
     'ratings.csv, row 3, column construct_id: found "III-A-1", but CFIR 2009 has no construct of '
     "this id. Ids are written like 2009-I-A."),
    ("ratings", 1, {"rating": "-2", "state": "missing"},
     'ratings.csv, row 3: found rating "-2" and state "missing", but rated needs a rating from -2 '
     "to 2; missing and not_applicable have none. Fill in the rating or mend the state."),
    ("context", 1, {"factor": "Prior experience"},
     'context.csv, row 3, column factor: found "Prior experience", but it must be 64 characters or '
     "less: small letters, digits and _, beginning with a letter. Write it so, here and wherever "
     "it is used."),
    ("context", 1, {"value": "1,234"},
     'context.csv, row 3, column value: found "1,234", but this can be read as a thousand or as a '
     "decimal. Write 1234 or 1.234, whichever is meant."),
    ("payments", 1, {"amount": "€ 12"},
     'payments.csv, row 3, column amount: found "€ 12", but it must be a number of 0 or more. '
     "Write the number alone, or leave the cell empty if there is none."),
    ("payments", 1, {"reference_wage": "0"},
     'payments.csv, row 3, column reference_wage: found "0", but it must be a number above 0. Mend '
     "the number, or leave the cell empty if there is none."),
    ("payments", 1, {"per": ""},
     'payments.csv, row 3: found amount "12.5", currency "EUR" and per nothing, but an amount '
     "needs its currency and what it is per. Fill in both."),
    ("milestones", 1, {"done_on": "05/03/2020"},
     'milestones.csv, row 3, column done_on: found "05/03/2020", but day and month can\'t be told '
     "apart here. Write 2020-03-05 or 2020-05-03, whichever is meant."),
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "change", "sentence"), CELLS)
def test_one_broken_cell_gives_one_clear_sentence(whole, sentences, name, row, change, sentence):
    whole[name][row] |= change
    # Rows that a circle takes with it are a matter of another test.
    for table in ("statements",) if name == "themes" else ():
        del whole[table]
    said = [text for text in sentences(whole) if text.startswith(sentence.split(":")[0])]
    assert said == [sentence]


def test_one_broken_cell_is_all_that_is_said(whole, sentences):
    whole["ratings"][1]["state"] = "ratd"
    assert sentences(whole) == [
        'ratings.csv, row 3, column state: found "ratd", but it must be one of rated, mixed, '
        "missing or not_applicable. Did you mean rated?"
    ]


def test_rows_with_one_key_are_both_refused_and_each_names_the_other(whole, sentences):
    whole["context"][1]["fact_id"] = "f1"
    whole["context"][1]["direction"] = "hinders"
    assert sentences(whole) == [
        'context.csv, row 2, column fact_id: found "f1", but fact_id must name one row only, and '
        "row 3 has the same. Keep the right row, or mend one of them.",
        'context.csv, row 3, column fact_id: found "f1", but fact_id must name one row only, and '
        "row 2 has the same. Keep the right row, or mend one of them.",
    ]


def test_rows_that_are_the_same_in_all_cells_are_said_to_be(whole, sentences):
    whole["ratings"] = [whole["ratings"][0]] * 3
    said = sentences(whole)
    assert len(said) == 3
    assert said[0] == (
        'ratings.csv, row 2: found "a", "pre", "2022", "III-A-1" and "one", but rows 3 and 4 are '
        "the same in all cells. Delete all but one of these rows."
    )


def test_one_person_may_not_be_there_twice_at_a_wave(whole, sentences):
    whole["respondents"][1]["person_code"] = "p1"
    del whole["answers"]
    said = sentences(whole)
    mend = (
        "if they are two people, give one another person_code; if it was another wave, mend "
        "wave_id."
    )
    assert said == [
        f'respondents.csv, row {row}: found "p1" and "pre", but a person answers once in a wave, '
        f"and row {other} has the same person_code and wave_id. Keep the right row; {mend}"
        for row, other in ((2, 3), (3, 2))
    ]
    whole["respondents"][1]["site_id"] = "b"
    assert sentences(whole) == [
        f'respondents.csv, row {row}: found "p1" and "pre", but a person answers once in a wave, '
        f'and row {other} has the same person_code and wave_id at site "{site}". Keep the row of '
        f"the site where the person answered; {mend}"
        for row, other, site in ((2, 3, "b"), (3, 2, "a"))
    ]


def test_respondents_without_a_person_code_may_be_many(whole, sentences):
    for row in whole["respondents"]:
        row["person_code"] = ""
    assert sentences(whole) == []


def test_two_waves_may_not_be_at_one_place_in_time(whole, sentences):
    whole["waves"][1]["order"] = "1"
    del whole["statements"], whole["ratings"], whole["context"], whole["respondents"]
    del whole["answers"], whole["focus_groups"], whole["outcomes"]
    assert sentences(whole) == [
        'waves.csv, row 2, column order: found "1", but order must name one row only, and row 3 '
        "has the same. Keep the right row, or mend one of them.",
        'waves.csv, row 3, column order: found "1", but order must name one row only, and row 2 '
        "has the same. Keep the right row, or mend one of them.",
    ]


def test_a_statement_of_several_sites_is_the_same_in_all_its_rows(whole, sentences):
    for row, site in zip(whole["statements"], "ab", strict=True):
        row |= {"statement_id": "s1", "site_id": site, "group_id": "", "scope": "multi_site"}
    assert sentences(whole) == []
    whole["statements"][1]["stance"] = "concern"
    assert sentences(whole) == [
        'statements.csv, row 2, column stance: found "benefit", but all rows of statement_id "s1" '
        'must have the same stance, and row 3 says "concern". Mend stance, or give one of them '
        "another statement_id.",
        'statements.csv, row 3, column stance: found "concern", but all rows of statement_id "s1" '
        'must have the same stance, and row 2 says "benefit". Mend stance, or give one of them '
        "another statement_id.",
    ]


def test_a_statement_may_not_name_a_site_twice(whole, sentences):
    for row in whole["statements"]:
        row |= {"statement_id": "s1", "site_id": "", "group_id": "", "scope": "pooled"}
    said = sentences(whole)
    assert len(said) == 2
    assert 'found "s1" and nothing, but row 3 is the same in all cells' in said[0]


def test_an_item_of_another_instrument_is_not_this_ones(whole, sentences):
    whole["answers"][1]["item_id"] = "nothing-like-it"
    said = sentences(whole)
    assert len(said) == 1
    assert said[0].startswith(
        'answers.csv, row 3, column item_id: found "nothing-like-it", but PSA-12 has no such item. '
        "Its items are "
    )


def test_a_thousand_rows_of_one_key_are_all_refused_and_a_few_are_named(whole, accepted):
    whole["context"] = [whole["context"][0]] * 1_000
    result = accepted(whole)
    assert result.n_refused["context"] == 1_000
    assert len(result.problems) == 20
    assert result.problems[0].sentence() == (
        'context.csv, row 2, column fact_id: found "f1", but fact_id must name one row only, and '
        "rows 3, 4, 5, 6, 7 and 994 more have the same. Keep the right row, or mend one of them."
    )


def test_text_that_was_saved_in_another_encoding_is_doubtful(whole, sentences):
    whole["sites"][1]["city"] = "GÃ¼nzburg"
    whole["milestones"][1]["note"] = "the clientâ€™s room"
    whole["statements"][1]["text"] = "caf�"
    whole["context"][1]["finding"] = "São Tomé: à, â, Ã and €5 are as they should be"
    assert sentences(whole) == [
        'sites.csv, row 3, column city: found "GÃ¼nzburg", but some of its characters look broken, '
        "as if the text was once saved in another encoding. Copy it again from where it came from, "
        "if it is not meant so.",
        'statements.csv, row 3, column text: found "caf�", but some of its characters look '
        "broken, as if the text was once saved in another encoding. Copy it again from where it "
        "came from, if it is not meant so.",
        'milestones.csv, row 3, column note: found "the clientâ€™s room", but some of its '
        "characters look broken, as if the text was once saved in another encoding. Copy it again "
        "from where it came from, if it is not meant so.",
    ]


def test_many_columns_that_are_not_ours_are_counted(whole, accepted):
    for row in whole["sites"]:
        row |= {f"extra{n}": "x" for n in range(100)}
    problems = accepted(whole).problems
    assert len(problems) == 20
    assert sum(1 + problem.also for problem in problems) == 100
