"""Streamlit's page, with our name and language on it."""

from __future__ import annotations

import re

_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_SERVICE = re.compile(r'<link rel="service-desc"[^>]*>')
_HTML = re.compile(r"<html\b[^>]*>")


#: Where the server has what makes pictures of charts: see own_files.py.
PICTURES = "/pictures"


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
