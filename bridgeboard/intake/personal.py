"""A guard against people who can be named: addresses and numbers where a code belongs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import polars as pl

from bridgeboard.intake.working import Say, Words, Working, places_of
from bridgeboard.readers.personal_marks import E_MAIL, TELEPHONE

NO_MAIL = "no e-mail address"
_CODES = ("respondent_id", "person_code")


def check_personal(work: Working) -> None:
    """Refuse e-mail addresses of respondents; doubt codes that may be telephone numbers.

    The sentences don't repeat what was found: they may be passed on.
    """
    for name, rule, pattern, severity, words in personal_checks():
        if name not in work.text.columns:
            continue
        cells = work.text[name].alias("cell").to_frame()
        found = cells.select(pl.col("cell").str.contains(pattern)).to_series()
        work.report(places_of(found), column=name, rule=rule, words=words, severity=severity)


def personal_checks() -> Iterator[tuple[str, str, str, Literal["refused", "doubtful"], Say]]:
    """What is looked for: column, rule, pattern, severity and words."""
    for name in ("respondent_id", "person_code", "profession"):
        yield name, NO_MAIL, E_MAIL, "refused", _mail_words
        if name in _CODES:
            yield name, "no telephone number", TELEPHONE, "doubtful", _telephone_words


def _mail_words(place: int) -> Words:
    return Words(
        "what looks like an e-mail address",
        "nothing here may name a person",
        "Write a code that only your team can resolve.",
    )


def _telephone_words(place: int) -> Words:
    return Words(
        "what looks like a telephone number",
        "nothing here may name a person",
        "If it is one, write a code that only your team can resolve; if it is a code, nothing "
        "needs to be done.",
    )
