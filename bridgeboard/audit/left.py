"""What the name of a file that leaves says: which programme, and which file."""

from __future__ import annotations

from collections.abc import Iterable

#: A saved map is named by a person, often after the file that it was made for, which may be named
#: after somebody.
_MAP, _MAPS = "map_", ".toml"


def known_of(name: str, programmes: Iterable[str]) -> tuple[str, str]:
    """The programme that a file is of, and its name as the audit may keep it.

    In:     name: as bridgeboard.ui.csv_file.file_name makes it: the programme's id comes first.
    Missing: no programme ("") where the name begins with none of these.
    """
    if name.startswith(_MAP) and name.endswith(_MAPS):
        return "", f"map{_MAPS}"
    fitting = [one for one in programmes if name.startswith(f"{one.strip('-')}_")]
    return max(fitting, key=len, default=""), name
