"""What comes along without being a package of its own: inside our files, or inside a package's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from supply_chain import PROJECT

#: Licences that packages aren't judged by, and why these parts may be here.
ALSO_ALLOWED = {
    "CC-BY-4.0": "data: its authors are named where it is shown",
    "OFL-1.1": "fonts: may go into documents of any licence",
    "LPPL-1.3c": "fonts inside the typesetter, which our reports don't use",
    "Bitstream-Vera": "fonts inside the typesetter, which our reports don't use",
    "LicenseRef-public-domain": "nobody's any more",
    "GPL-3.0-or-later WITH GCC-exception-3.1": (
        "GCC's library that what GCC compiled needs; the exception lets programs of any licence "
        "use it"
    ),
    "LGPL-2.1-or-later": "a library of its own file, used unchanged, that anyone may replace",
}


@dataclass(frozen=True, slots=True)
class Part:
    """Something that comes along.

    inside: the package it lies in; None where it lies in our own files.
    scope:  "required" to run, "excluded" where tests alone use it.
    file:   where it lies in our files, or in its package as installed on Linux.
    tells:  a pattern by which the file tells the version, as its first group.
    """

    name: str
    version: str
    licence: str
    inside: str | None
    what: str
    file: str
    scope: Literal["required", "excluded"] = "required"
    tells: str | None = None


PARTS = (
    Part(
        "plotly.js",
        "4.1.1",
        "MIT",
        "plotly",
        "Draws figures; copied into HTML reports",
        "plotly/package_data/plotly.min.js",
        tells=r"plotly\.js v(\S+)",
    ),
    Part(
        "Streamlit's web client",
        "1.67.0",
        "Apache-2.0",
        "streamlit",
        "Runs in the browser; made of npm packages, which the wheel does not list",
        "streamlit/static/index.html",
    ),
    Part(
        "Source Sans, Source Serif, Source Code",
        "as in Streamlit 1.67.0",
        "OFL-1.1",
        "streamlit",
        "Fonts of the pages",
        "streamlit/static/static/media",
    ),
    Part(
        "Material Symbols",
        "as in Streamlit 1.67.0",
        "Apache-2.0",
        "streamlit",
        "Icons of the pages",
        "streamlit/static/static/media",
    ),
    Part(
        "KaTeX fonts",
        "as in Streamlit 1.67.0",
        "MIT",
        "streamlit",
        "Fonts for formulas",
        "streamlit/static/static/media",
    ),
    Part(
        "Libertinus Serif",
        "as in typst 0.15.2",
        "OFL-1.1",
        "typst",
        "A font inside the typesetter; our reports use Noto Sans",
        "typst",
    ),
    Part(
        "New Computer Modern",
        "as in typst 0.15.2",
        "LPPL-1.3c",
        "typst",
        "A font inside the typesetter; our reports use Noto Sans",
        "typst",
    ),
    Part(
        "DejaVu Sans Mono",
        "as in typst 0.15.2",
        "Bitstream-Vera",
        "typst",
        "A font inside the typesetter; our reports use Noto Sans",
        "typst",
    ),
    Part(
        "OpenBLAS",
        "as in the wheels of SciPy and, in part, NumPy",
        "BSD-3-Clause",
        "scipy",
        "Reckons with matrices (wheels for Linux and Windows)",
        "scipy.libs",
    ),
    Part(
        "libgfortran",
        "as in the wheels of SciPy and, in part, NumPy",
        "GPL-3.0-or-later WITH GCC-exception-3.1",
        "scipy",
        "GCC's library that OpenBLAS needs (wheels for Linux, Windows and some of macOS)",
        "scipy.libs",
    ),
    Part(
        "libquadmath",
        "as in the wheels of SciPy and, in part, NumPy",
        "LGPL-2.1-or-later",
        "scipy",
        "GCC's library that libgfortran needs (wheels for Linux and some of macOS)",
        "scipy.libs",
    ),
    Part(
        "Material Symbols, some",
        "as in Streamlit 1.67.0",
        "Apache-2.0",
        None,
        "The icons that pages draw, cut out of Streamlit's font",
        "bridgeboard/ui/assets/icons/icons.woff2",
    ),
    Part(
        "Noto Sans",
        "subsets",
        "OFL-1.1",
        None,
        "Fonts of PDF reports: Latin, Hebrew, Arabic, Gujarati, symbols",
        "bridgeboard/reports/fonts/OFL.txt",
    ),
    Part(
        "Land outlines of Natural Earth",
        "1:110m, world-atlas 2.0.2",
        "LicenseRef-public-domain",
        None,
        "Land on the map",
        "data/reference/land.svgpath",
    ),
    Part(
        "World Bank income groups",
        "historical classification",
        "CC-BY-4.0",
        None,
        "A country's income group in each fiscal year",
        "data/reference/income_groups.csv",
    ),
    Part(
        "Places of cities of GeoNames",
        "as in the programmes that come with it",
        "CC-BY-4.0",
        None,
        "Where a site's city lies",
        "data/upsides/sites.csv",
    ),
    Part(
        "axe-core",
        "4.12.1",
        "MPL-2.0",
        "axe-playwright-python",
        "Looks for barriers in pages",
        "axe_playwright_python/axe.min.js",
        "excluded",
        r"axe v(\S+)",
    ),
    Part(
        "Node.js",
        "as in playwright 1.65.2",
        "MIT",
        "playwright",
        "Runs the driver of browser tests; its own parts are listed in its LICENSE",
        "playwright/driver/LICENSE",
        "excluded",
    ),
)


def lies(part: Part) -> Path:
    """Where the part lies here."""
    if part.inside is None:
        return PROJECT / part.file
    import sysconfig

    return Path(sysconfig.get_path("purelib")) / part.file


def told_version(part: Part) -> str | None:
    """The version that the part's file tells itself; None where it tells none."""
    if part.tells is None:
        return None
    with lies(part).open(encoding="utf-8") as file:
        found = re.search(part.tells, file.read(1000))
    return None if found is None else found[1]
