"""Bridgeboard's router: what to look at, the list of pages, and the page itself.

streamlit run app.py works; python serve.py adds compression, security headers and an Origin check.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

import bridgeboard.ui.loaded  # noqa: F401 - first of ours: see there
from bridgeboard.access import ROLES, Role, Viewer
from bridgeboard.problems import Refusal
from bridgeboard.ui import shell, sidebar, sign_in_pages, words
from bridgeboard.ui.choice import keep
from bridgeboard.ui.sign_in import begin_run

FOLDER = Path(__file__).resolve().parent
ASSETS = FOLDER / "bridgeboard" / "ui" / "assets"
ICON = ASSETS / "icon.png"

#: The one page that needs no programme: it may begin one.
LOAD = "load-data"
#: Sections in the order of the menu; in each the pages: file in pages/<section>/, name, address.
PAGES = {
    "sites": (
        ("overview", "Overview", "overview"),
        ("readiness", "Readiness", "readiness"),
        ("one_site", "One site", "one-site"),
        ("actions", "Actions", "actions"),
    ),
    "change": (
        ("attitudes", "Attitudes", "attitudes"),
        ("cfir", "CFIR", "cfir"),
        ("focus_groups", "Focus groups", "focus-groups"),
        ("together", "Together", "together"),
        ("plan", "Plan the next wave", "plan-next-wave"),
    ),
    "compare": (
        ("sites_and_income", "Sites and income levels", "sites-and-income-levels"),
        ("context", "Context and payment", "context-and-payment"),
    ),
    "data": (
        ("load", "Load data", LOAD),
        ("quality", "Data quality", "data-quality"),
        ("history", "History", "history"),
    ),
    "about": (("methods", "Methods", "methods"),),
}
START = "overview"
#: Pages that the menu shows to these roles alone: others would find nothing there.
FOR: dict[str, tuple[Role, ...]] = {
    LOAD: ("steward",),
    "data-quality": ("steward", "team", "manager"),
    "history": ("steward", "team"),
}


def menu(viewer: Viewer) -> dict[str, list[st.Page]]:
    """The pages by section. The start stands at / and, unlisted, at its own address as well:
    Streamlit answers for a default page's address with "Page not found"."""
    sections: dict[str, list[st.Page]] = {}
    for section, pages in PAGES.items():
        listed = sections.setdefault(words.SECTIONS[section], [])
        for name, title, url in pages:
            file = FOLDER / "pages" / section / f"{name}.py"
            is_start = url == START
            if is_start:
                listed.append(st.Page(file, title=title, url_path="start", default=True))
            # Who follows a link to a page of others reads there whose it is.
            is_offered = viewer.role in FOR.get(url, ROLES)
            visibility = "visible" if is_offered and not is_start else "hidden"
            listed.append(st.Page(file, title=title, url_path=url, visibility=visibility))
    return sections


def closed(why: Refusal) -> list[st.Page]:
    """The same addresses, each with the page for who may not look, and no menu: somebody who asks
    for a page is asked to sign in, and not told that it isn't there."""

    def turned_away() -> None:
        sign_in_pages.turned_away(why)

    addresses = [url for pages in PAGES.values() for _, _, url in pages]
    title = sign_in_pages.title(why)
    return [
        st.Page(turned_away, title=title, url_path="start", default=True),
        *(st.Page(turned_away, title=title, url_path=url) for url in addresses),
    ]


def main() -> None:
    """Ask who looks, draw the shell, then run the page."""
    try:
        viewer = begin_run()
        pages, position = menu(viewer), "top"
    except Refusal as why:
        viewer, pages, position = None, closed(why), "hidden"
    page = st.navigation(pages, position=position)
    st.set_page_config(f"{page.title} · {words.NAME}", page_icon=ICON, layout="wide")
    st.logo(ICON, size="large")
    st.html(ASSETS / "shell.css")
    if viewer is None:
        st.html(ASSETS / "closed.css")
        page.run()
        return
    drawn = sidebar.draw(viewer)
    sign_in_pages.who(viewer)
    sign_in_pages.open_warning(viewer)
    shell.banners(drawn)
    keep(drawn.choice)
    if drawn.choice is None and page.url_path != LOAD:
        shell.nothing_to_show(drawn, page.title)
        return
    above = st.container()
    page.run()
    with above:
        shell.asked_in_vain()


if __name__ == "__main__":
    main()
