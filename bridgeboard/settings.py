"""Where files lie: the project's own, and the store's."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
DATA = PROJECT / "data"
REFERENCE = DATA / "reference"

#: The programmes that come with Bridgeboard; `publish --shipped` publishes those the store lacks.
SHIPPED = (DATA / "upsides", DATA / "demonstration")


def store_root() -> Path:
    """The store's folder: BRIDGEBOARD_STORE if set, else data/store."""
    return Path(os.environ.get("BRIDGEBOARD_STORE") or DATA / "store")


def access_file() -> Path:
    """Who may see what: the file BRIDGEBOARD_ACCESS names, else .streamlit/access.toml."""
    return Path(os.environ.get("BRIDGEBOARD_ACCESS") or PROJECT / ".streamlit" / "access.toml")
