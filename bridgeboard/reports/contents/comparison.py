"""The report that compares sites and income levels: what the page of that name draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bridgeboard.charts import words as chart_words
from bridgeboard.charts.figures.income import income, level
from bridgeboard.charts.readings.sites_compared import finding
from bridgeboard.charts.side_by_side import MEASURES, Asked, asked_of, compared, has_any
from bridgeboard.problems import Refusal
from bridgeboard.reports import words
from bridgeboard.reports.contents.site import cannot_tell
from bridgeboard.reports.report import Report, Section
from bridgeboard.reports.sentences import report

if TYPE_CHECKING:
    from bridgeboard.charts import Chart
    from bridgeboard.charts.by_income import Order
    from bridgeboard.charts.side_by_side import Kind, SideBySide
    from bridgeboard.disclosure import Shown
    from bridgeboard.reports.answers import Answers


def comparison(
    answers: Answers,
    *,
    kinds: Sequence[Kind] = (),
    asked: Asked | None = None,
    order: Order = "income",
) -> Report:
    """How sites and income levels compare, and how sure that is.

    In:     kinds: what to compare, all that the programme has anything of if none is named; asked:
            this one thing only, in every look; order: of sites, by value only where intervals are.
    Raises: Refusal where there is nothing of the kinds that are named.
    """
    answers = answers.anew()
    found, basis = answers("income"), answers.income_basis
    sections = [_of_one(answers, asked, order)] if asked else list(_all(answers, kinds, order))
    sections = [one for one in sections if one is not None]
    if kinds and not sections:
        named = chart_words.listed([words.COMPARED[kind] for kind in kinds], 12)
        raise Refusal(words.REFUSED["kinds"].format(kinds=named))
    # The first sentence of each section is its answer: who reads nothing else reads these.
    answer = tuple(finding(one.sentences[0]) for one in sections)
    confounded = _confounded(found, basis)
    first = Section(words.COMPARE, (confounded, *answer), (income(found, basis),))
    return report(
        answers,
        "comparison",
        answers.snapshot.programme.name,
        (first, *sections, cannot_tell(answers)),
    )


def _all(answers: Answers, kinds: Sequence[Kind], order: Order) -> Iterator[Section | None]:
    instruments = answers.snapshot.instruments
    for kind in MEASURES:
        if kinds and kind not in kinds:
            continue
        if has_any(kind, answers, instruments):
            first = answers(MEASURES[kind][0])
            asked = asked_of(kind, answers.income_basis, instruments, first)
            yield _section(kind, [_compared(answers, one) for one in asked], order)


def _of_one(answers: Answers, asked: Asked, order: Order) -> Section | None:
    return _section(asked.kind, [_compared(answers, asked)], order)


def _compared(answers: Answers, asked: Asked) -> SideBySide:
    return compared(asked, *(answers(one) for one in MEASURES[asked.kind]))


def _section(kind: Kind, found: Sequence[SideBySide], order: Order) -> Section | None:
    """The first in every look; of the others the look that stands for them, and the sentence."""
    found = [one for one in found if one.looks]
    if not found:
        return None
    charts: list[Chart] = []
    for place, one in enumerate(found):
        by = "income" if order == "value" and not one.by_value else order
        looks = list(one.looks) if place == 0 else [one.main] if one.main else []
        charts += [one.looks[look](by) for look in looks]
    return Section(
        words.COMPARED[kind],
        _told(found),
        tuple(charts),
        sheet=words.COMPARED_SHEETS[kind],
    )


def _told(found: Sequence[SideBySide]) -> tuple[str, ...]:
    """The first in full; of the others what can be said: what can't is the same."""
    said = [one for one in (found[0].headline, found[0].sure) if one]
    return (*said, *(finding(one.headline) for one in found[1:]))


def _confounded(found: Shown, basis: str) -> str:
    """That income level and site can't be told apart, with the number of sites per level.

    A site counts with its level at the latest wave that has one.
    """
    latest: dict[str, str | None] = {}
    for row in found.frame.sort("wave_order").to_dicts():
        latest[row["site_id"]] = level(row, basis) or latest.get(row["site_id"])
    known = list(latest.values())
    order = [*(one for one in chart_words.INCOMES if one in known)]
    order += [one for one in dict.fromkeys(known) if one not in order]
    counted = [
        words.ONE_LEVEL.format(
            sites=chart_words.count(known.count(one), "site"),
            level=chart_words.INCOMES.get(one, one).lower() if one else words.UNDATED,
        )
        for one in order
    ]
    return words.CONFOUNDED.format(levels=chart_words.listed(counted))
