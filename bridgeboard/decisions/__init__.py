"""What people decide in the app: actions, accepted ratings, own groupings, releases, saved maps.

Kept in one small file per programme, apart from snapshots: publishing, rolling back and rebuilding
the store never touch it.
"""

from bridgeboard.decisions.checks import LONGEST
from bridgeboard.decisions.decisions import Decisions
from bridgeboard.decisions.ledger import Conflict
from bridgeboard.decisions.rows import STATUSES, AcceptedRating, Action, Grouping, Release, SavedMap

__all__ = [
    "LONGEST",
    "STATUSES",
    "AcceptedRating",
    "Action",
    "Conflict",
    "Decisions",
    "Grouping",
    "Release",
    "SavedMap",
]
