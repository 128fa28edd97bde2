"""The locked packages, as requirements.txt and the locks of tests and clusters name them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from supply_chain import PROJECT

RUN, TEST = PROJECT / "requirements.txt", PROJECT / "requirements-dev.txt"
#: Installed by whoever counts programmes on a cluster.
CLUSTER = PROJECT / "requirements-cluster.txt"
_PINNED = re.compile(r"([a-z0-9][a-z0-9-]*)==([^\s;\\]+)(?:\s*;\s*([^\\]+?))?\s*\\?")
_HASH = re.compile(r"\s+--hash=sha256:([0-9a-f]{64})(?:\s*\\)?")
_VIA = re.compile(r"\s+#(?: via)?\s*(.*)")


@dataclass(frozen=True, slots=True)
class Package:
    """One locked package.

    marker:    where it is installed (such as "sys_platform == 'win32'"); None for everywhere.
    sha256:    of each of its files that may be installed.
    asked_by:  names of the packages that need it; "bridgeboard" where we do.
    """

    name: str
    version: str
    marker: str | None
    sha256: tuple[str, ...]
    asked_by: tuple[str, ...]

    @property
    def purl(self) -> str:
        """Its address as SBOMs write it."""
        return f"pkg:pypi/{self.name}@{self.version}"


def locked(file: Path = RUN) -> tuple[Package, ...]:
    """The packages of a lock, in its order. Raises: ValueError at a line that is no pinned one."""
    found: list[Package] = []
    lines: dict[str, list[str]] = {}
    head: tuple[str, str, str | None] | None = None
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("#") or not line.strip():
            continue
        if pinned := _PINNED.fullmatch(line):
            if head is not None:
                found.append(_package(head, lines))
            head, lines = pinned.groups(), {"sha256": [], "asked_by": []}
        elif hashed := _HASH.fullmatch(line):
            lines["sha256"].append(hashed[1])
        elif via := _VIA.fullmatch(line):
            lines["asked_by"].append(via[1])
        else:
            raise ValueError(f"{file.name}, line {number} is no pinned package: {line}")
    if head is not None:
        found.append(_package(head, lines))
    return tuple(found)


def only_for_tests() -> tuple[Package, ...]:
    """The packages that tests need and running doesn't."""
    return _beyond(locked(TEST), locked(RUN))


def only_for_clusters() -> tuple[Package, ...]:
    """The packages that counting on a cluster needs, and neither running nor tests do."""
    return _beyond(locked(CLUSTER), (*locked(RUN), *locked(TEST)))


def _beyond(packages: tuple[Package, ...], known: tuple[Package, ...]) -> tuple[Package, ...]:
    there = {(package.name, package.version) for package in known}
    return tuple(p for p in packages if (p.name, p.version) not in there)


def _package(head: tuple[str, str, str | None], lines: dict[str, list[str]]) -> Package:
    asked_by = [via.removesuffix(" (pyproject.toml)") for via in lines["asked_by"]]
    return Package(
        *head, tuple(lines["sha256"]), tuple(n for n in asked_by if n and not n.startswith("-c "))
    )
