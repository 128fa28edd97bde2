"""All kinds of files that are recognised, in the order in which they are tried."""

from __future__ import annotations

from bridgeboard.collected.kind import Kind

KINDS: tuple[Kind, ...] = ()
