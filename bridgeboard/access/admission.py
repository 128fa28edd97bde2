"""Who a sign-in makes somebody: from the claims of a token, as the rules are now."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from bridgeboard.access.forbidden import Forbidden
from bridgeboard.access.rules import Person, Rules
from bridgeboard.access.viewer import Role, Viewer, first_role

#: signed_out: nobody is signed in. expired, ended: was signed in. no_role: is, but has no role.
#: unverified: has a role by an address that the provider doesn't vouch for.
Why = Literal["signed_out", "expired", "ended", "no_role", "unverified"]

#: Clocks of two machines differ.
_LEEWAY_S = 60
#: Room is left for _NOT_VERIFIED in the 80 characters that the store and decisions take.
_LONGEST_NAME = 64
_NOT_VERIFIED = " (not verified)"


class NotAdmitted(Forbidden):
    """Somebody who has nothing to see now, and why. name: who, as far as it is known."""

    def __init__(self, why: Why, name: str = "") -> None:
        super().__init__(f"not admitted: {why}")
        self.why, self.name = why, name


def admitted(
    claims: Mapping[str, Any], rules: Rules, ended: Mapping[str, float], now: float
) -> Viewer:
    """The viewer whom these claims and rules make.

    In:     claims of an ID token whose signature was checked; ended: see sign_ins; now: in seconds
            since 1970.
    Raises: NotAdmitted, with the reason.
    """
    if not claims.get("is_logged_in"):
        raise NotAdmitted("signed_out")
    name = _name(claims)
    issued, expires = _moment(claims.get("iat")), _moment(claims.get("exp"))
    if issued is None or expires is None or now > expires + _LEEWAY_S:
        raise NotAdmitted("expired", name)
    if now > issued + rules.hours * 3600 or issued > now + 10 * _LEEWAY_S:
        raise NotAdmitted("expired", name)
    if any(issued <= ended[key] for key in keys(claims) if key in ended):
        raise NotAdmitted("ended", name)
    return _with_role(claims, rules, name)


def _with_role(claims: Mapping[str, Any], rules: Rules, name: str) -> Viewer:
    person = _person(claims, rules)
    is_verified = _is_verified(claims, rules)
    if person is not None and not is_verified:
        raise NotAdmitted("unverified", name)
    if person is not None:
        role = None if person.role == "none" else person.role
        places, programmes = person.sites, person.programmes
    else:
        role = _claimed_role(claims, rules)
        places = _words(claims, rules.sites_claim)
        programmes = _words(claims, rules.programmes_claim) if rules.programmes_claim else None
    if role is None:
        raise NotAdmitted("no_role", name)
    sites = frozenset(
        (programme, site)
        for programme, bar, site in (place.partition("/") for place in places)
        if bar and programme and site
    )
    if "@" in name and not (is_verified and _text(claims, "email")):
        # Anybody may write any address into such a claim: records must not take it for theirs.
        name += _NOT_VERIFIED
    if role != "manager":
        return Viewer(name, role, programmes=None if programmes is None else frozenset(programmes))
    if not sites:
        raise NotAdmitted("no_role", name)
    # A site names its programme.
    return Viewer(name, role, sites)


def keys(claims: Mapping[str, Any]) -> tuple[str, ...]:
    """Under which keys a sign-in may have ended: everybody's, the person's, the address's.

    Hashes, so that the list names nobody.
    """
    found = [ALL, key_of_person(claims)]
    if isinstance(claims.get("email"), str):
        found.append(key_of_email(claims["email"]))
    return tuple(found)


ALL = "everybody"


def key_of_person(claims: Mapping[str, Any]) -> str:
    """The key of this person at this provider, who may share an address with others."""
    return _hash(f"{claims.get('iss', '')}\x1f{claims.get('sub', '')}")


def key_of_email(email: str) -> str:
    """The key of whoever signs in with this address."""
    return _hash(f"email\x1f{email.strip().casefold()}")


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _person(claims: Mapping[str, Any], rules: Rules) -> Person | None:
    email = claims.get("email")
    if not isinstance(email, str):
        return None
    wanted = email.strip().casefold()
    return next((one for one in rules.people if one.email == wanted), None)


def _is_verified(claims: Mapping[str, Any], rules: Rules) -> bool:
    said = claims.get("email_verified")
    if said is None:
        return rules.trust_unverified_email
    return said is True or said == "true"


def _claimed_role(claims: Mapping[str, Any], rules: Rules) -> Role | None:
    said = _words(claims, rules.roles_claim)
    if rules.roles is None:
        return first_role(said)
    return first_role(rules.roles[word] for word in said if word in rules.roles)


def _words(claims: Mapping[str, Any], path: str | Iterable[str] | None) -> tuple[str, ...]:
    """The words at a place in the claims: one, or a list; none where there is anything else."""
    if path is None:
        return ()
    at: Any = claims
    for key in path.split(".") if isinstance(path, str) else path:
        at = at.get(key) if isinstance(at, Mapping) else None
    if isinstance(at, str):
        return (at,)
    if isinstance(at, list | tuple):
        return tuple(word for word in at if isinstance(word, str))
    return ()


def _name(claims: Mapping[str, Any]) -> str:
    """How records call this person."""
    said = (_text(claims, key) for key in ("email", "preferred_username", "name", "sub"))
    return next(filter(None, said), "")[:_LONGEST_NAME]


def _text(claims: Mapping[str, Any], key: str) -> str:
    said = claims.get(key)
    return " ".join(said.split()) if isinstance(said, str) else ""


def _moment(said: Any) -> float | None:
    is_number = isinstance(said, int | float) and not isinstance(said, bool)
    return float(said) if is_number and abs(said) < 1e12 else None
