"""Bridgeboard: from a programme's files to what its people need to know."""

__version__ = "0.1.0"
