"""programme.toml: each fault in one sentence, never in a library's words."""

import pytest

from bridgeboard.readers.programme_file import read_programme

GOOD = 'id = "north"\nname = "North"\nprovenance = "collected"\n'


def sentences(text):
    programme, problems = read_programme(text.encode())
    assert programme is None
    assert problems
    return [problem.sentence() for problem in problems]


def test_a_whole_programme_is_read():
    programme, problems = read_programme(
        (
            "\ufeff"
            + GOOD.replace("\n", "\r\n")
            + 'k = 7\nincome_basis = "at_baseline"\ninstruments = ["psa12"]\n'
            '[sources.paper]\ncitation = "Somebody 2020"\nlabel = "2020"\n'
            "[targets.staff]\nscale_at_least = 3\n"
        ).encode()
    )
    assert problems == []
    assert (programme.id, programme.k, programme.minimum_n) == ("north", 7, 3)
    assert programme.sources["paper"].label == "2020"
    assert programme.targets["staff"].scale_at_least == 3


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            "kk = 10",
            "programme.toml, row 4, column kk: found this setting, but it is not one of ours. Did "
            "you mean k?",
        ),
        (
            'instrument = ["psa12"]',
            "programme.toml, row 4, column instrument: found this setting, but it is not one of "
            "ours. Did you mean instruments?",
        ),
        (
            "k = 25",
            "programme.toml, row 4, column k: found 25, but it must be from 5 to 20. Choose a "
            "number in that range.",
        ),
        (
            "k = 4",
            "programme.toml, row 4, column k: found 4, but it must be from 5 to 20. Choose a "
            "number in that range.",
        ),
        (
            'k = "10"',
            'programme.toml, row 4, column k: found "10", but it must be a whole number without '
            "quotation marks. Write k so.",
        ),
        (
            "k = 10.0",
            "programme.toml, row 4, column k: found 10.0, but it must be a whole number without "
            "quotation marks. Write k so.",
        ),
        (
            "k = true",
            "programme.toml, row 4, column k: found true, but it must be a whole number without "
            "quotation marks. Write k so.",
        ),
        (
            'instruments = "psa12"',
            'programme.toml, row 4, column instruments: found "psa12", but it must be a list, such '
            'as ["one", "two"]. Write instruments so.',
        ),
        (
            'income_basis = "baseline"',
            'programme.toml, row 4, column income_basis: found "baseline", but it must be at_wave, '
            "at_baseline or as_reported. Did you mean at_baseline?",
        ),
        (
            "sources = 5",
            "programme.toml, row 4, column sources: found 5, but it must be a section of its own. "
            "Write sources so.",
        ),
        (
            '[sources.paper]\nlabel = "2020"',
            "programme.toml, row 4, column sources.paper.citation: found nothing, but this setting "
            "must be given. Add it: citation = ... under [sources.paper]",
        ),
        (
            '[sources.paper]\nlabel = "2020"\ncitation = "Somebody"\ndoi = "https://doi.org/10.1/x"',
            'programme.toml, row 7, column sources.paper.doi: found "https://doi.org/10.1/x", but '
            "it must be a DOI alone, such as 10.1002/jcop.22749. Leave out https://doi.org/ and "
            "the like.",
        ),
        (
            '[sources.paper]\nlabel = "2020"\ncite = "Somebody"\ncitation = "Somebody"',
            "programme.toml, row 6, column sources.paper.cite: found this setting, but it is not "
            "one of ours in [sources.paper]. Did you mean citation?",
        ),
        (
            "[targets.staff]\nshare_agreeing_at_least = 60",
            "programme.toml, row 5, column targets.staff.share_agreeing_at_least: found 60, but it "
            "must be from 0 to 1. Choose a number in that range.",
        ),
        (
            "k = 10\nk = 11",
            'programme.toml, row 5: found "k = 11", but this line is not valid TOML (cannot '
            "overwrite a value). Settings are written name = value, one a line, with text in "
            'quotation marks: k = 10 or name = "Peer support North".',
        ),
        (
            "k: 10",
            "programme.toml, row 4: found \"k: 10\", but this line is not valid TOML (expected '=' "
            "after a key in a key/value pair). Settings are written name = value, one a line, with "
            'text in quotation marks: k = 10 or name = "Peer support North".',
        ),
    ],
)
def test_each_fault_is_one_sentence_with_its_line(more, sentence):
    assert sentences(GOOD + more + "\n") == [sentence]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            'name = "North"\nprovenance = "collected"\n',
            "programme.toml, column id: found nothing, but this setting must be given. Add it: "
            "id = ...",
        ),
        (
            GOOD.replace('"north"', '"North Shore"'),
            'programme.toml, row 1, column id: found "North Shore", but it must be short and in '
            "lower case: a letter, then up to 40 letters, digits, _ or -. It names the programme's "
            'folder and address, such as id = "north".',
        ),
        (
            GOOD.replace('"North"', '""'),
            "programme.toml, row 2, column name: found nothing, but it must have 1 character or "
            "more. Fill it in.",
        ),
        (
            GOOD.replace("collected", "Collected"),
            'programme.toml, row 3, column provenance: found "Collected", but it must be '
            "published, collected or simulated. Did you mean collected?",
        ),
        (
            GOOD.replace("North", "N" * 121),
            f'programme.toml, row 2, column name: found "{"N" * 60}…" (121 characters), but it '
            "must be 120 characters or less. Shorten it.",
        ),
    ],
)
def test_what_must_be_given_must_be_good(text, sentence):
    assert sentences(text) == [sentence]


def test_all_faults_are_said_at_once():
    assert len(sentences('name = ""\nk = 3\ncolour = "red"\n')) == 5


def test_another_encoding_is_named():
    _, problems = read_programme(GOOD.replace("North", "Nörd").encode("latin-1"))
    assert problems[0].row == 2
    assert "probably in Windows-1252 or Latin-1" in problems[0].found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[",
        "id",
        "\0",
        'id = "a\n',
        "id = 1979-05-27",
        "[[sources]]",
        "a.b.c = {x = [1,",
        "a = " + "[" * 5_000,
    ],
)
def test_no_text_raises(text):
    assert sentences(text)


MATRICES = """\
id = "north"
name = "North"
provenance = "collected"

[[rating_matrices]]
file = "one.csv"
wave = "pre"
rater = "consensus"

[rating_matrices.sites]
"Unit 1" = "unit-1"

[[rating_matrices]]
file = "two.csv"
wave = "post"
rater = "consensus"
framework = "2021"
fram = "2009"
[rating_matrices.marks]
"I" = 5
"""


def test_a_fault_in_the_second_of_several_sections_is_found_in_its_line():
    programme, problems = read_programme(MATRICES.encode())
    assert programme is None
    assert [(problem.row, problem.column) for problem in problems] == [
        (17, "rating_matrices.1.framework"),
        (20, "rating_matrices.1.marks.I"),
        (18, "rating_matrices.1.fram"),
    ]
    assert (
        problems[2]
        .sentence()
        .endswith(
            "found this setting, but it is not one of ours in [[rating_matrices]]. Did you mean "
            "framework?"
        )
    )


def test_a_section_without_a_wave_says_where_to_add_it():
    _, problems = read_programme(
        MATRICES.split("framework")[0].replace('wave = "pre"\n', "").encode()
    )
    assert [problem.sentence() for problem in problems] == [
        "programme.toml, row 5, column rating_matrices.0.wave: found nothing, but this setting "
        "must be given. Add it: wave = ... under [[rating_matrices]]"
    ]


@pytest.mark.parametrize("name", ["access", "audit"])
def test_a_programme_does_not_take_the_place_of_the_stores_own_folders(name):
    text = f'id = "{name}"\nname = "Ours"\nprovenance = "collected"\n'
    programme, (problem,) = read_programme(text.encode())
    assert programme is None
    assert problem.sentence() == (
        f'programme.toml, row 1, column id: found "{name}", but the store has a folder of its own '
        f"by this name. Choose another, such as {name}-programme."
    )
