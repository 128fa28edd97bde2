"""What stands between a browser and Streamlit's own routes, in order."""

from __future__ import annotations

from pathlib import Path

from starlette.middleware import Middleware
from starlette.types import ASGIApp
from streamlit import config

from bridgeboard.access.rules import rules
from bridgeboard.problems import Refusal
from bridgeboard.ui.mode import called_back
from bridgeboard.ui.server import downloads, live_sessions, whose
from bridgeboard.ui.server.cookies import Cookies
from bridgeboard.ui.server.needless_messages import NeedlessMessages
from bridgeboard.ui.server.own_media import OwnMedia
from bridgeboard.ui.server.own_uploads import OwnUploads
from bridgeboard.ui.server.recorded_downloads import RecordedDownloads
from bridgeboard.ui.server.same_origin import SameOrigin
from bridgeboard.ui.server.streamlit_messages import needless, without_machine


def guards(script: Path) -> list[Middleware]:
    """The middleware that refuses, the outermost first; all read settings when the server starts,
    as any earlier would miss the command line's. script: the app's.
    """
    folder = str(script.parent).encode()

    def same_origin(inner: ASGIApp) -> SameOrigin:
        return SameOrigin(inner, allowed_hosts=config.get_option("server.allowedHosts"))

    def own_media(inner: ASGIApp) -> OwnMedia:
        return OwnMedia(inner, _base(), whose.owns_file)

    def recorded(inner: ASGIApp) -> RecordedDownloads:
        return RecordedDownloads(inner, _base(), downloads.record)

    def own_uploads(inner: ASGIApp) -> OwnUploads:
        return OwnUploads(
            inner,
            _base(),
            whose.may_give_files,
            held=live_sessions.uploads,
            held_by_all=live_sessions.all_uploads,
        )

    return [
        Middleware(same_origin),
        Middleware(Cookies, is_https=_is_https, seconds=_seconds),
        Middleware(own_media),
        Middleware(recorded),
        Middleware(own_uploads),
        Middleware(NeedlessMessages, needless=needless, plain=lambda m: without_machine(m, folder)),
    ]


def _base() -> str:
    """What stands before every path: nothing, or "/board"."""
    base = (config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{base}" if base else ""


def _is_https() -> bool:
    return (called_back() or "").startswith("https:")


def _seconds() -> int:
    """How long a sign-in counts; nothing where the rules can't be read, as nobody gets in then."""
    try:
        said = rules()
    except Refusal:
        return 0
    return int(said.hours * 3600) if said else 0
