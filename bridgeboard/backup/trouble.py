"""What a disk refuses while a backup is made or restored, said in a sentence."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

from bridgeboard.problems import Refusal

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def said_plainly(folder: Path, undone: str) -> Iterator[None]:
    """Turn what the disk refuses into a Refusal; anything else passes through.

    In: folder is where something is written; undone is what did not happen, as "nothing was
    restored".
    """
    try:
        yield
    except OSError as error:
        raise Refusal(_sentence(folder, undone, error)) from error


def _sentence(folder: Path, undone: str, error: OSError) -> str:
    if error.errno in _FULL:
        free = ""
        with contextlib.suppress(OSError):
            free = f" ({shutil.disk_usage(folder).free / 1e6:,.1f} MB free)"
        return (
            f"The disk that holds {folder} is full{free}, so {undone}. Free some space and try "
            "again."
        )
    what = error.filename or folder
    return (
        f"{what} can't be read or written ({error.strerror or error}), so {undone}. Mend that and "
        "try again."
    )
