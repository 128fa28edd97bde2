"""Access: who somebody is, what they may see, and what they may do."""

from bridgeboard.access.forbidden import Forbidden
from bridgeboard.access.sight import SHAREABLE, WHOLE, Sight, View
from bridgeboard.access.viewer import ROLES, Deed, Role, Viewer, local_viewer

__all__ = [
    "ROLES",
    "SHAREABLE",
    "WHOLE",
    "Deed",
    "Forbidden",
    "Role",
    "Sight",
    "View",
    "Viewer",
    "local_viewer",
]
