"""What the command line writes into the audit: under the name of whoever is logged in here."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from bridgeboard.cli.publish import user


def recorded(root: Path, event: str, programme: str = "", **details: Any) -> None:
    """Write an event down; where that can't be, say so, and go on.

    Whoever may run commands may read the store's files anyway: to refuse would protect nothing.
    """
    from bridgeboard import audit

    try:
        audit.record(root, event, user(), programme, **details)
    except audit.NotRecorded as why:
        said = f"Look at this: it stands in no audit, which can't be written ({why.reason})."
        print(said, file=sys.stderr)  # noqa: T201
