"""What each part of a target asks, and how far a site's record meets it: steps, pay and remarks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from bridgeboard.measures.rated import joined
from bridgeboard.measures.readiness_rule import Outcome, Reason
from bridgeboard.measures.verdicts import statements_reading
from bridgeboard.measures.words import factor_label

if TYPE_CHECKING:
    from bridgeboard.measures.recorded import Moment, Recorded
    from schemas.programme import Target

#: References of statements that a sentence names; the page shows all of them.
_MOST = 3
_WORDS = {
    "done": "“{step}” was done on {on}.",
    "planned": "“{step}” is planned for {on} and not done.",
    "overdue": "“{step}” was planned for {on} and is not done: {late} late on {day}.",
    "no_day": "“{step}” is neither done nor planned for a day.",
    "no_step": "Whether “{step}” is done is not on record.",
    "undated": "The wave's last day is not on record: what was done by then can't be told.",
    "put_step": "Put “{step}” on record: when it is planned, and when it was done "
    "(milestones.csv).",
    "date_wave": "Give the wave its last day (waves.csv).",
    "paid": "PSWs are paid so: {bases}, since {on}.",
    "unpaid": "PSWs are unpaid, since {on}.",
    "not_counted": " The programme doesn't count that as arranged.",
    "several": " Not all are paid on one basis, and no note says why.",
    "noted": " Not all are paid on one basis; a note says why: {note}",
    "pay_unknown": "How PSWs are paid is not known.",
    "put_pay": "Put on record how PSWs are paid, and since when (payments.csv).",
    "fact": "{factor} ({wave}): {finding}",
    "no_fact": "Nothing is on record on {factor}.",
    "put_fact": "Put on record what is known of {factor} (context.csv).",
    "hinders": "Hinders, and no action is about it: {findings} ({wave}).",
    "answered": "Hinders: {findings} ({wave}). {n} about it.",
    "none_hinders": "No fact on record hinders ({n}, {wave}).",
    "facts": "Facts on record ({wave}): {said}.",
    "statements": "Statements of focus groups ({wave}): {said}.{refs}",
}
_BASES = {
    "employed": "employed",
    "hourly": "by the hour",
    "stipend": "by a stipend",
    "expenses": "expenses only",
    "unpaid": "unpaid",
    "unknown": "not known how",
}


def of_milestone(target: Target, site: str, at: Moment, recorded: Recorded) -> Iterator[Reason]:
    """Whether the target's step was done by then: reached; missed if overdue; close if open."""
    if target.milestone is None:
        return
    row = recorded.milestone(target.milestone, site)
    said: dict[str, Any] = {"step": target.milestone, "day": recorded.day}
    outcome: Outcome
    mend = None
    if row is None:
        outcome, form, mend = "not known", "no_step", "put_step"
    elif at.until is None:
        outcome, form, mend = "not known", "undated", "date_wave"
    elif row["done_on"] is not None and row["done_on"] <= at.until:
        outcome, form, said["on"] = "reached", "done", row["done_on"]
    elif row["planned_on"] is None:
        outcome, form = "close", "no_day"
    elif row["planned_on"] >= at.until:
        outcome, form, said["on"] = "close", "planned", row["planned_on"]
    else:
        outcome, form, said["on"] = "missed", "overdue", row["planned_on"]
        said |= {"day": at.until, "late": _days((at.until - row["planned_on"]).days)}
    yield Reason(
        kind="milestone",
        outcome=outcome,
        sentence=_WORDS[form].format(**said),
        source="milestones",
        ref=target.milestone,
        mend=_WORDS[mend].format(**said) if mend else None,
        provenance=row["provenance"] if row else None,
    )


def of_payment(target: Target, site: str, at: Moment, recorded: Recorded) -> Iterator[Reason]:
    """Whether PSWs are paid as the target asks, by the newest record.

    missed: on a basis that doesn't count; close: on several without a note.
    """
    if not target.payment_basis_not and not target.one_payment_basis:
        return
    rows = recorded.payments(site, at)
    bases = list(dict.fromkeys(row["basis"] for row in rows))
    known = {
        "source": recorded.named((row["source"] for row in rows), "payments"),
        "provenance": joined((row["provenance"] for row in rows), ", "),
    }
    is_missed = bool(set(bases) & set(target.payment_basis_not))
    if not bases or ("unknown" in bases and not is_missed):
        # Dates of the wave would tell nothing of a site of which no pay is on record at all.
        undated = at.until is None and recorded.payments(site, replace(at, until=recorded.day))
        yield Reason(
            kind="payment",
            outcome="not known",
            sentence=_WORDS["undated" if undated else "pay_unknown"],
            mend=_WORDS["date_wave" if undated else "put_pay"],
            **known,
        )
        return
    outcome: Outcome = "reached"
    form = "unpaid" if bases == ["unpaid"] else "paid"
    named = joined((_BASES[basis] for basis in bases), ", ")
    sentence = _WORDS[form].format(bases=named, on=rows[0]["from_on"])
    if len(bases) > 1 and target.one_payment_basis:
        note = next((row["note"] for row in rows if row["note"]), None)
        sentence += _WORDS["noted"].format(note=note) if note else _WORDS["several"]
        outcome = outcome if note else "close"
    if is_missed:
        outcome = "missed"
        sentence += "" if form == "unpaid" else _WORDS["not_counted"]
    yield Reason(kind="payment", outcome=outcome, sentence=sentence, **known)


def of_facts(
    target: Target,
    influence: str,
    factors: Sequence[str],
    site: str,
    at: Moment,
    recorded: Recorded,
) -> Iterator[Reason]:
    """What facts on record say: of the factor that a target names, of all of the influence's."""
    if target.supporting_fact:
        yield _supporting(target.supporting_fact, site, at, recorded)
    rows = recorded.facts(factors, site, at)
    if target.no_hindering_fact:
        # A fact without a direction doesn't say that nothing hinders.
        rows = [row for row in rows if row["direction"] != "unknown"]
    if not rows:
        return
    wave, seen = recorded.seen(rows)
    hindering = [row for row in rows if row["direction"] == "hinders"]
    said: dict[str, Any] = {"wave": seen, "n": _counted(len(rows), "fact")}
    outcome: Outcome
    if not target.no_hindering_fact:
        n = {way: sum(row["direction"] == way for row in rows) for way in ("supports", "hinders")}
        outcome = "neither"
        if n["hinders"] != n["supports"]:
            outcome = "against" if n["hinders"] > n["supports"] else "for"
        form = "facts"
        said["said"] = _told(rows)
    elif not hindering:
        outcome, form = "reached", "none_hinders"
    else:
        said["findings"] = _first(row["finding"].rstrip(".") for row in hindering)
        n_actions = recorded.n_actions(influence, site) if at.is_last else 0
        outcome, form = ("reached", "answered") if n_actions else ("close", "hinders")
        said["n"] = _counted(n_actions, "action") + (" is" if n_actions == 1 else " are")
    yield _of_rows("fact", outcome, _WORDS[form].format(**said), wave, rows, recorded)


def of_statements(influence: str, site: str, at: Moment, recorded: Recorded) -> Iterator[Reason]:
    """What focus groups said at the newest wave: for or against where two thirds are.

    A group that is known to be smaller than the programme's minimum is told, and decides nothing;
    so is a single statement.
    """
    wave, rows = recorded.statements(influence, site, at)
    n = {
        side: sum(row["side"] == side for row in rows) for side in ("positive", "negative", "mixed")
    }
    total = sum(n.values())
    if not total:
        return
    least = recorded.minimum if recorded.tells_small_groups else 0
    large = [row for row in rows if (row["n_participants"] or least) >= least]
    reading = statements_reading(
        *(sum(row["side"] == side for row in large) for side in ("positive", "negative", "mixed"))
    )
    outcome: Outcome = "neither"
    if reading in ("for", "against") and sum(row["side"] is not None for row in large) > 1:
        outcome = reading
    parts = zip(n.items(), ("for it", "against it", "mixed"), strict=True)
    against = [row["transcript_refs"] for row in rows if row["side"] == "negative"]
    yield _of_rows(
        "statement",
        outcome,
        _WORDS["statements"].format(
            wave=recorded.labels[wave],
            said=", ".join(f"{count} {word}" for (_, count), word in parts if count),
            refs=_references(against),
        ),
        wave,
        rows,
        recorded,
    )


def _supporting(factor: str, site: str, at: Moment, recorded: Recorded) -> Reason:
    rows = recorded.facts([factor], site, at)
    name = factor_label(factor)
    if not rows:
        return Reason(
            kind="fact",
            outcome="not known",
            sentence=_WORDS["no_fact"].format(factor=name),
            source="context",
            mend=_WORDS["put_fact"].format(factor=name),
        )
    wave, seen = recorded.seen(rows)
    ways = {row["direction"] for row in rows}
    outcome: Outcome = "reached" if "supports" in ways and "hinders" not in ways else "close"
    findings = "; ".join(f"{row['finding'].rstrip('.')} ({row['direction']})" for row in rows)
    sentence = _WORDS["fact"].format(factor=name, wave=seen, finding=f"{findings}.")
    return _of_rows("fact", outcome, sentence, wave, rows, recorded)


def _of_rows(
    kind: str,
    outcome: Outcome,
    sentence: str,
    wave: str,
    rows: Sequence[dict[str, Any]],
    recorded: Recorded,
) -> Reason:
    return Reason(
        kind=kind,
        outcome=outcome,
        sentence=sentence,
        wave_id=wave,
        source=recorded.named((row["source"] for row in rows), f"{kind}s on record"),
        ref=joined(row[f"{kind}_id"] for row in rows),
        provenance=joined((row["provenance"] for row in rows), ", "),
    )


def _told(rows: Sequence[dict[str, Any]]) -> str:
    """5 hinder, 1 supports: what hinders first, then the rest."""
    order = ("hinders", "supports", "mixed", "unknown")
    words = (("hinders", "hinder"), ("supports", "support"), ("is mixed", "are mixed"))
    words += (("says neither", "say neither"),)
    counts = []
    for way, (one, several) in zip(order, words, strict=True):
        n = sum(row["direction"] == way for row in rows)
        if n:
            counts.append(f"{n} {one if n == 1 else several}")
    sorted_rows = sorted(rows, key=lambda row: order.index(row["direction"]))
    findings = _first(row["finding"].rstrip(".") for row in sorted_rows)
    return f"{', '.join(counts)}: {findings}"


def _first(texts: Iterable[str]) -> str:
    found = list(texts)
    more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
    return "; ".join(found[:_MOST]) + more


def _references(found: Sequence[str | None]) -> str:
    """Against it: DS 33, BU 40 and 2 more."""
    refs = list(dict.fromkeys(ref for cell in found if cell for ref in cell.split("; ")))
    if not refs:
        return ""
    return f" Against it: {_first(refs)}."


def _counted(n: int, what: str) -> str:
    return f"{n} {what}" if n == 1 else f"{n} {what}s"


def _days(n: int) -> str:
    return _counted(n, "day")
