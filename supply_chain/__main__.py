"""python -m supply_chain [--offline]: the bill of materials, licences, known weaknesses."""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from supply_chain import SBOM
from supply_chain.advisories import ask, index_address
from supply_chain.bill import as_text, bill
from supply_chain.bundled import ALSO_ALLOWED, PARTS
from supply_chain.licences import UNKNOWN, licence, may_run
from supply_chain.locked import Package, locked, only_for_clusters, only_for_tests
from supply_chain.npm import locked_npm


def main() -> int:
    """0 if every licence that runs is allowed and no weakness is known; 1 otherwise."""
    parser = argparse.ArgumentParser(prog="python -m supply_chain", description=__doc__)
    parser.add_argument("--offline", action="store_true", help="don't ask for known weaknesses")
    offline = parser.parse_args().offline
    run, cluster, test = locked(), only_for_clusters(), only_for_tests()
    SBOM.write_text(as_text(bill()), encoding="utf-8", newline="\n")
    print(f"Wrote {SBOM.name}.\n")
    wrong = _tell_licences(run, cluster, test)
    known = False if offline else _tell_advisories((*run, *cluster, *test))
    if offline:
        print("Known weaknesses: not asked (--offline).")
    return int(wrong or known)


def _tell_licences(
    run: tuple[Package, ...], cluster: tuple[Package, ...], test: tuple[Package, ...]
) -> bool:
    wrong = [p for p in (*run, *cluster) if not may_run(licence(p.name) or UNKNOWN)]
    for what, packages in (("Runs with Bridgeboard", run), ("Counts on a cluster", cluster)):
        print(f"{what}: {len(packages)} packages")
        for package in packages:
            mark = "  NOT ALLOWED" if package in wrong else ""
            print(f"  {package.name:28} {package.version:12} {licence(package.name)}{mark}")
    print("Comes along inside our files or a package's:")
    for part in PARTS:
        why = ALSO_ALLOWED.get(part.licence)
        print(f"  {part.name} ({part.version}): {part.licence}{f' ({why})' if why else ''}")
    counted = Counter(licence(package.name) or UNKNOWN for package in test)
    counted.update(package.licence for package in locked_npm())
    words = ", ".join(f"{name} {n}" for name, n in sorted(counted.items()))
    print(f"Used by tests alone: {sum(counted.values())} packages ({words})\n")
    return bool(wrong)


def _tell_advisories(packages: tuple[Package, ...]) -> bool:
    asked = ask(packages, index_address())
    for one in asked.advisories:
        mended = f"; mended in {', '.join(one.mended_in)}" if one.mended_in else ""
        print(f"  {one.package.name} {one.package.version}: {one.name}: {one.summary}{mended}")
    if asked.answered:
        print(f"Known weaknesses: {len(asked.advisories)} in {asked.answered} packages asked.")
    if asked.not_asked:
        reasons = ", ".join(sorted({reason for _, reason in asked.not_asked}))
        print(
            f"Known weaknesses: not asked for {len(asked.not_asked)} packages ({reasons}). This "
            "says nothing about them: ask again where the index can be reached."
        )
    return bool(asked.advisories)


if __name__ == "__main__":
    sys.exit(main())
