"""Fonts that reports carry, so that a script comes out right on a machine that hasn't its font.

Subsets of Noto under the SIL Open Font License 1.1 (OFL.txt beside them).
"""

from __future__ import annotations

import base64
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
#: Families in the order in which a letter is looked for; Latin, Greek and Cyrillic first.
FAMILIES = (
    "Noto Sans",
    "Noto Sans Hebrew",
    "Noto Sans Arabic",
    "Noto Sans Gujarati",
    "Noto Sans Symbols2",
    "Noto Sans Math",
)
#: The family by the script's letters; symbols and Latin are always there.
_SCRIPTS = {
    "Noto Sans Hebrew": range(0x0590, 0x0600),
    "Noto Sans Arabic": range(0x0600, 0x0700),
    "Noto Sans Gujarati": range(0x0A80, 0x0B00),
}


def needed(text: str) -> tuple[str, ...]:
    """Families that a text needs."""
    letters = set(map(ord, text))
    return tuple(
        family
        for family in FAMILIES
        if family not in _SCRIPTS or not letters.isdisjoint(_SCRIPTS[family])
    )


def faces(text: str) -> str:
    """CSS that brings what a text needs within itself, since a picture can fetch no font."""
    return "".join(_face(family, path) for family in needed(text) for path in _files(family))


def _files(family: str) -> Iterator[Path]:
    plain = family.replace(" ", "")
    yield from sorted(FOLDER.glob(f"{plain}-*.ttf"))


@lru_cache
def _face(family: str, path: Path) -> str:
    weight = "700" if path.stem.endswith("-Bold") else "400"
    data = base64.b64encode(path.read_bytes()).decode()
    return (
        f"@font-face{{font-family:'{family}';font-weight:{weight};"
        f"src:url(data:font/ttf;base64,{data})}}"
    )
