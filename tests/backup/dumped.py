"""What a store says, read by a process that knows nothing else: run by the tests, not by pytest.

Arguments: the store's folder. Out: JSON, a text for everything that may be asked of a programme.
"""

import datetime as dt
import json
import sys
from pathlib import Path

from bridgeboard.access import WHOLE
from bridgeboard.decisions import Decisions
from bridgeboard.disclosure import shown
from bridgeboard.measures import MEASURES, answer
from bridgeboard.store import Store

store, day, said = Store(Path(sys.argv[1])), dt.date(2026, 3, 1), {}
for programme in store.programmes():
    decisions = Decisions(store.root, programme)
    said[f"{programme} history"] = repr(store.history(programme))
    said[f"{programme} snapshots"] = repr(store.snapshots(programme))
    said[f"{programme} decisions: version"] = str(decisions.version())
    for name in ("history", "rating_history", "grouping_history", "release_history", "saved_maps"):
        said[f"{programme} decisions: {name}"] = getattr(decisions, name)().write_json()
    for view in ("team", "shareable"):
        with store.open(programme, WHOLE, view == "shareable") as snapshot:
            for name in MEASURES:
                frame = shown(answer(name, snapshot, day), view).frame
                said[f"{programme} {view} {name}"] = frame.write_json()
sys.stdout.write(json.dumps(said))
