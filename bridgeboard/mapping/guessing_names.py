"""What a column's name says: an instrument's item, and whether it was asked before or after."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from bridgeboard.collected import Field
from bridgeboard.instruments import Instrument

BEFORE = frozenset(
    (
        "pre",
        "before",
        "baseline",
        "bl",
        "vorher",
        "prae",
        "pra",
        "avant",
        "antes",
        "kabla",
        "pretest",
    )
)
AFTER = frozenset(
    ("post", "after", "followup", "fup", "fu", "endline", "nachher", "apres", "depois", "despues",
     "baada", "posttest")
)  # fmt: skip
_MONTHS = re.compile(
    r"^(?:m(\d{1,2})|(\d{1,2})(?:m|mo|mth|mths|month|months|monate|monaten|mois|meses))$"
)
_NUMBERED = re.compile(r"^(?:t|w|wave|time|visit|phase|round|timepoint)(\d{1,2})$")
_MONTH_WORDS = frozenset(("m", "mo", "month", "months", "monate", "monaten", "mois", "meses"))


@dataclass(frozen=True, slots=True)
class Moment:
    """A time as words give it: "before", "after", so many months, or the n-th time."""

    what: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Named:
    """What a name says of an item; alone: without the instrument's name."""

    instrument_id: str
    item_id: str
    sure: float
    why: str
    alone: bool = False


def tokens(name: str) -> list[str]:
    """The words and numbers of a name, plain: "PSA-12 item 1" is psa, 12, item, 1."""
    text = unicodedata.normalize("NFKD", name).casefold()
    text = "".join(c for c in text if not unicodedata.combining(c))
    return re.findall(r"[^\W_]+", text)


def moment_of(words: list[str]) -> Moment | None:
    """The time that words like pre, T1 or 18 months give; None if they give none."""
    text = "".join(words)
    if text in ("followup", "endline"):
        return Moment("after")
    if len(words) == 2 and words[0].isdigit() and words[1] in _MONTH_WORDS:
        return Moment("months", int(words[0]))
    if len(words) == 2 and words[1].isdigit() and words[0] in ("month", "months"):
        return Moment("months", int(words[1]))
    if len(words) == 2 and words[0] in ("wave", "time", "visit", "t", "phase", "round"):
        return Moment("nth", int(words[1])) if words[1].isdigit() else None
    if len(words) != 1:
        return None
    word = words[0]
    if word in BEFORE:
        return Moment("before")
    if word in AFTER:
        return Moment("after")
    if found := _MONTHS.match(word):
        return Moment("months", int(found[1] or found[2]))
    if found := _NUMBERED.match(word):
        return Moment("nth", int(found[1]))
    return None


def without_moment(words: list[str]) -> tuple[list[str], Moment | None]:
    """The words before and after a time at either end, and that time."""
    for size in (2, 1):
        if len(words) > size:
            for part, rest in ((words[:size], words[size:]), (words[-size:], words[:-size])):
                moment = moment_of(part)
                # A column t1 is an item of that name as well as a time; alone it is no time.
                if moment is not None and rest:
                    return rest, moment
    return words, None


def named_items(
    field: Field, instruments: Mapping[str, Instrument]
) -> tuple[list[Named], Moment | None]:
    """All items that the column's name may mean, and the time in it."""
    path = re.split(r"[/]", field.heading or field.column)
    *groups, last = path if len(path) > 1 else re.split(r"[/]", field.column)
    around = "".join("".join(tokens(group)) for group in [*groups, field.group or ""])
    whole = tokens(last)
    found: list[Named] = []
    moment = None
    for words, when in ((whole, None), without_moment(whole)):
        joined = "".join(words)
        for instrument in instruments.values():
            for named in _of_instrument(joined, around, field.column, instrument):
                if not any(n.item_id == named.item_id and n.instrument_id == named.instrument_id
                           for n in found):  # fmt: skip
                    found.append(named)
        if found:
            moment = when
            break
    if moment is None:
        # The group may tell the time: baseline/psa12_b1.
        for group in [*groups, field.group or ""]:
            moment = moment or moment_of(tokens(group))
    return found, moment


def _of_instrument(joined: str, around: str, column: str, instrument: Instrument) -> list[Named]:
    keys = {"".join(tokens(instrument.instrument_id)), "".join(tokens(instrument.short_name))}
    rests = {joined[len(key) :] for key in keys if joined.startswith(key)}
    if not rests and any(key in around for key in keys):
        rests = {joined}
    id_ = instrument.instrument_id
    ids = {"".join(tokens(item.item_id)): item.item_id for item in instrument.items}
    named = [
        Named(id_, ids[rest], 0.97, f"its name is that of {id_} {ids[rest]}")
        for rest in rests
        if rest in ids
    ]
    if named:
        return named
    for rest in rests:
        number = re.fullmatch(r"(?:item|items|question|frage|q|i|nr|no)?0*(\d{1,3})", rest)
        if number and 1 <= int(number[1]) <= len(instrument.items):
            item = instrument.items[int(number[1]) - 1]
            why = f"its name says {instrument.short_name}, number {number[1]}"
            return [Named(id_, item.item_id, 0.85, why)]
    for text in (joined, joined.removeprefix("q"), joined.removeprefix("item")):
        if text in ids:
            return [Named(id_, ids[text], 0.6, f"its name is {ids[text]}", alone=True)]
    # B1: Hearing from someone ...
    head = re.match(r"^\s*([A-Za-z]{1,3}\d{1,3})\s*[.:)]\s+\S", column)
    if head and head[1].casefold() in ids:
        item_id = ids[head[1].casefold()]
        return [Named(id_, item_id, 0.6, f"it begins with {item_id}", alone=True)]
    return []
