"""An instrument as the TOML file of a programme's own."""

from __future__ import annotations

from typing import Any

from bridgeboard.instruments.instrument import Instrument, WorkedExample
from bridgeboard.toml_text import written


def to_toml(instrument: Instrument) -> str:
    """The instrument as a file that reads back as an equal one."""
    about = (
        "instrument_id",
        "name",
        "short_name",
        "citation",
        "doi",
        "licence",
        "licence_note",
        "own",
        "validated",
        "version_of",
        "verified",
        "unverified",
    )
    return written(
        {name: getattr(instrument, name) for name in about}
        | {
            "responses": _said(
                instrument, "minimum", "maximum", "dont_know_code", "not_applicable_code"
            )
            | {"levels": [_said(level, "value", "label") for level in instrument.levels]},
            "items": [_said(item, *item.__dataclass_fields__) for item in instrument.items],
            "scales": [_said(scale, *scale.__dataclass_fields__) for scale in instrument.scales],
            "worked_examples": [_example(example) for example in instrument.worked_examples],
        }
    )


def _said(part: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(part, name) for name in names}


def _example(example: WorkedExample) -> dict[str, Any]:
    scores = {name: "none" if score is None else score for name, score in example.scores}
    return {
        "says": example.says,
        "answers": dict(example.answers),
        "scores": scores,
        "levels": dict(example.levels),
    }
