"""Reports for sharing: no word of the team, no code of a person, no hidden estimate in any file."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace

import pytest
from pypdf import PdfReader
from pypdf.generic import ArrayObject, ByteStringObject, DictionaryObject, TextStringObject

from bridgeboard.access import WHOLE
from bridgeboard.decisions import Decisions
from bridgeboard.intake import accept
from bridgeboard.measures import answer
from bridgeboard.reports import asked_of, contents, file, html_file
from bridgeboard.store import Store
from tests.conftest import folder_of
from tests.disclosure.quiet_site import NOBODYS, TEAM_ONLY, K, decide, quiet_site
from tests.reports.conftest import whole

DAY = dt.date(2024, 6, 1)
#: What each kind of file writes of the quiet site's pay, and of the age of a group of 14.
PAY, AGE = "317.25", "41.73"
ENDINGS = ("html", "pdf", "xlsx")


@pytest.fixture(scope="module")
def quiet(tmp_path_factory):
    """view -> what may be asked about the programme with its quiet site."""
    folder = tmp_path_factory.mktemp("reports")
    store = Store(folder / "store")
    store.publish(accept(folder_of(folder / "made", quiet_site(), {"k": K})), "tests")
    decide(Decisions(store.root, "test"))
    with store.open("test", WHOLE) as snapshot:
        computed = whole(snapshot, DAY)
        yield {
            view: asked_of(snapshot, store.root, view=view, day=DAY, computed=computed)
            for view in ("team", "shareable")
        }


@pytest.fixture(scope="module")
def files(quiet):
    """(view, ending) -> all that the files hold; the comparison's PDF has pictures if it can.

    A picture is drawn from a figure that the interactive HTML holds as data, to be searched there.
    """
    found = {}
    for view, answers in quiet.items():
        # The team's own report on the site is enough to see that the search would find them.
        reports = {"site": contents.site(answers, "quiet")}
        if view == "shareable":
            reports["programme"] = contents.programme(answers)
            reports["comparison"] = contents.comparison(answers)
        found[view, "html"] = "\n".join(
            _text(html_file.interactive(one)) for one in reports.values()
        )
        found[view, "xlsx"] = "\n".join(
            _text(file.written(one, "xlsx")) for one in reports.values()
        )
        drawn = reports.pop("comparison", None)
        said = [_in_pdf(file.written(drawn, "pdf"))] if drawn else []
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("BRIDGEBOARD_BROWSER", "")
            said += [_in_pdf(file.written(one, "pdf")) for one in reports.values()]
        found[view, "pdf"] = "\n".join(said)
    return found


def _text(data: bytes) -> str:
    if not data.startswith(b"PK"):
        return data.decode().replace(html_file.plotly(), "")
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        return "\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())


def _in_pdf(data: bytes) -> str:
    """The text of every page, then every string of every object: metadata, bookmarks, texts of
    pictures; and what is attached."""
    reader = PdfReader(io.BytesIO(data))
    said = [" ".join(page.extract_text().split()) for page in reader.pages]
    for number in range(1, reader.trailer["/Size"]):
        said += _strings(reader.get_object(number))
    said.append(reader.xmp_metadata.stream.get_data().decode("utf-8", "replace"))
    said += [
        part.decode("utf-8", "replace") for parts in reader.attachments.values() for part in parts
    ]
    return "\n".join(said)


def _strings(held) -> list[str]:
    if isinstance(held, TextStringObject):
        return [str(held)]
    if isinstance(held, ByteStringObject):
        return [bytes(held).decode("utf-8", "replace")]
    if isinstance(held, DictionaryObject):
        return [one for value in held.values() for one in _strings(value)]
    if isinstance(held, ArrayObject):
        return [one for value in held for one in _strings(value)]
    return []


@pytest.fixture(scope="module")
def mean(quiet):
    """The mean score at the quiet site, as the team reads it; to others it is hidden."""
    where = {"site_id": "quiet", "wave_id": "post", "scale_id": "total"}
    assert quiet["shareable"]("score").frame.filter(**where)["value"].item() is None
    return answer("score", quiet["team"].snapshot).frame.filter(**where)["value"].item()


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_report_for_sharing_has_none_of_the_teams_words(files, ending):
    told = {what for what, word in TEAM_ONLY.items() if word in files["team", ending]}
    assert len(told) >= 3
    shared = files["shareable", ending]
    assert [what for what, word in TEAM_ONLY.items() if word in shared] == []
    assert [word for word in NOBODYS if word in files["team", ending] or word in shared] == []


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_report_for_sharing_has_no_hidden_number(files, mean, ending):
    written = f"{mean:.10f}"[:9]
    if ending == "pdf":  # as paper writes it
        written = f"{mean:.3f}"
    for number in (written, PAY):
        assert number in files["team", ending], number
        assert number not in files["shareable", ending], number
    assert AGE not in files["shareable", ending]


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_report_for_sharing_says_why_something_is_not_there(files, ending):
    assert f"hidden: fewer than {K} people" in files["shareable", ending]


def test_the_search_of_a_pdf_reads_the_texts_of_its_pictures(quiet):
    found = contents.comparison(quiet["shareable"])
    drawn = next(chart for chart in found.charts if isinstance(chart.figure, str))
    picture = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("BRIDGEBOARD_BROWSER", "")
        section = replace(found.sections[0], charts=(replace(drawn, figure=picture, alt="zebra7"),))
        said = _in_pdf(file.written(replace(found, sections=(section,)), "pdf"))
    assert "zebra7" in said
    assert found.plain_title in said
