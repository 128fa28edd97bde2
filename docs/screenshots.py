"""Takes the README's screenshots from the running app, over a fresh store.

python docs/screenshots.py            (needs the development requirements and Chromium)
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

PROJECT = Path(__file__).resolve().parent.parent
IMAGES = PROJECT / "docs" / "images"
#: Drawn when the script has run, every chart has its lines, and every visible table its canvas.
READY = """() => {
  const all = (selector) => [...document.querySelectorAll(selector)]
    .filter((e) => e.getClientRects().length && !e.closest('details:not([open])'));
  const app = document.querySelector('[data-testid="stApp"]');
  return app?.dataset.testScriptState === 'notRunning' && all('[data-testid="stMain"] h1').length
    && !all('[data-testid="stSkeleton"]').length
    && all('[data-testid="stPlotlyChart"]').every((e) => e.querySelector('.main-svg'))
    && all('[data-testid="stDataFrame"]').every((e) => e.querySelector('canvas'))
    && document.fonts.status === 'loaded';
}"""


@dataclass(frozen=True)
class Shot:
    """One picture: which page of which programme, and how it is looked at."""

    name: str
    address: str
    programme: str
    theme: str = "light"
    phone: bool = False
    height: int = 900


SHOTS = (
    Shot("overview", "overview", "upsides", height=1000),
    Shot("focus-groups", "focus-groups", "upsides", height=1100),
    Shot("context-and-payment", "context-and-payment", "upsides"),
    Shot("readiness", "readiness", "demonstration", height=1200),
    Shot("one-site-phone", "one-site", "demonstration", phone=True),
    Shot("attitudes", "attitudes", "demonstration", height=1200),
    Shot("attitudes-dark", "attitudes", "demonstration", theme="dark", height=1200),
    Shot("attitudes-phone", "attitudes", "demonstration", phone=True),
    Shot("together", "together", "demonstration", height=1500),
    Shot("together-phone", "together", "demonstration", phone=True),
    Shot("plan-next-wave", "plan-next-wave", "demonstration", height=1000),
    Shot("overview-phone", "overview", "upsides", phone=True),
)


@contextmanager
def running() -> Iterator[str]:
    """The address of a server over a fresh store with the programmes that ship."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "BRIDGEBOARD_STORE": folder}
        publish = [sys.executable, "-m", "bridgeboard", "publish", "--shipped"]
        subprocess.run(publish, cwd=PROJECT, env=environment, check=True)
        server = subprocess.Popen(
            [sys.executable, "serve.py", "--port", "0"],
            cwd=PROJECT,
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            yield next(
                re.search(r"http://\S+", line)[0] for line in server.stdout if "http" in line
            )
        finally:
            server.terminate()
            server.wait()


def take(browser: Browser, address: str, shot: Shot) -> bytes:
    """The picture as PNG."""
    size = {"width": 412 if shot.phone else 1280, "height": shot.height}
    context = browser.new_context(
        viewport=size,
        color_scheme=shot.theme,
        is_mobile=shot.phone,
        has_touch=shot.phone,
        device_scale_factor=1.5,
        user_agent="Mobile" if shot.phone else None,
    )
    page = context.new_page()
    page.goto(f"{address}/{shot.address}?{urlencode({'programme': shot.programme})}")
    page.wait_for_function(READY)
    picture = page.screenshot(animations="disabled")
    context.close()
    return picture


def main() -> None:
    """Write every picture, in 128 colours: they tell no difference and are a third of the size."""
    IMAGES.mkdir(exist_ok=True)
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    with running() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=next(filter(None, found), None), args=["--no-sandbox", "--disable-gpu"]
        )
        for shot in SHOTS:
            image = Image.open(io.BytesIO(take(browser, address, shot))).convert("RGB")
            image.save(IMAGES / f"{shot.name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
