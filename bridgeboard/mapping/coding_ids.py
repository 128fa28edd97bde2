"""Ids of what a coding gives, made from names so that the next export gives the same.

Programs write new GUIDs at every export (ATLAS.ti does); names of documents and codes stay. Of a
document's name only a mark is used: transcripts are sometimes called after the person who speaks.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Container

_ENDING = re.compile(r"\.(?:docx?|txt|pdf|rtf|odt|md|html?|mp3|m4a|wav|mp4|mov|jpe?g|png)$", re.I)


def slug(text: str, longest: int = 40) -> str:
    """Small letters and digits with - between words; "" if the script has none of them."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:longest].strip("-")


def document_stem(document: str) -> str:
    """How ids of a document's statements begin. FG1 and FG1.docx are one document."""
    return f"d{_mark(_ENDING.sub('', document.strip()), 4)}"


def statement_id(document: str, code: str, number: int) -> str:
    """The id of the number-th passage of a document that is coded with a code."""
    leaf = slug(code.rpartition(" > ")[2], 24) or "code"
    return f"{document_stem(document)}.{leaf}-{_mark(code)}.{number}"


def new_id(name: str, what: str, taken: Container[str]) -> str:
    """A short id for a group or theme of this name that nothing else has."""
    short = slug(name) or f"{what}-{_mark(name)}"
    if short not in taken:
        return short
    base = re.sub(r"-\d+$", "", short)
    return next(f"{base}-{n}" for n in range(2, 1_000_000) if f"{base}-{n}" not in taken)


def _mark(text: str, size: int = 3) -> str:
    """Letters that tell names apart whose short forms are the same, two for each of size."""
    same = " ".join(unicodedata.normalize("NFC", text).casefold().split())
    return hashlib.blake2b(same.encode(), digest_size=size).hexdigest()
