"""The icons that pages draw, as a small font in place of one with four thousand."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import streamlit

from bridgeboard.settings import PROJECT

#: icons.woff2: the font, made by docs/small_icons.py. icons.txt: of which font of Streamlit's it is
#: a part, and the names of its icons.
FOLDER = Path(__file__).resolve().parents[1] / "assets" / "icons"
_STREAMLIT = Path(streamlit.__file__).parent
_NAMED = re.compile(r":material/([a-z0-9_]+)")


def full_font() -> Path:
    """The font that came with the installed Streamlit."""
    (found,) = (_STREAMLIT / "static" / "static" / "media").glob("MaterialSymbols-Rounded.*.woff2")
    return found


def small_font() -> bytes | None:
    """The small font; None where the installed Streamlit's is another than it was made from, as
    nobody knows then whether it has all that is drawn."""
    try:
        made_from = (FOLDER / "icons.txt").read_text(encoding="utf-8").splitlines()[1]
        if fingerprint(full_font()) != made_from:
            return None
        return (FOLDER / "icons.woff2").read_bytes()
    except (OSError, ValueError, IndexError):
        return None


def smaller_files(static: Path) -> dict[str, bytes]:
    """The small font by the address of the full one; nothing where there is none."""
    font = small_font()
    return {} if font is None else {f"/{full_font().relative_to(static).as_posix()}": font}


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def drawn_icons() -> set[str]:
    """Every name that stands for an icon in Streamlit's scripts and code, and in ours."""
    sources = [
        *(_STREAMLIT / "static").rglob("*.js"),
        *_STREAMLIT.rglob("*.py"),
        PROJECT / "app.py",
    ]
    for folder in ("bridgeboard", "pages"):
        sources += (PROJECT / folder).rglob("*.py")
    return {
        name
        for path in sources
        for name in _NAMED.findall(path.read_text(encoding="utf-8", errors="replace"))
    }
