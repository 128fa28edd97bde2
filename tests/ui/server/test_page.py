"""Streamlit's page carries our name, a language, and no pointer to closed interfaces."""

import re
from pathlib import Path

from streamlit import file_util

from bridgeboard.ui.server.page import PICTURES, drawn_at_once, named, preloading, with_pictures
from bridgeboard.ui.server.security_headers import content_security_policy

INDEX = (Path(file_util.get_static_dir()) / "index.html").read_text(encoding="utf-8")


def test_the_installed_page_gets_our_title_and_language():
    page = named(INDEX, "Bridgeboard")
    assert "<title>Bridgeboard</title>" in page
    assert '<html lang="en">' in page
    assert page.count("<html") == page.count("<title>") == 1


def test_the_installed_page_loses_its_words_about_the_agent_interface():
    assert "_stcore/agent" in INDEX
    assert "_stcore/agent" not in named(INDEX, "Bridgeboard")


def test_a_page_without_a_language_gets_one():
    page = named('<html dir="ltr"><title>Streamlit</title></html>', "Name", "de")
    assert page == '<html lang="de"><title>Name</title></html>'


def test_all_scripts_of_the_installed_page_stay():
    assert named(INDEX, "Bridgeboard").count("<script") == INDEX.count("<script")


def test_the_scripts_that_every_page_needs_are_asked_for_at_once_and_each_is_there():
    scripts = Path(file_util.get_static_dir()) / "static" / "js"
    page = preloading(INDEX, scripts)
    named_now, named_before = (
        re.findall(r'<link rel="modulepreload" crossorigin href="./static/js/([^"]+)">', text)
        for text in (page, INDEX)
    )
    added = named_now[len(named_before) :]
    assert {name.partition(".")[0] for name in added} >= {
        "Html",
        "Selectbox",
        "Multiselect",
        "ButtonGroup",
    }
    assert len(set(named_now)) == len(named_now)
    assert [name for name in named_now if not (scripts / name).is_file()] == []
    # Neither what draws charts nor what draws tables: the Overview has none of the former, and of
    # the latter only what somebody opens.
    assert sum((scripts / name).stat().st_size for name in added) < 400_000
    assert not [name for name in added if name.startswith(("Plotly", "DataFrame"))]


def test_where_streamlit_has_other_scripts_the_page_stays_as_it_is(tmp_path):
    assert preloading(INDEX, tmp_path) == INDEX


def test_the_page_is_unseen_while_it_is_drawn_only_if_its_script_says_so():
    page = drawn_at_once(INDEX)
    assert f'<head><script type="module" src=".{PICTURES}/drawing.js"></script><style>' in page
    rules = re.findall(r"([^{}\n]+(?:\n[^{}]*)?)\{ (?:visibility|padding)", page)
    assert len(rules) == 2
    assert all("html[data-" in rule for rule in rules)
    assert content_security_policy(page) == content_security_policy(INDEX)


def test_the_page_asks_for_what_makes_pictures_and_for_nothing_written_into_it():
    page = with_pictures(INDEX)
    assert page.count("<script") == INDEX.count("<script") + 1
    assert f'src=".{PICTURES}/press.js"></script></head>' in page
    assert content_security_policy(page) == content_security_policy(INDEX)
