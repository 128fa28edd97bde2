"""Reports: one site, one programme or a comparison, as one file to take away.

contents/ says what each kind of report holds, from what one view may show; html_file, xlsx_file
and pdf_file each write the same report.
"""

from bridgeboard.reports.answers import Answers, asked_of
from bridgeboard.reports.report import Report, Section

__all__ = ["Answers", "Report", "Section", "asked_of"]
