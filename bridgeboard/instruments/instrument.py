"""An instrument: its items, what can be ticked, its scales and how they are scored."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

#: What the name of a table of answers with one row per respondent begins with.
ANSWERS_OF = "answers_"


@dataclass(frozen=True, slots=True)
class Level:
    """A number that can be ticked, and what it means."""

    value: int
    label: str


@dataclass(frozen=True, slots=True)
class Item:
    """One question, in our own short words, and what it bears on."""

    item_id: str
    label: str
    scale_id: str | None = None
    reversed: bool = False
    construct_id: str | None = None
    construct_role_id: str | None = None
    theme_id: str | None = None
    influence_id: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Scale:
    """Items that make one score, and how many of them must be answered for it.

    method: "mean" of the answered items; "sum" is that mean times the number of items. Of somebody
        who answered all items that is the plain sum. A plain sum of fewer items would count each
        unanswered one as 0, below the lowest answer, and so mistake silence for a poor opinion.
    needs_scales: scales that must have a score by their own rule, or this one has none either.
    """

    scale_id: str
    label: str
    item_ids: tuple[str, ...]
    method: Literal["mean", "sum"]
    higher_is: Literal["better", "worse"]
    items_needed: int
    needs_scales: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """Answers of one person with what must come out: scores (None: no score), or levels' labels."""

    says: str
    answers: tuple[tuple[str, int], ...]
    scores: tuple[tuple[str, float | None], ...] = ()
    levels: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Instrument:
    """A questionnaire's structure and scoring; never its protected text.

    version_of: the instrument that this one is another version of (another response range, or
        other items); the same item has the same item_id in both. In comparisons the two are one.
    verified: facts, each with the source it was read in.
    unverified: facts that no source we could read supports; shown as such.
    source: the file it was read from, from the project's or the programme's folder on.
    """

    instrument_id: str
    name: str
    short_name: str
    citation: str
    licence: str
    licence_note: str
    own: bool
    validated: bool
    minimum: int
    maximum: int
    levels: tuple[Level, ...]
    items: tuple[Item, ...]
    source: Path
    doi: str | None = None
    version_of: str | None = None
    verified: tuple[str, ...] = ()
    unverified: tuple[str, ...] = ()
    scales: tuple[Scale, ...] = ()
    worked_examples: tuple[WorkedExample, ...] = ()
    dont_know_code: int | None = None
    not_applicable_code: int | None = None

    @property
    def item_ids(self) -> tuple[str, ...]:
        """The items' ids, in the instrument's order."""
        return tuple(item.item_id for item in self.items)

    @property
    def table(self) -> str:
        """The table of its answers with one row per respondent, in snapshots as in folders."""
        return ANSWERS_OF + self.instrument_id.replace("-", "_")

    def item(self, item_id: str) -> Item:
        """The item of that id. Raises: KeyError."""
        for item in self.items:
            if item.item_id == item_id:
                return item
        raise KeyError(item_id)

    def scale(self, scale_id: str) -> Scale:
        """The scale of that id. Raises: KeyError."""
        for scale in self.scales:
            if scale.scale_id == scale_id:
                return scale
        raise KeyError(scale_id)

    def score_range(self, scale: Scale) -> tuple[int, int]:
        """The lowest and the highest score that the scale can give."""
        times = len(scale.item_ids) if scale.method == "sum" else 1
        return self.minimum * times, self.maximum * times
