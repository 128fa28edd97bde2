"""Reads one SPSS file in a process of its own, since the C library can crash on a damaged one.

Run as a script: sav_child.py FILE FOLDER [ENCODING]. Writes cells.arrow and words.json to the
folder, or nothing and ends with 3 (damaged), 4 (encoding) or 5 (too large). Imports nothing of
ours, so that it starts quickly.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

#: Address space; Polars alone takes half a gigabyte of it.
MOST_MEMORY = 4 << 30
MOST_SECONDS = 60
DAMAGED, ENCODING, TOO_LARGE = 3, 4, 5


def main(path: str, folder: str, encoding: str | None) -> int:
    """The exit code; 0 if both files are written."""
    _limit()
    import pyreadstat

    try:
        frame, meta = pyreadstat.read_sav(
            path, output_format="polars", user_missing=True, encoding=encoding
        )
    except UnicodeDecodeError:
        return ENCODING
    except MemoryError:
        return TOO_LARGE
    except Exception as error:
        return ENCODING if "encoding" in str(error).lower() else DAMAGED
    words = {
        "labels": dict(zip(meta.column_names, meta.column_labels, strict=True)),
        "choices": {
            column: [[code, label] for code, label in choices.items()]
            for column, choices in meta.variable_value_labels.items()
        },
        "missing": meta.missing_ranges,
        "formats": meta.original_variable_types,
        "sets": getattr(meta, "mr_sets", None) or {},
        "encoding": meta.file_encoding,
    }
    frame.write_ipc(Path(folder) / "cells.arrow")
    (Path(folder) / "words.json").write_text(json.dumps(words, default=_plain), encoding="utf-8")
    return 0


def _plain(value: Any) -> Any:
    return value.item() if hasattr(value, "item") else str(value)


def _limit() -> None:
    """Memory and processor time, where the system can limit them (not on Windows)."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_CORE, 0),
    ):
        try:
            resource.setrlimit(what, (most, most))
        except (ValueError, OSError):
            # macOS limits no address space.
            continue


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2], sys.argv[3] if len(sys.argv) > 3 else None))
