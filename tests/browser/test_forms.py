"""A form taken from the page is the file it should be; the sheet to print can be read."""

from __future__ import annotations

import csv
import io
import re

import pypdf
from axe_playwright_python.sync_playwright import Axe

from bridgeboard.forms import FORM_KINDS, form_of, places_of_folder
from bridgeboard.instruments import shipped
from bridgeboard.settings import DATA
from tests.browser.conftest import listen
from tests.browser.test_every_page import STANDARDS


def test_a_dictionary_has_the_sites_and_waves_of_the_programme(open_page, tmp_path):
    page = open_page("plan-next-wave", programme="demonstration").page
    # By keyboard: charts that are still drawn above move what a pointer has opened.
    page.get_by_role("combobox", name="To collect with").focus()
    page.keyboard.type("REDCap, new")
    page.keyboard.press("Enter")
    given = page.get_by_role("button", name=re.compile("demonstration_psa12_form_redcap"))
    with page.expect_download() as downloading:
        given.click()
    downloading.value.save_as(tmp_path / "form.csv")
    assert downloading.value.suggested_filename == "demonstration_psa12_form_redcap.csv"
    text = (tmp_path / "form.csv").read_text(encoding="utf-8-sig")
    fields = {row[0]: row[5] for row in csv.reader(io.StringIO(text, newline=""))}
    assert fields["site_id"].startswith("lakeside, Lakeside | stonebridge, Stonebridge | ")
    assert fields["wave_id"] == "before, Before | m06, 6 months | m12, 12 months | m18, 18 months"


def test_a_sheet_prints_on_a4_and_can_be_read_on_a_phone(new_context, tmp_path):
    places = places_of_folder(DATA / "demonstration")
    file = tmp_path / "sheet.html"
    file.write_bytes(FORM_KINDS["html"].write(form_of([shipped()["psa12"]], places)))
    context = new_context(phone=True, offline=True)
    visit = listen(context.new_page())
    visit.page.goto(file.as_uri())
    assert visit.complaints == []
    assert visit.addresses == [file.as_uri()]
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    found = Axe().run(visit.page, options={"runOnly": STANDARDS, "resultTypes": ["violations"]})
    assert [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]] == []
    paper = pypdf.PdfReader(io.BytesIO(visit.page.pdf(prefer_css_page_size=True)))
    assert [round(float(side)) for side in paper.pages[0].mediabox[2:]] == [595, 842]
    assert len(paper.pages) == 2
    said = " ".join(page.extract_text() for page in paper.pages)
    for question in shipped()["psa12"].item_ids:
        assert f"psa12_{question}" in said
    context.close()
