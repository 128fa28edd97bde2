"""Known weaknesses of the locked versions, as the Python package index knows them."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from supply_chain.locked import Package

_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Advisory:
    """A known weakness of a package's version, or that its authors withdrew it."""

    package: Package
    name: str
    summary: str
    mended_in: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of asking.

    answered: for how many packages there was an answer.
    not_asked: packages for which there was none, with the reason.
    """

    advisories: tuple[Advisory, ...]
    answered: int
    not_asked: tuple[tuple[Package, str], ...]


def index_address() -> str:
    """The index that pip asks when nobody says otherwise, with what it knows of each version."""
    from pip._internal.models.index import PyPI

    return PyPI.pypi_url


def ask(packages: Iterable[Package], address: str) -> Asked:
    """What is known against each package; one at a time stands for all if the index is mute."""
    packages = tuple(packages)
    first = _answer(packages[0], address)
    if isinstance(first, str):
        return Asked((), 0, tuple((package, first) for package in packages))
    with ThreadPoolExecutor(4) as threads:
        rest = list(threads.map(lambda package: _answer(package, address), packages[1:]))
    answers = list(zip(packages, [first, *rest], strict=True))
    found = [one for p, answer in answers if isinstance(answer, dict) for one in _known(p, answer)]
    mute = tuple((package, answer) for package, answer in answers if isinstance(answer, str))
    return Asked(tuple(found), len(answers) - len(mute), mute)


def _answer(package: Package, address: str) -> dict[str, Any] | str:
    """What the index says of the version; a reason where it says nothing."""
    url = f"{address}/{package.name}/{package.version}/json"
    try:
        with urllib.request.urlopen(url, timeout=_PATIENCE_S) as answer:
            said = json.load(answer)
    except urllib.error.HTTPError as error:
        error.close()
        return f"the index answers {error.code}"
    except (OSError, ValueError) as error:
        return f"the index can't be reached ({getattr(error, 'reason', None) or error})"
    if not isinstance(said, dict) or not isinstance(said.get("vulnerabilities"), list):
        return "the index answers something else"
    return said


def _known(package: Package, said: dict[str, Any]) -> list[Advisory]:
    found = [
        Advisory(
            package,
            str(one.get("id")),
            " ".join(str(one.get("summary") or one.get("details") or "").split())[:200],
            tuple(map(str, one.get("fixed_in") or ())),
        )
        for one in said["vulnerabilities"]
        if not one.get("withdrawn")
    ]
    if (said.get("info") or {}).get("yanked"):
        why = str(said["info"].get("yanked_reason") or "no reason given")
        found.append(Advisory(package, "withdrawn by its authors", why, ()))
    return found
