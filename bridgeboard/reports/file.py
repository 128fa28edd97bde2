"""A report as a file of the kind that its name ends in."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Literal

from bridgeboard.problems import Refusal
from bridgeboard.reports import words

if TYPE_CHECKING:
    from bridgeboard.reports.report import Report

Ending = Literal["html", "pdf", "xlsx"]
ENDINGS: tuple[Ending, ...] = ("html", "pdf", "xlsx")


def ending_of(name: str, light: bool = False) -> Ending:
    """What the name of a file asks for.

    Raises: Refusal for another ending, and for a light form of what has none.
    """
    found = PurePath(name).suffix.lower().removeprefix(".")
    if found not in ENDINGS:
        raise Refusal(words.REFUSED["ending"].format(file=PurePath(name).name))
    if light and found != "html":
        raise Refusal(words.REFUSED["light"])
    return found


def written(report: Report, ending: Ending, *, light: bool = False) -> bytes:
    """The report as such a file; what only a browser can draw is drawn if there is one."""
    # Each kind has its own large library: whoever asks for one doesn't wait for the others.
    if ending == "xlsx":
        from bridgeboard.reports.xlsx_file import workbook

        return workbook(report)
    if ending == "pdf":
        from bridgeboard.reports.pdf_file import pdf

        return pdf(report)
    from bridgeboard.reports import html_file
    from bridgeboard.reports.pictures import pictures

    if light:
        return html_file.light(report, pictures(report.charts))
    return html_file.interactive(report)
