"""Whoever comes first loads whole packages, and the other waits: a visitor, or the warm-up."""

from __future__ import annotations

import ast
import subprocess
import sys

from bridgeboard import settings

_LOADED_LATER = """
import importlib, sys
import bridgeboard.ui.loaded
before = set(sys.modules)
for name in sys.argv[1:]:
    importlib.import_module(name)
print(*(name for name in sys.modules if name not in before))
"""


def imports_of(path) -> list[str]:
    found = []
    for one in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(one, ast.ImportFrom):
            found.append(one.module)
        elif isinstance(one, ast.Import):
            found += [name.name for name in one.names]
    return [name for name in found if name.startswith("bridgeboard")]


def test_of_ours_a_run_imports_first_what_loads_packages_as_wholes():
    assert imports_of(settings.PROJECT / "app.py")[0] == "bridgeboard.ui.loaded"


def test_no_page_enters_a_package_that_was_not_loaded_as_a_whole():
    home = settings.PROJECT
    names = [f"bridgeboard.ui.{path.stem}" for path in (home / "bridgeboard/ui").glob("*.py")]
    names += [name for path in (home / "pages").glob("*/*.py") for name in imports_of(path)]
    assert len(names) > 100
    done = subprocess.run(
        [sys.executable, "-c", _LOADED_LATER, *sorted(names)],
        cwd=home,
        capture_output=True,
        text=True,
        check=True,
    )
    files = {name: home / name.replace(".", "/") / "__init__.py" for name in done.stdout.split()}
    # What imports nothing is there at once.
    found = {name for name, path in files.items() if path.is_file() and imports_of(path)}
    assert found == set()
