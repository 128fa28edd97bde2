"""The small font has every icon that is drawn, and is only given in place of its own source."""

from __future__ import annotations

import pytest

from bridgeboard.ui.server import small_icons
from bridgeboard.ui.server.small_icons import FOLDER, drawn_icons, full_font, small_font

#: What looks like an icon's name and is none: Streamlit's own examples, and a colour of a star.
NONE = {"icon_name", "star_filled"}


def test_every_icon_that_is_drawn_is_in_the_font():
    names = (FOLDER / "icons.txt").read_text(encoding="utf-8").split()
    said = "run docs/small_icons.py: it makes the font anew"
    assert {"download", "keyboard_arrow_down", "close"} <= drawn_icons()
    assert drawn_icons() - NONE <= set(names), said


def test_it_is_a_small_font_in_place_of_a_large_one():
    font = small_font()
    assert font is not None, "run docs/small_icons.py: Streamlit has another font"
    assert font[:4] == b"wOF2"
    assert len(font) < full_font().stat().st_size / 20


def test_another_font_of_streamlits_is_left_as_it_is(tmp_path, monkeypatch):
    for said in ("# of another\n0123\nclose\n", "", None):
        if said is not None:
            (tmp_path / "icons.txt").write_text(said)
        monkeypatch.setattr(small_icons, "FOLDER", tmp_path)
        assert small_font() is None
    assert small_icons.smaller_files(full_font().parents[2]) == {}


@pytest.mark.parametrize("name", ["icons.txt", "icons.woff2"])
def test_both_files_come_along(name):
    assert (FOLDER / name).stat().st_size > 1_000
