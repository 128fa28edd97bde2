"""Exports as each tool writes them, converted, published, and a number worked out by hand."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pyreadstat
import pytest
import xlsxwriter

from bridgeboard import measures
from bridgeboard.access import WHOLE
from bridgeboard.cli import main
from bridgeboard.collected import DroppedFile
from bridgeboard.collected.recognition import collect
from bridgeboard.instruments import registry
from bridgeboard.store import Store
from tests.mapping.surveys import LABELS, PSA12

QUESTIONS = {item.item_id: item.label for item in registry()["psa12"].items}
WORDS = list(LABELS.values())
GERMAN = {
    1: "stimme überhaupt nicht zu",
    2: "stimme nicht zu",
    3: "teils/teils",
    4: "stimme zu",
    5: "stimme voll und ganz zu",
    99: "weiß nicht",
}
#: Everybody agrees (4), and disagrees with the four concerns (2): all scores are 4.
AGREES = [4, 4, 4, 4, 2, 2, 2, 2, 4, 4, 4, 4]
#: b1 to b4 at 5, no concern at all (1): 8 items of 5, roles and collaboration at 4: 56 / 12.
GLAD = [5, 5, 5, 5, 1, 1, 1, 1, 4, 4, 4, 4]

#: What a person says of a question that may be about a site: that it is, and which site that is.
SITE = {
    'left_out = [\n    "Where do you work?",\n]\n': "",
    '[site]\nalways = ""': '[site]\ncolumn = "Where do you work?"\nvalues = "sites"\n\n'
    '[values.sites]\nUlm = "ulm"\n\n[new_sites.ulm]\nsite_name = "Ulm"\nsetting = "unknown"\n'
    'country_iso3 = "DEU"',
}


@pytest.fixture(autouse=True)
def store(store_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    """The store that the command line uses."""
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(store_folder))
    return Store(store_folder)


def converted(tmp_path: Path, *files: Path, **said: str) -> Path:
    """The folder, once a person has said in the map what was left open, and nothing else."""
    saved, folder = tmp_path / "map.toml", tmp_path / "staff"
    names = [str(file) for file in files]
    assert main(["convert", *names, "--save-map", str(saved), "--to", str(folder)]) == 1
    assert not (folder / "programme.toml").exists()
    text = saved.read_text(encoding="utf-8")
    for old, new in {'country_iso3 = ""': 'country_iso3 = "DEU"', **said}.items():
        text = text.replace(old, new)
    saved.write_text(text, encoding="utf-8")
    assert main(["convert", *names, "--map", str(saved), "--to", str(folder)]) == 0, text
    return folder


def total(store: Store, folder: Path) -> dict[tuple[str, str], tuple[int, list[float]]]:
    """n and everybody's score on all 12 items, for each site and wave that was published."""
    assert main(["publish", str(folder), "--by", "tests"]) == 0
    with store.open("staff", WHOLE) as snapshot:
        frame = measures.answer("score", snapshot).frame
    frame = frame.filter(pl.col("scale_id") == "total", pl.col("n") > 0)
    return {
        (row["site_id"], row["wave_id"]): (row["n"], [round(x, 3) for x in row["points"]])
        for row in frame.to_dicts()
    }


def csv_file(path: Path, rows: Sequence[Sequence[object]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    return path


def test_spss_with_german_labels_and_two_waves(tmp_path, store):
    people = [("p1", "pre", AGREES), ("p1", "post", GLAD), ("p2", "pre", [99, *AGREES[1:]])]
    people.append(("p2", "post", [99] * 12))
    frame = pl.DataFrame(
        {
            "code": [code for code, _, _ in people],
            "standort": ["Ulm"] * 4,
            "welle": [float(wave == "post") + 1 for _, wave, _ in people],
            **{
                f"psa12_{item}": [float(cells[n]) for _, _, cells in people]
                for n, item in enumerate(PSA12)
            },
        }
    )
    path = tmp_path / "Befragung.sav"
    items = [f"psa12_{item}" for item in PSA12]
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=["Code", "Standort", "Erhebungswelle", *QUESTIONS.values()],
        variable_value_labels={
            "welle": {1: "vorher", 2: "nach 18 Monaten"},
            **dict.fromkeys(items, GERMAN),
        },
        missing_ranges={item: [99] for item in items},
    )
    folder = converted(tmp_path, path)
    # p2's b1 is left out of the mean before, (11 x 4) / 11, and nothing is known of p2 after.
    assert total(store, folder) == {("ulm", "pre"): (2, [4.0, 4.0]), ("ulm", "m18"): (1, [4.667])}
    states = pl.read_csv(folder / "answers.csv")["state"].value_counts().sort("state").rows()
    assert states == [("answered", 35), ("dont_know", 13)]


def test_qualtrics_with_three_rows_of_headings_and_choice_texts(tmp_path, store):
    own = ["StartDate", "IPAddress", "Finished", "ResponseId", "RecipientEmail", "Q1"]
    own_words = ["Start Date", "IP Address", "Finished", "Response ID", "Recipient Email", "Site"]
    ids = ["startDate", "ipAddress", "finished", "_recordId", "recipientEmail", "QID1"]
    rows = [
        [*own, *(f"Q2_{n}" for n in range(1, 13))],
        [*own_words, *(f"How far do you agree? - {label}" for label in QUESTIONS.values())],
        [json.dumps({"ImportId": one}) for one in [*ids, *(f"QID2_{n}" for n in range(1, 13))]],
        *(
            ["2024-03-01 08:00:00", "192.0.2.7", "True", f"R_{n}aaaaaaaaaaaaaa",
             "ann@example.org", "Ulm", *(WORDS[cell - 1] for cell in cells)]
            for n, cells in enumerate((AGREES, GLAD), 1)
        ),
    ]  # fmt: skip
    folder = converted(tmp_path, csv_file(tmp_path / "Staff_before.csv", rows))
    assert total(store, folder) == {("ulm", "pre"): (2, [4.0, 4.667])}
    everything = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert not {word for word in ("192.0.2.7", "example.org") if word in everything}


def test_surveymonkey(tmp_path, store):
    rows = [
        ["Respondent ID", "Start Date", "IP Address", "Email Address", "Where do you work?",
         "How far do you agree?", *[""] * 11],
        ["", "", "", "", "Response", *QUESTIONS.values()],
        *(
            [str(100 + n), "2024-03-01 08:00", "192.0.2.7", "ann@example.org", "Ulm",
             *(WORDS[cell - 1] for cell in cells)]
            for n, cells in enumerate((AGREES, GLAD))
        ),
    ]  # fmt: skip
    folder = converted(tmp_path, csv_file(tmp_path / "Staff before.csv", rows), **SITE)
    assert total(store, folder) == {("ulm", "pre"): (2, [4.0, 4.667])}
    everything = "".join(path.read_text(encoding="utf-8") for path in folder.iterdir())
    assert not {word for word in ("192.0.2.7", "example.org") if word in everything}


def test_excel_with_two_rows_of_headings_and_waves_beside_each_other(tmp_path, store):
    rows = [
        ["", "", "Pre", *[""] * 11, "Post", *[""] * 11],
        ["code", "site", *PSA12, *PSA12],
        ["p1", "Ulm", *AGREES, *GLAD],
        ["p2", "Ulm", *GLAD, *[""] * 12],
    ]
    path = tmp_path / "Staff.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("answers")
        for place, row in enumerate(rows):
            for at, cell in enumerate(row):
                sheet.write(place, at, cell or None)
    folder = converted(tmp_path, path)
    # p2 did not answer after, and is nobody there.
    found = total(store, folder)
    assert found == {("ulm", "pre"): (2, [4.0, 4.667]), ("ulm", "post"): (1, [4.667])}
    people = pl.read_csv(folder / "respondents.csv")
    assert people["person_code"].to_list().count("p1") == 2


def test_taguette_highlights_with_their_codebook(tmp_path, store):
    highlights = [
        ["id", "document", "tag", "content"],
        ["1", "FG Ulm before", "Benefits.Hope", "We were made welcome."],
        ["2", "FG Ulm before", "Benefits.Hope", "There is hope."],
        ["2", "FG Ulm before", "Barriers.Time", "There is hope."],
        ["3", "FG Ulm before", "Barriers.Time", "No time at all."],
        ["4", "FG Ulm before", "Barriers.Time", "Always in a hurry."],
    ]
    codebook = [
        ["tag", "description", "number of highlights"],
        ["Benefits.Hope", "What gives hope", "2"],
        ["Barriers.Time", "Too little time", "3"],
        ["Barriers.Pay", "Too little money", "0"],
    ]
    files = [
        csv_file(tmp_path / "highlights.csv", highlights),
        csv_file(tmp_path / "codebook.csv", codebook),
    ]
    staff = tmp_path / "staff"
    staff.mkdir()
    site = {"site_id": "ulm", "site_name": "Ulm", "country_iso3": "DEU", "setting": "unknown"}
    site |= {"comparable_across_waves": "yes", "provenance": "collected"}
    wave = {"wave_id": "pre", "label": "Before", "order": "1", "date_precision": "unknown"}
    csv_file(staff / "sites.csv", [list(site), list(site.values())])
    csv_file(staff / "waves.csv", [list(wave), list(wave.values())])
    converted(tmp_path, *files, **{'stakeholder = ""': 'stakeholder = "MHW"'})
    assert main(["publish", str(staff), "--by", "tests"]) == 0
    with store.open("staff", WHOLE) as snapshot:
        frame = measures.answer("themes", snapshot).frame
    counted = {
        row["theme_id"]: (row["n"], row["n_incl"], row["n_benefit"], row["n_concern"])
        for row in frame.filter(pl.col("site_id") == "ulm").to_dicts()
    }
    # Each tag of a passage is a statement: two of hope, three of time, none of pay.
    assert counted == {
        "benefits": (0, 2, 0, 0),
        "hope": (2, 2, 2, 0),
        "barriers": (0, 3, 0, 0),
        "time": (3, 3, 0, 3),
        "pay": (0, 0, 0, 0),
    }
    assert "We were made welcome" not in (staff / "statements.csv").read_text(encoding="utf-8")


def test_a_codebook_of_another_project_stays_by_itself():
    highlights = b"id,document,tag,content\n1,FG,Benefits.Hope,Words\n"
    for tag, n in (("Benefits.Hope", 1), ("Weather", 2)):
        book = f"tag,description,number of highlights\n{tag},Says something,1\n".encode()
        found = collect([DroppedFile("h.csv", highlights), DroppedFile("c.csv", book)])
        assert len(found) == n
        described = {code.code: code.description for code in found[0].codes}
        assert described["Benefits > Hope"] == ("Says something" if n == 1 else None)
