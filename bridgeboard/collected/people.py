"""Variables of documents that may name people."""

from __future__ import annotations

import re
from collections.abc import Iterable

_NAMES = re.compile(
    r"\b(?:name|names|surname|forename|vorname|nachname|nom|pr[ée]nom|nombre|apellidos?|initials?"
    r"|e-?mail|mail|telephone|phone|mobile|telefon|handy|address|adresse|street|postcode|zip"
    r"|birth\w*|dob|geburts\w*|ssn|nhs number|ip|latitude|longitude|gps|signature)\b",
    re.IGNORECASE,
)
_NOT_OF_PEOPLE = re.compile(
    r"\b(?:site|document|file|group|clinic|hospital|centre|center|country|city|code|wave)s?\b",
    re.IGNORECASE,
)
_E_MAIL = re.compile(r"[^\s@,;]+@[^\s@,;]+\.[A-Za-z]{2,}")
_TELEPHONE = re.compile(r"^\+?[0-9](?:[ ./()-]?[0-9]){8,14}$")


def names_people(title: str, values: Iterable[str]) -> bool:
    """May a variable of this title and these values name a person?"""
    words = re.sub(r"[_.]+|(?<=[a-z])(?=[A-Z])", " ", title)
    if _NAMES.search(words) and not _NOT_OF_PEOPLE.search(words):
        return True
    return any(_E_MAIL.search(value) or _TELEPHONE.match(value) for value in values)
