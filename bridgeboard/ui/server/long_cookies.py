"""Cookies of a sign-in may be long: groups, and tokens of the provider."""

from __future__ import annotations

from websockets import http11

#: Browsers send all cookies in one line. A handshake with a longer one than this, 8 kB by default,
#: is never answered: somebody in many groups would look at an empty page.
_LONGEST = 32 * 1024


def allow_long_cookies() -> None:
    """Let WebSocket handshakes with cookies of up to 32 kB in, as any other request is."""
    http11.MAX_LINE_LENGTH = max(_LONGEST, http11.MAX_LINE_LENGTH)
