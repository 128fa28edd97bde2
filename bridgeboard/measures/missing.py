"""One thing that is missing at a site, and how several reasons for it become one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bridgeboard.measures.rated import joined

#: What the rows of a checklist are grouped by, in the order in which it is read.
KINDS = {
    "survey": "Surveys",
    "respondents": "Respondents",
    "focus group": "Focus groups",
    "statements": "Statements",
    "rating": "CFIR ratings",
    "payment": "Payment of PSWs",
    "milestone": "Steps of implementation",
    "context": "Context",
    "target": "Targets",
    "site": "The site itself",
    "wave": "Waves",
}

#: Of a long list so many names are told.
_MOST = 6


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is missing.

    thing:      what it is called in the next snapshot as well, such as survey:psa12.
    priority:   1 holds a state of readiness back, 2 leaves the last wave open, 3 leaves a change
                open, 4 is a detail.
    needed_for: what can't be said without it, each a noun phrase.
    influences: id and name of the influences whose readiness can't be told without it.
    """

    site_id: str | None
    thing: str
    kind: str
    priority: int
    what: str
    how: str
    source: str
    needed_for: tuple[str, ...] = ()
    influences: tuple[tuple[str, str], ...] = ()

    def and_also(self, other: Missing) -> Missing:
        """The same thing for the reasons of both, in the words of the other."""
        return Missing(
            site_id=self.site_id,
            thing=self.thing,
            kind=other.kind,
            priority=min(self.priority, other.priority),
            what=other.what,
            how=other.how,
            source=joined((self.source, other.source), ", ") or "",
            needed_for=tuple(dict.fromkeys((*self.needed_for, *other.needed_for))),
            influences=tuple(dict.fromkeys((*self.influences, *other.influences))),
        )

    @property
    def why(self) -> str:
        """What can't be said without it, in a sentence."""
        names = [f"“{label}”" for _, label in self.influences]
        readiness = (f"readiness in {told(names, len(names))}",) if names else ()
        return f"Needed for {'; '.join((*readiness, *self.needed_for))}."


def merged(found: Iterable[Missing]) -> list[Missing]:
    """Each thing of a site once, in the order in which they came.

    Of two reasons for one thing the later has the words: rules about a whole survey come after
    those about one of its items.
    """
    once: dict[tuple[str | None, str], Missing] = {}
    for one in found:
        key = one.site_id, one.thing
        once[key] = once[key].and_also(one) if key in once else one
    return list(once.values())


def told(names: list[str], most: int = _MOST) -> str:
    """Names as a sentence has them; of many the first, and how many more."""
    if len(names) > most:
        return ", ".join(names[: most - 1]) + f" and {len(names) - most + 1} more"
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]
