"""Audit: who took, tried or did what and when, in a log that is only added to.

Publishing, rolling back and what people decide have their own records, which bridgeboard.measures
reads together with this one (deeds.py).
"""

from bridgeboard.audit.entries import EVENTS
from bridgeboard.audit.left import Left, left
from bridgeboard.audit.log import Log, NotRecorded, events, read, record
from bridgeboard.audit.seldom import refused, signed_in, turned_away

__all__ = [
    "EVENTS",
    "Left",
    "Log",
    "NotRecorded",
    "events",
    "left",
    "read",
    "record",
    "refused",
    "signed_in",
    "turned_away",
]
