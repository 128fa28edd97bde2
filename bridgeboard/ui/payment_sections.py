"""How PSWs are paid, one look at a time; and pay or context against attitudes or readiness."""

from __future__ import annotations

from bridgeboard.charts import against, against_choices, by_income, comparison, options
from bridgeboard.charts.against import Axis
from bridgeboard.charts.by_income import Levels
from bridgeboard.charts.figures import pay
from bridgeboard.charts.figures.against import against as drawn_against
from bridgeboard.charts.figures.payment import payment
from bridgeboard.disclosure import Shown
from bridgeboard.ui import blocks, pickers
from bridgeboard.ui.answers import everywhere, made, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.page_words import context as words

_LOOKS = {"over_time": pay.over_time, "share": pay.share_of_wage, "details": payment}


@fragment
def paid(choice: Choice) -> None:
    """How PSWs are paid: over time, as a share of a wage, or all that is on record."""
    answer = shown(choice, "payment")
    blocks.section(words.PAYMENT, "payment")
    if not made(options.has_any, answer):
        blocks.empty(made(payment, answer, dark=choice.dark).alt, words.PAY_HOW)
        return
    look = pickers.one_of(words.LOOK, words.LOOKS, "pay")
    drawn = made(_LOOKS[look], answer, dark=choice.dark)
    if drawn.figure is None:
        blocks.empty(drawn.alt, words.PAY_HOW)
    else:
        blocks.chart(drawn, f"payment-{look}")


@fragment
def held_against(choice: Choice) -> None:
    """Sites as points: pay or context across, attitudes or readiness upwards."""
    blocks.section(words.AGAINST, "against")
    across = made(
        against_choices.across, everywhere(choice, "payment"), everywhere(choice, "context")
    )
    if not across:
        blocks.empty(words.NOTHING_AGAINST, words.AGAINST_HOW)
        return
    instruments = tuple(choice.snapshot.instruments.values())
    upwards = made(against_choices.upwards, everywhere(choice, "score"), instruments)
    x = _x(choice, pickers.one_of_many(words.ACROSS, across, "across"))
    y = _y(choice, pickers.one_of_many(words.UPWARDS, upwards, "upwards"))
    if y is None:
        blocks.empty(words.NOTHING_UPWARDS, words.HOW_TO_GET)
        return
    levels = _levels(choice, x.shown)
    drawn = made(drawn_against, x, y, levels, dark=choice.dark)
    if drawn.figure is None:
        blocks.empty(drawn.alt, next(iter(drawn.notes), words.AGAINST_HOW))
    else:
        blocks.chart(drawn, "against")


def _x(choice: Choice, what: str) -> Axis:
    kind, _, factor = what.partition(against_choices.APART)
    if kind == "pay":
        return made(against.pay, shown(choice, "payment"))
    answer = shown(choice, "context")
    if kind == "factor":
        return made(against.direction, answer, factor)
    return made(against.facts, answer, kind)


def _y(choice: Choice, what: str) -> Axis | None:
    """None where nobody answered at the chosen waves."""
    kind, *of = what.split(against_choices.APART)
    if kind == "ready":
        answer = shown(choice, "readiness")
        waves = list(made(options.waves, answer))
        return made(against.ready, answer, waves[-1]) if waves else None
    instrument_id, scale_id = of
    if kind == "score":
        answer = shown(choice, "score")
        instrument = choice.snapshot.instruments[instrument_id]
        waves = list(made(options.answered, answer, (instrument,), scale_id))
        return made(against.scores, answer, *of, waves[-1]) if waves else None
    return _shift(choice, shown(choice, "shift"), instrument_id, scale_id)


def _shift(choice: Choice, answer: Shown, instrument_id: str, scale_id: str) -> Axis | None:
    waves = made(options.compared, answer, instrument_id, scale_id)
    if not waves:
        return None
    first, later = next(iter(waves.items()))
    found = made(
        comparison.compared,
        answer,
        shown(choice, "pooled_shift"),
        instrument_id,
        scale_id,
        first,
        list(later)[-1],
        design="unpaired",
        metric="points",
        income_basis=choice.income_basis,
    )
    return made(against.shifts, found, answer)


def _levels(choice: Choice, answer: Shown) -> Levels:
    basis = choice.income_basis
    at = made(by_income.last_wave, answer, shown(choice, "waves"), basis)
    return made(by_income.levels_at, answer, basis, *at)
