"""A sight: what may be seen of one programme. No snapshot opens without one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from bridgeboard.access.forbidden import Forbidden

View = Literal["team", "shareable"]

_NOT_THIS_VIEW = "Your role does not show the {view} view of this programme."


@dataclass(frozen=True, slots=True)
class Sight:
    """In which views a programme may be seen, and which of its sites.

    views: never empty; the first is what is shown where nobody chose.
    sites: ids; None is all. Of a programme seen at some sites only, all numbers are of these,
           totals too: nothing that rests on other sites is read at all.
    """

    views: tuple[View, ...]
    sites: frozenset[str] | None = None

    def must_show(self, view: View) -> None:
        """Raises: Forbidden if this view may not be seen."""
        if view not in self.views:
            raise Forbidden(_NOT_THIS_VIEW.format(view=view))


#: Everything: the one local user, the command line, and the store's own work.
WHOLE = Sight(("team", "shareable"))
#: What may be seen outside the team.
SHAREABLE = Sight(("shareable",))
