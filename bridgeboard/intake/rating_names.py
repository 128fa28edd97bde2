"""The names in a rating matrix, row by row: which construct each stands for, there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from bridgeboard.intake.construct_names import (
    EDITIONS,
    Construct,
    Edition,
    by_id,
    cleaned,
    domain_of,
    is_reversed,
    matches,
    nearly,
)
from bridgeboard.intake.rating_matrix_shape import Shape, names_a_construct
from bridgeboard.intake.rating_problems import Said
from schemas.programme import RatingMatrix


@dataclass(frozen=True)
class Named:
    """What a row of the matrix is about, and what its note says of the name."""

    framework: str
    construct_id: str
    label: str
    notes: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Edition and id; names of one's own are the same in any case."""
        own = self.framework == "own"
        return self.framework, self.construct_id.casefold() if own else self.construct_id


def plain(text: str) -> str:
    """A heading or name in one line and lower case."""
    return " ".join(text.split()).casefold()


class RowNames:
    """The names of one matrix, with what its section of programme.toml says of them."""

    def __init__(self, matrix: RatingMatrix, said: Said) -> None:
        self.said = said
        self.own: Mapping[str, str] = {
            plain(name): meant for name, meant in matrix.constructs.items()
        }
        self.reversed = {plain(cleaned(name)): name for name in matrix.reverse_rated}

    def is_known(self, label: str) -> bool:
        """Is this a construct of CFIR, nearly at least, or one that was explained?"""
        return plain(label) in self.own or any(
            matches(label, edition) or nearly(label, edition) for edition in EDITIONS
        )

    def label(self, shape: Shape, row: int) -> str:
        """The name in a row: the rightmost cell that names a construct, or the rightmost text."""
        cells = [shape.grid.cells[row][column] for column in reversed(shape.labels)]
        filled = [cell for cell in cells if cell]
        for part, whole in pairwise(filled):
            # Construct and subconstruct side by side.
            both = matches(f"{whole}: {part}", "2022") if part != whole else ()
            if len(both) == 1 and both[0].parent_id is not None:
                return f"{whole}: {part}"
        known = [cell for cell in filled if plain(cell) in self.own or names_a_construct(cell)]
        others = [cell for cell in filled if domain_of(cell) is None]
        return next(iter([*known, *others, *filled]), "")

    def construct(
        self,
        label: str,
        edition: Edition,
        domain: str | None,
        above: Construct | None,
        row: int,
    ) -> Construct | str | None:
        """The construct, or the name of one's own."""
        meant = self.own.get(plain(label)) or self.own.get(plain(cleaned(label)))
        if meant is not None:
            return by_id(meant) or cleaned(label)
        if (construct := by_id(label)) is not None:
            return construct
        other: Edition = "2022" if edition == "2009" else "2009"
        for found, near in (
            (matches(label, edition), False),
            (matches(label, other), False),
            (nearly(label, edition), True),
            (nearly(label, other), True),
        ):
            if not found:
                continue
            if domain_of(label) is not None and not (
                above and found[0].parent_id == above.construct_id
            ):
                # The rating of a whole domain: Innovation is also a part of Reflecting.
                continue
            chosen = _chosen(found, domain, above)
            if chosen is None:
                if near:
                    continue
                self.said.several(label, found, row)
                return None
            if near:
                self.said.nearly(label, chosen, row)
            elif chosen.edition != edition:
                self.said.other_edition(label, chosen, edition, row)
            return chosen
        self.said.own_construct(label, row)
        return cleaned(label)

    def named(self, label: str, found: Construct | str, row: int, edition: Edition) -> Named:
        """The construct with its notes."""
        notes = []
        if is_reversed(label) or plain(cleaned(label)) in self.reversed:
            notes.append("reverse rated")
        if isinstance(found, str):
            return Named("own", found[:200], found, tuple(notes))
        if not matches(label, found.edition) and by_id(label) is None:
            notes.append(f'written "{cleaned(label)}"')
        return Named(found.edition, found.construct_id, found.label, tuple(notes))


def _chosen(
    found: tuple[Construct, ...], domain: str | None, above: Construct | None
) -> Construct | None:
    """The one construct that the name stands for here; None if its place does not tell.

    Innovation Deliverers is a role, and a part of two constructs of the process.
    """
    in_domain = [construct for construct in found if domain in (None, construct.domain)]
    candidates = in_domain or list(found)
    if len(candidates) > 1 and above is not None:
        below = [c for c in candidates if c.parent_id == above.construct_id]
        candidates = below or candidates
    if len(candidates) > 1:
        whole = [construct for construct in candidates if construct.parent_id is None]
        candidates = whole or candidates
    return candidates[0] if len(candidates) == 1 else None
