"""What can be asked when sites are compared, and what is asked where nobody chose."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import polars as pl

from bridgeboard.charts import options, said
from bridgeboard.charts.figures import cfir

if TYPE_CHECKING:
    from bridgeboard.charts.comparison import Design, Metric
    from bridgeboard.disclosure import Shown
    from bridgeboard.instruments import Instrument

Kind = Literal["score", "shift", "share", "themes", "context", "cfir", "readiness", "pay", "steps"]

#: What each kind is made of, in the order that `compared` takes it; the first decides whether
#: there is anything to compare.
MEASURES: Mapping[Kind, tuple[str, ...]] = {
    "score": ("score",),
    "shift": ("shift", "pooled_shift", "score"),
    "share": ("distribution",),
    "themes": ("themes",),
    "context": ("context",),
    "cfir": ("cfir",),
    "readiness": ("readiness",),
    "pay": ("payment", "waves"),
    "steps": ("stages", "waves"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to compare.

    basis: of income levels. of: instrument and scale; instrument and item; theme; factor; or
    edition and construct; nothing for readiness, pay and steps. waves: the wave, for a shift the
    earlier and the later one; nothing for pay and steps.
    """

    kind: Kind
    basis: str
    of: tuple[str, ...] = ()
    waves: tuple[str, ...] = ()
    design: Design = "unpaired"
    metric: Metric = "points"


def has_any(
    kind: Kind, shown: Callable[[str], Shown], instruments: Mapping[str, Instrument]
) -> bool:
    """Has the programme anything of this kind?

    In: shown: gives a measure by name; asked only where it decides, for estimates are slow.
    """
    if kind in ("score", "shift", "share"):
        return bool(instruments)
    return kind == "readiness" or options.has_any(shown(MEASURES[kind][0]))


def asked_of(
    kind: Kind, basis: str, instruments: Mapping[str, Instrument], shown: Shown
) -> tuple[Asked, ...]:
    """Everything of a kind that can be compared, that which a reader sees first before all else.

    In:  the first of the kind's measures.
    Out: scales at the latest wave, or from the first to the last; items at the latest wave; main
         themes, and factors, at the wave with the most sites; the first construct of each CFIR
         domain, since its small charts show all of them.
    """
    found = {
        "score": lambda: _scores(instruments, shown),
        "shift": lambda: _shifts(instruments, shown),
        "share": lambda: _shares(instruments, shown),
        "themes": lambda: _said(shown),
        "context": lambda: _said(shown),
        "cfir": lambda: _ratings(shown),
        "readiness": lambda: (((), (wave,)) for wave in list(options.later_waves(shown))[:1]),
        "pay": lambda: [((), ())] if options.has_any(shown) else [],
        "steps": lambda: [((), ())] if options.has_any(shown) else [],
    }[kind]
    return tuple(Asked(kind, basis, of, waves) for of, waves in found())


_Pairs = Iterator[tuple[tuple[str, ...], tuple[str, ...]]]


def _scores(instruments: Mapping[str, Instrument], shown: Shown) -> _Pairs:
    for instrument in instruments.values():
        for scale in instrument.scales:
            waves = options.answered(shown, (instrument,), scale.scale_id)
            if waves:
                yield (instrument.instrument_id, scale.scale_id), (list(waves)[-1],)


def _shifts(instruments: Mapping[str, Instrument], shown: Shown) -> _Pairs:
    """A version of an instrument is compared together with its base."""
    for instrument in instruments.values():
        for scale in () if instrument.version_of else instrument.scales:
            of = (instrument.instrument_id, scale.scale_id)
            pairs = options.compared(shown, *of)
            if pairs:
                first = next(iter(pairs))
                yield of, (first, list(pairs[first])[-1])


def _shares(instruments: Mapping[str, Instrument], shown: Shown) -> _Pairs:
    for instrument in instruments.values():
        waves = options.asked_at(shown, instrument.instrument_id)
        for item in instrument.item_ids if waves else ():
            yield (instrument.instrument_id, item), (list(waves)[-1],)


def _said(shown: Shown) -> _Pairs:
    for wave in list(said.waves(shown))[:1]:
        offered = said.offered(shown, wave)
        if "parent_id" in shown.frame.columns:
            rows = shown.frame.filter(pl.col("parent_id").is_null())
            offered = {one: offered[one] for one in offered if one in set(rows["theme_id"])}
        for one in offered:
            yield (one,), (wave,)


def _ratings(shown: Shown) -> _Pairs:
    for wave in list(cfir.waves(shown))[-1:]:
        seen = set()
        rows = shown.frame.sort("construct_order", maintain_order=True)
        columns = ("framework", "domain", "construct_id")
        for framework, domain, construct in (
            rows.select(columns).unique(maintain_order=True).iter_rows()
        ):
            if (framework, domain) not in seen:
                seen.add((framework, domain))
                yield (framework, construct), (wave,)
