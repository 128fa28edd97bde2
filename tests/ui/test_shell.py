"""The shell: what is chosen, what a link opens, and what is said when there is nothing."""

from __future__ import annotations

import re

from bridgeboard.store import Store
from bridgeboard.ui import words
from bridgeboard.ui.page_words import sign_in
from tests.ui.conftest import errors, texts


def _link(app) -> dict[str, list[str]]:
    found = {name: app.query_params[name] for name in app.query_params}
    return {name: [v] if isinstance(v, str) else list(v) for name, v in found.items()}


def _quiet(app) -> None:
    assert errors(app) == []


def test_without_a_programme_the_page_says_which_command_to_run(app, store_folder):
    running = app(store_folder)
    _quiet(running)
    assert words.NOTHING_PUBLISHED in texts(running)
    assert "python -m bridgeboard publish" in texts(running)


def test_the_published_programme_comes_before_the_simulated_one_and_stands_in_the_link(
    app, shipped
):
    running = app(shipped)
    _quiet(running)
    assert running.selectbox(key="programme").value == "upsides"
    assert _link(running) == {"programme": ["UPSIDES"]}


def test_a_link_by_ids_opens_the_same_view_and_is_rewritten_by_names(app, shipped):
    running = app(shipped, programme="upsides", site=["ULM", "BU"], wave="pre", view="shareable")
    _quiet(running)
    choice = running.session_state["choice"]
    assert (choice.programme_id, choice.view) == ("upsides", "shareable")
    assert (choice.filters.sites, choice.filters.waves) == (("ULM", "BU"), ("pre",))
    assert not running.warning
    again = app(shipped, **_link(running)).session_state["choice"]
    assert (again.filters, again.view) == (choice.filters, choice.view)


def test_a_link_to_what_is_not_there_opens_what_is_and_says_so_once(app, shipped):
    running = app(shipped, programme="gone", site=["ULM", "Atlantis"], wave="later", view="all")
    _quiet(running)
    said = "\n".join(warning.value for warning in running.warning)
    for lost in ("gone", "Atlantis", "later", "all"):
        assert f"“{lost}”" in said
    choice = running.session_state["choice"]
    assert (choice.programme_id, choice.view) == ("upsides", "team")
    assert (choice.filters.sites, choice.filters.waves) == (("ULM",), ())
    assert not running.run().warning


def test_a_link_can_carry_no_markup_onto_the_page(app, shipped):
    running = app(shipped, site="<img src=x> **b** [l](http://evil.example) :red[r]")
    _quiet(running)
    unescaped = re.sub(r"\\.", "", running.warning[0].value)
    assert not set("<>*[]():") & set(unescaped)


def test_parameters_of_others_stay_in_the_link(app, shipped):
    assert _link(app(shipped, site="ULM", ref="mail"))["ref"] == ["mail"]


def test_changing_the_programme_drops_sites_that_the_other_has_not(app, shipped):
    running = app(shipped, programme="upsides", site="ULM")
    waves = running.multiselect(key="wave")
    waves.select(waves.options[0]).run()
    assert len(running.session_state["choice"].filters.waves) == 1
    running.selectbox(key="programme").select("demonstration").run()
    _quiet(running)
    choice = running.session_state["choice"]
    assert choice.programme_id == "demonstration"
    assert choice.filters.sites == choice.filters.waves == ()
    assert set(_link(running)) == {"programme"}


def test_a_new_snapshot_is_seen_at_the_next_run(app, published, store_folder):
    published({"sites": [{"site_id": "a", "site_name": "Old name"}]})
    running = app(store_folder)
    first = running.session_state["choice"].snapshot
    published({"sites": [{"site_id": "a", "site_name": "New name"}]})
    running.run()
    _quiet(running)
    assert running.session_state["choice"].snapshot.snapshot_id > first.snapshot_id
    assert running.multiselect(key="site").options == ["New name"]


def test_a_damaged_snapshot_is_said_and_the_one_before_is_shown(app, published, store_folder):
    first = published()
    published({"sites": [{"site_id": "b"}]}).path.write_bytes(b"broken")
    running = app(store_folder)
    _quiet(running)
    assert running.session_state["choice"].snapshot.snapshot_id == first.snapshot_id
    assert any("is not served" in warning.value for warning in running.warning)


def test_a_programme_without_a_good_snapshot_is_said_and_others_can_be_chosen(
    app, published, programme_folder, store_folder
):
    from bridgeboard.intake import accept

    published({}, {"id": "broken", "name": "Broken"}).path.write_bytes(b"broken")
    Store(store_folder).publish(accept(programme_folder({}, {"id": "good", "name": "Good"})), "me")
    running = app(store_folder, programme="broken")
    _quiet(running)
    assert words.PROGRAMME_UNREADABLE in texts(running)
    running.selectbox(key="programme").select("good").run()
    _quiet(running)
    assert running.session_state["choice"].programme_id == "good"


def test_two_programmes_and_two_sites_of_one_name_can_be_told_apart(
    app, published, programme_folder, store_folder
):
    sites = [{"site_id": "a", "site_name": "Clinic"}, {"site_id": "b", "site_name": "Clinic"}]
    for programme_id in ("first", "second"):
        published({"sites": sites}, {"id": programme_id, "name": "Same"})
    running = app(store_folder, programme="second", site="b")
    _quiet(running)
    assert running.selectbox(key="programme").options == ["Same (first)", "Same (second)"]
    assert running.session_state["choice"].programme_id == "second"
    assert running.session_state["choice"].filters.sites == ("b",)


def test_a_simulated_programme_says_so_above_every_page_and_a_collected_one_does_not(
    app, shipped, published, store_folder
):
    assert "Simulated data" in texts(app(shipped, programme="demonstration"))
    assert "Published evidence" in texts(app(shipped, programme="upsides"))
    published()
    collected = texts(app(store_folder))
    assert "Simulated data" not in collected
    assert "Published evidence" not in collected


def test_the_sidebar_says_that_no_sign_in_is_set_up_and_what_a_view_means(
    app, published, store_folder
):
    published({}, {"k": 7})
    running = app(store_folder)
    assert sign_in.LOCAL in texts(running)
    assert "Team view" in texts(running)
    shareable = texts(app(store_folder, view="shareable"))
    assert "fewer than 7 people" in shareable
