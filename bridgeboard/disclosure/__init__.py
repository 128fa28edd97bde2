"""Disclosure: what may be seen of an answer, in the team's view and in the one that is shared."""

from bridgeboard.disclosure.hiding import shown
from bridgeboard.disclosure.matrix import matrix
from bridgeboard.disclosure.view import Filters, Shown, View

__all__ = ["Filters", "Shown", "View", "matrix", "shown"]
