"""The report on a whole programme: evidence, readiness, attitudes, CFIR, themes, context, steps."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bridgeboard.charts import options, site_order
from bridgeboard.charts.comparison import Comparison, compared
from bridgeboard.charts.figures import cfir as maps
from bridgeboard.charts.figures.context import context
from bridgeboard.charts.figures.coverage import coverage
from bridgeboard.charts.figures.forest import forest
from bridgeboard.charts.figures.gaps import gaps
from bridgeboard.charts.figures.overdue import overdue
from bridgeboard.charts.figures.payment import payment
from bridgeboard.charts.figures.readiness import readiness
from bridgeboard.charts.figures.sites import sites
from bridgeboard.charts.figures.stages import stages
from bridgeboard.charts.figures.themes import themes
from bridgeboard.charts.figures.waves import waves
from bridgeboard.charts.readings import cfir as ratings_reading
from bridgeboard.charts.readings import milestones as steps_reading
from bridgeboard.charts.readings import readiness as readiness_reading
from bridgeboard.charts.readings import shift as shift_reading
from bridgeboard.reports import words
from bridgeboard.reports.contents.site import cannot_tell, since_publish, since_wave
from bridgeboard.reports.report import Report, Section
from bridgeboard.reports.sentences import report

if TYPE_CHECKING:
    from bridgeboard.charts import Chart
    from bridgeboard.instruments import Instrument, Scale
    from bridgeboard.reports.answers import Answers


def programme(answers: Answers) -> Report:
    """Everything that may be told of a programme, at the chosen sites, waves and income levels."""
    answers = answers.anew()
    about = (answers("sites"), answers("income"), answers.income_basis)
    evidence = (coverage(answers("coverage")), waves(answers("waves")), sites(*about))
    sections = (
        Section(words.EVIDENCE, charts=evidence),
        _readiness(answers),
        *since_publish(answers),
        Section(words.CHANGED, tuple(since_wave(answers))),
        _attitudes(answers),
        _ratings(answers),
        _themes(answers),
        _context(answers),
        Section(words.PAYMENT, charts=(payment(answers("payment")),)),
        _steps(answers),
        Section(words.GAPS, charts=(gaps(answers("gaps")),)),
        cannot_tell(answers),
    )
    return report(answers, "programme", answers.snapshot.programme.name, sections)


def _attitudes(answers: Answers) -> Section:
    """Every scale of each instrument, from the first wave to the last: sentence and forest.

    What the answer rests on is told of an instrument's first scale: the same people answered all.
    """
    said, charts, told = [], [], set()
    for instrument, scale, found, drawn in _shifts(answers):
        named = words.ATTITUDES_OF.format(instrument=instrument.short_name, scale=scale.label)
        said.append(f"{named}. {shift_reading.headline(found)}")
        if instrument.instrument_id not in told:
            said += shift_reading.rests_on(found)
        told.add(instrument.instrument_id)
        charts.append(drawn)
    return Section(words.ATTITUDES, tuple(said) or (words.NO_SURVEY,), tuple(charts))


def _shifts(answers: Answers) -> Iterator[tuple[Instrument, Scale, Comparison, Chart]]:
    """Instruments of which two waves have answers; a version is compared with its base."""
    shift, pooled = answers("shift"), answers("pooled_shift")
    for instrument in answers.snapshot.instruments.values():
        rows = shift.frame.filter(instrument_id=instrument.instrument_id)
        asked = rows.filter(rows["n_from"].fill_null(1) > 0)
        if not instrument.scales or asked.is_empty() or instrument.version_of:
            continue
        first = asked.sort("from_wave_order")["from_wave_id"][0]
        last = asked.sort("to_wave_order")["to_wave_id"][-1]
        basis = {"income_basis": answers.income_basis}
        for scale in instrument.scales:
            what = (instrument.instrument_id, scale.scale_id, first, last)
            found = compared(shift, pooled, *what, **basis)
            yield instrument, scale, found, forest(shift, pooled, *what, **basis)


def _readiness(answers: Answers) -> Section:
    found = answers("readiness")
    seen = list(options.later_waves(found))
    if not seen:
        return Section(words.READINESS, (words.NO_READINESS,))
    said = readiness_reading.headline(found, seen[0])
    return Section(words.READINESS, (said,), (readiness(found, seen[0]),))


def _ratings(answers: Answers) -> Section:
    found = answers("cfir")
    rated = list(maps.waves(found))
    if not rated:
        return Section(words.RATINGS, (words.NO_RATINGS,))
    drawn = maps.ratings(found, rated[-1], site_order.listed(found))
    return Section(words.RATINGS, (ratings_reading.headline(found, rated[-1]),), (drawn,))


def _themes(answers: Answers) -> Section:
    found = answers("themes")
    drawn = tuple(themes(found, wave) for wave in options.waves(found))
    return Section(words.SAID, () if drawn else (words.NO_STATEMENTS,), drawn)


def _context(answers: Answers) -> Section:
    found = answers("context")
    drawn = tuple(context(found, wave) for wave in options.waves(found))
    return Section(words.CONTEXT, () if drawn else (words.NO_CONTEXT,), drawn)


def _steps(answers: Answers) -> Section:
    steps = answers("milestones")
    if steps_reading.is_empty(steps):
        return Section(words.STEPS, (words.NO_STEPS,))
    said = (steps_reading.headline(steps), *steps_reading.beside(steps))
    return Section(words.STEPS, said, (overdue(steps), stages(answers("stages"))))
