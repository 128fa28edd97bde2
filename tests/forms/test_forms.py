"""Forms: what is in them, whatever they are written as."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from pyxform.xls2xform import convert

from bridgeboard.forms import FORM_KINDS, Places, form_of, places_of_folder
from bridgeboard.forms.redcap import COLUMNS
from bridgeboard.instruments import shipped
from bridgeboard.problems import Refusal
from tests.conftest import folder_of

PLACES = Places(
    "North", (("a", "Site <a> & b"), ("b-2", "=HYPERLINK(1)")), (("pre", "Before"), ("post", "@x"))
)
ABOUT = ["site_id", "wave_id", "answered_on", "person_code", "profession", "gender"]
ABOUT += ["years_experience", "prior_peer_support"]


def sheets(data: bytes) -> dict[str, list[dict]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    found = {}
    for name in book.sheet_names:
        head, *rows = book.get_sheet_by_name(name).to_python()
        found[name] = [dict(zip(head, row, strict=True)) for row in rows]
    return found


def dictionary(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def odd(label: str, **more):
    """PSA-12 with another label on its first item."""
    psa12 = shipped()["psa12"]
    items = (replace(psa12.items[0], label=label), *psa12.items[1:])
    return replace(psa12, items=items, **more)


@pytest.mark.parametrize("name", list(shipped()))
def test_every_instrument_is_a_form_of_every_kind_with_the_same_names(name):
    instrument = shipped()[name]
    form = form_of([instrument], PLACES)
    items = [f"{name}_{item_id}" for item_id in instrument.item_ids]
    assert [question.name for question in form.questions] == ABOUT + items
    rows = dictionary(FORM_KINDS["redcap"].write(form))
    assert [row["Variable / Field Name"] for row in rows] == ["record_id", *ABOUT, *items]
    assert {row["Form Name"] for row in rows} == {name}
    assert all(len(item) <= 26 for item in items)
    with zipfile.ZipFile(io.BytesIO(FORM_KINDS["redcap-zip"].write(form))) as archive:
        assert archive.namelist() == ["instrument.csv"]
        assert dictionary(archive.read("instrument.csv")) == rows[1:]
    headings = FORM_KINDS["csv"].write(form).decode("utf-8-sig").strip().split(",")
    assert headings == ["respondent_id", *ABOUT, *items]
    page = FORM_KINDS["html"].write(form).decode()
    assert re.findall(r'<code dir="ltr">(psa12_\w+|\w+_[a-z]\d+)</code>', page) == items
    for forbidden in ("<script", "http://", "https://", "url(", "@import"):
        assert forbidden not in page.replace("https://doi.org", "")


@pytest.mark.parametrize("name", list(shipped()))
def test_odk_takes_the_xlsform_and_has_no_remark(name):
    answer = convert(io.BytesIO(FORM_KINDS["xlsform"].write(form_of([shipped()[name]], PLACES))))
    assert answer.warnings == []
    for item_id in shipped()[name].item_ids:
        assert f'"/data/{name}_{item_id}"' in answer.xform
    assert f'id="{name}"' in answer.xform


def test_levels_codes_and_places_are_choices_in_order():
    form = form_of([shipped()["psa12"], shipped()["pcat"]], PLACES)
    book = sheets(FORM_KINDS["xlsform"].write(form))

    def codes(of: str) -> list[str]:
        return [row["name"] for row in book["choices"] if row["list_name"] == of]

    assert codes("items_psa12_answers") == ["1", "2", "3", "4", "5", "8", "9"]
    # pCAT's file has neither code, so nothing is added to its answers.
    assert codes("items_pcat_answers") == ["-2", "-1", "0", "1", "2"]
    assert codes("site_id_choices") == ["a", "b-2"]
    assert codes("wave_id_choices") == ["pre", "post"]
    rows = {
        row["Variable / Field Name"]: row for row in dictionary(FORM_KINDS["redcap"].write(form))
    }
    choices = "Choices, Calculations, OR Slider Labels"
    assert rows["psa12_c1"][choices] == (
        "1, strongly disagree | 2, disagree | 3, neither | 4, agree | 5, strongly agree | "
        "8, don't know | 9, not applicable"
    )
    assert rows["pcat_p1"][choices].startswith("-2, barrier, strong effect | -1, ")
    assert rows["wave_id"][choices] == "pre, Before | post, @x"
    assert rows["psa12_c1"]["Matrix Group Name"] == "items_psa12"
    assert {row["Identifier?"] for row in rows.values()} == {""}
    assert list(rows["site_id"]) == list(COLUMNS)
    assert len(COLUMNS) == 18


def test_without_a_programme_site_and_wave_are_codes_that_must_be_given():
    form = form_of([shipped()["psa12"]])
    site, wave = form.questions[:2]
    assert (site.takes, wave.takes) == ("code", "code")
    assert site.required
    assert wave.required
    xform = convert(io.BytesIO(FORM_KINDS["xlsform"].write(form))).xform
    assert "regex(., '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$')" in xform


def test_where_events_are_waves_no_wave_is_asked():
    form = form_of([shipped()["psa12"]], PLACES, asks_wave=False)
    assert "wave_id" not in [question.name for question in form.questions]


@pytest.mark.parametrize("kind", ["xlsform", "redcap", "html"])
def test_every_form_says_that_a_person_code_is_never_a_name(kind):
    data = FORM_KINDS[kind].write(form_of([shipped()["psa12"]]))
    if kind == "xlsform":
        data = " ".join(row["hint"] for row in sheets(data)["survey"]).encode()
    assert b"It is never a name." in data


def test_what_is_not_ours_is_marked_as_no_question_with_licence_and_source():
    own, other = form_of([shipped()["psa12"]]), form_of([shipped()["oric"]])
    assert own.remarks == ()
    assert own.questions[-1].label == "I trust PSWs to do their part"
    assert other.questions[-1].label.startswith("‹")
    said = " ".join(other.remarks)
    assert "Only those who hold a licence or permission for ORIC may do so." in said
    assert "Licence: not verified." in said
    assert "Implementation Science 2014;9:7. doi:10.1186/1748-5908-9-7" in said
    page = FORM_KINDS["html"].write(other).decode()
    header = dictionary(FORM_KINDS["redcap"].write(other))
    notes = [row["label"] for row in sheets(FORM_KINDS["xlsform"].write(other))["survey"]]
    for remark in other.remarks:
        assert remark.replace("'", "&#x27;") in page
        assert any(remark in row["Section Header"] for row in header)
        assert any(remark in note for note in notes)


@pytest.mark.parametrize("label", ["=1+1", "+1", "-x", "@SUM(A1)", " =1", "＝1"])
def test_no_label_runs_in_a_spreadsheet(label):
    form = form_of([odd(label)], PLACES)
    for row in dictionary(FORM_KINDS["redcap"].write(form)):
        assert not any(re.match(r"\s*[=+@|%＝＋－＠]|\s*-(?!\d+, )", cell) for cell in row.values())
    data = FORM_KINDS["xlsform"].write(form)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        xml = "".join(archive.read(n).decode() for n in archive.namelist() if "sheet" in n)
        assert "<f>" not in xml
        assert 'quotePrefix="1"' in archive.read("xl/styles.xml").decode()
    said = [row["label"] for row in sheets(data)["survey"]]
    assert " ".join(label.split()) in said


def test_a_label_with_a_tools_own_signs_stays_a_label():
    form = form_of([odd("${site_id} a | b <b>c</b>")], Places("N", (("a", "x | y"),), PLACES.waves))
    answer = convert(io.BytesIO(FORM_KINDS["xlsform"].write(form)))
    assert answer.warnings == []
    (row,) = [
        r
        for r in dictionary(FORM_KINDS["redcap"].write(form))
        if r["Variable / Field Name"] == "site_id"
    ]
    assert row["Choices, Calculations, OR Slider Labels"] == "a, x / y"
    assert "<b>c" not in FORM_KINDS["html"].write(form).decode()


def test_names_are_what_every_tool_takes_and_never_twice():
    long = replace(shipped()["psa12"], instrument_id="own--" + "x" * 36, own=True)
    for question in form_of([long]).questions:
        assert re.fullmatch(r"[a-z](_?[a-z0-9])*", question.name)
        assert len(question.name) <= 100
    first = replace(odd("x"), instrument_id="own-b")
    second = replace(first, instrument_id="own_b".replace("_", "--"))
    with pytest.raises(Refusal, match="Two questions of this form would be called own_b_b1"):
        form_of([first, second])


def test_hebrew_runs_from_right_to_left_on_paper():
    psa12 = shipped()["psa12"]
    hebrew = replace(
        psa12, items=tuple(replace(item, label="אני סומך על עמיתים") for item in psa12.items)
    )
    page = FORM_KINDS["html"].write(form_of([hebrew])).decode()
    assert '<html lang="en" dir="rtl">' in page
    assert '<th scope="row" dir="auto">אני סומך על עמיתים' in page
    assert 'dir="ltr">' in FORM_KINDS["html"].write(form_of([psa12])).decode()


def test_sites_and_waves_of_a_folder_in_order_of_time(tmp_path):
    folder = folder_of(
        tmp_path / "north",
        {
            "sites": [{"site_id": "a", "site_name": "Süd"}, {"site_id": "b"}],
            "waves": [
                {"wave_id": "post", "order": 2, "label": "After"},
                {"wave_id": "pre", "order": 1, "label": "Before"},
            ],
        },
    )
    places = places_of_folder(folder)
    assert places.sites[0] == ("a", "Süd")
    assert places.waves == (("pre", "Before"), ("post", "After"))


@pytest.mark.parametrize(
    ("table", "text", "said"),
    [
        ("sites", "site_id,site_name\nSite one,x\n", "site_id 'Site one' can't be a choice"),
        ("waves", "wave_id,label,order\n", "has no waves yet"),
        ("sites", None, "has no sites yet"),
    ],
)
def test_a_folder_that_names_no_places_is_refused(tmp_path, table, text, said):
    folder = folder_of(tmp_path / "north")
    file: Path = folder / f"{table}.csv"
    file.unlink()
    if text is not None:
        file.write_text(text, encoding="utf-8")
    with pytest.raises(Refusal, match=said):
        places_of_folder(folder)
