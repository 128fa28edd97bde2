"""Instruments: questionnaires as TOML files, with their scoring and worked examples."""

from bridgeboard.instruments.exchange import from_json, to_json
from bridgeboard.instruments.instrument import (
    ANSWERS_OF,
    Instrument,
    Item,
    Level,
    Scale,
    WorkedExample,
)
from bridgeboard.instruments.reading import read
from bridgeboard.instruments.registry import own_instruments, registry, shipped
from bridgeboard.instruments.scoring import score_expression, scores, turned

__all__ = [
    "ANSWERS_OF",
    "Instrument",
    "Item",
    "Level",
    "Scale",
    "WorkedExample",
    "from_json",
    "own_instruments",
    "read",
    "registry",
    "score_expression",
    "scores",
    "shipped",
    "to_json",
    "turned",
]
