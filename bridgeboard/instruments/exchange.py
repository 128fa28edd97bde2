"""An instrument as JSON and back: so a snapshot carries the instruments it was published with."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from bridgeboard.instruments.instrument import Instrument, Item, Level, Scale, WorkedExample


def to_json(instrument: Instrument) -> str:
    """The instrument as a JSON object; from_json gives back an equal instrument."""
    fields = asdict(instrument)
    fields["source"] = instrument.source.as_posix()
    return json.dumps(fields, ensure_ascii=False)


def from_json(text: str) -> Instrument:
    """The instrument that to_json wrote."""
    fields = json.loads(text)
    return Instrument(
        **{
            **fields,
            "source": Path(fields["source"]),
            # Snapshots published before this field was there have none.
            "verified": tuple(fields.get("verified", ())),
            "unverified": tuple(fields["unverified"]),
            "levels": tuple(Level(**level) for level in fields["levels"]),
            "items": tuple(Item(**item) for item in fields["items"]),
            "scales": tuple(
                Scale(
                    **{
                        **s,
                        "item_ids": tuple(s["item_ids"]),
                        "needs_scales": tuple(s["needs_scales"]),
                    }
                )
                for s in fields["scales"]
            ),
            "worked_examples": tuple(
                WorkedExample(
                    says=example["says"],
                    answers=_pairs(example["answers"]),
                    scores=_pairs(example["scores"]),
                    levels=_pairs(example["levels"]),
                )
                for example in fields["worked_examples"]
            ),
        }
    )


def _pairs(rows: list[list]) -> tuple:
    return tuple((name, value) for name, value in rows)
