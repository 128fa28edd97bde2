"""Security headers on every reply, with a content security policy for the page as installed."""

from __future__ import annotations

import base64
import hashlib
import re

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_INLINE_SCRIPT = re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(.*?)</script>", re.DOTALL | re.I)

#: Browser features that no page of ours uses.
_NO_FEATURES = (
    "accelerometer",
    "autoplay",
    "camera",
    "display-capture",
    "encrypted-media",
    "geolocation",
    "gyroscope",
    "hid",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "usb",
    "xr-spatial-tracking",
)


def content_security_policy(index_html: str) -> str:
    """What the page may load and run: itself only, and of inline scripts only those it came with.

    The hash of Streamlit's own inline script is computed from the installed file, so an update of
    Streamlit needs no change here. Inline styles stay allowed: Streamlit's components write them.
    """
    hashes = sorted({_hash(script) for script in _INLINE_SCRIPT.findall(index_html)})
    return "; ".join(
        (
            "default-src 'none'",
            " ".join(("script-src 'self'", *hashes)),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
            "base-uri 'none'",
        )
    )


def security_headers(index_html: str) -> dict[str, str]:
    """All headers by name, for the installed index.html.

    Not cross-origin-embedder-policy: the content security policy lets nothing foreign in anyway,
    and a page that is cross-origin isolated is compiled anew by Chromium at every visit.
    """
    return {
        "content-security-policy": content_security_policy(index_html),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "no-referrer",
        "permissions-policy": ", ".join(f"{feature}=()" for feature in _NO_FEATURES),
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
    }


class SecurityHeaders:
    """Sets the headers on every HTTP reply, in place of any that the app set itself."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self._headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers[name] = value
                del headers["access-control-allow-origin"]
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
