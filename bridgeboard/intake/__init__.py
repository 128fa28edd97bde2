"""From text to accepted rows and problems; never an exception for what is in a file."""

from bridgeboard.intake.acceptance import Accepted, accept
from bridgeboard.intake.reference import accept_reference

__all__ = ["Accepted", "accept", "accept_reference"]
