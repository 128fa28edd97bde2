"""Values that name people: what the cells of a column look like, and how many of them do."""

from __future__ import annotations

import datetime

import polars as pl

from bridgeboard.collected.personal_words import FIRST_NAMES
from bridgeboard.readers.personal_marks import (
    ADDRESS,
    COORDINATES,
    DAY,
    E_MAIL,
    IP_ADDRESS,
    NATIONAL_IDS,
    TELEPHONE_INSIDE,
)

#: Half of the values: then it is what the column is for, whatever its heading says.
_MOST = 0.5
#: Of names only so many are on our list.
_NAMED = 0.25
#: With fewer values than this a share says nothing.
_FEW = 3
#: People who answer were born this long ago.
_YOUNGEST = 15
_OLDEST = 100
#: A column's values are looked at up to this many: a table of a million people is still quick.
_LOOKED_AT = 20_000


def always_by_values(values: pl.Series) -> str | None:
    """What nearly all of these distinct values are, where that must never come in."""
    values = _worth_a_look(values)
    if values is None:
        return None
    for what, pattern in (
        ("e-mail addresses", f"^{E_MAIL}$"),
        ("IP addresses", IP_ADDRESS),
        ("coordinates of respondents", COORDINATES),
    ):
        if _share(values, pattern) >= _MOST:
            return what
    return None


def suspect_by_values(values: pl.Series, in_text_only: bool = False) -> str | None:
    """Why these distinct values look as if they named people; None if they don't.

    in_text_only: only look for ways to reach somebody, not for names, numbers and days.
    """
    values = _worth_a_look(values)
    if values is None:
        return None
    if _share(values, E_MAIL) > 0:
        return "an e-mail address stands in at least one of its cells"
    if _share(values.str.replace_all(DAY, " "), TELEPHONE_INSIDE) > 0:
        return "what looks like a telephone number stands in at least one of its cells"
    if in_text_only or len(values) < _FEW:
        return None
    for what, pattern in NATIONAL_IDS.items():
        if _share(values, pattern) >= _MOST:
            return f"its values are written as {what} is"
    if int(values.str.contains(ADDRESS).sum()) >= 2:
        return "its values look like addresses"
    if _share_of_names(values) >= _NAMED:
        return "many of its values begin with a first name"
    if _born(values):
        return "its values are days on which adults may have been born"
    return None


def _worth_a_look(values: pl.Series) -> pl.Series | None:
    values = values.head(_LOOKED_AT).str.strip_chars()
    values = values.filter(values.str.len_chars() > 3)
    return values if len(values) else None


def _share(values: pl.Series, pattern: str) -> float:
    return int(values.str.contains(pattern).sum()) / len(values)


def _share_of_names(values: pl.Series) -> float:
    """Of values of one to four words, each beginning with a letter."""
    words = values.str.split(" ")
    short = words.list.len() <= 4
    first = words.list.first().str.strip_chars(".,").str.to_lowercase()
    return int((short & first.is_in(list(FIRST_NAMES))).sum()) / len(values)


def _born(values: pl.Series) -> bool:
    """Days of very different years, all of them long enough ago for an adult."""
    day = r"^(?:([0-9]{4})-[0-9]{2}-[0-9]{2}|[0-9]{1,2}[./-][0-9]{1,2}[./-]([0-9]{4}))(?:[ T]|$)"
    years = values.str.extract_groups(day)
    found = years.struct.field("1").fill_null(years.struct.field("2")).cast(pl.Int64).drop_nulls()
    if len(found) < max(_FEW, 0.8 * len(values)):
        return False
    ago = datetime.date.today().year - found
    old_enough = ago.is_between(_YOUNGEST, _OLDEST).mean()
    return old_enough is not None and old_enough >= 0.9 and found.n_unique() >= _FEW
