"""A guard against people who can be named: addresses and numbers where a code belongs."""

from __future__ import annotations

import polars as pl

from bridgeboard.intake.working import Words, Working, places_of
from bridgeboard.readers.personal_marks import E_MAIL, TELEPHONE

_CODES = ("respondent_id", "person_code")


def check_personal(work: Working) -> None:
    """Refuse e-mail addresses of respondents; doubt codes that may be telephone numbers.

    The sentences don't repeat what was found: they may be passed on.
    """
    for name in ("respondent_id", "person_code", "profession"):
        if name not in work.text.columns:
            continue
        cells = work.text[name].alias("cell").to_frame()
        mail = cells.select(pl.col("cell").str.contains(E_MAIL)).to_series()
        work.report(places_of(mail), column=name, rule="no e-mail address", words=_mail_words)
        if name in _CODES:
            telephone = cells.select(pl.col("cell").str.contains(TELEPHONE)).to_series()
            work.report(
                places_of(telephone),
                column=name,
                rule="no telephone number",
                words=_telephone_words,
                severity="doubtful",
            )


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
