"""Words of the sign-in pages, and of what the sidebar says on who looks."""

SIGN_IN = "Sign in"
SIGN_IN_AGAIN = "Sign in again"
SIGN_OUT = "Sign out"

SIGNED_OUT = "Sign in to Bridgeboard"
SIGNED_OUT_WHY = (
    "What is here is for people who have a role in a programme. You sign in with the account of "
    "your organisation; Bridgeboard never sees your password."
)
EXPIRED = "Your sign-in has run out"
EXPIRED_WHY = "It is valid for some hours only. Sign in again to go on."
ENDED = "You are signed out"
ENDED_WHY = (
    "You, or whoever looks after Bridgeboard, ended this sign-in. Sign in again to go on; if this "
    "page comes back at once, wait a second and try again."
)
NO_ROLE = "You have no role here yet"
NO_ROLE_WHO = "You are signed in as {name}. That worked, but nobody has given you a role."
UNVERIFIED = "Your e-mail address is not verified"
UNVERIFIED_WHO = (
    "You are signed in as {name}. This address has a role here, but your sign-in service doesn't "
    "vouch that it is yours."
)
UNVERIFIED_HOW = (
    "Confirm the address with your sign-in service (most send a message with a link), then sign "
    "out here and sign in again. If it is confirmed already, ask as below."
)
NOBODY = "an account without an address"
ASK = "Whom to ask, and for what"
ASK_WHOM = "Ask {whom}."
ASK_WHOM_UNSAID = "Ask whoever looks after Bridgeboard in your programme: its data steward."
ASK_WHAT = "Tell them the address that you are signed in with, {name}, and which role you need:"
ASK_THEN = (
    "When you have it, reload this page. If nothing changes, sign out and sign in again: some "
    "roles come with the sign-in."
)
#: Names of the roles, as a sentence goes on with them.
ROLES = {
    "steward": "data steward",
    "team": "team",
    "manager": "programme manager",
    "funder": "funder",
}
ROLES_MEANING = {
    "manager": "Sees all about the sites that are named to you, and plans actions there.",
    "team": "Sees all sites, and plans actions.",
    "funder": "Sees all sites in the shareable view, where small groups are hidden.",
    "steward": "Sees everything, loads and publishes data, and releases quotes.",
}

FAILED = (
    "Signing in did not work: your sign-in service did not answer, or refused. Try again in a "
    "minute. If it stays so, tell whoever looks after Bridgeboard."
)

NOT_SET_UP = "Bridgeboard is not ready yet"
NOT_SET_UP_WHO = "Nobody can see anything until whoever runs this server has mended this:"
NOT_SET_UP_HOW = "docs/sign-in.md in Bridgeboard's folder says how."

SIGNED_IN_AS = "Signed in as {name}: {role}."
LOCAL = (
    "No sign-in is set up: you see everything, as the one user of this machine. Bridgeboard "
    "answers this machine only."
)
OPEN = (
    "Anybody who opens this address sees everything and may change everything: sign-in is "
    "switched off, and others than this machine are served (open_to_everyone in access.toml)."
)
STILL_VALID = (
    "The server could not write down that this sign-in ends, so a copy of it would count until it "
    "runs out by itself. Tell whoever looks after Bridgeboard, and sign out in this browser."
)
SIGN_OUT_HERE = "Sign out in this browser"
