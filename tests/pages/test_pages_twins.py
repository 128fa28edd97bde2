"""Programmes that differ in what is hidden alone: no page for sharing tells them apart."""

from __future__ import annotations

import re

import pytest

from app import PAGES
from bridgeboard.intake import accept
from bridgeboard.store import Store
from tests.conftest import folder_of
from tests.disclosure.quiet_site import K, quiet_site
from tests.disclosure.test_disclosure_twins import VARIANTS
from tests.pages.conftest import errors, texts

FILES = [f"{section}/{name}" for section, pages in PAGES.items() for name, _, _ in pages]
#: When it was published, which differs from one to the other.
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d|\d{8}T\d+Z-\w+")


@pytest.fixture(scope="module")
def roots(tmp_path_factory):
    """Stores of the programme, of one in which less is held back, and of one that fell silent."""
    found = {}
    made = {"as it is": quiet_site, **VARIANTS}
    for name in ("as it is", "less is held back", "nobody answers at the later wave"):
        folder = tmp_path_factory.mktemp("twin")
        found[name] = folder / "store"
        accepted = accept(folder_of(folder / "made", made[name](), {"k": K}))
        Store(found[name]).publish(accepted, "tests")
    return found


def _words(app, root, page):
    running = app(root, page, view="Shareable", at="quiet")
    assert errors(running) == []
    return _MOMENT.sub("", texts(running))


@pytest.mark.parametrize("page", FILES)
def test_a_page_says_the_same_whatever_was_not_released(app, roots, page):
    assert _words(app, roots["as it is"], page) == _words(app, roots["less is held back"], page)


@pytest.mark.parametrize("page", ["change/plan", "sites/one_site", "sites/readiness"])
def test_a_page_stands_whatever_else_is_hidden(app, roots, page):
    words = _words(app, roots["nobody answers at the later wave"], page)
    if page != "change/plan":
        assert words == _words(app, roots["as it is"], page)
