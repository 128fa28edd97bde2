"""Bridgeboard: from a programme's files to what its people need to know."""

__version__ = "0.1.0"

#: How a snapshot is laid out: its tables, views, and the JSON in them. Raised whenever that
#: changes, so that a snapshot this version can't read is named and not tried (a test watches).
#: Here, where a server that starts reads it at no cost.
LAYOUT = 8
