"""Sites and income levels side by side, on any measure: what page and report draw alike.

`Asked` says what to compare; `asked_of` what is asked where nobody chose; `compared` gives the
sentence and every way of looking at it. MEASURES names the shown answers that each kind needs.
"""

from bridgeboard.charts.side_by_side.asked import MEASURES, Asked, Kind, asked_of, has_any
from bridgeboard.charts.side_by_side.drawn import SideBySide, compared

__all__ = ["MEASURES", "Asked", "Kind", "SideBySide", "asked_of", "compared", "has_any"]
