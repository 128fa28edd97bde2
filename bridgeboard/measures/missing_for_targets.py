"""What targets of readiness ask for and a site hasn't on record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl

from bridgeboard.instruments import shipped
from bridgeboard.measures.milestones import NO_DATE, NOT_ON_RECORD
from bridgeboard.measures.missing import Missing, told
from bridgeboard.measures.recorded import plain
from bridgeboard.measures.words import factor_label
from schemas.defaults import targets
from schemas.programme import Target

if TYPE_CHECKING:
    from bridgeboard.store import Snapshot

_WORDS = {
    "foreign": "Targets rest on {short}, which isn't one of this programme's surveys: {labels}.",
    "use": "Name {short} under instruments in programme.toml and ask {minimum} MHWs or more; or "
    "set targets on a survey that you use.",
    "several": "{short}: nobody, or too few, answered what targets rest on: {labels}.",
    "ask": "Ask {minimum} MHWs or more at the next wave ({short}).",
    "rate": "Rate one of them or more: in ratings.csv, or accepted on the page CFIR.",
    "not_on_record": "Not on record: {steps}.",
    "none_on_record": "No step of implementation is on record; expected are {steps}.",
    "put_steps": "Write into milestones.csv, for each, when it is planned and when it was done.",
    "no_day": "Neither done nor planned for a day: {steps}.",
    "put_day": "Give each a planned day, or the day it was done (milestones.csv).",
    "none_released": "Nothing that was released is on record on {factor}.",
}
#: Whoever asks a survey asks all of it, so that a few of its items will do to tell which.
_MOST_LABELS = 3
_STEPS = "how far the site is, and what is overdue (Actions)"
_TARGET = "what the site is to reach (Readiness)"
_FOCUS = "what holds the site back, beside what people say"


def of_readiness(found: pl.DataFrame, snapshot: Snapshot, released: bool) -> Iterator[Missing]:
    """What targets ask for and is not known, seen from the last wave; steps are apart.

    In:  found: rows of readiness at the last wave; released: whether they are for sharing. Then
         nothing is told of surveys that the programme uses: it would say that nobody, or few,
         answered.
    """
    asked = targets(snapshot.programme)
    surveys: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in found.to_dicts():
        target = asked[row["influence_id"]]
        named = [name for name in (target.scale, target.item) if name]
        influence = (row["influence_id"], row["influence_label"])
        for reason in _reasons(row):
            kind = reason["kind"]
            if kind == "survey":
                name = named.pop(0)
                if reason["mend"] and not (released and reason["source"] != "programme.toml"):
                    instrument, _, own = name.partition(":")
                    given = {**reason, "own": own, "influence": influence}
                    surveys.setdefault((row["site_id"], instrument), []).append(given)
            elif reason["mend"] and kind == "target":
                # Where none is set, that is so at every site.
                site = None if target == Target() else row["site_id"]
                yield _one(site, kind, reason, None, influence, released)
            elif reason["mend"] and kind in ("rating", "payment", "fact"):
                yield _one(
                    row["site_id"], kind, reason, target.supporting_fact, influence, released
                )
    for (site, instrument), reasons in surveys.items():
        yield _survey(site, instrument, reasons, snapshot)


def steps(found: pl.DataFrame, milestones: pl.DataFrame) -> Iterator[Missing]:
    """Steps that are expected and not on record, and those without any day; each once a site.

    In: rows of readiness at the last wave; rows of milestones. What targets ask for comes first.
    """
    asked: dict[str, dict[str, list[tuple[str, str]]]] = {}
    names: dict[str, dict[str, str]] = {}
    open_: dict[tuple[str, str], list[str]] = {}
    recorded: set[str] = set()
    for row in found.to_dicts():
        for reason in _reasons(row):
            if reason["kind"] == "milestone":
                site, step = row["site_id"], plain(reason["ref"])
                influence = (row["influence_id"], row["influence_label"])
                asked.setdefault(site, {}).setdefault(step, []).append(influence)
                names.setdefault(site, {})[step] = reason["ref"]
                # Of a step that no stage expects only the target tells that it isn't there.
                if reason["outcome"] == "not known":
                    _once(open_.setdefault((site, NOT_ON_RECORD), []), step)
    for row in milestones.to_dicts():
        site, step = row["site_id"], plain(row["milestone"])
        names.setdefault(site, {}).setdefault(step, row["milestone"])
        if row["status"] != NOT_ON_RECORD:
            recorded.add(site)
        if row["status"] in (NO_DATE, NOT_ON_RECORD):
            _once(open_.setdefault((site, row["status"]), []), step)
    for (site, status), missing in open_.items():
        asked_here = asked.get(site, {})
        missing = sorted(missing, key=lambda step, asked_here=asked_here: step not in asked_here)
        influences = [one for step in missing for one in asked_here.get(step, ())]
        listed = told([f"“{names[site][step]}”" for step in missing])
        none = status == NOT_ON_RECORD and site not in recorded
        form = "no_day" if status == NO_DATE else "none_on_record" if none else "not_on_record"
        yield Missing(
            site_id=site,
            thing=f"milestone:{status}",
            kind="milestone",
            priority=1 if influences else 4,
            what=_WORDS[form].format(steps=listed),
            how=_WORDS["put_day" if status == NO_DATE else "put_steps"],
            source="milestones.csv",
            needed_for=(_STEPS,),
            influences=tuple(dict.fromkeys(influences)),
        )


def _once(steps_of: list[str], step: str) -> None:
    if step not in steps_of:
        steps_of.append(step)


def _reasons(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    lists = ("kinds", "outcomes", "sentences", "sources_of", "refs", "mends")
    keys = ("kind", "outcome", "sentence", "source", "ref", "mend")
    for values in zip(*(row[name] for name in lists), strict=True):
        yield dict(zip(keys, values, strict=True))


def _one(
    site: str | None,
    kind: str,
    reason: dict[str, Any],
    factor: str | None,
    influence: tuple[str, str],
    released: bool,
) -> Missing:
    what = reason["sentence"]
    if kind == "fact" and released and factor:
        what = _WORDS["none_released"].format(factor=factor_label(factor))
    thing, group, file, needed = {
        "rating": (f"rating:{influence[0]}", "rating", "ratings.csv", "the CFIR map"),
        "payment": ("payment", "payment", "payments.csv", "how PSWs are paid (Context)"),
        "target": (f"target:{influence[0]}", "target", "programme.toml", _TARGET),
        "fact": (f"context:{factor}", "context", "context.csv", _FOCUS),
    }[kind]
    return Missing(
        site_id=site,
        thing=thing,
        kind=group,
        priority=1,
        what=what,
        how=_WORDS["rate"] if kind == "rating" else reason["mend"],
        source=file,
        needed_for=(needed,),
        influences=(influence,),
    )


def _survey(
    site: str, instrument_id: str, reasons: list[dict[str, Any]], snapshot: Snapshot
) -> Missing:
    """All that targets ask of one survey: whoever asks it, asks all of it."""
    own = snapshot.instruments.get(instrument_id)
    instrument = own or shipped().get(instrument_id)
    labels = {}
    if instrument:
        labels = {scale.scale_id: scale.label for scale in instrument.scales}
        labels |= {item.item_id: item.label for item in instrument.items}
    named = list(dict.fromkeys(labels.get(one["own"], one["own"]) for one in reasons))
    said = {
        "short": instrument.short_name if instrument else instrument_id,
        "labels": told([f"“{label}”" for label in named], _MOST_LABELS),
        "minimum": snapshot.programme.minimum_n,
    }
    foreign = reasons[0]["source"] == "programme.toml"
    what = _WORDS["foreign" if foreign else "several"].format(**said)
    if not foreign and len(reasons) == 1:
        what = reasons[0]["sentence"]
    return Missing(
        site_id=site,
        thing=f"survey:{instrument_id}",
        kind="survey",
        priority=1,
        what=what,
        how=_WORDS["use" if foreign else "ask"].format(**said),
        source="programme.toml" if foreign else "answers.csv",
        influences=tuple(dict.fromkeys(one["influence"] for one in reasons)),
    )
