"""npm packages that tests use, as their package-lock.json files name them."""

from __future__ import annotations

import json
from dataclasses import dataclass

from supply_chain import PROJECT


@dataclass(frozen=True, slots=True)
class NpmPackage:
    """One locked npm package, which tests alone use."""

    name: str
    version: str
    licence: str

    @property
    def purl(self) -> str:
        """Its address as SBOMs write it."""
        return f"pkg:npm/{self.name.replace('@', '%40')}@{self.version}"


def locked_npm() -> tuple[NpmPackage, ...]:
    """All of them, by name; none where no test has any."""
    found = set()
    for file in sorted(PROJECT.glob("tests/**/package-lock.json")):
        if "node_modules" in file.relative_to(PROJECT).parts:
            continue
        packages = json.loads(file.read_text(encoding="utf-8"))["packages"]
        for place, package in packages.items():
            if place and not package.get("link"):
                name = place.rpartition("node_modules/")[2]
                licence = package.get("license", "LicenseRef-unknown")
                found.add(NpmPackage(name, package["version"], licence))
    return tuple(sorted(found, key=lambda package: (package.name, package.version)))
