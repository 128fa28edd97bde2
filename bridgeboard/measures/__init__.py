"""Measures: named questions, each with one documented answer frame."""

from bridgeboard.measures.answering import answer
from bridgeboard.measures.document import document
from bridgeboard.measures.measure import ALL_SITES, NO_SITE, Answer, Column, Matrix, Measure
from bridgeboard.measures.order import MEASURES

__all__ = [
    "ALL_SITES",
    "MEASURES",
    "NO_SITE",
    "Answer",
    "Column",
    "Matrix",
    "Measure",
    "answer",
    "document",
]
