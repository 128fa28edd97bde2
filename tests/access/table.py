"""docs/access.md: what tests found each reader to get; compared, or written anew."""

from __future__ import annotations

import os
import re

from bridgeboard import settings

PATH = settings.PROJECT / "docs" / "access.md"


def compare(name: str, found: dict[str, dict[str, str]]) -> None:
    """The table of this name in docs/access.md says what was found."""
    if os.environ.get("BRIDGEBOARD_WRITE"):
        text = PATH.read_text(encoding="utf-8")
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
        before, _, rest = text.partition(begin)
        _, _, after = rest.partition(end)
        PATH.write_text(f"{before}{begin}{_written(found)}{end}{after}", encoding="utf-8")
    assert outcomes(name) == found


def outcomes(name: str) -> dict[str, dict[str, str]]:
    """The table as it stands there: by row and column."""
    text = PATH.read_text(encoding="utf-8")
    body = re.search(f"<!-- {name} -->\n(.*?)<!-- end of {name} -->", text, re.DOTALL)
    assert body is not None
    rows = [
        [cell.strip() for cell in line.strip().strip("|").split("|")]
        for line in body[1].splitlines()
        if line.startswith("|")
    ]
    head, _, *lines = rows
    return {first: dict(zip(head[1:], cells, strict=True)) for first, *cells in lines}


def _written(found: dict[str, dict[str, str]]) -> str:
    columns = list(next(iter(found.values())))
    lines = ["| | " + " | ".join(columns) + " |", "|" + "---|" * (len(columns) + 1)]
    lines += [
        f"| {row} | " + " | ".join(cells[c] for c in columns) + " |" for row, cells in found.items()
    ]
    return "\n".join(lines) + "\n"
