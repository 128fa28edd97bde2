"""Sign-ins that have ended, though the browser still has their cookie."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from pathlib import Path

from filelock import FileLock

from bridgeboard import durable
from bridgeboard.access.admission import ALL

_FOLDER, _FILE, _LOCK = "access", "ended.json", "ended.lock"
#: A cookie lives 30 days; what ended before that needs no remembering.
_REMEMBERED_S = 40 * 24 * 3600


def ended(root: Path) -> dict[str, float]:
    """Up to which moment of issue sign-ins have ended, by key (see admission.keys).

    Missing: where the file is damaged nobody knows who was signed out, so all that was issued
             before it was written counts as ended; where it can't even be looked at, all.
    """
    path = root / _FOLDER / _FILE
    content = durable.read_sealed(path)
    if content is None:
        try:
            return {ALL: path.stat().st_mtime}
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except OSError:
            return {ALL: math.inf}
    return {key: float(until) for key, until in content.items()}


def end(root: Path, keys: Iterable[str], until: float) -> None:
    """From now on, whatever was issued to these up to that moment no longer counts.

    Raises: OSError if it can't be written; then nothing has ended.
    """
    folder = root / _FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with FileLock(folder / _LOCK):
        known = {key: one for key, one in ended(root).items() if one > time.time() - _REMEMBERED_S}
        for key in keys:
            known[key] = max(until, known.get(key, 0))
        durable.write_sealed(folder / _FILE, known)
