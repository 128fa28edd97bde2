"""Where the rows of a Plotly chart stand: headings above, words at the left, numbers at the right.

Where it is narrow the words of a row stand above its drawing, so that names of any length are
readable and the drawing keeps the whole width.
"""

from __future__ import annotations

import textwrap
from dataclasses import dataclass, field
from html import escape
from typing import Any

from bridgeboard.charts import style

#: Heights in pixels; the y axis counts pixels from the top, so rows may differ in height.
HEADING, LINE, ROW, GAP = 22, 18, 26, 10
#: Letters that fit a line at 13 px: a card is about 860 px wide, a phone's 320.
_WIDE, _NARROW = 104, 44


@dataclass(slots=True)
class Rows:
    """The column of rows while a chart is built: `at` is the next free pixel from the top."""

    colours: style.Palette
    narrow: bool
    at: float = 0.0
    texts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def domain(self) -> tuple[float, float]:
        """The part of the width that drawings have."""
        return (0.0, 1.0) if self.narrow else (0.2, 0.7)

    def heading(self, words: str) -> None:
        """A line in bold over the rows that follow, in as many lines as it needs."""
        self.at += GAP
        lines = textwrap.wrap(words, _NARROW if self.narrow else _WIDE) or [""]
        height = HEADING + LINE * (len(lines) - 1)
        self._say(0.0, self.at + height / 2, "<br>".join(f"<b>{safe(line)}</b>" for line in lines))
        self.at += height

    def row(self, name: str, numbers: str, quiet: bool = False) -> float:
        """A row's name and numbers; gives the place where its drawing belongs."""
        colour = self.colours.muted if quiet else self.colours.ink
        if self.narrow:
            one_line = f"{name} · {numbers}" if numbers else name
            lines = textwrap.wrap(one_line, _NARROW) or [""]
            height = LINE * len(lines)
            self._say(0.0, self.at + height / 2, "<br>".join(map(safe, lines)), colour)
            self.at += height
        else:
            middle = self.at + ROW / 2
            self._say(0.0, middle, safe(textwrap.shorten(name, 24, placeholder="…")))
            self._say(self.domain[1] + 0.02, middle, safe(numbers), colour)
        place = self.at + ROW / 2
        self.at += ROW
        return place

    def words(self, name: str, instead: str) -> None:
        """A row without a drawing: its words say why."""
        if self.narrow:
            self.row(name, instead, quiet=True)
            self.at -= ROW - 4
            return
        middle = self.at + ROW / 2
        self._say(0.0, middle, safe(textwrap.shorten(name, 24, placeholder="…")))
        self._say(self.domain[0], middle, safe(instead), self.colours.muted)
        self.at += ROW

    def _say(self, x: float, y: float, words: str, colour: str | None = None) -> None:
        self.texts.append(
            style.text(
                self.colours,
                x,
                y,
                words,
                xref="paper",
                yref="y",
                font={"size": 13, "color": colour or self.colours.ink},
                # Text stays readable where a line of the grid passes behind it.
                bgcolor=self.colours.page,
                borderpad=0,
            )
        )


def safe(words: str) -> str:
    """Text that Plotly draws as it is: it reads tags, so they are escaped."""
    return escape(words, quote=False)


def wrapped(words: str, letters: int) -> str:
    """Text in lines of at most so many letters, for Plotly."""
    return "<br>".join(safe(line) for line in textwrap.wrap(words, letters))
