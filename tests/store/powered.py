"""A process that changes a store and says so after each step: run by test_power_loss.py, traced."""

import os
import sys
from pathlib import Path

from bridgeboard.decisions import Decisions
from bridgeboard.disclosure.editions import must_wait
from bridgeboard.intake import accept
from bridgeboard.store import Store

root, fewer, more = (Path(given) for given in sys.argv[1:])
store, decisions = Store(root), Decisions(root, "test")

first = store.publish(accept(fewer), "before", must_wait=must_wait)
os.write(1, b"published")
store.publish(accept(more), "killed", must_wait=must_wait)
os.write(1, b"published with an edition")
store.roll_back("test", first.snapshot_id, "before")
os.write(1, b"rolled back")
action = decisions.add_action(site_id="a", what="1")
os.write(1, b"decided")
decisions.change_action(action.action_id, 1, "before", what="2")
os.write(1, b"changed")
