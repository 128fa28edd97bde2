"""All kinds of files that are recognised, in the order in which they are tried."""

from __future__ import annotations

from bridgeboard.collected import (
    code_matrix,
    coded_segments,
    qualcoder,
    refi_codebook,
    refi_project,
    taguette,
)
from bridgeboard.collected.kind import Kind

KINDS: tuple[Kind, ...] = (
    *refi_project.KINDS,
    *refi_codebook.KINDS,
    *qualcoder.KINDS,
    *taguette.KINDS,
    *coded_segments.KINDS,
    *code_matrix.KINDS,
)
