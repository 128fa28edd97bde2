"""Names of CFIR constructs as people write them, and the constructs they stand for.

Two names are the same if they have the same words, whatever their order, case, plural, spelling of
s or z, numbering or "&". A word that CFIR itself uses is never taken for a slip of another:
external is no misspelling of internal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import Literal

from bridgeboard.intake.reference import reference_frames

#: Share of letters that a misspelt name, and a misspelt word of it, have in common with what is
#: meant: "recourses" for "resources" is a word's 0.75.
NEAR_NAME, NEAR_WORD = 0.8, 0.7
#: Longer texts are no names.
LONGEST_NAME = 120

Words = frozenset[str]
Edition = Literal["2009", "2022"]
EDITIONS: tuple[Edition, Edition] = ("2009", "2022")

_NO_WORDS = {"the", "and", "of", "a", "an", "domain", "construct"}
_SAME_WORD = {"intervention": "innovation", "innovations": "innovation", "programme": "program"}
#: I. | 1.2 | (a) | III-D-1. | 2009-I-A. and the like, before a name.
_NUMBERING = re.compile(
    r"^\s*(?:"
    r"\(?(?:2009-)?(?:[IVX]{1,4}|\d{1,2}|[A-Za-z])(?:[-.]?(?:[A-Z]|\d{1,2}))*\s*[.):\]]\)?\s+"
    r"|\(?(?:[IVX]{1,4}|\d{1,2}|[A-Z])[.)](?=[A-Z][a-z])"
    r"|(?:2009-)?[IVX]{1,3}(?:[-.][A-Z](?:[-.]?\d{1,2})?)?\s+(?=\S)"
    r"|\d{1,2}(?:\.\d{1,2})*\s+"
    r"|[-–—•·▪◦*]\s*"
    r")+"
)
_REVERSED = re.compile(
    r"\s*(?:[(\[]\s*|[,;–-]\s*)"
    r"(?:reversed?(?:[\s-]*(?:rated|coded|scored|rating|coding|scoring))?|r)\s*(?:[)\]]|$)[a-z]?",
    re.IGNORECASE,
)
_FOOTNOTE = re.compile(r"(?:[*†‡§¶#¹²³⁰⁴-⁹ᵃ-ᶿʰ-˿]|\s?\[\w\]|\s?\(\w\))+$")

#: Where a domain's name tells the edition.
_DOMAINS: dict[Words, tuple[str, Edition | None]] = {
    frozenset({"innovation", "characteristic"}): ("I", "2009"),
    frozenset({"innovation"}): ("I", "2022"),
    frozenset({"outer", "setting"}): ("II", None),
    frozenset({"inner", "setting"}): ("III", None),
    frozenset({"individual", "characteristic"}): ("IV", None),
    frozenset({"individual"}): ("IV", "2022"),
    frozenset({"individual", "role"}): ("IV", "2022"),
    frozenset({"role"}): ("IV", "2022"),
    frozenset({"characteristic"}): ("IV", None),
    frozenset({"process"}): ("V", None),
    frozenset({"implementation", "process"}): ("V", None),
}


@dataclass(frozen=True, slots=True)
class Construct:
    """A construct of one edition."""

    edition: Edition
    construct_id: str
    label: str
    domain: str
    parent_id: str | None


@dataclass
class Names:
    """The names of one edition: exact, short (without "innovation"), and all for near ones."""

    exact: dict[Words, list[Construct]] = field(default_factory=dict)
    short: dict[Words, list[Construct]] = field(default_factory=dict)
    joined: dict[str, list[Construct]] = field(default_factory=dict)
    by_id: dict[str, Construct] = field(default_factory=dict)

    def add(self, name: str, construct: Construct) -> None:
        """One more name that stands for the construct."""
        found = words(name)
        for names, key in (
            (self.exact, found),
            (self.short, found - {"innovation"}),
            (self.joined, "".join(in_order(name))),
        ):
            if key and construct not in names.setdefault(key, []):
                names[key].append(construct)

    def matching(self, name: str) -> list[Construct]:
        """Constructs of exactly this name, or of the name without "innovation"."""
        key = words(name)
        return (
            self.exact.get(key)
            or self.short.get(key - {"innovation"})
            or self.joined.get("".join(in_order(name)))
            or []
        )

    def near(self, name: str, vocabulary: frozenset[str]) -> list[Construct]:
        """Constructs whose name this nearly is: a letter or two off, or cut short."""
        key = words(name)
        best: dict[float, list[Construct]] = {}
        for known, constructs in self.exact.items():
            likeness = _likeness(key, known, vocabulary)
            if likeness:
                kept = best.setdefault(likeness, [])
                kept += [construct for construct in constructs if construct not in kept]
        return best[max(best)] if best else []


def in_order(name: str) -> list[str]:
    """The words of a name in one spelling, without those that say nothing."""
    text = name.casefold().replace("’", "'").replace("'s", "")
    return [
        _spelt(word) for word in re.findall(r"[^\W_]+", text) if word not in _NO_WORDS
    ]  # fmt: skip


def words(name: str) -> Words:
    """The same without their order."""
    return frozenset(in_order(name))


def domain_of(name: str) -> str | None:
    """The roman number of the domain that a heading names."""
    found = _DOMAINS.get(words(cleaned(name)))
    return found[0] if found else None


def edition_of_domain(name: str) -> Edition | None:
    """The edition that a domain's heading gives away."""
    found = _DOMAINS.get(words(cleaned(name)))
    return found[1] if found else None


def cleaned(name: str) -> str:
    """The name without numbering, footnote marks and "(reverse rated)", in one line."""
    text = _FOOTNOTE.sub("", " ".join(name.split()))
    text = _REVERSED.sub("", text).strip()
    text = _NUMBERING.sub("", text).strip(" :;,")
    return text or " ".join(name.split())


def is_reversed(name: str) -> bool:
    """Does the name say that the construct was rated the other way round?"""
    return bool(_REVERSED.search(" ".join(name.split())))


@cache
def names_of(edition: Edition) -> Names:
    """The names of an edition, from the reference tables."""
    names = Names()
    frames = reference_frames()
    if edition == "2009":
        for row in frames["cfir_2009"].iter_rows(named=True):
            parent = next(
                (i for i, c in names.by_id.items() if c.label == row["parent"]), None
            )  # fmt: skip
            construct = Construct(
                edition, row["construct_id"], row["construct"], row["domain"].split(".")[0], parent
            )
            names.by_id[construct.construct_id] = construct
            names.add(row["construct"], construct)
            names.add(re.sub(r"\s*\(.*\)", "", row["construct"]), construct)
    else:
        for row in frames["cfir_constructs"].iter_rows(named=True):
            sub = row["subconstruct"]
            parent = row["construct_id"].rpartition("-")[0] if sub else None
            construct = Construct(
                edition, row["construct_id"], row["label"], row["domain"].split(".")[0], parent
            )
            names.by_id[construct.construct_id] = construct
            names.add(row["label"], construct)
            if sub:
                names.add(sub, construct)
    return names


@cache
def vocabulary() -> frozenset[str]:
    """Every word of either edition."""
    return frozenset(word for e in EDITIONS for known in names_of(e).exact for word in known)


def by_id(text: str) -> Construct | None:
    """The construct of this id, of either edition."""
    key = text.strip().upper()
    return next((n.by_id[key] for n in map(names_of, EDITIONS) if key in n.by_id), None)


@lru_cache(maxsize=20_000)
def matches(name: str, edition: Edition) -> tuple[Construct, ...]:
    """Constructs of this name; several if it alone does not tell."""
    if len(name) > LONGEST_NAME:
        return ()
    names, plain = names_of(edition), cleaned(name)
    found = names.matching(plain) or names.matching(name)
    bare = re.sub(r"\s*[(\[](.*?)[)\]]", "", plain).strip()
    if not found and bare and bare != plain and not _names_a_construct(plain, edition):
        found = names.matching(bare)
    return tuple(found)


@lru_cache(maxsize=2_000)
def nearly(name: str, edition: Edition) -> tuple[Construct, ...]:
    """Constructs of nearly this name."""
    if len(name) > LONGEST_NAME:
        return ()
    return tuple(names_of(edition).near(cleaned(name), vocabulary()))


def edition_by(names: Iterable[str], headings: Iterable[str]) -> tuple[Edition | None, bool]:
    """The edition that most names belong to, and whether that is sure; None if none tells.

    A name counts where it is in one edition only; the name of a domain counts three times.
    """
    sure, guess = dict.fromkeys(EDITIONS, 0), dict.fromkeys(EDITIONS, 0)
    for name in names:
        known = [edition for edition in EDITIONS if matches(name, edition)]
        exact = [e for e in EDITIONS if names_of(e).exact.get(words(cleaned(name)))]
        if len(known) == 1:
            sure[known[0]] += 1
        elif len(exact) == 1:
            guess[exact[0]] += 1
    for heading in headings:
        if edition := edition_of_domain(heading):
            sure[edition] += 3
    for votes in (sure, guess):
        if votes["2009"] != votes["2022"]:
            return max(EDITIONS, key=lambda edition: votes[edition]), votes is sure
    return None, False


def _names_a_construct(name: str, edition: Edition) -> bool:
    """Does what stands in brackets name a construct: Capability (Innovation Deliverers)?"""
    inside = re.findall(r"[(\[](.*?)[)\]]", name)
    return any(names_of(edition).matching(part) for part in inside)


def _likeness(name: Words, known: Words, vocabulary: frozenset[str]) -> float:
    """From 0 to 1: how near a name is to a known one; 0 if it stands for something else."""
    extra, lacking = sorted(name - known), sorted(known - name)
    if not extra and len(name) >= 2 and 2 * len(name) >= len(known):
        return 0.7 * len(name) / len(known)
    if len(extra) != len(lacking) or len(extra) > 2 or any(word in vocabulary for word in extra):
        return 0.0
    letters = sum(map(len, name & known))
    alike = float(letters)
    for word in extra:
        near = {other: SequenceMatcher(None, word, other).ratio() for other in lacking}
        closest = max(near, key=lambda other: near[other])
        if near[closest] < NEAR_WORD:
            return 0.0
        lacking.remove(closest)
        alike += near[closest] * len(word)
        letters += len(word)
    return alike / letters if alike >= NEAR_NAME * letters else 0.0


def _spelt(word: str) -> str:
    """American spelling, singular: organisations and organization are one word."""
    word = re.sub(r"is(ation|ing|ed|e)(al|s)?$", r"iz\1\2", word)
    word = re.sub(r"isation", "ization", word)
    word = word.replace("centred", "centered")
    word = _SAME_WORD.get(word, word)
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word
