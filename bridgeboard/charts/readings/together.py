"""Sites side by side and together, in words: what stands beside the forest plot."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bridgeboard.charts import words
from bridgeboard.charts.comparison import Comparison
from bridgeboard.charts.readings.chance import by_chance

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown

_SENTENCES = re.compile(r"(?<=\.) (?=[A-Z])")
_WORDS = {
    "all": "All {n} together",
    "sites": "sites",
    "level": "{level}, {n}",
    "unknown": "It is not known whether {names} can be compared between the waves.",
    "left_out": "Not among the sites taken together: {names}.",
    "alt": "{scale}, {first} to {last}: {read}. {together}",
    "read": "{reading} at {names}",
    "nowhere": "no site has a shift that can be shown",
    "total": "{name}: {numbers}.",
    "caveat": "{levels}: {caveat}",
    "chosen": "Sites taken together are all sites of the programme, not only the chosen ones.",
}


def group_name(row: dict[str, Any]) -> str:
    """All 9 sites together; Low income, 3 sites; without the number where that is hidden."""
    n = None if row["n_sites"] is None else words.count(row["n_sites"], "site")
    if row["is_total"]:
        return _WORDS["all"].format(n=n or _WORDS["sites"])
    level = words.INCOMES.get(row["income_level"], row["income_level"])
    return _WORDS["level"].format(level=level, n=n) if n else level


def sentence(found: Comparison, named: dict[str, str]) -> str:
    read = [
        _WORDS["read"].format(reading=reading, names=words.listed(names, most=12))
        for reading in (words.ROSE, words.FELL, words.NO_CLEAR_CHANGE)
        if (names := found.read(reading))
    ]
    together = ""
    if found.total is not None and found.estimate(found.total) is not None:
        together = _WORDS["total"].format(
            name=group_name(found.total), numbers=found.numbers(found.total)
        )
    return (
        _WORDS["alt"]
        .format(read="; ".join(read) or _WORDS["nowhere"], together=together, **named)
        .strip()
    )


def notes(found: Comparison, shift: Shown, pooled: Shown) -> tuple[str, ...]:
    """What must be said beside it, the caveat about few sites first."""
    total = found.total
    said = []
    if total is not None and total["caveat"]:
        said.append(total["caveat"])
    # Sentence by sentence, so that what holds for several levels is said once.
    caveats: dict[str, list[str]] = {}
    for row in found.levels:
        if row["status"] in ("ok", "one site") and row["caveat"] and not row["hidden"]:
            level = words.INCOMES.get(row["income_level"], row["income_level"])
            for caveat in _SENTENCES.split(row["caveat"]):
                caveats.setdefault(caveat, []).append(level)
    said += [
        _WORDS["caveat"].format(levels=words.listed(levels), caveat=caveat)
        for caveat, levels in caveats.items()
    ]
    said.append(by_chance(found))
    unknown = found.unknown()
    if unknown:
        said.append(_WORDS["unknown"].format(names=words.listed(unknown)))
    if total is not None and total["left_out"]:
        said.append(_WORDS["left_out"].format(names=total["left_out"].rstrip(".")))
    if found.is_chosen:
        said.append(_WORDS["chosen"])
    return tuple(dict.fromkeys(note for note in (*said, *shift.notes, *pooled.notes) if note))
