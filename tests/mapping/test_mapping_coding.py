"""Codings to focus groups, themes and statements: mapped, merged, accepted, and counted by hand."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest

from bridgeboard.access import WHOLE
from bridgeboard.collected import Coding, Document, DroppedFile
from bridgeboard.collected.code_matrix import read_matrix
from bridgeboard.collected.coded_segments import read_segments
from bridgeboard.collected.qualcoder import read_qualcoder
from bridgeboard.collected.refi_codebook import read_codebook
from bridgeboard.collected.refi_project import read_project
from bridgeboard.collected.taguette import read_highlights
from bridgeboard.intake import accept
from bridgeboard.mapping.coding_conversion import BASIS, converted
from bridgeboard.mapping.coding_fitting import fit
from bridgeboard.mapping.coding_guessing import guessed
from bridgeboard.mapping.coding_known import KnownCoding, known_coding_of
from bridgeboard.mapping.coding_map import CODING_KINDS, CodeRule, CodingMap, DocumentRule
from bridgeboard.mapping.converted import Converted
from bridgeboard.mapping.merging import merged
from bridgeboard.mapping.stance_words import is_stance_alone, stance_of
from bridgeboard.measures.themes import themes
from bridgeboard.store import Store
from tests.collected.coded_files import (
    CODED,
    HIGHLIGHTS,
    PROJECT,
    SAMPLES,
    csv_of,
    qdpx,
    qualcoder_project,
    xlsx_of,
)

Tables = dict[str, pl.DataFrame]

SITES: Tables = {
    "sites": pl.DataFrame(
        {
            "site_id": ["lake", "hill"],
            "site_name": ["Lakeside", "Hillside"],
            "country_iso3": ["DEU", "UGA"],
            "setting": ["unknown"] * 2,
            "comparable_across_waves": ["yes"] * 2,
            "provenance": ["collected"] * 2,
        }
    ),
    "waves": pl.DataFrame(
        {
            "wave_id": ["pre", "post"],
            "label": ["Before", "After"],
            "order": ["1", "2"],
            "date_precision": ["unknown"] * 2,
        }
    ),
}
PLACES = {
    "FG1": ("lake", "pre", "MHW"),
    "FG2": ("hill", "post", "PSW"),
}


def placed(coding_map: CodingMap) -> CodingMap:
    """The map as somebody fills it in: where and when FG1 and FG2 were held."""
    documents = []
    for rule in coding_map.documents:
        site, wave, who = PLACES[rule.document.partition(".")[0]]
        documents.append(replace(rule, site=site, wave=wave, stakeholder=who))
    return replace(coding_map, documents=tuple(documents))


def taken_in(coding: Coding, into: Tables, coding_map: CodingMap | None = None) -> Tables:
    """The programme's tables with the coding in them, by its map as saved and read again."""
    known = known_coding_of(into)
    whole = coding_map or placed(guessed(coding, known).coding_map)
    read = CodingMap.from_toml(whole.to_toml(("a remark",)), "map.toml")
    assert read == whole
    given = converted(whole, coding, known)
    assert not given.refused
    return merged(into, given, take_out=True).tables


def counts(tables: Tables, folder: Path) -> dict[tuple[str, str, str], tuple[int, int]]:
    """The themes measure of the published tables: site, wave, label to n and n_incl, if not 0."""
    folder.mkdir()
    (folder / "programme.toml").write_text(
        'id = "test"\nname = "Test"\nprovenance = "collected"\n', encoding="utf-8"
    )
    for name, frame in tables.items():
        frame.write_csv(folder / f"{name}.csv")
    accepted = accept(folder)
    assert [one.sentence() for one in accepted.problems] == []
    store = Store(folder.parent / f"store of {folder.name}")
    store.publish(accepted, by="test")
    rows = themes(store.open("test", WHOLE)).filter(~pl.col("is_total") & (pl.col("n_incl") > 0))
    return {
        (site, wave, label): (n, n_incl)
        for site, wave, label, n, n_incl in rows.select(
            "site_id", "wave_id", "theme_label", "n", "n_incl"
        ).iter_rows()
    }


BY_HAND = {
    ("lake", "pre", "Inner setting"): (0, 2),
    ("lake", "pre", "Culture"): (2, 2),
    ("hill", "post", "Barriers"): (0, 1),
    ("hill", "post", "Time"): (1, 1),
}
MATRIX = [
    ["", "FG1.docx", "FG2.docx", "SUM"],
    ["Inner setting\\Culture", "2", "", "2"],
    ["Barriers\\Time", "0", "1", "1"],
    ["SUM", "2", "1", "3"],
]
SEGMENTS = [
    ["Document name", "Code", "Beginning", "End", "Segment", "Created by"],
    ["FG1", "Inner setting\\Culture", "3", "3", "Welcome", "JR"],
    ["FG1", "Inner setting\\Culture", "3", "3", "Welcome", "JD"],
    ["FG1", "Inner setting\\Culture", "9", "9", "Again", "JR"],
    ["FG2", "Barriers\\Time", "1", "1", "None", "JR"],
]
TWO_CULTURES = [HIGHLIGHTS[0], HIGHLIGHTS[1], ["3", "FG1", "Inner setting.Culture", "x"],
                HIGHLIGHTS[3]]  # fmt: skip


def shapes() -> dict[str, Coding]:
    """The same study from each program."""
    return {
        "refi-qda": read_project(DroppedFile("study.qdpx", qdpx())),
        "taguette": read_highlights(DroppedFile("h.csv", csv_of(TWO_CULTURES))),
        "taguette-xlsx": read_highlights(DroppedFile("h.xlsx", xlsx_of(TWO_CULTURES))),
        "segments": read_segments(DroppedFile("s.xlsx", xlsx_of(SEGMENTS))),
        "matrix": read_matrix(DroppedFile("m.csv", csv_of(MATRIX))),
    }


@pytest.mark.parametrize("shape", shapes())
def test_each_program_gives_the_statements_that_were_counted_by_hand(
    shape: str, tmp_path: Path
) -> None:
    assert counts(taken_in(shapes()[shape], SITES), tmp_path / "programme") == BY_HAND


def test_a_qualcoder_project_gives_its_own_counts(tmp_path: Path) -> None:
    tables = taken_in(read_qualcoder(DroppedFile("data.qda", qualcoder_project())), SITES)
    assert counts(tables, tmp_path / "programme") == {
        ("lake", "pre", "Inner setting"): (0, 2),
        ("lake", "pre", "Culture"): (2, 2),
        ("hill", "post", "Time"): (1, 1),
    }


def test_the_same_study_from_each_program_has_the_same_ids() -> None:
    """So a table of counts can be replaced by the project that it was made from."""
    ids = {
        name: sorted(taken_in(coding, SITES)["statements"]["statement_id"])
        for name, coding in shapes().items()
    }
    assert len(ids["refi-qda"]) == 3
    assert all(one == ids["refi-qda"] for one in ids.values())


def project(with_quotes: bool = False, text: str = PROJECT) -> Coding:
    return read_project(DroppedFile("study.qdpx", qdpx(text)), with_quotes=with_quotes)


def test_statements_say_what_they_are() -> None:
    rows = taken_in(project(), SITES)["statements"].to_dicts()
    assert rows[0]["text"] == (
        'A passage of group-1 was coded "Inner setting > Culture" (no. 1). Its words were not '
        "loaded."
    )
    assert rows[0]["note"] == "Coded so by 2 coders."
    assert {one["kind"] for one in rows} == {"summary"}
    assert {one["release"] for one in rows} == {"team"}
    assert [one["stance"] for one in rows] == ["neutral", "neutral", "concern"]
    # Culture stands under a domain of CFIR, so its name is that of the construct.
    assert [one["construct_id"] for one in rows] == ["III-D", "III-D", None]
    assert rows[0]["mapping_basis"] == BASIS


def test_quotes_come_only_where_they_were_asked_for_and_known() -> None:
    rows = taken_in(project(with_quotes=True), SITES)["statements"].to_dicts()
    assert [(one["kind"], one["text"][:20]) for one in rows] == [
        ("quote", "We were made welcome"),
        ("summary", "A passage of group-1"),
        ("summary", "A passage of group-2"),
    ]
    assert {one["release"] for one in rows} == {"team"}


def test_the_next_export_replaces_and_does_not_double() -> None:
    """Other GUIDs, one passage more, one document less: the map fits without a click."""
    first = guessed(project(), known_coding_of(SITES)).coding_map
    coding_map = placed(first)
    once = taken_in(project(), SITES, coding_map)
    assert merged(once, converted(coding_map, project(), known_coding_of(once))).nothing_changes
    more = """<PlainTextSelection guid="9" startPosition="60" endPosition="70"><Coding guid="8">
      <CodeRef targetGUID="CCCCCCCC-0000-0000-0000-000000000002"/></Coding></PlainTextSelection>
      </TextSource><TextSource guid="BBBBBBBB-0000-0000-0000-000000000002" name="FG3.docx">"""
    start = PROJECT.index("</TextSource>")
    end = PROJECT.index('name="FG2.docx">') + len('name="FG2.docx">')
    text = (PROJECT[:start] + more + PROJECT[end:]).replace("cccccccc-", "abababab-")
    next_one = project(text=text.replace("CCCCCCCC-", "ABABABAB-"))
    found = fit(coding_map, next_one)
    assert (found.new_documents, found.missing_documents) == (("FG3.docx",), ("FG2.docx",))
    assert not found.exact
    assert not found.new_codes
    assert found.sentences()[0] == '1 new documents: "FG3.docx".'
    again = guessed(next_one, known_coding_of(once), before=coding_map).coding_map
    assert again.documents[:2] == coding_map.documents
    PLACES["FG3"] = ("hill", "pre", "MHW")
    twice = taken_in(next_one, once, placed(again))
    ids = twice["statements"]["statement_id"]
    assert len(ids) == ids.n_unique() == 4
    assert len(twice["themes"]) == len(once["themes"])
    assert sorted(twice["focus_groups"]["group_id"]) == ["group-1", "group-2", "group-3"]
    assert "hill" in twice["statements"]["site_id"].to_list()


def test_statements_written_by_hand_are_never_taken_out() -> None:
    once = taken_in(project(), SITES)
    by_hand = once["statements"].head(1).with_columns(statement_id=pl.lit("by-hand-1"))
    into = once | {"statements": pl.concat([once["statements"], by_hand])}
    coding_map = placed(guessed(project(), known_coding_of(SITES)).coding_map)
    one_left_out = replace(
        coding_map, documents=(coding_map.documents[0], DocumentRule("FG2.docx", leave_out=True))
    )
    given = converted(one_left_out, project(), known_coding_of(into))
    kept = merged(into, given, take_out=True).tables["statements"]
    assert len(kept) == 3
    assert "by-hand-1" in kept["statement_id"].to_list()


def test_one_passage_of_two_codes_of_one_theme_is_one_statement() -> None:
    coding = read_highlights(DroppedFile("h.csv", csv_of(HIGHLIGHTS)))
    coding_map = CodingMap(
        "a", "taguette-highlights", tree="a",
        documents=(DocumentRule("FG1", "g1", "lake", "pre", "MHW"),
                   DocumentRule("FG2", leave_out=True)),
        codes=(CodeRule("Inner setting", leave_out=True),
               CodeRule("Inner setting > Culture", "t1", label="Culture"),
               CodeRule("benefits", "t1"), CodeRule("Barriers", leave_out=True),
               CodeRule("Barriers > Time", leave_out=True)),
    )  # fmt: skip
    given = converted(coding_map, coding, known_coding_of(SITES))
    assert len(given.tables["statements"]) == 1
    assert given.n_left_out == 1
    codes = tuple(
        replace(rule, stance="benefit") if rule.code == "benefits" else rule
        for rule in coding_map.codes
    )
    given = converted(replace(coding_map, codes=codes), coding, known_coding_of(SITES))
    assert sorted(given.tables["statements"]["stance"]) == ["benefit", "neutral"]


def test_a_codebook_alone_gives_themes_and_nothing_else(tmp_path: Path) -> None:
    text = '<CodeBook><Codes><Code guid="1" name="A"><Code guid="2" name="B"/></Code></Codes>'
    coding = read_codebook(DroppedFile("c.qdc", (text + "</CodeBook>").encode()))
    tables = taken_in(coding, SITES)
    assert tables["themes"].select("theme_id", "parent_id", "order").rows() == [
        ("a", None, "1"), ("b", "a", "2"),
    ]  # fmt: skip
    assert counts(tables, tmp_path / "programme") == {}


KNOWN = known_coding_of(
    SITES
    | {
        "focus_groups": pl.DataFrame(
            {"group_id": ["FG-LAKE-pre", "other"], "site_id": ["lake", "hill"],
             "wave_id": ["pre", "post"], "stakeholder": ["MHW", "PSW"],
             "transcript_label": [None, "Group seven"]}
        ),
        "themes": pl.DataFrame(
            {"theme_id": ["T1", "T1.2", "T2"], "label": ["Expected benefits", "For staff", "Roles"],
             "parent_id": [None, "T1", None], "order": ["1", "2", "3"]}
        ),
    }
)  # fmt: skip


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (Document("FG lake pre.docx"), DocumentRule("FG lake pre.docx", "FG-LAKE-pre")),
        (Document("Group_seven.txt"), DocumentRule("Group_seven.txt", "other")),
        # The only group there and then was of PSWs, so this is another one.
        (Document("Hillside after staff"),
         DocumentRule("Hillside after staff", "hill-post-mhw", "hill", "post", "MHW")),
        (Document("Hillside after peers"), DocumentRule("Hillside after peers", "other")),
        (Document("Hillside before staff"),
         DocumentRule("Hillside before staff", "hill-pre-mhw", "hill", "pre", "MHW")),
        (Document("x1", {"Site": "Lakeside", "Phase": "follow-up", "Who": "Peers"}),
         DocumentRule("x1", "lake-post-psw", "lake", "post", "PSW")),
        (Document("שיחה"), DocumentRule("שיחה", "group-1", "", "", "")),
    ],
)  # fmt: skip
def test_documents_meet_groups_by_what_they_are_called(
    document: Document, expected: DocumentRule
) -> None:
    found = guessed(Coding("coded-segments", "a.csv", documents=(document,)), KNOWN)
    rule = found.coding_map.documents[0]
    assert len(found.open) == (3 if expected.site == "" else 0)
    assert rule == expected


def code_rules(*paths: str, known: KnownCoding = KNOWN) -> dict[str, CodeRule]:
    rows = [["document", "code", "text"], *(["FG1", path, "x"] for path in paths)]
    coding = read_segments(DroppedFile("a.csv", csv_of(rows)))
    return {rule.code: rule for rule in guessed(coding, known).coding_map.codes}


def test_codes_meet_themes_by_id_label_and_place() -> None:
    rules = code_rules(
        "T2 whatever", "for staff", "Expected benefits > New one", "roles > Barriers"
    )
    assert rules["T2 whatever"].theme == "T2"
    assert rules["for staff"].theme == "T1.2"
    assert code_rules("Benefits, expected")["Benefits, expected"].theme == "T1"
    assert code_rules("Role")["Role"].theme == "T2"
    assert rules["Expected benefits"] == CodeRule("Expected benefits", "T1", stance="benefit")
    new = rules["Expected benefits > New one"]
    assert (new.theme, new.label, new.under) == ("new-one", "New one", "T1")
    # A name that is a stance alone is no theme: it is the theme above, with that stance.
    assert rules["roles > Barriers"] == CodeRule("roles > Barriers", "T2", stance="concern")


def test_a_stance_holds_for_a_branch_until_another_is_told() -> None:
    rules = code_rules("Barriers > Pay > positive", "Barriers > Pay > Late")
    stances = CodingMap("a", "b", codes=tuple(rules.values())).stances()
    assert stances == {
        "Barriers": "concern",
        "Barriers > Pay": "concern",
        "Barriers > Pay > positive": "benefit",
        "Barriers > Pay > Late": "concern",
    }


@pytest.mark.parametrize(
    ("name", "stance"),
    [
        ("Concerns about pay", "concern"),
        ("Förderfaktoren", "benefit"),
        ("Barriers and facilitators", None),
        ("No concerns", None),
        ("Ambivalence", "mixed"),
        ("Contact", None),
        ("Roles", None),
    ],
)
def test_stances_are_told_by_words(name: str, stance: str | None) -> None:
    found = stance_of(name)
    assert (found[0] if found else None) == stance


def test_a_stance_alone_has_no_subject() -> None:
    assert is_stance_alone("Negative aspects")
    assert not is_stance_alone("Concerns about pay")


def test_constructs_are_found_by_exact_names_in_a_codebook_of_cfir_only() -> None:
    empty = known_coding_of(SITES)
    assert code_rules("Culture", "Need", known=empty)["Culture"].construct is None
    rules = code_rules("Inner setting > Culture", "Tension for Change", "Need a break", known=empty)
    assert rules["Inner setting > Culture"].construct == "III-D"
    assert rules["Tension for Change"].construct == "III-E"
    assert rules["Inner setting"].construct is None
    assert rules["Need a break"].construct is None


def test_what_the_map_does_not_say_is_told_and_left_out() -> None:
    coding_map = CodingMap(
        "a", "refi-qda",
        documents=(DocumentRule("FG1.docx", "gone"), DocumentRule("FG2.docx", "g", "moon", "pre",
                                                                  "MHW")),
        codes=(CodeRule("Inner setting > Culture", "culture", label="Culture"),),
    )  # fmt: skip
    given: Converted = converted(coding_map, project(), known_coding_of(SITES))
    assert given.tables["statements"].is_empty()
    assert [one.sentence() for one in given.problems] == [
        'the map a, column documents.2.site: found "moon", but the programme has no such site. '
        "Add it to sites first, or name one that exists.",
        'study.qdpx: found a group called "gone" with 3 coded passages, but there is no such focus '
        "group: left out. Add it to the map, or leave it out there.",
        'study.qdpx: found a code called "Barriers > Time" with 1 coded passage, but the map '
        "doesn't say which theme it is: left out. Add it to the map, or leave it out there.",
    ]


@pytest.mark.parametrize(
    ("text", "key", "words"),
    [
        ('name = "a"', "kind", "a map says its kind"),
        ("documents = 3", "documents", "sections of their own"),
        ('[[documents]]\ndocument = "a"\ngroup = "g"\nsite = ""', "documents.1.site", "still open"),
        ('[[documents]]\ndocument = "a"\ngroup = "a b"', "documents.1.group", "an id is made of"),
        ('[[documents]]\ndocument = "a"\ngrup = "b"', "documents.1.grup", "none of this name"),
        ('[[documents]]\ndocument = "a"', "documents.1.group", "which group is"),
        ('[[codes]]\ncode = "a"\ntheme = 3', "codes.1.theme", "text in quotation marks"),
        ('[[codes]]\ncode = "a"\ntheme = "t"\nstance = "good"', "codes.1.stance", "benefit"),
        ('[[codes]]\ncode = "a"\ntheme = "t"\nunder = "u"', "codes.1.label", "only a new theme"),
        ('[[codes]]\ncode = "a"\nleave_out = true\n[[codes]]\ncode = "a"\nleave_out = true',
         "codes.2", "may stand once"),
        ('name = "a', None, "not valid TOML"),
    ],
)  # fmt: skip
def test_faults_of_a_map_name_their_key(text: str, key: str | None, words: str) -> None:
    head = "" if text.startswith("name") else 'name = "a"\nkind = "b"\n'
    found = CodingMap.from_toml(head + text, "map.toml")
    assert isinstance(found, list)
    assert any(one.column == key and words in one.sentence() for one in found)


def test_a_real_project_goes_all_the_way(tmp_path: Path) -> None:
    path = SAMPLES / "qualcoder_mannheimer_data.qda"
    if not path.exists():
        pytest.skip("the real exports are not beside this checkout")
    coding = read_qualcoder(DroppedFile("data.qda", path.read_bytes()))
    coding_map = guessed(coding, known_coding_of(SITES)).coding_map
    documents = tuple(
        replace(rule, site="lake", wave="pre", stakeholder="MHW") for rule in coding_map.documents
    )
    tables = taken_in(coding, SITES, replace(coding_map, documents=documents))
    assert len(tables["statements"]) == 753
    found = counts(tables, tmp_path / "programme")
    assert found["lake", "pre", "Mannheimer"] == (0, 753)


def test_what_is_still_open_is_said_once_for_each_document() -> None:
    known = known_coding_of(SITES)
    found = guessed(project(), known)
    assert len(found.open) == 5
    given = converted(found.coding_map, project(), known)
    assert [(one.column, one.expected) for one in given.problems] == [
        ("documents.1.site", 'it is still open for "FG1.docx"'),
        ("documents.2.site", 'it is still open for "FG2.docx"'),
    ]
    assert given.n_left_out == 4
    assert given.tables["statements"].is_empty()
    faults = CodingMap.from_toml(found.coding_map.to_toml(found.open), "map.toml")
    assert [one.column for one in faults] == [
        "documents.1.site", "documents.1.wave", "documents.1.stakeholder",
        "documents.2.site", "documents.2.stakeholder",
    ]  # fmt: skip


def test_every_kind_of_coded_documents_has_a_map_of_a_coding() -> None:
    assert {kind.name for kind in CODED} == set(CODING_KINDS)


def test_the_map_in_the_guide_is_one() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "coded-documents.md").read_text("utf-8")
    text = guide.partition("```toml\n")[2].partition("```")[0]
    coding_map = CodingMap.from_toml(text, "map.toml")
    assert isinstance(coding_map, CodingMap)
    assert coding_map.stances()["Barriers > Time"] == "concern"
