"""A browser's side of the wire without a browser: what somebody could send by hand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Self

import httpx
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from streamlit.web.server.starlette.starlette_app_utils import (
    generate_xsrf_token_string,
)
from websockets.sync.client import ClientConnection, connect

from benchmarks.sessions import signed_cookies
from tests.browser.conftest import Server

#: What signs the cookies of servers where tests sign in without a provider.
SECRET = "a-cookie-secret-of-tests-that-nobody-else-has"
_MEDIA = re.compile(rb"/media/[0-9a-f]+\.(?:csv|html|ics|pdf|png|svg|txt|xlsx|zip)")


def signed_in(server: Server, email: str, secret: str = SECRET, **claims: Any) -> dict[str, str]:
    """The cookies of somebody who signed in a moment ago, signed as the server signs them."""
    return signed_cookies(server.address, email, secret, 3600, **claims)


class Wire:
    """A session, opened with these cookies; session: one that it would like to go on with."""

    def __init__(
        self, server: Server, cookies: Mapping[str, str] | None = None, session: str = ""
    ) -> None:
        self.server = server
        self.xsrf = generate_xsrf_token_string()
        self.cookies = {**(cookies or {}), "_streamlit_xsrf": self.xsrf}
        protocols = ["streamlit", self.xsrf, *([session] if session else [])]
        connection = connect(
            server.address.replace("http", "ws", 1) + "/_stcore/stream",
            origin=server.address,
            subprotocols=protocols,
            additional_headers={"Cookie": self.cookie},
            proxy=None,
            max_size=None,
        )
        self.socket: ClientConnection = connection.__enter__()
        self.session = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    @property
    def cookie(self) -> str:
        """The header that these cookies make."""
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def send(self, message: BackMsg) -> None:
        """Send one message."""
        self.socket.send(message.SerializeToString())

    def run(self, page: str = "", **state: Any) -> list[ForwardMsg]:
        """Run the app at this page; all that the server says of that run."""
        message = BackMsg()
        message.rerun_script.page_name = page
        for name, value in state.items():
            if name == "widgets":
                message.rerun_script.widget_states.widgets.extend(value)
            else:
                setattr(message.rerun_script, name, value)
        self.send(message)
        return self.heard()

    def heard(self) -> list[ForwardMsg]:
        """What the server says until a run has ended."""
        said: list[ForwardMsg] = []
        while True:
            said.append(ForwardMsg.FromString(self.socket.recv(30)))
            kind = said[-1].WhichOneof("type")
            if kind == "new_session":
                self.session = said[-1].new_session.initialize.session_id or self.session
            if kind == "script_finished" and said[-1].script_finished in (
                ForwardMsg.FINISHED_SUCCESSFULLY,
                ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY,
            ):
                return said

    def ask(self, method: str, path: str, **given: Any) -> httpx.Response:
        """The answer to a request of this browser's own page."""
        headers = {
            "cookie": self.cookie,
            "origin": self.server.address,
            "x-xsrftoken": self.xsrf,
            **given.pop("headers", {}),
        }
        url = self.server.address + path
        return httpx.request(method, url, headers=headers, trust_env=False, timeout=30, **given)

    def put(self, session: str, content: bytes, name: str = "a.csv", file: str = "f") -> Any:
        """The answer to an upload to this session."""
        path = f"/_stcore/upload_file/{session}/{file}"
        return self.ask("PUT", path, files={"file": (name, content)})


def files(said: Iterable[ForwardMsg]) -> list[str]:
    """The addresses of files that the server offered in these messages."""
    whole = b"".join(message.SerializeToString() for message in said)
    return sorted({found.decode() for found in _MEDIA.findall(whole)})


def texts(said: Iterable[ForwardMsg]) -> str:
    """All that these messages say, as text."""
    return b"\n".join(message.SerializeToString() for message in said).decode("utf-8", "replace")


def opened(said: Iterable[ForwardMsg]) -> list[WidgetState]:
    """The state in which every popover of these messages is open."""
    blocks = [message.delta.add_block for message in said if message.WhichOneof("type") == "delta"]
    ids = [block.popover.id for block in blocks if block.WhichOneof("type") == "popover"]
    return [WidgetState(id=one, bool_value=True) for one in ids]
