"""What is locked, under which licences, and whether the bill of materials says exactly that."""

from __future__ import annotations

import http.server
import importlib.metadata
import json
import re
import sys
import threading
import tomllib
from collections.abc import Iterator
from typing import ClassVar

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from supply_chain import PROJECT, SBOM
from supply_chain.__main__ import _tell_licences
from supply_chain.advisories import ask
from supply_chain.bill import bill
from supply_chain.bundled import ALSO_ALLOWED, PARTS, lies, told_version
from supply_chain.licences import ALLOWED, BY_HAND, is_spdx, licence, may_run
from supply_chain.locked import (
    CLUSTER,
    RUN,
    TEST,
    Package,
    locked,
    only_for_clusters,
    only_for_tests,
)
from supply_chain.npm import locked_npm


@pytest.fixture(scope="module")
def committed() -> dict:
    """The bill as it lies in the project."""
    return json.loads(SBOM.read_text(encoding="utf-8"))


def _read_again(text: str) -> dict[tuple[str, str], set[str]]:
    """Hashes by name and version, by another way than supply_chain reads them."""
    found = {}
    for block in re.split(r"\n(?=[a-z0-9])", text.replace("\\\n", " ")):
        if pinned := re.match(r"([\w-]+)==(\S+)", block):
            found[pinned.groups()] = set(re.findall(r"sha256:(\w+)", block))
    return found


def test_the_bill_names_what_the_lock_names_version_by_version_hash_by_hash(
    committed: dict,
) -> None:
    packages = [c for c in committed["components"] if c.get("purl", "").startswith("pkg:pypi/")]
    run = {
        (c["name"], c["version"]): {h["content"] for h in c["externalReferences"][0]["hashes"]}
        for c in packages
        if c["scope"] == "required"
    }
    assert run == _read_again(RUN.read_text())
    every = {(c["name"], c["version"]) for c in packages}
    locks = _read_again(TEST.read_text()) | _read_again(CLUSTER.read_text())
    assert every == set(locks)
    assert len(packages) == len(every)
    optional = {(c["name"], c["version"]) for c in packages if c["scope"] == "optional"}
    assert optional == set(locks) - set(_read_again(TEST.read_text()))


def test_the_committed_bill_is_the_one_that_is_made_now(committed: dict) -> None:
    made = bill()
    refs = [[component["bom-ref"] for component in one["components"]] for one in (committed, made)]
    assert refs[0] == refs[1], "run make supply and commit sbom.cdx.json"
    here = {
        d.metadata["Name"].lower().replace("_", "-"): d.version
        for d in importlib.metadata.distributions()
    }
    for then, now in zip(committed["components"], made["components"], strict=True):
        # A version for another Python isn't here to be read.
        if here.get(then["name"]) not in (None, then["version"]):
            then = then | {"licenses": now["licenses"]}
        assert then == now, "run make supply and commit sbom.cdx.json"
    assert committed["dependencies"] == made["dependencies"]
    assert committed["metadata"] == made["metadata"]


def test_the_bill_is_valid_by_cyclonedxs_own_schema(committed: dict) -> None:
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(committed)) is None
    committed = committed | {"bomFormat": "something else"}
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(json.dumps(committed)) is not None


def test_whoever_is_needed_is_in_the_bill_and_everything_in_it_is_needed(committed: dict) -> None:
    refs = {component["bom-ref"] for component in committed["components"]}
    edges = {d["ref"]: set(d["dependsOn"]) for d in committed["dependencies"]}
    assert set().union(*edges.values()) <= refs
    reached, waiting = set(), ["bridgeboard"]
    while waiting:
        one = waiting.pop()
        fresh = edges.get(one, set()) - reached
        reached |= fresh
        waiting += fresh
    assert reached == {ref for ref in refs if not ref.startswith("pkg:npm/")}


@pytest.mark.parametrize(
    "package", [*locked(RUN), *only_for_clusters()], ids=lambda p: f"{p.name}-{p.version}"
)
def test_what_runs_is_under_a_known_licence_that_lets_it(package: Package) -> None:
    assert may_run(licence(package.name))


def test_what_tests_use_has_a_known_licence() -> None:
    unknown = [p.name for p in only_for_tests() if not is_spdx(licence(p.name) or "")]
    unknown += [p.name for p in locked_npm() if not is_spdx(p.licence)]
    assert unknown == []


@pytest.mark.parametrize(
    ("expression", "may"),
    [
        ("MIT", True),
        ("Apache-2.0 OR GPL-2.0-only", True),
        ("(MIT OR GPL-2.0-only) AND Zlib", True),
        ("MIT AND GPL-2.0-only", False),
        ("GPL-3.0-or-later", False),
        ("AGPL-3.0-only", False),
        ("LGPL-2.1-or-later", False),
        ("GPL-3.0-or-later WITH GCC-exception-3.1", False),
        ("CC-BY-NC-4.0", False),
        ("LicenseRef-unknown", False),
        ("all rights reserved", False),
        ("", False),
    ],
)
def test_a_gpl_at_run_time_fails(expression: str, may: bool) -> None:
    assert may_run(expression) is may


def test_a_package_that_may_not_run_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    stranger = Package("no-such-package", "1.0", None, (), ())
    assert _tell_licences((stranger,), (), ())
    assert _tell_licences((), (stranger,), ())
    assert re.search(r"no-such-package +1\.0 +None +NOT ALLOWED", capsys.readouterr().out)
    assert not _tell_licences(locked(RUN), only_for_clusters(), ())


def test_lists_of_licences_name_only_what_is_there() -> None:
    assert all(is_spdx(name) for name in ALLOWED)
    names = {package.name for package in (*locked(TEST), *locked(CLUSTER))}
    assert set(BY_HAND) <= names
    assert set(ALSO_ALLOWED) <= {part.licence for part in PARTS}


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_what_comes_along_lies_where_the_bill_says_in_that_version(part) -> None:
    assert may_run(part.licence) or part.licence in ALSO_ALLOWED
    assert told_version(part) == (part.version if part.tells else None)
    if part.file.endswith(".libs"):
        # Wheels for Linux have their libraries there, others elsewhere.
        assert sys.platform != "linux" or any(
            part.name.removeprefix("Open").lower() in f.name for f in lies(part).iterdir()
        )
    else:
        assert lies(part).exists()
    versions = {package.version for package in locked(TEST) if package.name == part.inside}
    said = re.findall(r"\d[\d.]*", part.version) if part.inside and not part.tells else []
    assert set(said) <= versions


def test_everything_asked_for_is_locked_with_hashes_and_installed_by_them() -> None:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    for file, asked in (
        (RUN, project["dependencies"]),
        (TEST, project["dependencies"] + project["optional-dependencies"]["dev"]),
        (CLUSTER, project["dependencies"] + project["optional-dependencies"]["cluster"]),
    ):
        packages = locked(file)
        names = {re.match(r"[\w-]+", one)[0].replace("_", "-") for one in asked}
        assert names == {p.name for p in packages if "bridgeboard" in p.asked_by}
        assert all(package.sha256 for package in packages)
    installs = re.findall(r".*PIP\) install .* -r .*", (PROJECT / "Makefile").read_text())
    assert len(installs) == 4
    assert all("--require-hashes" in line for line in installs)


class _Index(http.server.BaseHTTPRequestHandler):
    """Answers as the index does, and as it shouldn't."""

    SAID: ClassVar = {
        "/sound/1.0/json": '{"info": {"yanked": false}, "vulnerabilities": []}',
        "/weak/1.0/json": json.dumps(
            {
                "info": {"yanked": True, "yanked_reason": "broken"},
                "vulnerabilities": [
                    {"id": "PYSEC-1", "summary": "Reads\n too much", "fixed_in": ["1.1"]},
                    {"id": "PYSEC-2", "summary": "Taken back", "withdrawn": "2026-01-01"},
                ],
            }
        ),
        "/odd/1.0/json": "<html>",
    }

    def do_GET(self) -> None:
        said = self.SAID.get(self.path)
        self.send_response(404 if said is None else 200)
        self.end_headers()
        self.wfile.write((said or "").encode())

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def index() -> Iterator[str]:
    """A real index on this machine."""
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Index) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def _packages(*names: str) -> tuple[Package, ...]:
    return tuple(Package(name, "1.0", None, (), ()) for name in names)


def test_known_weaknesses_are_told_and_what_was_not_asked_is_not_called_sound(index: str) -> None:
    asked = ask(_packages("sound", "weak", "odd", "gone"), index)
    assert [(a.package.name, a.name, a.summary, a.mended_in) for a in asked.advisories] == [
        ("weak", "PYSEC-1", "Reads too much", ("1.1",)),
        ("weak", "withdrawn by its authors", "broken", ()),
    ]
    assert asked.answered == 2
    assert [(package.name, reason.partition(" (")[0]) for package, reason in asked.not_asked] == [
        ("odd", "the index can't be reached"),
        ("gone", "the index answers 404"),
    ]


def test_an_index_that_is_mute_is_asked_once(index: str) -> None:
    asked = ask(_packages("gone", "sound"), index)
    assert (asked.advisories, asked.answered, len(asked.not_asked)) == ((), 0, 2)
    asked = ask(_packages("sound"), "http://127.0.0.1:1")
    assert (asked.answered, len(asked.not_asked)) == (0, 1)
