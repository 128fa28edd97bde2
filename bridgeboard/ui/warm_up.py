"""What the first page needs, loaded before anyone asks for it."""

from __future__ import annotations

import importlib
import logging

from bridgeboard import settings
from bridgeboard.problems import Refusal

#: What the start page reads; and then what takes long enough to be noticed, as some thousand
#: estimates do.
_FIRST = ("coverage",)
_THEN = ("score", "shift", "pooled_shift", "detectable", "cfir", "readiness", "together")
#: What is compared with what was published before.
_COMPARED = ("readiness", "gaps", "milestones")
_LOG = logging.getLogger(__name__)


def warm_up() -> None:
    """Import what pages import, read each programme's newest snapshot, and keep what takes long.

    Runs in a thread beside the first visit: whatever of it fails will fail there again and be said
    on the page, so here it is only logged. A visitor who asks for an answer that is being computed
    here waits for it, and gets it.
    """
    try:
        # Only here: the server starts to answer before Polars and DuckDB are loaded.
        importlib.import_module("bridgeboard.ui.loaded")
        from bridgeboard.access import WHOLE
        from bridgeboard.store import Store
        from bridgeboard.ui import answers, snapshots

        programmes = Store(settings.store_root()).programmes()
        for measures in (_FIRST, _COMPARED, _THEN):
            for programme in programmes:
                for measure in measures:
                    answers.computed(snapshots.opened(programme, WHOLE, "team"), measure)
        for programme in programmes:
            earlier, _ = snapshots.opened_before(snapshots.opened(programme, WHOLE, "team"), "team")
            for measure in _COMPARED if earlier else ():
                answers.computed(earlier, measure)
    except (ImportError, Refusal) as error:
        _LOG.warning("The warm-up stopped: %s", error)
