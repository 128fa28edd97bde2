"""Load data on the page: drop, look, decide, check, and publish."""

from __future__ import annotations

import re

import pytest

from bridgeboard import settings
from bridgeboard.access import WHOLE
from bridgeboard.decisions import Decisions
from bridgeboard.forms import Places, form_of
from bridgeboard.instruments import shipped
from bridgeboard.mapping.coding_map import CodeRule, CodingMap, DocumentRule
from bridgeboard.store import Store
from tests.conftest import folder_of
from tests.forms.exports import redcap_raw
from tests.forms.people import people_of
from tests.pages.conftest import errors, table, texts

PAGE = "data/load"
PRESENT = {
    "sites": [{"site_id": "a", "site_name": "Ulm"}],
    "respondents": [{"respondent_id": "r1"}, {"respondent_id": "r2"}],
}
RESPONDENTS = (
    b"respondent_id,site_id,wave_id,gender,provenance\n"
    b"r2,a,pre,female,collected\n"
    b"r3,a,pre,,collected\n"
    b"r4,nowhere,pre,,collected\n"
)


def dropped(running, *files: tuple[str, bytes]):
    """The page once these files are dropped."""
    given = [(name, data, "text/csv") for name, data in files]
    running.file_uploader[0].set_value(given)
    running.run()
    assert errors(running) == []
    return running


def _button(running, label):
    return next(one for one in running.button if one.label == label)


def _plain(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def _named(running, name: str):
    next(one for one in running.text_input if one.label == "Your name").set_value(name)


def test_a_table_of_ours_is_merged_checked_and_published(app, published, store_folder):
    published(PRESENT)
    running = dropped(app(store_folder, PAGE), ("respondents.csv", RESPONDENTS))
    said = texts(running)
    assert "Bridgeboard table: it is named and headed as our table respondents." in said
    assert "respondents: 1 new, 1 changed and 1 as they were." in said
    assert "1 rows or cells can't be loaded as they are." in said
    problems = table(running, "File", "Row", "How to mend it")
    assert problems.select("File", "Row", "Column").rows() == [("respondents.csv", 4, "site_id")]
    _named(running, "Ana")
    _button(running, "Publish").click().run()
    assert "tick the box to publish without it" in _plain(running.error[0].value)
    running.checkbox[0].check()
    _button(running, "Publish").click().run()
    assert errors(running) == []
    assert "Test is published." in _plain(running.success[0].value)
    record = Store(store_folder).snapshots("test")[0]
    assert (record.by, record.n_rows["respondents"], record.n_refused) == ("Ana", 3, 1)
    assert record.files[-1].name == "respondents.csv"
    assert not running.main.dataframe


def test_a_table_can_be_put_in_place_of_what_is_there(app, published, store_folder):
    published(PRESENT)
    running = dropped(app(store_folder, PAGE), ("respondents.csv", RESPONDENTS))
    how = next(one for one in running.button_group if one.label.startswith("Table respondents"))
    how.set_value("replace").run()
    assert errors(running) == []
    assert "respondents: 1 new, 1 changed and 1 gone." in texts(running)


def test_a_programme_begins_in_an_empty_store(app, store_folder, tmp_path):
    running = app(store_folder, PAGE)
    assert errors(running) == []
    folder = folder_of(tmp_path / "made", PRESENT)
    files = [(path.name, path.read_bytes()) for path in sorted(folder.glob("*.csv"))]
    running.text_input[0].set_value("north")
    running.text_input[1].set_value("Peer support North")
    dropped(running, *files)
    assert "respondents: 2 new." in texts(running)
    _named(running, "Ana")
    _button(running, "Publish").click().run()
    assert errors(running) == []
    assert Store(store_folder).served("north").record.name == "Peer support North"
    assert 'href="attitudes?programme=north' in "".join(
        element.proto.body for element in running.main.get("html")
    )


def test_an_id_that_is_taken_or_can_not_be_is_said(app, published, store_folder):
    published(PRESENT)
    running = app(store_folder, PAGE)
    running.button_group[0].set_value("new").run()
    running.text_input[0].set_value("test")
    running.text_input[1].set_value("Mine").run()
    assert "There is a programme of this id already" in _plain(running.error[0].value)
    running.text_input[0].set_value("No id").run()
    assert "short and in lower case" in _plain(running.error[0].value)
    assert errors(running) == []


def test_who_published_meanwhile_is_noticed_and_nothing_is_overwritten(
    app, published, store_folder, tmp_path
):
    published(PRESENT)
    running = dropped(app(store_folder, PAGE), ("respondents.csv", RESPONDENTS.rsplit(b"r4")[0]))
    _named(running, "Ana")
    published(PRESENT | {"sites": [{"site_id": "a"}, {"site_id": "b"}]})
    before = len(Store(store_folder).snapshots("test"))
    _button(running, "Publish").click().run()
    assert "Somebody published meanwhile" in running.warning[0].value
    assert len(Store(store_folder).snapshots("test")) == before
    _button(running, "Publish").click().run()
    assert "Test is published." in _plain(running.success[0].value)


def test_what_is_not_recognised_is_said_and_can_be_corrected(app, published, store_folder):
    published(PRESENT)
    running = dropped(app(store_folder, PAGE), ("photo.jpg", b"\xff\xd8\xff\x00\x01" * 50))
    assert "Not recognised:" in texts(running)
    assert "Publish" not in [one.label for one in running.button]


def test_the_shareable_view_offers_nothing(app, published, store_folder):
    published(PRESENT)
    running = app(store_folder, PAGE, view="shareable")
    assert errors(running) == []
    assert "Data can't be loaded in the shareable view." in texts(running)
    assert not running.get("file_uploader")


@pytest.mark.parametrize("name", ["<script>1</script>.csv", "**b**[l](http://evil.example).csv"])
def test_a_hostile_file_name_is_shown_as_text(app, published, store_folder, name):
    published(PRESENT)
    running = dropped(app(store_folder, PAGE), (name, b"a,b\n1,2\n"))
    for element in running.get("html"):
        assert "<script" not in element.proto.body
    for element in running.markdown:
        assert "[l](" not in re.sub(r"\\.", "", element.value)


HIGHLIGHTS = (
    b"id,document,tag,content\n"
    b"1,Ulm pre MHW,Role clarity,Nobody knew what they do\n"
    b"2,Ulm pre MHW,Role clarity,It was clear to me\n"
    b"3,Ulm pre MHW,Pay,Too little\n"
)
CODED = {
    "sites": [{"site_id": "a", "site_name": "Ulm"}],
    "waves": [{"wave_id": "pre", "label": "Before"}],
    "focus_groups": [{"group_id": "g1", "transcript_label": "Ulm pre MHW"}],
    "themes": [{"theme_id": "pay", "label": "Pay"}],
}


def test_coded_documents_become_statements_without_their_words(app, published, store_folder):
    published(CODED)
    running = dropped(app(store_folder, PAGE), ("highlights.csv", HIGHLIGHTS))
    documents = table(running, "Document", "It is")
    assert documents.row(0)[:2] == ("Ulm pre MHW", "the focus group g1")
    codes = table(running, "Code", "It is")
    assert dict(codes.select("Code", "It is").iter_rows()) == {
        "Role clarity": "a new theme “Role clarity”",
        "Pay": "the theme pay",
    }
    running.selectbox(key="load-0-code-highlights.csv").set_value("Pay").run()
    stance = next(one for one in running.selectbox if one.label == "Stance")
    stance.set_value("concern").run()
    assert errors(running) == []
    _named(running, "Ana")
    _button(running, "Publish").click().run()
    assert errors(running) == []
    with Store(store_folder).open("test", WHOLE) as later:
        rows = later.query("SELECT theme_id, stance, release, text FROM statements")
    assert sorted(rows.select("stance", "release").rows()) == [
        ("concern", "team"),
        ("neutral", "team"),
        ("neutral", "team"),
    ]
    assert not rows["text"].str.contains("Nobody knew").any()
    # The map is kept, and offered for the next export of the same documents.
    assert Decisions(store_folder, "test").saved_maps()["map_name"].to_list() == ["highlights"]


def test_coded_words_come_in_when_asked_for_and_stay_with_the_team(app, published, store_folder):
    published(CODED)
    running = dropped(app(store_folder, PAGE), ("highlights.csv", HIGHLIGHTS))
    next(one for one in running.checkbox if one.label.startswith("Load the coded words")).check()
    running.run()
    _named(running, "Ana")
    _button(running, "Publish").click().run()
    assert errors(running) == []
    with Store(store_folder).open("test", WHOLE) as later:
        rows = later.query("SELECT kind, release, text FROM statements")
    assert set(rows.select("kind", "release").rows()) == {("quote", "team")}
    assert "Nobody knew what they do" in rows["text"].to_list()


def test_a_map_of_coded_documents_from_a_file_is_used(app, published, store_folder):
    published(CODED)
    running = dropped(app(store_folder, PAGE), ("highlights.csv", HIGHLIGHTS))
    coding = {"name": "From elsewhere", "kind": "coded-segments"}
    text = CodingMap(
        **coding,
        documents=(DocumentRule("Ulm pre MHW", "g1"),),
        codes=(CodeRule("Role clarity", leave_out=True), CodeRule("Pay", "pay", stance="concern")),
    ).to_toml()
    key = "load-0-map-file-highlights.csv"
    for data, said in ((b"name = 1", "This file is no map"), (text.encode(), "From elsewhere")):
        uploader = next(one for one in running.file_uploader if one.key == key)
        uploader.set_value(("map.toml", data, "application/toml"))
        running.run()
        assert said in _plain(texts(running)) + str([one.options for one in running.selectbox])
    codes = table(running, "Code", "It is").select("Code", "It is")
    assert dict(codes.iter_rows())["Role clarity"] == "left out"


AIM = settings.PROJECT / "schemas" / "instruments" / "aim.toml"


def test_an_own_instrument_is_taken_with_the_answers_to_it(app, published, store_folder):
    published(PRESENT)
    own = (AIM.read_text("utf-8")).replace('"aim"', '"our-aim"', 1)
    answers = b"respondent_id,instrument_id,item_id,value,state\n" + b"".join(
        b"r1,our-aim,%s,4,answered\n" % item.encode() for item in shipped()["aim"].item_ids
    )
    running = dropped(
        app(store_folder, PAGE), ("our-aim.toml", own.encode()), ("answers.csv", answers)
    )
    assert "Bridgeboard instrument" in _plain(texts(running))
    _named(running, "Ana")
    _button(running, "Publish").click().run()
    assert errors(running) == []
    with Store(store_folder).open("test", WHOLE) as later:
        assert later.query("SELECT score FROM mart_scores").item() == 4.0
        assert list(later.instruments) == ["our-aim"]


def test_an_instrument_that_is_none_is_said(app, published, store_folder):
    published(PRESENT)
    for text in ('instrument_id = "x"\nitems = 3\n', AIM.read_text("utf-8")):
        running = dropped(app(store_folder, PAGE), ("x.toml", text.encode()))
        problems = table(running, "File", "How to mend it")
        assert set(problems["File"]) == {"x.toml"}


PLACES = Places("Study", (("lake", "Lake clinic"),), (("pre", "Before"), ("post", "After")))
STUDY = {
    "sites": [{"site_id": "lake", "site_name": "Lake clinic"}],
    "waves": [
        {"wave_id": "pre", "order": 1, "from_on": "2025-01-01", "to_on": "2025-03-31"},
        {"wave_id": "post", "order": 2, "from_on": "2026-01-01", "to_on": "2026-03-31"},
    ],
}


@pytest.fixture(scope="module")
def study():
    """The form of a study, and who answered it."""
    form = form_of([shipped()["psa12"]], PLACES, asks_wave=False)
    return form, people_of(form, PLACES, n=6, seed=20260331)


def _at(running, label: str):
    return next(one for one in running.selectbox if one.label == label)


def test_a_study_in_redcap_begins_a_programme_with_one_thing_to_say(app, store_folder, study):
    form, people = study
    running = app(store_folder, PAGE)
    running.text_input[0].set_value("study")
    running.text_input[1].set_value("Study")
    dropped(running, *redcap_raw(form, people, events=True).items())
    assert "left out, since it names the participant of a survey" in texts(running)
    columns = table(running, "Column", "It is", "Why")
    its = dict(columns.select("Column", "It is").iter_rows())
    assert its["psa12_b1"].startswith("PSA-12 · b1")
    assert its["redcap_event_name"] == "the wave"
    assert "Say in which country the new site lake-clinic is, under Sites." in texts(running)
    next(one for one in running.text_input if one.label.startswith("Country of")).set_value("deu")
    running.run()
    assert errors(running) == []
    assert "Every row fits." in texts(running)
    assert "respondents: 12 new." in texts(running)
    _named(running, "Ana")
    _button(running, "Publish").click().run()
    assert errors(running) == []
    with Store(store_folder).open("study", WHOLE) as snapshot:
        assert snapshot.query("SELECT count(*) FROM mart_pairs").item() > 0
        assert [one.name for one in snapshot.files][:2] == list(
            redcap_raw(form, people, events=True)
        )


def test_the_next_wave_goes_in_by_the_saved_map_alone(app, published, store_folder, study):
    form, people = study
    published(STUDY)
    first, second = (
        redcap_raw(form, [one for one in people if one.wave_id == wave]).items()
        for wave in ("pre", "post")
    )
    running = dropped(app(store_folder, PAGE), *first)
    assert "The day in answered_on tells the wave" in texts(running)
    _named(running, "Ana")
    _button(running, "Publish").click().run()
    assert errors(running) == []
    (saved,) = Decisions(store_folder, "test").saved_maps().to_dicts()
    dropped(running, *second)
    assert _at(running, "Map").value == saved["map_name"]
    assert "respondents: 6 new and 6 as they were." in texts(running)
    _button(running, "Publish").click().run()
    assert errors(running) == []
    assert Decisions(store_folder, "test").map_history().height == 1
    with Store(store_folder).open("test", WHOLE) as snapshot:
        assert snapshot.query("SELECT DISTINCT wave_id FROM respondents").height == 2


def test_a_column_a_value_and_a_site_are_changed_by_hand(app, published, store_folder, study):
    form, people = study
    published(STUDY | {"sites": [{"site_id": "lake"}, {"site_id": "hill"}]})
    running = dropped(app(store_folder, PAGE), *redcap_raw(form, people).items())
    _at(running, "Column").set_value("psa12_b1").run()
    _at(running, "It is").set_value("left out").run()
    assert errors(running) == []
    its = dict(table(running, "Column", "It is", "Why").select("Column", "It is").iter_rows())
    assert its["psa12_b1"] == "left out on purpose"
    place = next(one for one in running.selectbox if "rows" in one.label and "lake" in one.label)
    place.set_value("hill").run()
    eight = next(one for one in running.selectbox if one.label.startswith("“8"))
    assert eight.value == "dont_know"
    eight.set_value("missing").run()
    assert errors(running) == []
    _named(running, "Ana")
    _button(running, "Publish").click().run()
    assert errors(running) == []
    with Store(store_folder).open("test", WHOLE) as snapshot:
        assert snapshot.query("SELECT DISTINCT site_id FROM respondents").rows() == [("hill",)]
        assert not snapshot.query("SELECT count(b1) FROM answers_psa12").item()
        assert "dont_know" not in snapshot.query("SELECT state FROM unanswered")["state"]


def test_a_map_from_a_file_is_used_and_a_broken_one_is_said(app, published, store_folder, study):
    form, people = study
    published(STUDY)
    running = dropped(app(store_folder, PAGE), *redcap_raw(form, people).items())
    running.file_uploader[1].set_value([("my.toml", b"nam = 1", "application/toml")])
    running.run()
    assert errors(running) == []
    assert "This file is no map that can be used:" in texts(running)
    toml = (
        b'name = "mine"\nkind = "redcap"\n[respondent]\nrecord = "record_id"\n'
        b'[site]\nalways = "lake"\n[wave]\nalways = "pre"\n'
        b'[[answers]]\ninstrument = "psa12"\n[answers.items]\nb1 = "psa12_b1"\n'
    )
    running.file_uploader[1].set_value([("my.toml", toml, "application/toml")])
    running.run()
    assert errors(running) == []
    assert _at(running, "Map").value == "file"
    assert _at(running, "Every row is of").value == "lake"
