"""A made file is for whom it was made; others don't even learn that it is there."""

from collections.abc import Callable

import pytest
from starlette.responses import PlainTextResponse

from bridgeboard.ui.server.own_media import OwnMedia


def _app(base: str = "") -> OwnMedia:
    return OwnMedia(PlainTextResponse("content"), base, lambda _scope, file: file == "mine")


@pytest.mark.parametrize("path", ["/media/mine", "/media/mine.csv", "/media/mine.tar"])
def test_an_own_file_is_served(ask: Callable, path: str):
    assert ask(_app(), "GET", path).text == "content"


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS", "POST"])
@pytest.mark.parametrize(
    "path",
    [
        "/media/",
        "/media/theirs.csv",
        "/media/theirs.mine",
        "/media/mine.csv.csv",
        "/media/../theirs",
    ],
)
def test_any_other_file_is_not_found(ask: Callable, method: str, path: str):
    assert ask(_app(), method, path).status == 404


def test_below_a_base_too(ask: Callable):
    assert ask(_app("/board"), "GET", "/board/media/theirs").status == 404
    assert ask(_app("/board"), "GET", "/board/media/mine").status == 200


@pytest.mark.parametrize("path", ["/static/media/font.woff2", "/media", "/overview"])
def test_other_addresses_are_open(ask: Callable, path: str):
    assert ask(_app(), "GET", path).status == 200
