"""A joint display in words: how many subjects converge, what each source says, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from bridgeboard.charts import joint, words
from bridgeboard.charts.joint import Laid
from bridgeboard.charts.readings import joint_row as row_reading
from bridgeboard.measures.verdicts import RULES


class Verdict(NamedTuple):
    """A verdict's shape, and how one or several subjects or sites have it."""

    shape: str
    one: str
    several: str


VERDICTS = {
    "diverge": Verdict("✕", "diverges", "diverge"),
    "converge": Verdict("●", "converges", "converge"),
    "not clear": Verdict("○", "is not clear", "are not clear"),
    "one source": Verdict("◧", "has one source only", "have one source only"),
    "silent": Verdict("·", "is silent", "are silent"),
}
_HIDDEN = {"survey": joint.hides_survey, "rating": joint.hides_ratings}
COUNTED = {"site": ("subject",), "subject": ("site",)}
_NAMED = 3
_WORDS = {
    "when": "{first} to {last}",
    "at": "{where}, {when}: of {all}, {said}.",
    "over": "{where}, {when}: at {all}, {said}.",
    "none": "Nothing to lay side by side.",
    "named": "{n} {verb} ({names})",
    "counted": "{n} {verb}",
    "not_compared": "{n} not compared",
    "nothing": "Nothing is reported in any source, which is not “absent”: {names}.",
    "one_rule": "{verdict}: {rule}",
    "waves": "The survey says how it moved between the two waves; ratings and statements say what "
    "they are at the later one.",
    "one_wave": "At one wave the survey says on which side of the middle its mean is.",
    "better": "Better and worse are towards the better and the worse end of the scale.",
    "weighed": "Context stands beside and is not weighed. Proposed ratings never count.",
    "rests": "{when}{months}.",
    "months": ", {n} months apart",
    "speak": "{source}: {n} of {all}.",
    "sources": {"survey": "Survey", "rating": "CFIR ratings", "statements": "Statements"},
    "context": "Context facts: {n} of {all}.",
    "evidence": "An underlined word leads to its evidence; ▸ shows how a verdict came about.",
    "no_survey": "Survey: no answers here, so attitudes can't be held against what people said.",
    "all_hidden": "{source}: hidden in this view, since groups are too small to share.",
    "hidden_on": "{source}: hidden on {names}, since groups are too small to share.",
    "hidden_at": "{source}: hidden at {names}, since groups are too small to share.",
    "survey_few": "Survey: too few people answered for a number here.",
    "no_rating": "CFIR ratings: none are loaded here.",
    "only_proposed": "CFIR ratings: none that count; {n} with ratings that are only proposed, "
    "until a person accepts them.",
    "no_statements": "Statements: none reported at {wave}, which says nothing about the site.",
    "nothing_on": "{source}: nothing on {names}.",
    "nothing_at": "{source}: nothing at {names}.",
    "complete": "Nothing: every source speaks everywhere here.",
    "not_same": "This site is not the same place at both waves: look at one wave.",
}


def when(row: dict[str, Any]) -> str:
    """Before to 18 months; or the one wave."""
    if not joint.is_two(row):
        return words.isolated(row["to_wave_label"])
    first, last = (words.isolated(row[f"{side}_wave_label"]) for side in ("from", "to"))
    return _WORDS["when"].format(first=first, last=last)


def headline(laid: Laid) -> str:
    """How many converge, diverge, are not clear, have one source only or are silent; with names.

    Missing: sites that can't be compared are counted as such.
    """
    rows = laid.frame.to_dicts()
    if not rows:
        return _WORDS["none"]
    name = "subject_label" if laid.by == "site" else "site_name"
    said = []
    for verdict, how in VERDICTS.items():
        found = [words.isolated(row[name]) for row in rows if row["verdict"] == verdict]
        if found:
            verb = how.one if len(found) == 1 else how.several
            is_named = verdict in ("converge", "diverge") and len(found) <= _NAMED
            form = _WORDS["named" if is_named else "counted"]
            said.append(form.format(n=len(found), verb=verb, names=words.listed(found)))
    not_compared = sum(row["verdict"] is None for row in rows)
    if not_compared:
        said.append(_WORDS["not_compared"].format(n=not_compared))
    kind = _one(rows[0], laid.by)
    return _WORDS["at" if laid.by == "site" else "over"].format(
        where=words.isolated(rows[0]["site_name" if laid.by == "site" else "subject_label"]),
        when=words.lowered(when(rows[0])),
        all=words.count(len(rows), kind),
        said=words.listed(said, most=len(said)),
    )


def rests_on(laid: Laid) -> list[str]:
    """Which waves, and on how many rows each source says anything."""
    rows = laid.frame.to_dicts()
    if not rows:
        return []
    months = rows[0]["months"]
    apart = _WORDS["months"].format(n=words.number(months, 0)) if months else ""
    kind = _one(rows[0], laid.by)
    n = words.count(len(rows), kind)
    speak = [
        _WORDS["speak"].format(
            source=label, n=sum(bool(row[f"{name}_reading"]) for row in rows), all=n
        )
        for name, label in _WORDS["sources"].items()
    ]
    facts = sum(bool(row_reading.counted(row, ("supports", "hinders", "other"))) for row in rows)
    return [
        _WORDS["rests"].format(when=words.sentence(when(rows[0])), months=apart),
        *speak,
        _WORDS["context"].format(n=facts, all=n),
        _WORDS["evidence"],
    ]


def missing(laid: Laid) -> list[str]:
    """What each source is silent on; and what would have to be loaded, accepted or shown."""
    rows = laid.frame.to_dicts()
    if not rows:
        return []
    if laid.by == "site" and all(row["status"] != "ok" for row in rows):
        return [_WORDS["not_same"]]
    wave = words.lowered(words.isolated(rows[0]["to_wave_label"]))
    why = {
        "survey": _no_survey(rows),
        "rating": _no_ratings(rows, laid.by),
        "statements": _WORDS["no_statements"].format(wave=wave),
    }
    name, form = ("subject_label", "on") if laid.by == "site" else ("site_name", "at")
    said = []
    for source, label in _WORDS["sources"].items():
        silent = [row for row in rows if not row[f"{source}_reading"]]
        hidden = [row for row in silent if source in _HIDDEN and _HIDDEN[source](row)]
        if len(silent) == len(rows):
            said.append(_WORDS["all_hidden"].format(source=label) if hidden else why[source])
            continue
        for found, how in ((hidden, "hidden_" + form), (silent, "nothing_" + form)):
            names = [row[name] for row in found if found is hidden or row not in hidden]
            if names:
                said.append(_WORDS[how].format(source=label, names=words.listed(names)))
    return said or [_WORDS["complete"]]


def _one(row: dict[str, Any], by: str) -> str:
    """What a row is about, as a word."""
    return row["subject_kind"] if by == "site" else "site"


def _no_survey(rows: list[dict[str, Any]]) -> str:
    return _WORDS["survey_few" if any(row["survey_reason"] for row in rows) else "no_survey"]


def _no_ratings(rows: list[dict[str, Any]], by: str) -> str:
    proposed = sum(bool(row["proposed"]) for row in rows)
    kind = _one(rows[0], by)
    only = _WORDS["only_proposed"].format(n=words.count(proposed, kind))
    return only if proposed else _WORDS["no_rating"]


def rules(laid: Laid) -> list[str]:
    """How a verdict comes about: each verdict's rule, and what each source is asked."""
    two = bool(laid.frame.height) and joint.is_two(laid.frame.row(0, named=True))
    each = [
        _WORDS["one_rule"].format(
            verdict=f"{VERDICTS[verdict].shape} {words.sentence(verdict)}", rule=rule
        )
        for verdict, rule in RULES.items()
    ]
    about = (_WORDS["waves"], _WORDS["better"]) if two else (_WORDS["one_wave"],)
    return [*each, *about, _WORDS["weighed"]]


def notes(nothing: Sequence[dict[str, Any]]) -> tuple[str, ...]:
    """What is not weighed, and what is not drawn because nothing is said of it anywhere."""
    if not nothing:
        return (_WORDS["weighed"],)
    names = [row["subject_label"] for row in nothing]
    not_drawn = _WORDS["nothing"].format(names=words.listed(names, most=len(names)))
    return not_drawn, _WORDS["weighed"]
