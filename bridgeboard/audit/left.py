"""What the name of a file that leaves says: which programme and view, and which file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

#: A saved map is named by a person, often after the file that it was made for, which may be named
#: after somebody.
_MAP, _MAPS = "map_", ".toml"
_VIEWS = ("team", "shareable")


@dataclass(frozen=True, slots=True)
class Left:
    """A file that leaves. programme: "" if it is of none; view: None if it is of both."""

    programme: str
    file: str
    view: str | None


def left(name: str, programmes: Iterable[str]) -> Left:
    """What is known of a file by its name.

    In: name: as bridgeboard.ui.csv_file.file_name makes it: the programme's id comes first, and
        near the end stands the view; programmes: all there are.
    """
    if name.startswith(_MAP) and name.endswith(_MAPS):
        return Left("", f"map{_MAPS}", None)
    fitting = [one for one in programmes if name.startswith(f"{one.strip('-')}_")]
    said = name.rpartition(".")[0].split("_")[-2:]
    view = next((view for view in _VIEWS if view in said), None)
    return Left(max(fitting, key=len, default=""), name, view)
