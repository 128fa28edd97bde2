"""A proxy that connects nobody and remembers what it was asked for."""

from __future__ import annotations

import re
import socketserver
import threading
from types import TracebackType
from typing import Self

#: Chromium asks these by itself, whatever page is open and whatever it is told; redirector.gvt1.com
#: for a spelling dictionary, once somebody types into a text field.
CHROMIUMS_OWN = {
    "accounts.google.com",
    "clients2.google.com",
    "clientservices.googleapis.com",
    "redirector.gvt1.com",
    "update.googleapis.com",
}
_HOST = re.compile(r"^[A-Z]+ (?:\w+://)?([^:/ ]+)")


class _Deaf(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        line = self.rfile.readline(4096).decode("latin-1").strip()
        host = _HOST.match(line)
        if line and (host is None or host[1] not in CHROMIUMS_OWN):
            self.server.heard.append(line)
        self.wfile.write(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")


class Ears(socketserver.ThreadingTCPServer):
    """heard holds the request line of whatever tried to leave this machine."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Deaf)
        self.heard: list[str] = []

    @property
    def address(self) -> str:
        """What to set as a proxy."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.shutdown()
        self.server_close()
