"""The report that compares sites and income levels: scores, shifts taken together, pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bridgeboard.charts import words as chart_words
from bridgeboard.charts.figures.income import income, level
from bridgeboard.charts.figures.payment import payment
from bridgeboard.reports import words
from bridgeboard.reports.contents.programme import attitudes
from bridgeboard.reports.contents.site import cannot_tell, scores
from bridgeboard.reports.report import Report, Section
from bridgeboard.reports.sentences import report

if TYPE_CHECKING:
    from bridgeboard.disclosure import Shown
    from bridgeboard.reports.answers import Answers


def comparison(answers: Answers) -> Report:
    """How sites and income levels compare, and how sure that is; sites stand as they are listed."""
    answers = answers.anew()
    found, basis = answers("income"), answers.income_basis
    shifts = attitudes(answers)
    confounded = _confounded(found, basis)
    drawn = tuple(scores(answers))
    sections = (
        Section(words.INCOME, (confounded,), (income(found, basis),)),
        Section(words.ATTITUDES, (*shifts.sentences, confounded), shifts.charts),
        Section(words.SCORES, () if drawn else (words.NO_SURVEY,), drawn),
        Section(words.PAYMENT, charts=(payment(answers("payment")),)),
        cannot_tell(answers),
    )
    return report(answers, "comparison", answers.snapshot.programme.name, sections)


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
