"""The folder data/upsides: whole, accepted without a problem, and nothing in it that was not
published."""

import re

import polars as pl
import pytest

from bridgeboard.intake import accept
from bridgeboard.measures import answer
from bridgeboard.settings import DATA

FOLDER = DATA / "upsides"


@pytest.fixture(scope="module")
def accepted():
    return accept(FOLDER)


def test_every_row_is_accepted_and_none_is_doubtful(accepted):
    assert accepted.problems == []
    assert sum(accepted.n_refused.values()) == 0
    assert {name: n for name, n in accepted.n_read.items() if n} == {
        "sites": 7,
        "waves": 2,
        "focus_groups": 12,
        "themes": 33,
        "statements": 269,
        "context": 134,
    }


def test_269_rows_are_188_statements_and_the_totals_count_each_once(upsides):
    statements = answer("statements", upsides).frame
    assert statements.height == 269
    assert statements["statement_id"].n_unique() == 188
    top = answer("themes", upsides).frame.filter(pl.col("is_total"), depth=0)
    assert top["n_incl"].sum() == 188


def test_nothing_unpublished_is_there(accepted):
    for name in ("respondents", "answers", "ratings", "payments", "milestones"):
        assert accepted.tables[name].is_empty()
        assert not (FOLDER / f"{name}.csv").exists()
    assert accepted.programme.instruments == []


def test_every_row_is_published_and_names_its_source(accepted):
    for name, frame in accepted.tables.items():
        if frame.height:
            assert frame["source"].is_not_null().all(), name
            if "provenance" in frame.columns:
                assert set(frame["provenance"]) == {"published"}, name


def test_a_transcript_reference_is_of_the_sites_own_group(accepted):
    labels = dict(
        accepted.tables["focus_groups"].select("group_id", "transcript_label").iter_rows()
    )
    rows = accepted.tables["statements"].filter(pl.col("transcript_refs").is_not_null())
    assert rows["group_id"].is_not_null().all()
    for group, site, wave, refs in rows.select(
        "group_id", "site_id", "wave_id", "transcript_refs"
    ).iter_rows():
        assert group == f"FG-{site}-{wave}"
        assert all(re.fullmatch(rf"{labels[group]} \d+", ref) for ref in refs.split("; "))


def test_a_statement_without_a_reference_claims_no_group(accepted):
    rows = accepted.tables["statements"].filter(pl.col("transcript_refs").is_null())
    assert rows["group_id"].is_null().all()


def test_70_different_references_are_kept(accepted):
    cells = [
        *accepted.tables["statements"]["transcript_refs"].drop_nulls(),
        *accepted.tables["context"]["transcript_refs"].drop_nulls(),
    ]
    assert len({ref for cell in cells for ref in cell.split("; ")}) == 70


def test_a_paraphrase_has_thirty_words_or_fewer(accepted):
    for table, column in (("statements", "text"), ("context", "finding")):
        assert max(len(text.split()) for text in accepted.tables[table][column]) <= 30


def test_a_role_goes_with_a_characteristic_of_people_only(accepted):
    for name in ("statements", "themes"):
        rows = accepted.tables[name].filter(pl.col("construct_role_id").is_not_null())
        assert rows.height > 0
        assert rows["construct_id"].str.starts_with("IV-C-").all()
        assert rows["construct_role_id"].str.starts_with("IV-R-").all()


def test_only_a_neutral_statement_has_no_valence(accepted):
    statements = accepted.tables["statements"]
    assert ((statements["stance"] == "neutral") == statements["valence"].is_null()).all()


def test_the_first_wave_is_dated_by_the_world_bank_and_the_second_is_not(upsides):
    income = answer("income", upsides).frame
    pre = income.filter(wave_id="pre")
    assert dict(pre.select("site_id", "income_level_at_wave").iter_rows()) | {"PUN": None} == {
        "ULM": "high",
        "UKE": "high",
        "BU": "low",
        "DS": "low",
        "BGU": "high",
        "AD": "lower-middle",
        "PUN": None,
    }
    post = income.filter(wave_id="post")
    assert post["income_level_at_wave"].is_null().all()
    assert post["note"].str.contains("not dated").all()


def test_a_citation_can_be_found(accepted):
    paper, abstract = accepted.programme.sources.values()
    assert paper.doi == "10.1186/s12888-022-04206-5"
    assert "BMC Psychiatry 2022;22:604" in paper.citation
    assert "ENMESH" in abstract.citation
    assert abstract.url.endswith("paramProjet=13450")
    assert all(source.covers for source in (paper, abstract))


def test_what_the_sources_cannot_tell_is_said_in_sentences(accepted):
    sentences = accepted.programme.cannot_tell
    assert len(sentences) >= 11
    assert all(re.fullmatch(r"[A-Z].{20,220}\.", sentence) for sentence in sentences)


def test_text_is_free_of_stray_spaces_and_odd_characters(accepted):
    for name, frame in accepted.tables.items():
        for column in frame.select(pl.col(pl.String)).iter_columns():
            for cell in column.drop_nulls():
                where = (name, column.name, cell)
                assert cell == cell.strip(), where
                assert not re.search(r"  |[\u00a0\u00ad\u200b\ufffd\t\n]", cell), where
