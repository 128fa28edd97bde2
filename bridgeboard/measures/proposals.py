"""From what was said or answered at one site to a proposed rating: rules in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bridgeboard.measures.rated import signed

#: Scopes that tie a statement to its site. Others speak of all sites, an income group or nobody in
#: particular, also where a row names the site.
OF_THE_SITE = ("site", "multi_site", "ref_only", "implied")

#: By branch of the rule for statements: what it says.
STATEMENT_RULES = {
    "strong": "±2: all statements of the site point one way, and two informants or more (places "
    "in transcripts, else focus groups) give concrete examples.",
    "general": "±1: all statements of the site point one way, but they are general, or one "
    "informant gives the examples.",
    "lean": "±1: at least two thirds of the statements of the site point one way, not all.",
    "mixed": "Mixed: on neither side two thirds of the statements of the site.",
    "silent": "No rating: no statement of the site speaks for or against.",
}

#: By branch of the rule for pCAT: what it says.
PCAT_RULES = {
    "few": "No rating: fewer people answered than the programme's minimum.",
    "strong": "±2: at least two thirds of those who answered on one side, and at least half of all "
    "strongly so.",
    "weak": "±1: at least two thirds of those who answered on one side, but fewer than half of all "
    "strongly so.",
    "mixed": "Mixed: at least a third on each side.",
    "neutral": "0: neither two thirds on one side nor a third on each.",
}

State = Literal["rated", "mixed"]


@dataclass(frozen=True, slots=True)
class Said:
    """A statement on a construct at a site and wave.

    way:     positive, negative, mixed, or None where it bears on the construct neither way.
    where:   its transcript references, else its focus group, else nothing is known.
    """

    statement_id: str
    way: str | None
    kind: str
    scope: str
    refs: tuple[str, ...]
    group_id: str | None

    @property
    def of_the_site(self) -> bool:
        """Does it speak of this site, rather than of all or of nobody in particular?"""
        return self.scope in OF_THE_SITE


@dataclass(frozen=True, slots=True)
class Proposal:
    """A proposed rating with the rule that gave it; rating is None where mixed or not enough."""

    rating: int | None
    state: State | None
    rule: str
    sentence: str
    n_for: int
    n_against: int
    n_mixed: int
    n_informants: int | None
    n_concrete: int | None


def from_statements(said: Sequence[Said]) -> Proposal:
    """The rating that statements on one construct at one site and wave propose.

    Only statements of the site count. The authors' interpretations count as general remarks, never
    as informants. Quotes are the concrete examples. Informants are transcript references: places in
    a transcript, two of which may be of one person; where a group has none, the group is one.
    Source: rating rules as in doi:10.1186/s12889-021-11644-5, table 3, and
        doi:10.1186/1748-5908-8-51, table 2, in our own words.
    """
    own = [one for one in said if one.of_the_site]
    ways = [one.way for one in own]
    n_for, n_against, n_mixed = (ways.count(way) for way in ("positive", "negative", "mixed"))
    total, most = n_for + n_against + n_mixed, max(n_for, n_against)
    if not total:
        words = _nothing(said, own)
        return _proposal(None, None, STATEMENT_RULES["silent"], words, (0, 0, 0), None, None)
    counts = (n_for, n_against, n_mixed)
    words = _counted(counts, [one.kind for one in own if one.way].count("interpretation"))
    if 3 * most < 2 * total:
        rule = STATEMENT_RULES["mixed"]
        return _proposal(None, "mixed", rule, f"{words}: mixed.", counts, None, None)
    sign, way = (1, "positive") if n_for > n_against else (-1, "negative")
    quotes = [one for one in own if one.kind == "quote" and one.way == way]
    informants = _informants(quotes)
    branch = "lean" if most < total else "strong" if len(informants) >= 2 else "general"
    rating = sign * (2 if branch == "strong" else 1)
    words = f"{words}; {_examples(informants)}: {signed(rating)}."
    n = len(informants), len(quotes)
    return _proposal(rating, "rated", STATEMENT_RULES[branch], words, counts, *n)


def from_answers(levels: Mapping[int, int], minimum: int) -> Proposal:
    """The rating that answers to one pCAT item at one site and wave propose.

    In: how many people ticked each level, -2 to +2; fewer than minimum people propose nothing.
    """
    n = sum(levels.values())
    n_for = sum(k for level, k in levels.items() if level > 0)
    n_against = sum(k for level, k in levels.items() if level < 0)
    counts = (n_for, n_against, n - n_for - n_against)
    if n < minimum:
        words = f"{n} answered; the programme asks for {minimum} at least."
        return _proposal(None, None, PCAT_RULES["few"], words, counts, n, None)
    sign, most = (1, n_for) if n_for > n_against else (-1, n_against)
    strongly = levels.get(2 * sign, 0)
    said = f"{n} people: {n_for} for, {n_against} against, {counts[2]} neither"
    if 3 * most >= 2 * n:
        branch = "strong" if 2 * strongly >= n else "weak"
        rating = sign * (2 if branch == "strong" else 1)
        words = f"{said}; {strongly} of the {most} strongly so: {signed(rating)}."
    elif 3 * min(n_for, n_against) >= n:
        branch, rating, words = "mixed", None, f"{said}: mixed."
    else:
        branch, rating, words = "neutral", 0, f"{said}: 0."
    state: State = "mixed" if rating is None else "rated"
    concrete = strongly if rating else None
    return _proposal(rating, state, PCAT_RULES[branch], words, counts, n, concrete)


def _proposal(
    rating: int | None,
    state: State | None,
    rule: str,
    sentence: str,
    counts: tuple[int, int, int],
    n_informants: int | None,
    n_concrete: int | None,
) -> Proposal:
    return Proposal(rating, state, rule, sentence, *counts, n_informants, n_concrete)


def _informants(quotes: Sequence[Said]) -> list[str]:
    """The different informants of the quotes; what is not known to differ is one."""
    refs = dict.fromkeys(ref for one in quotes for ref in one.refs)
    with_refs = {one.group_id for one in quotes if one.refs}
    groups = dict.fromkeys(
        one.group_id for one in quotes if not one.refs and one.group_id not in with_refs
    )
    named = [*refs, *(group for group in groups if group)]
    return named or (["no place named"] if quotes else [])


def _counted(counts: tuple[int, int, int], n_interpretation: int) -> str:
    """How many statements there are each way: "4 statements for, 1 against, 2 mixed"."""
    words = [f"{n} {way}" for n, way in zip(counts, ("for", "against", "mixed"), strict=True) if n]
    n, way = words[0].split()
    noun = "statement" if n == "1" else "statements"
    words[0] = f"{n} mixed {noun}" if way == "mixed" else f"{n} {noun} {way}"
    if n_interpretation:
        words.append(f"of them {n_interpretation} in the authors' own words")
    return ", ".join(words)


def _examples(informants: Sequence[str]) -> str:
    if not informants:
        return "no concrete example"
    by = "one informant" if len(informants) == 1 else f"{len(informants)} informants"
    return f"concrete examples from {by} ({'; '.join(informants)})"


def _nothing(said: Sequence[Said], own: Sequence[Said]) -> str:
    if own:
        return "What is said of this site speaks neither for nor against."
    n = len(said)
    noun = "statement speaks" if n == 1 else "statements speak"
    return f"Nothing is said of this site: {n} {noun} of all sites, or of none by name."
