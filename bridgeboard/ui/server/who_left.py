"""Nothing stays of those who left: not in memory, and no file of theirs."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import gc
import logging

from bridgeboard.ui.server import live_sessions
from bridgeboard.ui.server.whose import HOLDERS

#: Seconds between two looks. Somebody who left is kept for two minutes, in case they come back.
_SECONDS = 30.0
_LOG = logging.getLogger(__name__)


async def forget_from_time_to_time(seconds: float = _SECONDS) -> None:
    """Look every so many seconds for who can't come back, as long as the server runs."""
    while True:
        await asyncio.sleep(seconds)
        try:
            forget()
        except Exception:
            _LOG.exception("Could not forget who left")


def forget() -> None:
    """Drop what is kept of whoever can't come back. Only in the server's own thread."""
    gone = live_sessions.forget_who_left()
    for file in HOLDERS.files():
        HOLDERS.forget(file, live_sessions.is_there)
    if live_sessions.is_anybody_there():
        return
    live_sessions.forget_files()
    # What a session's parts keep of each other would stay until Python looks for such by itself.
    # That takes a moment for all, so only where nobody waits.
    if gone:
        gc.collect()
        _give_back()


def _give_back() -> None:
    """Memory that is free but in pieces goes back to the system, where its C library can do that:
    glibc keeps it else, and what a server takes creeps up over a day."""
    with contextlib.suppress(OSError, TypeError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
