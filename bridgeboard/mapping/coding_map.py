"""The map of a coding: which focus group a document is, and which theme a code."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bridgeboard.problems import Problem

#: The kinds of files whose map is a CodingMap; all others have a SurveyMap.
CODING_KINDS = (
    "refi-qda",
    "refi-qda-codebook",
    "qualcoder",
    "taguette-highlights",
    "taguette-codebook",
    "coded-segments",
    "code-matrix",
)

STANCES = ("benefit", "concern", "mixed", "neutral")
STAKEHOLDERS = ("MHW", "PSW", "service user", "key informant")


@dataclass(frozen=True, slots=True)
class DocumentRule:
    """What a document is.

    group: the group's id. With site, wave and stakeholder the group is new, or has been made by
        this map before; without, the programme has it.
    """

    document: str
    group: str = ""
    site: str | None = None
    wave: str | None = None
    stakeholder: str | None = None
    held_in: str | None = None
    leave_out: bool = False

    @property
    def is_new(self) -> bool:
        """Does the map itself say where and when the group was held?"""
        return any(one is not None for one in (self.site, self.wave, self.stakeholder))


@dataclass(frozen=True, slots=True)
class CodeRule:
    """What a code is.

    theme:  the theme's id. With a label the theme is new, or has been made by this map before.
    under:  id of the theme above a new one; construct: CFIR 2022 construct of a new one.
    stance: of statements coded so; None: as that of the code above, neutral at the top.
    """

    code: str
    theme: str = ""
    label: str | None = None
    under: str | None = None
    construct: str | None = None
    stance: str | None = None
    leave_out: bool = False


@dataclass(frozen=True)
class CodingMap:
    """What each document and each code of an export is.

    kind:   the name of its Kind.
    tree:   the codebook that new themes belong to.
    source: one of the sources in programme.toml, if the rows cite one.
    """

    name: str
    kind: str
    tree: str = ""
    provenance: str = "collected"
    source: str | None = None
    documents: tuple[DocumentRule, ...] = ()
    codes: tuple[CodeRule, ...] = ()

    def document(self, name: str) -> DocumentRule | None:
        """The rule for a document of this name."""
        return next((one for one in self.documents if one.document == name), None)

    def stances(self) -> Mapping[str, str]:
        """Each code's stance, its own or that of the nearest code above that has one."""
        own = {rule.code: rule.stance for rule in self.codes}
        found = {}
        for code in own:
            at = code
            while own.get(at) is None and " > " in at:
                at = at.rpartition(" > ")[0]
            found[code] = own.get(at) or "neutral"
        return found

    def to_toml(self, remarks: tuple[str, ...] = ()) -> str:
        """The map as a file for people; remarks stand on top as comments."""
        from bridgeboard.mapping.coding_map_file import written

        return written(self, remarks)

    @staticmethod
    def from_toml(text: str, file: str) -> CodingMap | list[Problem]:
        """The map in a file's text, or all that is wrong with it, each with the key."""
        from bridgeboard.mapping.coding_map_file import read

        return read(text, file)
