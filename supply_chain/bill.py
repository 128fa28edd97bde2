"""The software bill of materials, as CycloneDX 1.6 in JSON: the same bytes for the same locks."""

from __future__ import annotations

import json
import re
import tomllib
import uuid
from typing import Any

from supply_chain import PROJECT
from supply_chain.bundled import PARTS, Part
from supply_chain.licences import UNKNOWN, licence
from supply_chain.locked import RUN, Package, locked, only_for_clusters, only_for_tests
from supply_chain.npm import NpmPackage, locked_npm

_OURS = "bridgeboard"


def bill() -> dict[str, Any]:
    """The bill of everything that is locked or comes along.

    scope "required" runs with Bridgeboard, "optional" runs where a programme is counted on a
    cluster, "excluded" is used by tests alone. Nothing in it depends on the day or the machine,
    except licences where a package isn't installed here.
    """
    run, test, cluster = locked(RUN), only_for_tests(), only_for_clusters()
    components = [
        *(_package(package, "required") for package in run),
        *(_part(part) for part in PARTS if part.scope == "required"),
        *(_package(package, "optional") for package in cluster),
        *(_package(package, "excluded") for package in test),
        *(_part(part) for part in PARTS if part.scope == "excluded"),
        *(_npm(package) for package in locked_npm()),
    ]
    content = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _ourselves()},
        "components": components,
        "dependencies": _dependencies((*run, *cluster, *test)),
    }
    # The same number for the same content: whoever compares two bills sees at once if they differ.
    number = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(content, sort_keys=True))
    return content | {"serialNumber": f"urn:uuid:{number}"}


def as_text(content: dict[str, Any]) -> str:
    """The bill as it lies in the project: a line per hash, not four."""
    text = json.dumps(content, indent=1, ensure_ascii=False)
    return (
        re.sub(r'\{\s+"alg": "SHA-256",\s+("content": "[0-9a-f]+")\s+\}', _on_a_line, text) + "\n"
    )


def _on_a_line(found: re.Match[str]) -> str:
    return f'{{"alg": "SHA-256", {found[1]}}}'


def _ourselves() -> dict[str, Any]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return {
        "type": "application",
        "bom-ref": _OURS,
        "name": project["name"],
        "version": project["version"],
        "description": project["description"],
        "licenses": [{"expression": project["license"]}],
    }


def _package(package: Package, scope: str) -> dict[str, Any]:
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "scope": scope,
        "licenses": [{"expression": licence(package.name) or UNKNOWN}],
        "purl": package.purl,
    }
    if package.marker:
        component["properties"] = [{"name": "bridgeboard:installed-where", "value": package.marker}]
    if scope != "excluded":
        # Files, not the package: one of them is installed, which one depends on the machine.
        component["externalReferences"] = [
            {
                "type": "distribution",
                "url": package.purl,
                "hashes": [{"alg": "SHA-256", "content": one} for one in package.sha256],
            }
        ]
    return component


def _part(part: Part) -> dict[str, Any]:
    is_data = part.file.startswith("data/")
    return {
        "type": "data" if is_data else "library",
        "bom-ref": f"part:{part.name}",
        "name": part.name,
        "version": part.version,
        "scope": part.scope,
        "description": f"{part.what}. In {part.inside or 'our own files'}.",
        "licenses": [{"expression": part.licence}],
    }


def _npm(package: NpmPackage) -> dict[str, Any]:
    return {
        "type": "library",
        "bom-ref": package.purl,
        "name": package.name,
        "version": package.version,
        "scope": "excluded",
        "licenses": [{"expression": package.licence}],
        "purl": package.purl,
    }


def _dependencies(packages: tuple[Package, ...]) -> list[dict[str, Any]]:
    """Who needs whom, turned round: a lock says of each package who asked for it."""
    needs: dict[str, set[str]] = {_OURS: set()} | {p.purl: set() for p in packages}
    purls: dict[str, list[str]] = {_OURS: [_OURS]}
    for package in packages:
        purls.setdefault(package.name, []).append(package.purl)
    for package in packages:
        for name in package.asked_by:
            for purl in purls[name]:
                needs[purl].add(package.purl)
    for part in PARTS:
        for purl in purls[part.inside or _OURS]:
            needs[purl].add(f"part:{part.name}")
    return [{"ref": ref, "dependsOn": sorted(on)} for ref, on in sorted(needs.items())]
