"""Start Bridgeboard: app.py inside its middleware.

    python serve.py [--port 8501]        (or BRIDGEBOARD_PORT=8501)
    streamlit run serve.py

Without a port the first free one from 8501 on is taken.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import threading
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.routing import Mount
from streamlit import config, file_util
from streamlit.runtime.pages_manager import PagesManager

from bridgeboard import LAYOUT
from bridgeboard.problems import Refusal
from bridgeboard.settings import SHIPPED, store_root
from bridgeboard.ui.mode import auth_from_environment, called_back, mode
from bridgeboard.ui.page_words.sign_in import LOCAL, OPEN
from bridgeboard.ui.server.at_once import send_at_once
from bridgeboard.ui.server.compressed_assets import Assets, CompressedAssets
from bridgeboard.ui.server.given_settings import given_settings
from bridgeboard.ui.server.guards import guards
from bridgeboard.ui.server.long_cookies import allow_long_cookies
from bridgeboard.ui.server.many_connections import allow_many_connections
from bridgeboard.ui.server.own_files import OwnFiles
from bridgeboard.ui.server.page import PICTURES, drawn_at_once, named, preloading, with_pictures
from bridgeboard.ui.server.safe_settings import weakened
from bridgeboard.ui.server.security_headers import SecurityHeaders, security_headers
from bridgeboard.ui.server.settled_settings import settle_settings
from bridgeboard.ui.server.small_icons import smaller_files
from bridgeboard.ui.server.way_back import WayBack
from bridgeboard.ui.server.who_left import forget_from_time_to_time
from bridgeboard.ui.server.whose import HOLDERS
from bridgeboard.ui.server.wordless_errors import tell_no_words
from bridgeboard.ui.warm_up import warm_up

_FOLDER = Path(__file__).resolve().parent


@asynccontextmanager
async def _lifespan(_app: st.App) -> AsyncGenerator[None, None]:
    # Here, as only now all that may change a setting has been read.
    if said := weakened():
        sys.exit(f"Bridgeboard did not start. {said}")
    settle_settings()
    tell_no_words()
    HOLDERS.watch()
    allow_long_cookies()
    allow_many_connections()
    forgetting = asyncio.create_task(forget_from_time_to_time())
    threading.Thread(target=warm_up, name="warm-up", daemon=True).start()
    threading.Thread(target=_ASSETS.pack_all, name="pack-assets", daemon=True).start()
    if sys.argv[0] != "-c":
        address, port = config.get_option("server.address"), config.get_option("server.port")
        sys.stdout.write(f"Bridgeboard is at http://{address}:{port}  (Ctrl+C stops it)\n")
        sys.stdout.flush()
    yield
    forgetting.cancel()


def _asked_port() -> int | None:
    """The port asked for on the command line or in BRIDGEBOARD_PORT; None for a free one."""
    parser = argparse.ArgumentParser(prog="python serve.py", description="Start Bridgeboard.")
    asked = os.environ.get("BRIDGEBOARD_PORT") or None
    parser.add_argument("--port", type=_port, default=asked, help="0 takes any that is free")
    return parser.parse_args().port


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and int(text) < 2**16:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port: give a number from 0 to 65535")


_STATIC = Path(file_util.get_static_dir())
_INDEX = preloading((_STATIC / "index.html").read_text(encoding="utf-8"), _STATIC / "static/js")
_PAGE = drawn_at_once(with_pictures(named(_INDEX, "Bridgeboard")))
_ASSETS = Assets(_STATIC, instead=smaller_files(_STATIC))
_AUTH = auth_from_environment()

# A folder called pages makes Streamlit answer the first visit of each process, if it is by a link
# to a page, with "Page not found" before app.py has named its pages.
PagesManager.uses_pages_directory = False
send_at_once()

app = st.App(
    _FOLDER / "app.py",
    lifespan=_lifespan,
    secrets=None if _AUTH is None else {"auth": _AUTH},
    routes=[Mount(PICTURES, OwnFiles(directory=_FOLDER / "bridgeboard/ui/assets/pictures"))],
    # The first is the outermost: headers stand on refusals too.
    middleware=[
        Middleware(SecurityHeaders, headers=security_headers(_PAGE)),
        *guards(_FOLDER / "app.py"),
        Middleware(WayBack, redirect_uri=called_back),
        Middleware(CompressedAssets, assets=_ASSETS, page=_PAGE.encode()),
    ],
)


def _publish_shipped() -> None:
    """Into a store that has no programme go those that ship, so that a first start shows something;
    those of them that another version published, and this one can't read, are published again.

    In a process of its own: publishing loads what the server never needs again.
    """
    missing = [["--shipped"]]
    if any(store_root().glob("*/current.json")):
        missing = [[str(folder)] for folder in SHIPPED if _is_of_another_version(folder.name)]
    for what in missing:
        publish = [sys.executable, "-m", "bridgeboard", "publish", *what]
        subprocess.run(publish, cwd=_FOLDER, check=False)


def _is_of_another_version(programme: str) -> bool:
    """Is what is served of this programme laid out in a way that this version can't read?

    Whatever else may be wrong with the store is said on the page.
    """
    folder = store_root() / programme
    try:
        served = json.loads((folder / "current.json").read_bytes())["content"]["current"]
        manifest = json.loads((folder / "snapshots" / f"{served}.json").read_bytes())
        return manifest["content"]["layout"] != LAYOUT
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _who_may_come_in() -> str:
    """One sentence on who gets in; ends the process with one where that is not settled."""
    if said := weakened():
        sys.exit(f"Bridgeboard did not start. {said}")
    try:
        here = mode(_AUTH)
    except Refusal as why:
        sys.exit(f"Bridgeboard did not start. {why}")
    if here.signs_in:
        return "People sign in."
    return OPEN if here.is_open else LOCAL


if __name__ == "__main__":
    given = given_settings(_asked_port())
    sys.stdout.write(f"{_who_may_come_in()}\n")
    _publish_shipped()
    # Ctrl+C is how one stops it, not an error.
    with suppress(KeyboardInterrupt):
        app.run(config=given)
