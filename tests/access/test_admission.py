"""Who a sign-in makes somebody, claim by claim."""

from __future__ import annotations

import pytest

from bridgeboard.access.admission import NotAdmitted, admitted, key_of_email, keys
from bridgeboard.access.rules import Rules

NOW = 1_800_000_000.0
CLAIMS = {
    "is_logged_in": True,
    "iss": "https://id.example.org",
    "sub": "one",
    "email": "One@Example.org",
    "email_verified": True,
    "iat": NOW - 60,
    "exp": NOW + 600,
}


def _why(rules: Rules, ended: dict[str, float] | None = None, **other: object) -> str:
    with pytest.raises(NotAdmitted) as caught:
        admitted({**CLAIMS, **other}, rules, ended or {}, NOW)
    return caught.value.why


LISTED = Rules(people=[{"email": "one@example.org", "role": "team"}])
CLAIMED = Rules(roles_claim="realm_access.roles")


def test_the_list_gives_a_role_whatever_the_letters_of_the_address():
    viewer = admitted(CLAIMS, LISTED, {}, NOW)
    assert (viewer.name, viewer.role, viewer.is_local) == ("One@Example.org", "team", False)


@pytest.mark.parametrize("verified", [None, False, "false", 1, "yes"])
def test_an_address_that_nobody_vouches_for_gives_no_role(verified: object):
    assert _why(LISTED, email_verified=verified) == "unverified"


def test_a_provider_that_says_nothing_of_verification_can_be_trusted_but_not_against_its_word():
    rules = LISTED.model_copy(update={"trust_unverified_email": True})
    said_nothing = {key: value for key, value in CLAIMS.items() if key != "email_verified"}
    assert admitted(said_nothing, rules, {}, NOW).role == "team"
    assert _why(rules, email_verified=False) == "unverified"


@pytest.mark.parametrize(
    ("said", "role"),
    [
        ({"realm_access": {"roles": ["other", "funder", "team"]}}, "team"),
        ({"realm_access": {"roles": "funder"}}, "funder"),
        ({"realm_access": {"roles": ["Team"]}}, None),
        ({"realm_access": {"roles": [["team"], {"team": 1}, None]}}, None),
        ({"realm_access": ["team"]}, None),
        ({"realm_access": None}, None),
        ({"realm_access.roles": ["team"]}, None),
        ({}, None),
    ],
)
def test_roles_come_from_the_place_in_the_claims_that_is_set(said: dict, role: str | None):
    if role is None:
        assert _why(CLAIMED, **said) == "no_role"
    else:
        assert admitted({**CLAIMS, **said}, CLAIMED, {}, NOW).role == role


def test_words_of_a_claim_are_turned_into_roles_and_only_those_that_are_named():
    rules = Rules(roles_claim=["https://example.org/groups"], roles={"bb-admins": "steward"})
    claims = {**CLAIMS, "https://example.org/groups": ["steward", "bb-admins"]}
    assert admitted(claims, rules, {}, NOW).role == "steward"
    assert _why(rules, **{"https://example.org/groups": ["steward"]}) == "no_role"


def test_who_is_listed_has_the_role_of_the_list_even_if_that_is_none():
    rules = CLAIMED.model_copy(
        update={"people": Rules(people=[{"email": "one@example.org", "role": "none"}]).people}
    )
    assert _why(rules, realm_access={"roles": ["steward"]}) == "no_role"


def test_a_manager_has_the_sites_of_the_list_or_the_claim_and_without_any_no_role():
    listed = {"email": "one@example.org", "role": "manager", "sites": ["demo/lake", "demo/hill"]}
    viewer = admitted(CLAIMS, Rules(people=[listed]), {}, NOW)
    assert viewer.sites == {("demo", "lake"), ("demo", "hill")}
    assert viewer.sight("demo").sites == {"lake", "hill"}
    assert not viewer.sees("other")
    rules = Rules(roles_claim="role", sites_claim="sites")
    viewer = admitted({**CLAIMS, "role": "manager", "sites": "demo/lake"}, rules, {}, NOW)
    assert viewer.sites == {("demo", "lake")}
    assert _why(rules, role="manager", sites=["demo", "/lake", "demo/"]) == "no_role"
    assert _why(rules, role="manager") == "no_role"


def test_sites_of_others_than_managers_limit_nothing_and_programmes_limit_all():
    listed = {"email": "one@example.org", "role": "funder", "programmes": ["demo"]}
    viewer = admitted(CLAIMS, Rules(people=[listed]), {}, NOW)
    assert viewer.sees("demo")
    assert not viewer.sees("other")
    assert viewer.sight("demo").views == ("shareable",)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({"is_logged_in": False}, "signed_out"),
        ({"exp": NOW - 61}, "expired"),
        ({"exp": None}, "expired"),
        ({"exp": "soon"}, "expired"),
        ({"exp": True}, "expired"),
        ({"exp": float("inf")}, "expired"),
        ({"exp": float("nan")}, "expired"),
        ({"iat": None}, "expired"),
        ({"iat": NOW - 12 * 3600 - 1, "exp": NOW + 10_000}, "expired"),
        ({"iat": NOW + 3600, "exp": NOW + 7200}, "expired"),
    ],
)
def test_a_sign_in_lasts_as_long_as_its_token_and_not_longer_than_the_rules_say(other, why):
    assert _why(LISTED, **other) == why


def test_within_the_leeway_of_clocks_a_token_holds():
    assert admitted({**CLAIMS, "exp": NOW - 59}, LISTED, {}, NOW).role == "team"


def test_a_sign_in_that_ended_counts_no_more_and_a_later_one_does():
    for key in keys(CLAIMS):
        assert _why(LISTED, {key: NOW - 60}) == "ended"
        assert admitted(CLAIMS, LISTED, {key: NOW - 61}, NOW).role == "team"
    assert key_of_email(" ONE@example.org ") in keys(CLAIMS)
    assert admitted(CLAIMS, LISTED, {key_of_email("two@example.org"): NOW}, NOW).role == "team"


def test_an_address_that_nobody_vouches_for_is_not_taken_for_a_name():
    """Somebody whose role comes from a claim may have written any address beside it."""
    claims = {**CLAIMS, "email_verified": False, "realm_access": {"roles": ["steward"]}}
    assert admitted(claims, CLAIMED, {}, NOW).name == "One@Example.org (not verified)"
    claims["email"] = "a" * 90 + "@example.org"
    assert len(admitted(claims, CLAIMED, {}, NOW).name) <= 80
    claims["email"] = " One@Example.org\n"
    assert admitted(claims, CLAIMED, {}, NOW).name == "One@Example.org (not verified)"
    claims |= {"email": None, "preferred_username": "two@example.org", "email_verified": True}
    assert admitted(claims, CLAIMED, {}, NOW).name == "two@example.org (not verified)"
    claims |= {"email": None, "preferred_username": "one"}
    assert admitted(claims, CLAIMED, {}, NOW).name == "one"
