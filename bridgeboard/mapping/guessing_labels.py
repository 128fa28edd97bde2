"""Whose item a question is like, by its words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import SequenceMatcher

from bridgeboard.collected import Field
from bridgeboard.instruments import Instrument
from bridgeboard.mapping.guessing_names import Named, tokens

#: How like two questions must be to be said alike, and to be nearly the same.
ALIKE, SAME = 0.75, 0.92
_LONGEST = 300


def labelled_items(field: Field, instruments: Mapping[str, Instrument]) -> list[Named]:
    """The items that the question's words are like, the likest first; own words only, since
    protected wording is not in our instruments."""
    questions = {field.label or "", field.heading, *field.labels.values()}
    if field.of is not None:
        # A grid's question stands before each of its rows, and would drown a short one.
        questions |= {question.rpartition(" - ")[2] for question in questions}
    worded = [words for words in map(_question, questions) if len(words) > 1]
    found = []
    for instrument in instruments.values():
        for item in instrument.items:
            own = _question(item.label)
            if len(own) < 2 or re.fullmatch(r"item\d+", "".join(own)):
                continue
            like = max((_like(words, own) for words in worded), default=0.0)
            if like >= ALIKE:
                sure = 0.9 if like >= SAME else 0.7
                why = f"its question is {'that' if like >= SAME else 'like that'} of "
                why += f"{instrument.instrument_id} {item.item_id}"
                found.append((like, Named(instrument.instrument_id, item.item_id, sure, why)))
    found.sort(key=lambda pair: -pair[0])
    # Nearly as like as the likest is a tie; what is clearly less like is none.
    return [named for like, named in found if like > found[0][0] - 0.1]


def _question(label: str) -> list[str]:
    words = tokens(re.sub(r"<[^>]*>", " ", label[:_LONGEST]))
    # A number in front of a question belongs to the form, not to the question.
    return words[1:] if words and re.fullmatch(r"[a-z]{0,3}\d{1,3}", words[0]) else words


def _like(one: list[str], other: list[str]) -> float:
    shared = len(set(one) & set(other)) / max(len(set(one)), len(set(other)))
    if shared < 0.3:
        return 0.0
    return max(shared, SequenceMatcher(None, one, other, autojunk=False).ratio())
