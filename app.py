"""Bridgeboard's router: what to look at, the list of pages, and the page itself.

streamlit run app.py works; python serve.py adds compression, security headers and an Origin check.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from bridgeboard.ui import shell, sidebar, words
from bridgeboard.ui.choice import keep

FOLDER = Path(__file__).resolve().parent
ICON = FOLDER / "bridgeboard" / "ui" / "assets" / "icon.png"

#: Sections in the order of the menu; in each the pages: file in pages/<section>/, name, address.
PAGES = {
    "sites": (("overview", "Overview", "overview"),),
    "change": (
        ("attitudes", "Attitudes", "attitudes"),
        ("focus_groups", "Focus groups", "focus-groups"),
    ),
    "compare": (("context", "Context and payment", "context-and-payment"),),
    "about": (("methods", "Methods", "methods"),),
}


def main() -> None:
    """Draw the shell, then run the page."""
    page = st.navigation(
        {
            words.SECTIONS[section]: [
                st.Page(
                    FOLDER / "pages" / section / f"{file}.py",
                    title=title,
                    url_path=url,
                    default=url == "overview",
                )
                for file, title, url in pages
            ]
            for section, pages in PAGES.items()
        },
        position="top",
    )
    st.set_page_config(f"{page.title} · {words.NAME}", page_icon=ICON, layout="wide")
    drawn = sidebar.draw()
    shell.banners(drawn)
    if drawn.choice is None:
        shell.nothing_to_show(drawn, page.title)
        return
    keep(drawn.choice)
    page.run()


main()
