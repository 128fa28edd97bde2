"""Under which licence a package is, read offline from what was installed with it."""

from __future__ import annotations

import importlib.metadata
from functools import cache

from license_expression import ExpressionError, LicenseSymbol, get_spdx_licensing

#: What may run with Bridgeboard, which is under MIT. All let it be used, changed and passed on
#: under its own licence. MPL-2.0 asks for changes of its own files only, and we change none.
ALLOWED = frozenset(
    {
        "0BSD",
        "Apache-2.0",
        "BSD-2-Clause",
        "BSD-3-Clause",
        "CC0-1.0",
        "ISC",
        "MIT",
        "MIT-0",
        "MIT-CMU",
        "MPL-2.0",
        "PSF-2.0",
        "Unlicense",
        "Zlib",
    }
)
#: Where the package itself doesn't say it in a way that can be read here.
BY_HAND = {
    "axe-playwright-python": "MIT",
    # Installed only where a programme is counted on a cluster.
    "googleapis-common-protos": "Apache-2.0",
    "grpcio": "Apache-2.0",
    "grpcio-status": "Apache-2.0",
    "pysail": "Apache-2.0",
    "pyspark-client": "Apache-2.0",
    "pyyaml": "MIT",
    "sqlglot": "MIT",
    "zstandard": "BSD-3-Clause",
    # Installed on Windows only.
    "colorama": "BSD-3-Clause",
    "pyxform": "BSD-2-Clause",
}
UNKNOWN = "LicenseRef-unknown"

#: How authors write what SPDX knows by an id.
_WORDS = {
    "3-Clause BSD License": "BSD-3-Clause",
    "2-clause BSD": "BSD-2-Clause",
    "BSD 2-Clause License": "BSD-2-Clause",
    "Apache 2.0": "Apache-2.0",
    "Apache License 2.0": "Apache-2.0",
    "MIT License": "MIT",
    "PSFL": "PSF-2.0",
}
_CLASSIFIERS = {
    "Apache Software License": "Apache-2.0",
    "ISC License (ISCL)": "ISC",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
}
_SPDX = get_spdx_licensing()


@cache
def licence(name: str) -> str | None:
    """The SPDX expression of an installed package; None if it isn't installed.

    In order: what the package says in SPDX's words, in its own words, as a classifier, in the text
    of its licence; what was read by hand; UNKNOWN.
    """
    try:
        installed = importlib.metadata.distribution(name)
    except importlib.metadata.PackageNotFoundError:
        return BY_HAND.get(name)
    said = installed.metadata
    if expression := said.get("License-Expression"):
        return expression
    words = (said.get("License") or "").strip()
    if words and (is_spdx(words) or words in _WORDS):
        return _WORDS.get(words, words)
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in said.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    for classifier in classifiers:
        if classifier in _CLASSIFIERS:
            return _CLASSIFIERS[classifier]
    if "BSD License" in classifiers and (of_text := _of_bsd_text(installed)):
        return of_text
    return BY_HAND.get(name, UNKNOWN)


def is_spdx(expression: str) -> bool:
    """Does every name in the expression stand in SPDX's list?"""
    try:
        return not _SPDX.unknown_license_symbols(expression)
    except (ExpressionError, TypeError, ValueError):
        return False


def may_run(expression: str) -> bool:
    """May something under this licence run with Bridgeboard?

    Of A OR B one may be chosen; of A AND B both hold. An exception to a licence that isn't allowed
    allows nothing.
    """
    if not is_spdx(expression):
        return False
    return _may(_SPDX.parse(expression))


def _may(part: object) -> bool:
    if isinstance(part, LicenseSymbol):
        return part.key in ALLOWED
    operator = getattr(part, "operator", "").strip()
    if operator == "OR":
        return any(_may(one) for one in part.args)
    if operator == "AND":
        return all(_may(one) for one in part.args)
    return False


def _of_bsd_text(installed: importlib.metadata.Distribution) -> str | None:
    """Classifiers know one BSD licence; its clauses tell which."""
    for file in installed.files or []:
        if "licen" in file.name.lower() or "copying" in file.name.lower():
            text = " ".join(file.read_text(encoding="utf-8").split())
            if "Redistribution and use in source and binary forms" in text:
                return "BSD-3-Clause" if "Neither the name" in text else "BSD-2-Clause"
    text = " ".join((installed.metadata.get("License") or "").split())
    if "Redistribution and use in source and binary forms" in text:
        return "BSD-3-Clause" if "Neither the name" in text else "BSD-2-Clause"
    return None
