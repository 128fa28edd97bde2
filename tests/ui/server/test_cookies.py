"""Cookies go over https alone where there is https, and last no longer than a sign-in counts."""

from collections.abc import Callable

import pytest
from starlette.responses import PlainTextResponse

from bridgeboard.ui.server.cookies import Cookies

MONTH = 30 * 24 * 3600


def _set(ask: Callable, cookie: str, is_https: bool = True, seconds: int = 3600) -> list[str]:
    app = Cookies(
        PlainTextResponse("", headers={"set-cookie": cookie}), lambda: is_https, lambda: seconds
    )
    return ask(app, "GET", "/").headers.getlist("set-cookie")


@pytest.mark.parametrize("name", ["_streamlit_user", "_streamlit_user_1", "_streamlit_user_tokens"])
def test_a_sign_in_lasts_as_long_as_it_counts(ask: Callable, name: str):
    said = _set(ask, f"{name}=x; Max-Age={MONTH}; HttpOnly; Path=/; SameSite=lax")
    assert said == [f"{name}=x; Max-Age=3600; HttpOnly; Path=/; SameSite=lax; Secure"]


def test_what_ends_sooner_ends_sooner(ask: Callable):
    assert "max-age=0;" in _set(ask, "_streamlit_user=; max-age=0; Path=/")[0]


def test_other_cookies_keep_their_time(ask: Callable):
    assert _set(ask, "other=x; Max-Age=9999999") == ["other=x; Max-Age=9999999; Secure"]


def test_over_http_nothing_is_marked_secure_as_it_would_be_lost(ask: Callable):
    assert _set(ask, "_streamlit_xsrf=x; Path=/", is_https=False) == ["_streamlit_xsrf=x; Path=/"]


def test_secure_is_said_once(ask: Callable):
    assert _set(ask, "_streamlit_xsrf=x; Secure; Path=/") == ["_streamlit_xsrf=x; Secure; Path=/"]
