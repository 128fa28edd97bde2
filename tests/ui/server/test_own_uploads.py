"""Files go to one's own session only, and what doesn't fit is refused before it is kept."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest

from bridgeboard.ui.server.live_sessions import Held
from bridgeboard.ui.server.own_uploads import OwnUploads, Room
from tests.ui.server.own_thread import awaited

ROOM = Room(session_size=100, session_files=3, server_size=250)


@dataclass
class Shelf:
    """Keeps what reaches it, as Streamlit does once a body is whole."""

    kept: dict[str, list[bytes]] = field(default_factory=lambda: defaultdict(list))
    read: int = 0
    gate: asyncio.Event | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        body, more = b"", scope["method"] == "PUT"
        while more:
            message = await receive()
            body += message["body"]
            self.read += len(message["body"])
            more = message["more_body"]
        if self.gate is not None:
            await self.gate.wait()
        if scope["method"] == "PUT":
            self.kept[scope["path"].split("/")[-2]].append(body)
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    def held(self, session: str) -> Held:
        return Held(len(self.kept[session]), sum(map(len, self.kept[session])))

    def held_by_all(self) -> Held:
        files = [file for files in self.kept.values() for file in files]
        return Held(len(files), sum(map(len, files)))


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


@pytest.fixture
def app(shelf: Shelf) -> OwnUploads:
    """Everybody owns every session whose name doesn't begin with "foreign"."""

    def is_own(_scope: Any, session: str) -> bool:
        return not session.startswith("foreign")

    return OwnUploads(shelf, "", is_own, shelf.held, shelf.held_by_all, ROOM)


async def _asked(
    app: OwnUploads, method: str, path: str, chunks: Sequence[bytes], length: int | None
) -> tuple[int, str]:
    headers = [] if length is None else [(b"content-length", str(length).encode())]
    scope = {"type": "http", "method": method, "path": path, "headers": headers}
    coming = [
        {"type": "http.request", "body": chunk, "more_body": n < len(chunks)}
        for n, chunk in enumerate(chunks, 1)
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return coming.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return sent[0]["status"], sent[1].get("body", b"").decode()


def _put(app: OwnUploads, session: str, *chunks: bytes, length: int | None = None) -> Any:
    return awaited(
        _asked(app, "PUT", f"/_stcore/upload_file/{session}/f", chunks or (b"",), length)
    )


def test_a_file_for_an_own_session_is_kept(app, shelf):
    assert _put(app, "own", b"a" * 40, length=40)[0] == 204
    assert shelf.held("own") == Held(1, 40)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH"])
def test_a_foreign_session_gets_nothing_and_its_body_is_not_read(app, shelf, method):
    path = "/_stcore/upload_file/foreign/f"
    status, said = awaited(_asked(app, method, path, (b"a",), 1))
    assert (status, shelf.read, shelf.held("foreign").files) == (403, 0, 0)
    assert said.endswith(".\n")


def test_what_says_that_it_is_too_large_is_not_read(app, shelf):
    status, said = _put(app, "own", b"a" * 101, length=101)
    assert (status, shelf.read) == (413, 0)
    assert "too much room" in said


@pytest.mark.parametrize("length", [None, 5])
def test_what_is_larger_than_it_says_is_stopped_where_it_no_longer_fits(app, shelf, length):
    status, _ = _put(app, "own", b"a" * 60, b"a" * 60, b"a" * 60, length=length)
    assert (status, shelf.read) == (413, 60)
    assert shelf.held("own").files == 0


def test_files_of_a_session_count_together_and_another_session_has_its_own_room(app):
    assert _put(app, "one", b"a" * 60, length=60)[0] == 204
    assert _put(app, "one", b"a" * 41, length=41)[0] == 413
    assert _put(app, "one", b"a" * 40, length=40)[0] == 204
    assert _put(app, "two", b"a" * 100, length=100)[0] == 204


def test_all_sessions_together_have_no_more_room_than_the_server(app):
    for session in ("one", "two"):
        assert _put(app, session, b"a" * 100, length=100)[0] == 204
    status, said = _put(app, "three", b"a" * 51, length=51)
    assert status == 413
    assert "The server holds as many files as it can" in said


def test_a_session_has_so_many_files_however_small(app):
    assert [_put(app, "own", length=0)[0] for _ in range(4)] == [204, 204, 204, 413]


def test_files_that_come_at_once_are_counted_together(app, shelf):
    async def at_once() -> list[int]:
        shelf.gate = asyncio.Event()
        path = "/_stcore/upload_file/own/f"
        asked = [asyncio.create_task(_asked(app, "PUT", path, (b"a" * 60,), 60)) for _ in range(2)]
        done, _ = await asyncio.wait(asked, return_when=asyncio.FIRST_COMPLETED)
        shelf.gate.set()
        await asyncio.wait(asked)
        assert [task.result()[0] for task in done] == [413]
        return [task.result()[0] for task in asked]

    assert sorted(awaited(at_once())) == [204, 413]


def test_what_was_refused_takes_no_room(app):
    for _ in range(5):
        assert _put(app, "own", b"a" * 90, b"a" * 90)[0] == 413
    assert _put(app, "own", b"a" * 100, length=100)[0] == 204


def test_other_addresses_are_nobodys_business_here(app):
    assert awaited(_asked(app, "PUT", "/elsewhere", (b"a" * 999,), 999))[0] == 204


def test_the_address_below_a_base_is_known(shelf):
    app = OwnUploads(shelf, "/board", lambda *_: False, shelf.held, shelf.held_by_all, ROOM)
    path = "/board/_stcore/upload_file/s/f"
    assert awaited(_asked(app, "PUT", path, (b"a",), 1))[0] == 403
