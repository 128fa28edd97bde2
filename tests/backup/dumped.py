"""What a store says. Run as a program it is read by a process that knows nothing else.

Arguments: the store's folder. Out: JSON, a text for everything that may be asked of a programme.
"""

import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

from bridgeboard import audit
from bridgeboard.access import WHOLE
from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import shown
from bridgeboard.measures import MEASURES, answer
from bridgeboard.store import Store

DAY = dt.date(2026, 3, 1)
DECIDED = ("history", "rating_history", "grouping_history", "release_history", "saved_maps")


def dumped(root: Path) -> dict[str, Any]:
    store, said = Store(root), {}
    for programme in store.programmes():
        decisions = Decisions(root, programme)
        said[f"{programme} history"] = repr(store.history(programme))
        said[f"{programme} snapshots"] = repr(store.snapshots(programme))
        said[f"{programme} decisions: version"] = str(decisions.version())
        for name in DECIDED:
            said[f"{programme} decisions: {name}"] = getattr(decisions, name)().write_json()
        for view in ("team", "shareable"):
            with store.open(programme, WHOLE, view == "shareable") as snapshot:
                for name in MEASURES:
                    frame = shown(answer(name, snapshot, DAY), view).frame
                    said[f"{programme} {view} {name}"] = frame.write_json()
    log = audit.read(root)
    return said | {"audit": log.events, "audit: troubles": log.troubles}


if __name__ == "__main__":
    sys.stdout.write(json.dumps(dumped(Path(sys.argv[1]))))
