"""A full or protected disk, said in a sentence: it is the user's to mend, so no traceback."""

from __future__ import annotations

import contextlib
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import duckdb

from bridgeboard.problems import Refusal

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
#: How DuckDB words the same; its errors carry no number.
_FULL_WORDS = ("no space left", "quota exceeded", "file too large", "max_temp_directory_size")


@contextlib.contextmanager
def said_plainly(folder: Path, undone: str) -> Iterator[None]:
    """Turn what the disk refuses into a Refusal; anything else passes through.

    In: undone is what did not happen, as "“upsides” was not published".
    """
    try:
        yield
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise Refusal(_sentence(folder, undone, error)) from error
    except duckdb.Error as error:
        # After a failed write DuckDB answers everything with the first failure in a fatal error.
        if not _is_full(error):
            raise
        raise Refusal(_sentence(folder, undone, error)) from error


def _is_full(error: Exception) -> bool:
    if isinstance(error, OSError):
        return error.errno in _FULL
    return any(words in str(error).lower() for words in _FULL_WORDS)


def _sentence(folder: Path, undone: str, error: Exception) -> str:
    if _is_full(error):
        free = ""
        with contextlib.suppress(OSError):
            free = f" ({shutil.disk_usage(folder).free / 1e6:,.1f} MB free)"
        return (
            f"The disk that holds {folder} is full{free}, so {undone}; what was served before "
            "still is. Free some space and try again."
        )
    reason = getattr(error, "strerror", None) or str(error).splitlines()[0]
    return (
        f"The store's folder {folder} can't be written ({reason}), so {undone}; what was served "
        "before still is. Mend that and try again."
    )
