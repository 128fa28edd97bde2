"""What a link asks for, checked against what there is: pure, no Streamlit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bridgeboard.ui import words

#: The parameters of a link, in the order of the sidebar.
PROGRAMME, SITE, INCOME, WAVE, VIEW = "programme", "site", "income", "wave", "view"
SEVERAL = (SITE, INCOME, WAVE)
#: Under this name a session keeps that it has read its link: from then on the widgets write it.
READ = "link_read"


@dataclass(frozen=True, slots=True)
class Settled:
    """One parameter of a link after checking.

    labels:  what to select, by the names that the sidebar shows.
    unknown: what the link asks for and the programme hasn't.
    """

    labels: tuple[str, ...]
    unknown: tuple[str, ...]


def labelled(names: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Labels by id, in order; where two share a name, the id is added to tell them apart."""
    pairs = list(names)
    times = Counter(name for _, name in pairs)
    return {key: name if times[name] == 1 else f"{name} ({key})" for key, name in pairs}


def settled(asked: Sequence[str], offered: Mapping[str, str]) -> Settled:
    """The labels that a parameter's values stand for.

    In: values are labels or ids, in any case of letters; ids may stand in one value, with commas.
    """
    by_word = {key.casefold(): label for key, label in offered.items()}
    by_word |= {label.casefold(): label for label in offered.values()}
    labels, unknown = [], []
    for value in asked:
        whole = value.strip().casefold()
        for part in [value] if whole in by_word else value.split(","):
            word = part.strip()
            label = by_word.get(word.casefold())
            if label is not None:
                labels.append(label)
            elif word:
                unknown.append(word)
    return Settled(tuple(dict.fromkeys(labels)), tuple(dict.fromkeys(unknown)))


def notes(checked: Mapping[str, Settled]) -> tuple[str, ...]:
    """A plain sentence for each parameter that asks for something that isn't there."""
    return tuple(
        words.UNKNOWN_IN_LINK[parameter].format(listed(result.unknown))
        for parameter, result in checked.items()
        if result.unknown
    )


def listed(values: Sequence[str], most: int = 5, longest: int = 60) -> str:
    """The values in quotes; a link is written by anyone, so not without end."""
    quoted = [
        f"“{value[:longest]}{'…' if len(value) > longest else ''}”" for value in values[:most]
    ]
    return ", ".join(quoted) + (" …" if len(values) > most else "")
