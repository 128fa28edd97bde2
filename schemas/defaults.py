"""defaults.toml: targets and stages that hold where a programme sets none."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from schemas.programme import Programme, Stage, Target

FILE = Path(__file__).parent / "defaults.toml"


class Defaults(BaseModel):
    """What a programme may leave out."""

    model_config = ConfigDict(extra="forbid")

    targets: dict[str, Target]
    stages: list[Stage]


@cache
def defaults() -> Defaults:
    """The default targets and stages, read once."""
    return Defaults.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def targets(programme: Programme) -> dict[str, Target]:
    """What sites of this programme must reach, by influence_id: its own, else the default."""
    return {**defaults().targets, **programme.targets}


def stages(programme: Programme) -> list[Stage]:
    """The programme's stages in their order: its own, else the default."""
    return programme.stages or defaults().stages
