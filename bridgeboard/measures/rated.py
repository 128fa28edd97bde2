"""What raters said of a construct at a site and wave, and what follows from it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

#: The rater of a rating that was agreed on.
CONSENSUS = "consensus"

_MINUS = "\N{MINUS SIGN}"
_WORDS = {
    "mixed": "mixed",
    "missing": "missing",
    "not_applicable": "n/a",
    "raters_differ": "differ",
    "not_rated": "",
}

#: A mixed rating beside which stands 0 leans neither way.
_RATINGS = """
SELECT site_id, wave_id, framework, construct_id, rater, state,
       CASE WHEN state <> 'mixed' OR rating <> 0 THEN rating END AS rating,
       rationale, provenance, source, raw, note
FROM ratings ORDER BY site_id, wave_id, framework, construct_id, rater
"""

#: site_id, wave_id, framework, construct_id
Place = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True)
class Given:
    """One rater's rating; with mixed, rating is the way it leans."""

    rater: str
    state: str
    rating: int | None
    rationale: str | None
    provenance: str
    source: str | None
    raw: str | None
    note: str | None

    @property
    def cell(self) -> str:
        """The rating as shown."""
        return cell(self.state, self.rating)

    @property
    def mark(self) -> tuple[str, int | None]:
        """What two raters must have in common to agree."""
        return self.state, self.rating


@dataclass(frozen=True, slots=True)
class Settled:
    """What a construct's rating is: consensus first, else what raters agree on; never a mean."""

    state: str
    rating: int | None
    basis: str
    rests_on: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class Unit:
    """A construct at a site and wave, with what every rater said and the consensus if there is one.

    agreed: rows of the rater "consensus"; two that differ, written in two spellings, are none.
    """

    place: Place
    raters: tuple[Given, ...]
    agreed: tuple[Given, ...]

    @property
    def consensus(self) -> Given | None:
        """The rating that was agreed on."""
        marks = {given.mark for given in self.agreed}
        return self.agreed[0] if len(marks) == 1 else None

    @property
    def differ(self) -> bool:
        """Did raters say different things?"""
        return len(self.raters) > 1 and not agree(self.raters)

    def settled(self) -> Settled:
        """The rating to show, and what it rests on."""
        if self.consensus:
            return Settled(*self.consensus.mark, "consensus", (self.consensus,))
        all_said = self.raters or self.agreed
        common = _common([given.mark for given in all_said])
        if common is None:
            return Settled("raters_differ", None, "none", all_said)
        basis = "one rater" if len(all_said) == 1 else "raters agree"
        return Settled(*common, basis, all_said)


def units(snapshot: Snapshot) -> list[Unit]:
    """Every construct at a site and wave that somebody rated, by site, wave and construct."""
    rows = snapshot.query(_RATINGS).rows()
    return [
        _unit(place, [Given(*row[4:]) for row in of_place])
        for place, of_place in groupby(rows, key=lambda row: row[:4])
    ]


def cell(state: str, rating: int | None) -> str:
    """A rating as shown: +2, −1, 0, mixed, mixed (+1), missing, n/a, differ, or empty."""
    if state == "rated":
        return signed(rating)
    word = _WORDS[state]
    return f"{word} ({signed(rating)})" if state == "mixed" and rating is not None else word


def signed(number: int | None) -> str:
    """A rating with its sign; 0 without."""
    if number is None:
        return ""
    sign = "+" if number > 0 else _MINUS if number < 0 else ""
    return f"{sign}{abs(number)}"


def agree(given: Sequence[Given]) -> bool:
    """Do they all say the same? Those who call it mixed do, unless they lean different ways."""
    return _common([one.mark for one in given]) is not None


def listed(given: Sequence[Given]) -> str | None:
    """Who gave what: "rater-1 +1; rater-2 mixed"."""
    return "; ".join(f"{one.rater} {one.cell}" for one in given) or None


def reasons(given: Sequence[Given]) -> str | None:
    """Why, each rater in a line of their own, named where there are several."""
    said = [(one.rater, one.rationale) for one in given if one.rationale]
    if len(given) == 1:
        return said[0][1] if said else None
    return "\n".join(f"{rater}: {rationale}" for rater, rationale in said) or None


def joined(values: Iterable[str | None], by: str = "; ") -> str | None:
    """The different values in their order; None if there are none."""
    return by.join(dict.fromkeys(value for value in values if value)) or None


def _unit(place: Place, given: list[Given]) -> Unit:
    agreed = [one for one in given if one.rater.strip().casefold() == CONSENSUS]
    return Unit(place, tuple(one for one in given if one not in agreed), tuple(agreed))


def _common(marks: Sequence[tuple[str, int | None]]) -> tuple[str, int | None] | None:
    """What all marks say; None if they say different things.

    Raters who call it mixed agree on that, and on no lean unless all lean the same way; leans that
    differ are a difference.
    """
    if len(set(marks)) == 1:
        return marks[0]
    leans = {rating for _, rating in marks if rating is not None}
    if {state for state, _ in marks} == {"mixed"} and len(leans) == 1:
        return "mixed", None
    return None
