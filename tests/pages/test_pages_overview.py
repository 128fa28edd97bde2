"""The Overview: what the programme is, what there is where, what to look at."""

import base64

import polars as pl
import pytest

from bridgeboard import disclosure, durable, measures
from bridgeboard.access import WHOLE
from bridgeboard.store import Store
from bridgeboard.ui import snapshots
from tests.pages.conftest import errors, figures, plotly, table, texts

PAGE = "sites/overview"


def test_upsides_says_that_pune_and_ahmedabad_must_not_be_compared(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    assert (
        "Pune stands for Ahmedabad at a later wave: two places. The two must not be compared."
        in figures(running)[0]
    )
    row = table(running, "Stands for").row(by_predicate=pl.col("Site") == "Pune", named=True)
    assert (row["Stands for"], row["Waves comparable"]) == ("Ahmedabad", "no")


def test_upsides_reports_35_and_25_people_for_whole_waves_and_never_by_site(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    waves = table(running, "Precision")
    assert waves["People"].to_list() == [35, 25]
    assert "never split over sites" in texts(running)
    coverage = table(running, "Evidence", "People")
    groups = coverage.filter(pl.col("Evidence") == "Focus groups")
    assert groups["People"].drop_nulls().to_list() == [0, 0]


def test_the_evidence_table_is_the_coverage_measure(app, shipped, upsides):
    running = app(shipped, PAGE, programme="upsides")
    frame = disclosure.shown(measures.answer("coverage", upsides), "team").frame
    shown = table(running, "Evidence", "People")
    assert shown["Number"].to_list() == frame["n"].to_list()
    assert shown["Evidence"].to_list() == frame["evidence_label"].to_list()


def test_three_things_deserve_attention_each_with_its_source(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    first = figures(running)[0]
    assert "Waves that must not be compared : Pune" in first
    assert "Role clarity is asked for : Ulm, Butabika, Dar es Salaam and Ahmedabad" in first
    assert "No survey : the whole programme" in first
    assert "Source: Krumm et al. 2022" in first
    assert "Payment is not known" not in first
    assert "Payment is not known" in table(running, "What", "Sentence")["What"].to_list()


def test_the_page_ends_with_what_the_sources_cannot_tell_and_what_they_are(app, shipped, upsides):
    said = texts(app(shipped, PAGE, programme="upsides"))
    for sentence in upsides.programme.cannot_tell:
        assert sentence in said
    assert "doi:10.1186/s12888-022-04206-5" in said
    assert "Mental health workers' perspectives on peer support" in said


def test_the_map_shows_seven_sites_and_needs_no_network(app, shipped):
    running = app(shipped, PAGE, programme="upsides")
    image = running.main.get("image")[0].proto.imgs[0]
    assert image.url.startswith("data:image/svg+xml;base64,")
    svg = base64.b64decode(image.url.split(",", 1)[1]).decode()
    for name in ("Ulm", "Hamburg", "Butabika", "Dar es Salaam", "Be&#x27;er Sheva", "Pune"):
        assert f">{name}</text>" in svg
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_the_demonstration_has_no_map_and_says_how_to_get_one(app, shipped):
    running = app(shipped, PAGE, programme="demonstration")
    assert not running.main.get("image")
    assert "Add latitude and longitude to sites.csv" in texts(running)


@pytest.mark.parametrize("programme", ["upsides", "demonstration"])
def test_the_overview_is_light_without_plotly(app, shipped, programme):
    assert plotly(app(shipped, PAGE, programme=programme)) == []


def test_every_drawing_of_the_demonstration_says_that_it_is_simulated(app, shipped):
    drawn = figures(app(shipped, PAGE, programme="demonstration"))
    assert len(drawn) == 4
    assert [words for words in drawn if "Simulated data" not in words] == []
    assert not [
        words for words in figures(app(shipped, PAGE, programme="upsides")) if "Simul" in words
    ]


def test_the_shareable_view_hides_small_surveys_and_says_why(app, shipped):
    running = app(shipped, PAGE, programme="demonstration", view="shareable")
    coverage = table(running, "Evidence", "People")
    survey = coverage.filter(
        (pl.col("Evidence") == "Survey PSA-12") & (pl.col("Site") == "Quiet Shore")
    )
    assert survey["Number"].to_list() == [None] * 4
    assert all(status.startswith("hidden: fewer than 10 people") for status in survey["Status"])
    assert "Numbers are hidden where they rest on fewer than 10 people" in texts(running)
    assert "Too few answers" not in texts(running)


def test_published_by_whom_and_from_how_many_rows(app, shipped):
    said = texts(app(shipped, PAGE, programme="upsides"))
    assert "UTC by tests, from 7 files" in said
    assert "0 refused" in said


#: As Streamlit gets it, where a question mark is no Markdown.
CHANGED = r"What changed since the last publish\?"


@pytest.fixture
def twice(published, store_folder):
    """Publish dict rows one after the other: twice(first, second, ...) -> the store's root."""

    def given(*states):
        for tables in states:
            published(tables)
        return store_folder

    return given


def _paid(basis, sites=1):
    return {"payments": [{"site_id": f"s{n}", "basis": basis} for n in range(sites)]}


def _section(running) -> str:
    """The page's words, where it has the heading on what changed."""
    assert CHANGED in [heading.value for heading in running.main.get("header")]
    return texts(running)


@pytest.mark.parametrize("view", ["team", "shareable"])
def test_after_a_second_publish_the_overview_says_what_moved(app, twice, view):
    running = app(twice(_paid("employed"), _paid("unpaid")), PAGE, view=view)
    assert errors(running) == []
    said = _section(running)
    assert "UTC, when tests published:" in said
    assert "Site s0: “Financial arrangements” went from ready to act. PSWs are unpaid" in said


def test_where_nothing_changed_one_sentence_says_so(app, twice):
    running = app(twice(_paid("unpaid"), _paid("unpaid")), PAGE)
    assert "Nothing that these pages show changed since" in texts(running)


def test_at_most_ten_changes_are_told_and_how_many_more_there_are(app, twice):
    running = app(twice(_paid("employed", 14), _paid("unpaid", 14)), PAGE)
    assert _section(running).count("went from ready to act") == 10
    assert "And 4 more." in texts(running)


def test_the_first_publish_has_nothing_to_compare_with(app, shipped):
    for view in ("team", "shareable"):
        running = app(shipped, PAGE, programme="upsides", view=view)
        assert "Nothing was published before, or it is no longer kept" in texts(running)


def test_after_a_roll_back_it_is_compared_with_what_was_published_before_it(app, twice):
    root = twice(_paid("employed"), _paid("unpaid"), _paid("stipend"))
    store = Store(root)
    store.roll_back("test", store.snapshots("test")[1].snapshot_id, by="tests")
    assert "went from ready to act" in _section(app(root, PAGE))
    store.roll_back("test", store.snapshots("test")[2].snapshot_id, by="tests")
    assert "Nothing was published before" in texts(app(root, PAGE))


def test_what_another_version_published_is_named_and_nothing_breaks(app, twice):
    root = twice(_paid("employed"), _paid("unpaid"))
    older = Store(root).snapshots("test")[1]
    manifest = root / "test" / "snapshots" / f"{older.snapshot_id}.json"
    durable.write_sealed(manifest, durable.read_sealed(manifest) | {"layout": 1})
    running = app(root, PAGE)
    assert errors(running) == []
    said = texts(running)
    assert "can't be compared: another version of Bridgeboard made it." in said
    assert "Nothing that these pages show" not in said


def test_chosen_waves_do_not_change_from_where_a_state_is_seen(app, twice):
    waves = [{"wave_id": "pre", "label": "Before"}, {"wave_id": "post", "label": "After"}]
    root = twice({"waves": waves} | _paid("employed"), {"waves": waves} | _paid("unpaid"))
    assert "went from ready to act" in _section(app(root, PAGE, wave="Before"))


def test_the_earlier_snapshot_is_opened_once_for_everybody(twice, monkeypatch):
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(twice(_paid("employed"), _paid("unpaid"))))
    earlier, unreadable = snapshots.opened_before(snapshots.opened("test", WHOLE, "team"), "team")
    assert unreadable == ()
    assert snapshots.opened_before(snapshots.opened("test", WHOLE, "team"), "team")[0] is earlier
    assert earlier.snapshot_id < snapshots.opened("test", WHOLE, "team").snapshot_id
    assert snapshots.opened_before(earlier, "team") == (None, ())
