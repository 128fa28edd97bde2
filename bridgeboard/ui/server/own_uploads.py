"""Files go to one's own session only, and no more of them than the server has room for."""

from __future__ import annotations

import logging
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bridgeboard.ui.server.replies import refuse

_LOG = logging.getLogger(__name__)
_PLACE = re.compile(r"/_stcore/upload_file/([^/]+)/[^/]+")

_NOT_YOURS = "Files can be given to a page of your own only, while it is open, by a steward.\n"
_TOO_MUCH = (
    "Files of this page take too much room together ({megabytes} MB at most): take some away, or "
    "open the page again.\n"
)
_TOO_MANY = "This page has too many files ({files} at most): open it again.\n"
_FULL = "The server holds as many files as it can just now: try again later.\n"


class Held(Protocol):
    """How many files are held, and their bytes together."""

    files: int
    size: int


@dataclass(frozen=True, slots=True)
class Room:
    """The most that one session, and all of them together, may hold, in bytes and files."""

    session_size: int = 60 * 1024 * 1024
    session_files: int = 60
    server_size: int = 400 * 1024 * 1024


ROOM = Room()


class _Full(Exception):
    """What is sent does not fit, as a sentence."""


class OwnUploads:
    """Refuses a file for a session of somebody else, and one that doesn't fit.

    What comes is counted before its body is read, by its Content-Length, and while it is read, as
    one may be wrong or missing; files that come at the same time are counted together.

    is_own:  whether whoever asks may give files to the session of this id.
    held:    what the session of this id holds; held_by_all: what all of them do.
    """

    def __init__(
        self,
        app: ASGIApp,
        base: str,
        is_own: Callable[[Scope, str], bool],
        held: Callable[[str], Held],
        held_by_all: Callable[[], Held],
        room: Room = ROOM,
    ) -> None:
        self.app = app
        self._base = base
        self._is_own, self._held, self._held_by_all = is_own, held, held_by_all
        self._room = room
        #: Bytes and files on their way, by session.
        self._size: Counter[str] = Counter()
        self._files: Counter[str] = Counter()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        place = scope["type"] == "http" and _PLACE.fullmatch(scope["path"].removeprefix(self._base))
        if not place or scope["method"] in ("GET", "HEAD", "OPTIONS"):
            await self.app(scope, receive, send)
        elif not self._is_own(scope, place[1]):
            _LOG.warning("Refused a file for a session of somebody else")
            await refuse(scope, send, 403, _NOT_YOURS)
        elif scope["method"] == "PUT":
            await self._put(place[1], scope, receive, send)
        else:
            await self.app(scope, receive, send)

    async def _put(self, session: str, scope: Scope, receive: Receive, send: Send) -> None:
        counted, read, has_started = 0, 0, False

        async def receive_counted() -> Message:
            nonlocal counted, read
            message = await receive()
            read += len(message.get("body", b""))
            if read > counted:
                self._take(session, read - counted)
                counted = read
            return message

        async def send_noted(message: Message) -> None:
            nonlocal has_started
            has_started = True
            await send(message)

        self._files[session] += 1
        try:
            self._check_files(session)
            said = _content_length(scope)
            self._take(session, said)
            counted = said
            await self.app(scope, receive_counted, send_noted)
        except _Full as full:
            _LOG.warning("Refused a file that does not fit")
            if not has_started:
                await refuse(scope, send, 413, str(full))
        finally:
            self._size[session] -= counted
            self._files[session] -= 1
            if not self._files[session]:
                del self._files[session], self._size[session]

    def _check_files(self, session: str) -> None:
        if self._held(session).files + self._files[session] > self._room.session_files:
            raise _Full(_TOO_MANY.format(files=self._room.session_files))

    def _take(self, session: str, size: int) -> None:
        """Count these bytes as on their way. Raises: _Full, and counts none, if they don't fit."""
        coming = self._size[session] + size
        if self._held(session).size + coming > self._room.session_size:
            megabytes = self._room.session_size // 1024**2
            raise _Full(_TOO_MUCH.format(megabytes=megabytes))
        if self._held_by_all().size + self._size.total() + size > self._room.server_size:
            raise _Full(_FULL)
        self._size[session] = coming


def _content_length(scope: Scope) -> int:
    """What the request says of its size; 0 where it says nothing that is a size."""
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            return int(value)
    return 0
