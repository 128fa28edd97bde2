"""Writes the few icons that pages draw as a font of their own: 11 kB instead of Streamlit's 376 kB.

pip install fonttools brotli; python docs/small_icons.py

After an update of Streamlit, or with a new icon, tests/ui/server/test_small_icons.py says that this
is to be run again. Icons are Material Symbols by Google, Apache-2.0.
"""

from __future__ import annotations

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

from bridgeboard.ui.server.small_icons import FOLDER, drawn_icons, fingerprint, full_font

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789_"


def small(path: Path, wanted: set[str]) -> tuple[TTFont, list[str]]:
    """The font with the icons of these names alone, and which of them it has."""
    font = TTFont(path)
    letter = {name: chr(code) for code, name in font.getBestCmap().items() if chr(code) in _LETTERS}
    found = []
    for lookup in font["GSUB"].table.LookupList.Lookup:
        for table in lookup.SubTable:
            joined = getattr(table, "ExtSubTable", table)
            for first, each in list(joined.ligatures.items()):
                named = {_name(letter, [first, *one.Component]): one for one in each}
                joined.ligatures[first] = [one for name, one in named.items() if name in wanted]
                found += [name for name in named if name in wanted]
                if not joined.ligatures[first]:
                    del joined.ligatures[first]
    how = subset.Options(layout_features=["*"], hinting=False, name_IDs=["*"], flavor="woff2")
    cut = subset.Subsetter(how)
    cut.populate(text=_LETTERS)
    cut.subset(font)
    font.flavor = "woff2"
    return font, sorted(found)


def _name(letter: dict[str, str], glyphs: list[str]) -> str:
    return "".join(letter.get(glyph, "?") for glyph in glyphs)


if __name__ == "__main__":
    source = full_font()
    font, names = small(source, drawn_icons())
    font.save(FOLDER / "icons.woff2")
    lines = [f"# of {source.name}, SHA-256:", fingerprint(source), *names]
    (FOLDER / "icons.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
