"""A first map of a coding: what each document and code most likely is, and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from pathlib import PurePath

from bridgeboard.collected.coding import Code, Coding, Document
from bridgeboard.intake.construct_names import cleaned, domain_of, names_of, words
from bridgeboard.mapping.coding_ids import new_id
from bridgeboard.mapping.coding_known import KnownCoding, KnownTheme
from bridgeboard.mapping.coding_map import CodeRule, CodingMap, DocumentRule
from bridgeboard.mapping.document_places import phrase, site_of, stakeholder_of, wave_of
from bridgeboard.mapping.stance_words import is_stance_alone, stance_of
from bridgeboard.readers.quoting import quoted


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a document or code was taken for something: a sentence; sure: 0 to 1."""

    of: str
    why: str
    sure: float


@dataclass(frozen=True)
class GuessedCoding:
    """A map, the reasons by document and code, and what a person must still say, in words."""

    coding_map: CodingMap
    reasons: tuple[Reason, ...]
    open: tuple[str, ...]


def guessed(
    coding: Coding, known: KnownCoding, before: CodingMap | None = None, name: str = ""
) -> GuessedCoding:
    """The map of a coding.

    before: a map of an earlier export. What it says stands; only what is new is guessed.
    """
    guessing = _Guessing(coding, known, before)
    documents = guessing.documents()
    codes = guessing.codes()
    title = name or PurePath(coding.file).stem or coding.kind
    base = before or CodingMap(name=title, kind=coding.kind, tree=title[:100])
    coding_map = replace(base, documents=tuple(documents), codes=tuple(codes))
    return GuessedCoding(coding_map, tuple(guessing.reasons), tuple(guessing.open))


class _Guessing:
    """One guess: what is taken and why, so far."""

    def __init__(self, coding: Coding, known: KnownCoding, before: CodingMap | None) -> None:
        self.coding, self.known, self.before = coding, known, before
        self.reasons: list[Reason] = []
        self.open: list[str] = []
        self.by_id = {theme.theme_id.casefold(): theme for theme in known.themes}
        self.by_label: dict[str, list[KnownTheme]] = {}
        for theme in known.themes:
            self.by_label.setdefault(phrase(theme.label), []).append(theme)
        self.by_words: dict[frozenset[str], list[KnownTheme]] = {}
        for theme in known.themes:
            self.by_words.setdefault(words(theme.label), []).append(theme)
        self.is_cfir = _speaks_of_cfir(coding.codes)
        places = known.places
        self.told = {
            one.document: (site_of(one, places), wave_of(one, places), stakeholder_of(one))
            for one in coding.documents
        }
        self.together = Counter((site.value, wave.value) for site, wave, _ in self.told.values())

    def documents(self) -> list[DocumentRule]:
        rules = list(self.before.documents) if self.before else []
        done = {rule.document for rule in rules}
        taken = {group.group_id for group in self.known.groups} | {rule.group for rule in rules}
        for document in self.coding.documents:
            if document.document not in done:
                rule = self._document(document, taken)
                taken.add(rule.group)
                rules.append(rule)
        return rules

    def _document(self, document: Document, taken: set[str]) -> DocumentRule:
        name = document.document
        inside = [
            group
            for group in self.known.groups
            if any(
                one and phrase(one) in phrase(name)
                for one in (group.group_id, group.transcript_label)
            )
        ]
        if len(inside) == 1:
            why = f"the focus group {inside[0].group_id} stands in its name"
            self.reasons.append(Reason(name, why, 0.95))
            return DocumentRule(name, inside[0].group_id)
        site, wave, who = self.told[name]
        told = (("site", site), ("wave", wave), ("stakeholder", who))
        same = [
            group
            for group in self.known.groups
            if (group.site_id, group.wave_id) == (site.value, wave.value)
            and who.value in ("", group.stakeholder)
        ]
        alone = self.together[site.value, wave.value] == 1
        if site.value and wave.value and len(same) == 1 and alone:
            why = f"it is the only group held there and then ({site.why}; {wave.why})"
            self.reasons.append(Reason(name, why, 0.7))
            return DocumentRule(name, same[0].group_id)
        gaps = [(what, one.why) for what, one in told if not one.value]
        for what, why in gaps:
            self.open.append(f"{what} of the document {quoted(name)}: {why}.")
        found = "; ".join(f"{what}: {one.why}" for what, one in told if one.value)
        why = f"a group that the programme hasn't yet ({found})" if found else "nothing tells"
        self.reasons.append(Reason(name, why, 0.0 if gaps else 0.7))
        # Not after the document: transcripts are sometimes called after a person.
        called = f"{site.value} {wave.value} {who.value}" if not gaps else "group 1"
        group = new_id(called, "group", taken)
        return DocumentRule(name, group, site.value, wave.value, who.value)

    def codes(self) -> list[CodeRule]:
        rules = list(self.before.codes) if self.before else []
        done = {rule.code: rule for rule in rules}
        taken = {theme.theme_id for theme in self.known.themes} | {rule.theme for rule in rules}
        for code in self.coding.codes:
            if code.code not in done:
                rule = self._code(code, done, taken)
                taken.add(rule.theme)
                done[code.code] = rule
                rules.append(rule)
        return rules

    def _code(self, code: Code, done: dict[str, CodeRule], taken: set[str]) -> CodeRule:
        over = done.get(code.parent) if code.parent is not None else None
        if over is not None and over.leave_out:
            self.reasons.append(Reason(code.code, "the code above it is left out", 0.9))
            return CodeRule(code.code, leave_out=True)
        told = stance_of(code.name)
        stance = told[0] if told else None
        because = f"; {quoted(told[1])} in its name tells the stance" if told else ""
        if over is not None and told and is_stance_alone(code.name):
            why = f"its name is a stance on the theme above it{because}"
            self.reasons.append(Reason(code.code, why, 0.8))
            return CodeRule(code.code, over.theme, stance=stance)
        if (met := self._theme(code)) is not None:
            theme, how, sure = met
            self.reasons.append(
                Reason(code.code, f"the theme {theme.theme_id} {how}{because}", sure)
            )
            return CodeRule(code.code, theme.theme_id, stance=stance)
        construct = _construct(code.name, self.is_cfir)
        why = "no theme of the programme is called so: a new one"
        if construct:
            why += f"; its name is that of the CFIR construct {construct}"
        self.reasons.append(Reason(code.code, why + because, 0.6))
        return CodeRule(
            code.code,
            new_id(code.name, "theme", taken),
            label=code.name,
            under=over.theme if over is not None else None,
            construct=construct,
            stance=stance,
        )

    def _theme(self, code: Code) -> tuple[KnownTheme, str, float] | None:
        """A theme of the programme by id, by label, or by label at the same place in the tree."""
        first = code.name.split()[0].rstrip(".:)") if code.name.split() else ""
        for name in (code.name, first):
            if (theme := self.by_id.get(name.casefold())) is not None:
                return theme, "has this id", 0.95
        found = self.by_label.get(phrase(code.name), [])
        if len(found) == 1:
            return found[0], "has this label", 0.9
        names = tuple(phrase(name) for name in code.code.split(" > "))
        placed = [one for one in found if tuple(map(phrase, self.known.path(one))) == names]
        if len(placed) == 1:
            return placed[0], "has this label at the same place in its tree", 0.9
        # The same words in another order, number or spelling: "organisational support".
        alike = [] if found else self.by_words.get(words(code.name), [])
        if len(alike) == 1:
            return alike[0], f"has nearly this label ({quoted(alike[0].label)})", 0.7
        return None


def _speaks_of_cfir(codes: tuple[Code, ...]) -> bool:
    """Does the codebook use CFIR? By a domain's name, or two names of constructs of several words.

    A single word such as Need or Culture may mean anything.
    """
    exact = names_of("2022").exact
    found = Counter(
        "domain" if domain_of(code.name) else "construct"
        for code in codes
        if (domain_of(code.name) and len(words(cleaned(code.name))) > 1)
        or (len(words(cleaned(code.name))) > 1 and words(cleaned(code.name)) in exact)
    )
    return found["domain"] > 0 or found["construct"] > 1


def _construct(name: str, is_cfir: bool) -> str | None:
    """The CFIR 2022 construct of exactly this name; single words only in a codebook of CFIR."""
    key = words(cleaned(name))
    found = names_of("2022").exact.get(key, [])
    if len(found) != 1 or (len(key) < 2 and not is_cfir):
        return None
    return found[0].construct_id
