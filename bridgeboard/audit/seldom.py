"""Events that come with every click, written down once: a new sign-in, and what was refused.

None of them stops anybody: where it can't be written, that is said in the server's own log.
"""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Hashable
from pathlib import Path
from typing import Any

from bridgeboard.audit.log import NotRecorded, events, record
from bridgeboard.problems import Refusal

_LOG = logging.getLogger(__name__)
#: The same is written once an hour, and of all that is refused no more than so many lines an hour:
#: whoever tries a thousand things must not fill the disk.
_AGAIN_S, _MOST_AN_HOUR = 3600.0, 120
_REMEMBERED = 10_000


class _Once:
    """Remembers what was written, and when."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._when: OrderedDict[Hashable, float] = OrderedDict()
        self._lately: deque[float] = deque()

    def is_due(self, key: Hashable, again_s: float, most_an_hour: int | None = None) -> bool:
        """Has this not been written lately, and is there room for one more this hour?"""
        now = time.monotonic()
        with self._lock:
            if now - self._when.get(key, -again_s) < again_s:
                return False
            while self._lately and now - self._lately[0] >= 3600.0:
                self._lately.popleft()
            if most_an_hour is not None:
                if len(self._lately) >= most_an_hour:
                    return False
                self._lately.append(now)
            self._when[key] = now
            self._when.move_to_end(key)
            while len(self._when) > _REMEMBERED:
                self._when.popitem(last=False)
            return True


_SIGN_INS, _REFUSED = _Once(), _Once()


def signed_in(root: Path, by: str, role: str, claims: dict[str, Any]) -> None:
    """One line for each new sign-in. In: claims of its token."""
    sign_in = "\x1f".join(str(claims.get(word, "")) for word in ("iss", "sub", "iat"))
    key = hashlib.sha256(sign_in.encode("utf-8", "replace")).hexdigest()[:16]
    if not _SIGN_INS.is_due((root, key), float("inf")):
        return
    try:
        # This process doesn't know what another one, or the one before, has written.
        if not any(one["details"].get("sign_in") == key for one in events(root)):
            record(root, "signed in", by, role=role, sign_in=key)
    except Refusal as why:
        _LOG.warning("A sign-in could not be recorded: %s", _reason(why))


def refused(root: Path, by: str, deed: str, programme: str = "", site: str | None = None) -> None:
    """Somebody tried what their role doesn't give: a line, if it is the first such one lately."""
    key = (root, by, deed, programme, site)
    _seldom(root, key, "refused", by, programme, deed=deed, site=site)


def turned_away(root: Path, by: str, why: str) -> None:
    """Somebody signed in who has nothing to see: a line, if it is the first such one lately."""
    _seldom(root, (root, by, why), "turned away", by, "", why=why)


def _seldom(root: Path, key: Hashable, event: str, by: str, programme: str, **details: Any) -> None:
    if not _REFUSED.is_due(key, _AGAIN_S, _MOST_AN_HOUR):
        return
    try:
        record(root, event, by, programme, **details)
    except NotRecorded as why:
        _LOG.warning("What was refused could not be recorded: %s", _reason(why))


def _reason(why: Refusal) -> str:
    return why.reason if isinstance(why, NotRecorded) else "the audit can't be read"
