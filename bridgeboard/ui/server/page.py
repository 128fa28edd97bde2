"""Streamlit's page, with our name and language on it."""

from __future__ import annotations

import re
from pathlib import Path

_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_SERVICE = re.compile(r'<link rel="service-desc"[^>]*>')
_HTML = re.compile(r"<html\b[^>]*>")


#: Where the server has what makes pictures of charts: see own_files.py.
PICTURES = "/pictures"

#: What is on the page while it is drawn, and where it begins until the sidebar stands beside it.
_DRAWING = """<style>
html[data-drawing] :is([data-testid="stMainBlockContainer"], [data-testid="stSidebarUserContent"])
  { visibility: hidden }
@media (min-width: 768px) {
  html[data-beside] [data-testid="stAppViewContainer"]:not(:has(> [data-testid="stSidebar"]))
    { padding-inline-start: 300px }
}
</style>"""
#: Parts of Streamlit's client that every page of ours has, beside what it loads by itself.
_ON_EVERY_PAGE = ("Html", "Selectbox", "Multiselect", "ButtonGroup")
_IMPORTED = re.compile(r"""(?:from|import)\s*["'`]\./([\w.-]+\.js)["'`]""")


def preloading(index_html: str, scripts: Path) -> str:
    """The page with the scripts named that every page needs, so that a browser asks for them at
    once, and not one after the other as each is found in the one before.

    In:     scripts: the folder that they lie in. Missing: where Streamlit has other ones, they are
            found as they come.
    """
    wanted = [
        path.name for part in _ON_EVERY_PAGE for path in sorted(scripts.glob(f"{part}.????????.js"))
    ]
    for name in wanted:
        text = (scripts / name).read_text(encoding="utf-8")
        wanted += [one for one in dict.fromkeys(_IMPORTED.findall(text)) if one not in wanted]
    missing = [name for name in wanted if f"/{name}" not in index_html]
    links = "".join(
        f'<link rel="modulepreload" crossorigin href="./static/js/{name}">' for name in missing
    )
    return index_html.replace("</head>", f"{links}</head>", 1)


def drawn_at_once(index_html: str) -> str:
    """The page with what keeps it unseen until its parts are there, and with room for the sidebar
    as long, so that nothing jumps."""
    script = f'<script type="module" src=".{PICTURES}/drawing.js"></script>'
    return index_html.replace("<head>", f"<head>{script}{_DRAWING}", 1)


def with_pictures(index_html: str) -> str:
    """The page with the script that makes a picture of a chart where it is asked for."""
    script = f'<script type="module" src=".{PICTURES}/press.js"></script>'
    return index_html.replace("</head>", f"{script}</head>", 1)


def named(index_html: str, title: str, language: str = "en") -> str:
    """The page with its title, its language, and no word of interfaces that are closed."""
    text = _HTML.sub(f'<html lang="{language}">', index_html, count=1)
    text = text.replace("<title>Streamlit</title>", f"<title>{title}</title>", 1)
    text = _NOSCRIPT.sub(f"<noscript><p>{title} needs JavaScript.</p></noscript>", text)
    return _SERVICE.sub("", text)
