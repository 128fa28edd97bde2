"""Streamlit's page, with our name and language on it."""

from __future__ import annotations

import re

_NOSCRIPT = re.compile(r"<noscript>.*?</noscript>", re.DOTALL)
_SERVICE = re.compile(r'<link rel="service-desc"[^>]*>')
_HTML = re.compile(r"<html\b[^>]*>")


def named(index_html: str, title: str, language: str = "en") -> str:
    """The page with its title, its language, and no word of interfaces that are closed."""
    text = _HTML.sub(f'<html lang="{language}">', index_html, count=1)
    text = text.replace("<title>Streamlit</title>", f"<title>{title}</title>", 1)
    text = _NOSCRIPT.sub(f"<noscript><p>{title} needs JavaScript.</p></noscript>", text)
    return _SERVICE.sub("", text)
