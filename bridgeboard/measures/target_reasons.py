"""What each part of a target asks, and how far a site's record meets it: surveys and ratings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bridgeboard.instruments import shipped
from bridgeboard.measures.rated import joined
from bridgeboard.measures.readiness_rule import Outcome, Reason
from bridgeboard.statistics import proportion

if TYPE_CHECKING:
    from bridgeboard.instruments import Instrument, Item, Scale
    from bridgeboard.measures.bearing import Rated
    from bridgeboard.measures.recorded import Moment, Recorded
    from schemas.programme import Target

_WORDS = {
    "foreign": "{short} isn't one of this programme's surveys: nobody was asked {what}.",
    "nobody": "Nobody answered {enough}{what} ({short}).",
    "few": "{n} answered {enough}{what} ({short}; {wave}): {minimum} are needed.",
    "ask": "Ask {minimum} MHWs or more {what} ({short}).",
    "or_set": "Or set a target on a survey that you use, in programme.toml.",
    "share": "{n_one} of {n} MHWs {one} {on} “{label}”, {n_other} {other} ({short}; {wave}; "
    "95 % interval of those who {one_of}: {interval}). Asked for: {target} {one}.",
    "score": "The mean of “{label}” is {value} ({short}; {wave}; n {n}; 95 % interval {lower} to "
    "{upper}). Asked for: {target}.",
    "ratings": "CFIR ratings ({wave}): {cells}. Asked for: {target}.",
    "unrated": "None of these is rated: {constructs}.",
    "undecided": "Raters differ, or too little was said, on {constructs} ({wave}).",
    "rate": "Rate one or more of {constructs} (CFIR).",
}
#: What people do who answer above and below the middle; the same of those counted; and what joins
#: it to the item.
_AGREE = ("agree", "disagree", "agree", "disagree", "that")
_ABOVE = ("answer above the middle", "answer below the middle", "do", "do", "on")


def of_item(target: Target, site: str, at: Moment, recorded: Recorded) -> Iterator[Reason]:
    """How many agree, or disagree, with the target's item.

    reached: the share asked for; missed: more than half answered the other way, or the whole 95 %
    interval is short of it; close: otherwise. Below the programme's minimum it is not known.
    """
    if target.item is None:
        return
    instrument_id, _, item_id = target.item.partition(":")
    instrument = recorded.instruments.get(instrument_id)
    item = _item(instrument, item_id)
    agreeing = target.share_agreeing_at_least is not None
    least = target.share_agreeing_at_least if agreeing else target.share_disagreeing_at_least
    if instrument is None or item is None or least is None:
        yield _foreign(target.item, recorded.minimum)
        return
    wave, levels = recorded.answers(instrument_id, item_id, site, at)
    n = sum(row["n"] for row in levels)
    said = {
        "what": f"whether “{item.label}”",
        "enough": "",
        "short": f"{instrument.short_name} {item_id}",
        "n": _mhws(n),
        "minimum": recorded.minimum,
        "wave": recorded.labels[wave],
        "label": item.label,
    }
    known = {"source": f"survey {instrument.short_name}", "ref": target.item}
    if n < recorded.minimum:
        yield _too_few(n, said, wave, known)
        return
    middle = (instrument.minimum + instrument.maximum) / 2
    above = sum(row["n"] for row in levels if row["value"] > middle)
    below = sum(row["n"] for row in levels if row["value"] < middle)
    agrees = any("agree" in level.label.casefold() for level in instrument.levels)
    up, down, *_ = words = _AGREE if agrees else _ABOVE
    n_one, n_other = (above, below) if agreeing else (below, above)
    one, other = (up, down) if agreeing else (down, up)
    share = proportion(n_one, n)
    outcome: Outcome = "close"
    if n_one >= least * n - 1e-9:
        outcome = "reached"
    elif 2 * n_other > n or share.upper < least:
        outcome = "missed"
    said |= {
        "n": n,
        "n_one": n_one,
        "n_other": n_other,
        "one": one,
        "other": other,
        "one_of": words[2] if agreeing else words[3],
        "on": words[4],
        "interval": f"{share.lower:.0%} to {share.upper:.0%}".replace("%", " %"),
        "target": f"{least:.0%} or more".replace("%", " %"),
    }
    yield Reason(
        kind="survey",
        outcome=outcome,
        sentence=_WORDS["share"].format(**said),
        wave_id=wave,
        n=n,
        provenance=recorded.provenance(instrument_id, site, wave),
        **known,
    )


def of_scale(target: Target, site: str, at: Moment, recorded: Recorded) -> Iterator[Reason]:
    """Where the mean of the target's scale stands.

    reached: the mean asked for, and the interval where that is asked; missed: the whole interval is
    short of the mean asked for, or the mean is on the worse side of the scale's middle.
    """
    if target.scale is None:
        return
    instrument_id, _, scale_id = target.scale.partition(":")
    instrument = recorded.instruments.get(instrument_id)
    scale = _scale(instrument, scale_id)
    if instrument is None or scale is None:
        yield _foreign(target.scale, recorded.minimum)
        return
    wave, row = recorded.score(instrument_id, scale_id, site, at)
    n = row["n"] if row else 0
    said = {
        "what": f"the items of “{scale.label}”",
        "enough": "enough of ",
        "short": instrument.short_name,
        "n": _mhws(n),
        "minimum": recorded.minimum,
        "wave": recorded.labels[wave],
        "label": scale.label,
    }
    known = {"source": f"survey {instrument.short_name}", "ref": target.scale}
    if row is None or row["value"] is None:
        yield _too_few(n, said, wave, known)
        return
    value, lower, upper = (row[name] for name in ("value", "lower", "upper"))
    said |= {"n": n, "value": f"{value:.2f}", "lower": f"{lower:.2f}", "upper": f"{upper:.2f}"}
    yield Reason(
        kind="survey",
        outcome=_scored(target, value, lower, upper, sum(instrument.score_range(scale)) / 2),
        sentence=_WORDS["score"].format(**said, target=_score_target(target)),
        wave_id=wave,
        n=n,
        provenance=recorded.provenance(instrument_id, site, wave),
        **known,
    )


def of_ratings(
    target: Target, rated: Sequence[Rated], site: str, at: Moment, recorded: Recorded
) -> Iterator[Reason]:
    """Whether any of the influence's constructs is rated below what is asked.

    Of each construct the newest rating that was decided counts. close: one step below, or mixed;
    missed: two steps or more. A proposed rating never counts, nor
    one of a trait of people, which names no role.
    """
    needs_one = target.rating_at_least is not None
    asked = [one for one in (target.rating_at_least, target.rating_not_below) if one is not None]
    if not asked:
        return
    least = max(asked)
    votes = {(one.framework, one.construct_id): one.label for one in rated if one.votes}
    decided = recorded.rated(votes, site, at)
    names = joined(label for (edition, _), label in votes.items() if edition == "2022")
    if not decided:
        if needs_one:
            wave, rows = recorded.undecided(votes, site, at)
            open_ = joined(votes[row["framework"], row["construct_id"]] for row in rows)
            said = {"constructs": open_ or names, "wave": recorded.labels[wave]}
            yield Reason(
                kind="rating",
                outcome="not known",
                sentence=_WORDS["undecided" if rows else "unrated"].format(**said),
                source="CFIR ratings",
                wave_id=wave if rows else None,
                mend=_WORDS["rate"].format(constructs=names),
            )
        return
    low = min((row["rating"] for row in decided if row["state"] == "rated"), default=least)
    outcome: Outcome = "reached"
    if least - low >= 2:
        outcome = "missed"
    elif low < least or any(row["state"] == "mixed" for row in decided):
        outcome = "close"
    cells = "; ".join(
        f"{votes[row['framework'], row['construct_id']]} {row['cell']}" for row in decided
    )
    wave, seen = recorded.seen(decided)
    yield Reason(
        kind="rating",
        outcome=outcome,
        sentence=_WORDS["ratings"].format(
            wave=seen,
            cells=cells,
            target=f"none below {_signed(least)}" + (", one at least rated" if needs_one else ""),
        ),
        source="CFIR ratings",
        wave_id=wave,
        ref=joined(f"{row['framework']}|{row['construct_id']}" for row in decided),
        provenance=joined((row["provenance"] for row in decided), ", "),
    )


def _scored(
    target: Target, value: float, lower: float | None, upper: float | None, middle: float
) -> Outcome:
    turn = 1 if target.scale_at_least is not None else -1
    asked = target.scale_at_least if turn == 1 else target.scale_at_most
    above = target.interval_above
    reaches = turn * value >= turn * asked - 1e-9
    if reaches and (above is None or (lower is not None and lower > above)):
        return "reached"
    far = upper if turn == 1 else lower
    if turn * value < turn * middle or (far is not None and turn * far < turn * asked):
        return "missed"
    return "close"


def _score_target(target: Target) -> str:
    said = (
        f"{target.scale_at_least:g} or more"
        if target.scale_at_least is not None
        else f"{target.scale_at_most:g} or less"
    )
    if target.interval_above is not None:
        said += f", with the whole interval above {target.interval_above:g}"
    return said


def _too_few(n: int, said: dict, wave: str, known: dict) -> Reason:
    return Reason(
        kind="survey",
        outcome="not known",
        sentence=_WORDS["few" if n else "nobody"].format(**said),
        wave_id=wave if n else None,
        n=n,
        mend=_WORDS["ask"].format(**said),
        **known,
    )


def _foreign(name: str, minimum: int) -> Reason:
    """Of a survey that the programme doesn't use; only a default target can name one."""
    instrument_id, _, own = name.partition(":")
    instrument = shipped().get(instrument_id)
    item, scale = _item(instrument, own), _scale(instrument, own)
    label = item.label if item else scale.label if scale else own
    what = f"the items of “{label}”" if scale else f"whether “{label}”"
    said = {"short": instrument.short_name if instrument else instrument_id, "what": what}
    return Reason(
        kind="survey",
        outcome="not known",
        sentence=_WORDS["foreign"].format(**said),
        source="programme.toml",
        mend=_WORDS["ask"].format(**said, minimum=minimum) + " " + _WORDS["or_set"],
    )


def _item(instrument: Instrument | None, item_id: str) -> Item | None:
    items = instrument.items if instrument else ()
    return next((item for item in items if item.item_id == item_id), None)


def _scale(instrument: Instrument | None, scale_id: str) -> Scale | None:
    scales = instrument.scales if instrument else ()
    return next((scale for scale in scales if scale.scale_id == scale_id), None)


def _mhws(n: int) -> str:
    return f"{n} MHW" if n == 1 else f"{n} MHWs"


def _signed(rating: int) -> str:
    return f"{rating:+d}".replace("-", "\N{MINUS SIGN}") if rating else "0"
