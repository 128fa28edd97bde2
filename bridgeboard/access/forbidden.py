"""What is said to somebody who may not."""

from __future__ import annotations

from bridgeboard.problems import Refusal


class Forbidden(Refusal):
    """Somebody asked for what their role doesn't give."""
