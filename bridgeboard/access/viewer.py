"""A viewer: somebody with a role. Made once a run; whoever reads or changes anything asks it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, get_args

from bridgeboard.access.forbidden import Forbidden
from bridgeboard.access.sight import SHAREABLE, WHOLE, Sight

Role = Literal["steward", "team", "manager", "funder"]
#: In this order: whoever is given several roles has the first of them.
ROLES: tuple[Role, ...] = ("steward", "team", "manager", "funder")

#: publish: load data and publish it, save maps. roll_back: serve an earlier snapshot. release: let
#: a statement be read outside the team, or hold it back. decide: actions, ratings accepted for a
#: site. group: groups of sites. see_history: who published what, from which files. see_files: what
#: is wrong in the programme's files, row by row. read_audit: who did what.
Deed = Literal[
    "publish",
    "roll_back",
    "release",
    "decide",
    "group",
    "see_history",
    "see_files",
    "read_audit",
]

MAY: dict[Role, frozenset[Deed]] = {
    "steward": frozenset(get_args(Deed)),
    "team": frozenset(("decide", "group", "see_history", "see_files")),
    "manager": frozenset(("decide",)),
    "funder": frozenset(),
}

_NO_ROLE = "You have no role here, so there is nothing that you may see."
_NOT_THIS_PROGRAMME = "Your role does not give access to the programme “{programme}”."
_NOT_THIS_DEED = {
    "publish": "Only a steward may load and publish data.",
    "roll_back": "Only a steward may show an earlier state again.",
    "release": "Only a steward may release a statement or hold it back.",
    "decide": "Your role may look at decisions, but not make any here.",
    "group": "Only the team and a steward may group sites.",
    "see_history": "Only the team and a steward see who published what.",
    "see_files": "Only the team and a steward see what is wrong in the files.",
    "read_audit": "Only a steward sees who did what.",
}
_NOT_THIS_SITE = "You may do this at your own sites only."


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks, and with which role.

    name:       how records call this person: the e-mail address, or the local user's name.
    role:       None sees nothing.
    sites:      (programme_id, site_id) of a manager; of nobody else.
    programmes: to which a role is limited; None is all. A manager's are those of the sites.
    is_local:   nobody signs in here: the one user of this machine.
    """

    name: str
    role: Role | None
    sites: frozenset[tuple[str, str]] = frozenset()
    programmes: frozenset[str] | None = None
    is_local: bool = False

    def sees(self, programme_id: str) -> bool:
        """May anything of this programme be seen?"""
        if self.role is None:
            return False
        if self.programmes is not None and programme_id not in self.programmes:
            return False
        return self.role != "manager" or any(one == programme_id for one, _ in self.sites)

    def sight(self, programme_id: str) -> Sight:
        """What may be seen of this programme. Raises: Forbidden if nothing."""
        if self.role is None:
            raise Forbidden(_NO_ROLE)
        if not self.sees(programme_id):
            raise Forbidden(_NOT_THIS_PROGRAMME.format(programme=programme_id))
        if self.role == "funder":
            return SHAREABLE
        if self.role == "manager":
            own = frozenset(site for one, site in self.sites if one == programme_id)
            return Sight(("team",), own)
        return WHOLE

    def may(self, deed: Deed, programme_id: str | None = None, site_id: str | None = None) -> bool:
        """May this be done: in the programme, at the site? Without a programme: in any new one.

        A manager decides about own sites alone, so never about what names no site.
        """
        if self.role is None or deed not in MAY[self.role]:
            return False
        if programme_id is None:
            return self.programmes is None
        if not self.sees(programme_id):
            return False
        return self.role != "manager" or (programme_id, site_id) in self.sites

    def must(self, deed: Deed, programme_id: str | None = None, site_id: str | None = None) -> None:
        """Raises: Forbidden, in words, if this may not be done."""
        if self.may(deed, programme_id, site_id):
            return
        if self.role is None:
            raise Forbidden(_NO_ROLE)
        if deed not in MAY[self.role]:
            raise Forbidden(_NOT_THIS_DEED[deed])
        if programme_id is not None and self.sees(programme_id):
            raise Forbidden(_NOT_THIS_SITE)
        raise Forbidden(_NOT_THIS_PROGRAMME.format(programme=programme_id or "new"))


def local_viewer(name: str = "") -> Viewer:
    """The one user of a machine where nobody signs in: sees and may do everything."""
    return Viewer(name, "steward", is_local=True)


def first_role(given: Iterable[str]) -> Role | None:
    """The first of ROLES that is among the words given; None if there is none."""
    words = set(given)
    return next((role for role in ROLES if role in words), None)
