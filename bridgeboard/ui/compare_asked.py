"""Sites and income levels: what the reader asks to compare, kind by kind.

Each draws its controls and gives what is asked, or None after it has said what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bridgeboard.charts import options, said
from bridgeboard.charts.figures import cfir
from bridgeboard.charts.side_by_side import Asked, Kind
from bridgeboard.disclosure import Shown
from bridgeboard.ui import attitude_controls, blocks, pickers
from bridgeboard.ui import compare_controls as controls
from bridgeboard.ui.answers import made
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.page_words import sites_and_income as words


def asked(choice: Choice, kind: Kind, answer: Shown) -> Asked | None:
    """What is asked of a kind. In: the first of the measures that it needs."""
    with attitude_controls.control_grid():
        return _ASK[kind](choice, answer)


def _score(choice: Choice, answer: Shown) -> Asked | None:
    found = controls.scale(choice)
    if found is None:
        blocks.empty(words.NO_SCALE, words.ITEMS.format(share=words.KINDS["share"]))
        return None
    instrument, scale = found
    waves = made(options.answered, answer, (instrument,), scale.scale_id)
    if not waves:
        blocks.empty(words.NOBODY, words.HOW_TO_GET)
        return None
    of = (instrument.instrument_id, scale.scale_id)
    return Asked("score", of=of, waves=(controls.wave(waves),), basis=controls.basis(choice))


def _shift(choice: Choice, answer: Shown) -> Asked | None:
    found = attitude_controls.draw_in(choice)
    if found.scale is None:
        blocks.empty(words.NO_SCALE, words.ITEMS.format(share=words.KINDS["share"]))
        return None
    if not found.compared:
        blocks.empty(words.NO_SHIFT, words.HOW_TO_GET)
        return None
    return Asked(
        "shift",
        of=found.of[:2],
        waves=found.compared,
        design=found.design,
        metric=found.metric,
        basis=controls.basis(choice),
    )


def _share(choice: Choice, answer: Shown) -> Asked | None:
    instrument, item = controls.item(choice)
    waves = made(options.asked_at, answer, instrument.instrument_id)
    if not waves:
        return _nothing()
    of = (instrument.instrument_id, item)
    return Asked("share", of=of, waves=(controls.wave(waves),), basis=controls.basis(choice))


def _themes(choice: Choice, answer: Shown) -> Asked | None:
    return _said(choice, answer, "themes", words.THEME, "theme")


def _context(choice: Choice, answer: Shown) -> Asked | None:
    return _said(choice, answer, "context", words.FACTOR, "factor")


def _said(choice: Choice, answer: Shown, kind: Kind, label: str, key: str) -> Asked | None:
    waves = made(said.waves, answer)
    if not waves:
        return _nothing()
    wave = controls.one_wave(waves)
    one = pickers.one_of_many(label, made(said.offered, answer, wave), key)
    return Asked(kind, of=(one,), waves=(wave,), basis=controls.basis(choice))


def _cfir(choice: Choice, answer: Shown) -> Asked | None:
    waves, constructs = made(cfir.waves, answer), made(cfir.constructs, answer)
    if not waves or not constructs:
        return _nothing()
    one = pickers.one_of_many(words.CONSTRUCT, constructs, "construct")
    framework, construct = one.split("|", 1)
    of = (framework, construct)
    return Asked("cfir", of=of, waves=(list(waves)[-1],), basis=controls.basis(choice))


def _readiness(choice: Choice, answer: Shown) -> Asked | None:
    waves = made(options.waves, answer)
    if not waves:
        return _nothing()
    return Asked("readiness", waves=(controls.wave(waves),), basis=controls.basis(choice))


def _pay(choice: Choice, answer: Shown) -> Asked | None:
    return Asked("pay", basis=controls.basis(choice))


def _steps(choice: Choice, answer: Shown) -> Asked | None:
    return Asked("steps", basis=controls.basis(choice))


def _nothing() -> None:
    blocks.empty(words.NOTHING, words.HOW_TO_GET)


_ASK: Mapping[Kind, Callable[[Choice, Shown], Asked | None]] = {
    "score": _score,
    "shift": _shift,
    "share": _share,
    "themes": _themes,
    "context": _context,
    "cfir": _cfir,
    "readiness": _readiness,
    "pay": _pay,
    "steps": _steps,
}
