"""What a report holds, whichever file it becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bridgeboard.charts import Chart
    from bridgeboard.disclosure import Shown

#: Marks that set a name apart in a line of another direction.
_ISOLATES = {0x2068: None, 0x2069: None}
Terms = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Section:
    """A question with its answer: in sentences, and in charts.

    sheet: in the workbook, the sheet that holds the charts' own tables; none without a name, since
    the answers of measures are there anyway.
    """

    title: str
    sentences: tuple[str, ...] = ()
    charts: tuple[Chart, ...] = ()
    sheet: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Report:
    """One report.

    title:    what it is about, names set apart (words.isolated). kind: what sort of report it is.
    banner:   what every page and sheet says: the view, and that rows are simulated.
    about:    filters, view, n, snapshot, day, provenance and versions of rules, as terms.
    methods:  how each number comes about, as terms. sources: where rows come from.
    answers:  what was shown of each measure that it rests on, in order of first use.
    """

    title: str
    kind: str
    banner: str
    about: Terms
    sections: tuple[Section, ...]
    methods: Terms
    sources: tuple[str, ...]
    answers: tuple[Shown, ...]

    @property
    def plain_title(self) -> str:
        """The title for where nothing but letters can stand: a file's name, a browser's tab."""
        return self.title.translate(_ISOLATES)

    @property
    def charts(self) -> tuple[Chart, ...]:
        """All charts, in order; a picture of one is known by its place here."""
        return tuple(chart for section in self.sections for chart in section.charts)
