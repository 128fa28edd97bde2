"""What readers of coded documents say of what they found."""

from __future__ import annotations

import polars as pl

from bridgeboard.collected.qda_xml import Odd
from bridgeboard.problems import Problem

#: Programs that write REFI-QDA; anything else in `origin` is not repeated.
PROGRAMS = (
    "ATLAS.ti",
    "NVivo",
    "MAXQDA",
    "Taguette",
    "QualCoder",
    "Dedoose",
    "Quirkos",
    "f4analyse",
    "Transana",
    "QDA Miner",
    "webQDA",
)


def refused(file: str, odd: Odd, rule: str = "coded documents") -> Problem:
    """The problem of a file that can't be read."""
    found, expected, mend = odd.args
    return Problem(file=file, rule=rule, found=found, expected=expected, mend=mend)


def codes_said(n_codes: int, n_documents: int, segments: pl.DataFrame) -> list[str]:
    """How many codes, documents, coded passages and coders, in sentences."""
    passages = int(segments["n"].sum()) if len(segments) else 0
    coders = segments["coder"].drop_nulls().n_unique()
    text = f"{counted(n_codes, 'code')}, {counted(n_documents, 'document')}, "
    text += f"{counted(passages, 'coded passage')}"
    if coders:
        text += f" by {counted(coders, 'coder')}"
    said = [text + "."]
    if not n_codes:
        said.append("It has no codebook.")
    elif not passages:
        said.append("Nothing is coded yet, or the program didn't export the codings.")
    return said


def counted(n: int, what: str) -> str:
    """1 code, 2 codes."""
    return f"{n} {what}" if n == 1 else f"{n} {what}s"
