"""One file that holds the whole store: made while the store is used, restored into an empty one."""

from bridgeboard.backup.packing import BackedUp, back_up
from bridgeboard.backup.unpacking import Restored, check, restore

__all__ = ["BackedUp", "Restored", "back_up", "check", "restore"]
