"""A Chromium of this machine, if there is one: it draws what only a browser can draw."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

#: Names under which a Chromium is found, by the command line of Linux first.
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
_PLACES = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
)
#: Nothing of a page of ours may leave this machine, and neither may what a browser does by itself.
_ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-extensions",
    "--no-first-run",
    "--no-default-browser-check",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--disable-features=AutofillServerCommunication,OptimizationHints,MediaRouter,Translate",
    "--virtual-time-budget=20000",
)
#: Long, for a busy machine; a browser that hangs must not hang a report.
_SECONDS = 90


def found() -> str | None:
    """The browser to use: BRIDGEBOARD_BROWSER if set (empty: none), else one of this machine."""
    named = os.environ.get("BRIDGEBOARD_BROWSER")
    if named is not None:
        return shutil.which(named) if named else None
    on_path = (shutil.which(name) for name in _NAMES)
    return next(filter(None, on_path), None) or next(
        (place for place in _PLACES if Path(place).is_file()), None
    )


def drawn(page: str, *asked: str, output: str = "") -> bytes | None:
    """What the browser makes of a page of ours: with --dump-dom its HTML, or the file it writes.

    In:      asked: what it shall do, such as --dump-dom; output: how the argument begins that names
             the file, such as --print-to-pdf=.
    Missing: None where there is no browser, or where it can't do it.
    """
    browser = found()
    if browser is None:
        return None
    with tempfile.TemporaryDirectory(prefix="bridgeboard-", ignore_cleanup_errors=True) as folder:
        file, made = Path(folder) / "page.html", Path(folder) / "made"
        file.write_text(page, encoding="utf-8")
        command = [
            browser,
            *_ARGUMENTS,
            *(("--no-sandbox",) if _is_root() else ()),
            f"--user-data-dir={Path(folder) / 'profile'}",
            *asked,
            *((f"{output}{made}",) if output else ()),
            file.as_uri(),
        ]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        except (OSError, subprocess.TimeoutExpired):
            return None
        if done.returncode:
            return None
        if output:
            return made.read_bytes() if made.is_file() else None
        return done.stdout


def _is_root() -> bool:
    """Chromium refuses its sandbox to root, as in a container."""
    return sys.platform != "win32" and os.geteuid() == 0
