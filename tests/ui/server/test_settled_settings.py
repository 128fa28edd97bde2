"""What a run tells the browser of the settings is what it was, and is looked up once."""

from __future__ import annotations

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from bridgeboard.ui.server.settled_settings import settle_settings


def _told() -> CustomThemeConfig:
    theme = CustomThemeConfig()
    app_session._populate_theme_msg(theme)
    app_session._populate_theme_msg(theme.dark, "theme.dark")
    return theme


def test_a_run_tells_the_same_and_looks_once(monkeypatch: pytest.MonkeyPatch):
    plain, asked = _told(), []
    assert plain.heading_font_sizes
    look = config.get_options_for_section
    noted = lambda section: asked.append(section) or look(section)  # noqa: E731
    monkeypatch.setattr(config, "get_options_for_section", noted)
    settle_settings()
    assert [_told(), _told()] == [plain, plain]
    assert asked == ["theme", "theme.dark"]


def test_whoever_changes_what_was_read_changes_it_for_nobody_else(monkeypatch: pytest.MonkeyPatch):
    look = config.get_options_for_section
    monkeypatch.setattr(config, "get_options_for_section", look)
    settle_settings()
    config.get_options_for_section("server").clear()
    assert config.get_options_for_section("server") == look("server") != {}
