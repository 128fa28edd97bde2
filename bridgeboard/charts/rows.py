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
#: And the place of a drawing together with the numbers behind it, on a small laptop.
_WORDS = 64


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


@dataclass(slots=True)
class Columns:
    """The same where words have columns of fixed width, and the drawing what they leave.

    left, right: widths in pixels of what stands before and behind the drawing; none where it is
    narrow, since words then stand above their drawing.
    """

    colours: style.Palette
    narrow: bool
    left: int
    right: int
    at: float = 0.0
    texts: list[dict[str, Any]] = field(default_factory=list)

    @property
    def margin(self) -> dict[str, int]:
        """The figure's margins: the columns of words, without those of the axis."""
        sides = (14, 14) if self.narrow else (self.left, self.right)
        return {"l": sides[0], "r": sides[1], "t": 0, "pad": 0}

    def heading(self, words: str) -> None:
        """A line in bold over the rows that follow, in as many lines as it needs."""
        self.at += GAP
        lines = textwrap.wrap(words, _NARROW if self.narrow else _WIDE) or [""]
        height = HEADING + LINE * (len(lines) - 1)
        told = "<br>".join(f"<b>{safe(line)}</b>" for line in lines)
        self.say(told, self.at + height / 2)
        self.at += height

    def line(self, words: str) -> None:
        """A quiet line across all columns, in as many lines as it needs."""
        lines = textwrap.wrap(words, _NARROW if self.narrow else _WIDE) or [""]
        height = LINE * len(lines)
        self.say(_lines(lines), self.at + height / 2, size=12, quiet=True)
        self.at += height + 2

    def head(self, name: str, before: str, behind: str) -> None:
        """Names of the columns, where there are columns."""
        if self.narrow:
            return
        middle = self.at + LINE / 2
        self.say(safe(name), middle, size=12, quiet=True)
        self.say(safe(before), middle, "before", size=12, quiet=True)
        self.say(safe(behind), middle, "behind", size=12, quiet=True)
        self.at += LINE

    def row(
        self,
        name: str,
        numbers: str,
        *,
        height: float = ROW,
        before: str = "",
        last: str = "",
        strong: bool = False,
    ) -> float:
        """A row's name and numbers; gives the place where its drawing belongs.

        before: what stands right before the drawing; last: what ends the row, in bold if strong.
        """
        if self.narrow:
            self._above(name, numbers, before, last, strong)
        else:
            lines = self._named(name)
            height = max(height, LINE * len(lines) + 4)
            middle = self.at + height / 2
            self.say(_lines(lines), middle)
            self.say(safe(before), middle, "before", quiet=True)
            self.say(safe(numbers), middle, "behind")
            told = f"<b>{safe(last)}</b>" if strong else safe(last)
            self.say(told, middle, "last", quiet=not strong)
        place = self.at + height / 2
        self.at += height
        return place

    def words(self, name: str, instead: str) -> None:
        """A row without a drawing: its words say why."""
        if self.narrow:
            self.at += 4
            head = textwrap.wrap(name, _NARROW) or [""]
            rest = textwrap.wrap(instead, _NARROW)
            height = LINE * (len(head) + len(rest))
            told = "".join(f"<b>{safe(line)}</b><br>" for line in head)
            self.say(told + _quiet(rest, self.colours), self.at + height / 2)
            self.at += height + 4
            return
        named, lines = self._named(name), textwrap.wrap(instead, _WORDS)
        height = max(ROW, LINE * max(len(lines), len(named)) + 4)
        middle = self.at + height / 2
        self.say(_lines(named), middle, quiet=True)
        self.say(_lines(lines), middle, "drawing", quiet=True)
        self.at += height

    def stamp(self, mark: str) -> list[dict[str, Any]]:
        """The provenance mark at the right edge of the whole figure."""
        return [
            {**one, "xshift": 10 if self.narrow else self.right - 4}
            for one in style.stamp(self.colours, mark)
        ]

    def say(
        self, told: str, y: float, place: str = "name", *, size: int = 13, quiet: bool = False
    ) -> None:
        """Text in a column: name, before, drawing, behind or last."""
        if not told:
            return
        wide = not self.narrow
        shift, anchor, x = {
            "name": (-(self.left if wide else 14), "left", 0.0),
            "before": (-12, "right", 0.0),
            "drawing": (0, "left", 0.0),
            "behind": (14, "left", 1.0),
            "last": (self.right - 4, "right", 1.0),
        }[place]
        self.texts.append(
            style.text(
                self.colours,
                x,
                y,
                told,
                xref="paper",
                yref="y",
                xshift=shift,
                xanchor=anchor,
                font={"size": size, "color": self.colours.muted if quiet else self.colours.ink},
                # Text stays readable where a line of the grid passes behind it.
                bgcolor=self.colours.page,
                borderpad=0,
            )
        )

    def _above(self, name: str, numbers: str, before: str, last: str, strong: bool) -> None:
        """What stands above the drawing of a row: its name in bold, then its numbers."""
        self.at += 4
        head = textwrap.wrap(name, _NARROW) or [""]
        told = [f"<b>{safe(line)}</b>" for line in head]
        if before and len(head[-1]) + len(before) + 3 <= _NARROW:
            told[-1] += " " + _quiet([f"· {before}"], self.colours)
        elif before:
            told.append(_quiet([before], self.colours))
        ending = f"<b>{safe(last)}</b>" if strong else _quiet([last], self.colours)
        if last and len(numbers) + len(last) + 3 <= _NARROW:
            told.append(f"{safe(numbers)} · {ending}")
        else:
            told += [safe(line) for line in textwrap.wrap(numbers, _NARROW)]
            told += [ending] if last else []
        height = LINE * len(told)
        self.say("<br>".join(told), self.at + height / 2)
        self.at += height

    def _named(self, name: str) -> list[str]:
        """A name in at most two lines of its column; the whole name is in the table."""
        letters = max(int((self.left - 70) / 6.6), 12)
        lines = textwrap.wrap(name, letters) or [""]
        if len(lines) > 2:
            lines = [lines[0], textwrap.shorten(" ".join(lines[1:]), letters, placeholder="…")]
        return lines


def _lines(lines: list[str]) -> str:
    return "<br>".join(map(safe, lines))


def _quiet(lines: list[str], colours: style.Palette) -> str:
    inner = _lines(lines)
    return f'<span style="color:{colours.muted}">{inner}</span>' if lines else ""


def safe(words: str) -> str:
    """Text that Plotly draws as it is: it reads tags, so they are escaped."""
    return escape(words, quote=False)


def wrapped(words: str, letters: int) -> str:
    """Text in lines of at most so many letters, for Plotly."""
    return "<br>".join(safe(line) for line in textwrap.wrap(words, letters))
