"""What each kind of report holds: sections in their order, each from what one view may show."""

from bridgeboard.reports.contents.comparison import comparison
from bridgeboard.reports.contents.programme import programme
from bridgeboard.reports.contents.site import site

__all__ = ["comparison", "programme", "site"]
