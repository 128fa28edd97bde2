"""Plain Streamlit pages that ours are measured beside."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks.pages import ADDRESSES

TRIVIAL = 'import streamlit as st\nst.title("Hello")\nst.write("World")\n'
_MENU = f"""
import streamlit as st
def page():
    st.sidebar.selectbox("Programme", ["one", "another"])
    st.sidebar.segmented_control("View", ["team", "shareable"])
    st.title("Hello")
    st.multiselect("Sites", ["one", "another"])
    st.selectbox("Wave", ["one", "another"])
    st.write("World")
st.navigation({{
    str(part): [st.Page(page, title=url, url_path=url) for url in {ADDRESSES!r}[part::5]]
    for part in range(5)
}}).run()
"""
_CHART = """
    st.plotly_chart({"data": [{"type": "bar", "x": [1, 2], "y": [1, 2]}]})
"""
_WORLD = '    st.write("World")\n'
#: What no page of ours can be quicker than, by what it is: a menu of as many pages and the choices
#: that each has, and the same with the smallest chart.
FLOORS = {
    "Streamlit by itself, with our menu and choices": _MENU,
    "Streamlit by itself, with those and one Plotly chart of two bars": _MENU.replace(
        _WORLD, _WORLD + _CHART.lstrip("\n")
    ),
}


@contextmanager
def served(folder: Path, name: str, script: str) -> Iterator[str]:
    """The address of a script, as Streamlit serves it by itself."""
    (folder / f"{name}.py").write_text(script, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    given = {
        "server.headless": "true",
        "server.address": "127.0.0.1",
        "server.port": port,
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
    }
    options = [f"--{name}={value}" for name, value in given.items()]
    process = subprocess.Popen(
        [sys.executable, "-m", "streamlit", "run", f"{name}.py", *options],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _until_open(port)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def _until_open(port: int) -> None:
    end = time.monotonic() + 60
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.05)
        else:
            return
