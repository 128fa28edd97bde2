"""The report on one site: what the page One site has, with the scores behind its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from bridgeboard.charts import options
from bridgeboard.charts.figures.gaps import gaps
from bridgeboard.charts.figures.payment import payment
from bridgeboard.charts.figures.score import score
from bridgeboard.charts.figures.standing import standing
from bridgeboard.charts.figures.timeline import timeline
from bridgeboard.charts.readings import changed as changes
from bridgeboard.charts.readings import one_site as reading
from bridgeboard.charts.readings.to_do import action
from bridgeboard.problems import Refusal
from bridgeboard.reports import words
from bridgeboard.reports.report import Report, Section
from bridgeboard.reports.sentences import report

#: On paper there is no page that has the rest.
_CHANGES = 30

if TYPE_CHECKING:
    from bridgeboard.charts import Chart
    from bridgeboard.reports.answers import Answers


def site(asked: Answers, site_id: str) -> Report:
    """Everything that may be told of one site.

    Raises: Refusal if there is no such site, or the filters leave it out.
    """
    if site_id not in asked.sites:
        raise Refusal(
            words.REFUSED["site"].format(
                programme=asked.snapshot.programme.id, site=site_id, known=", ".join(asked.sites)
            )
        )
    answers = asked.at_site(site_id)
    sections = [
        _stands(answers, site_id),
        *since_publish(answers),
        Section(words.CHANGED, tuple(since_wave(answers))),
        _attitudes(answers),
        Section(words.RATINGS, tuple(reading.ratings(answers("cfir"), site_id))),
        Section(words.SAID, tuple(reading.statements(answers("statements"), site_id))),
        Section(words.CONTEXT, tuple(reading.context(answers("facts"), site_id))),
        Section(words.PAYMENT, charts=(payment(answers("payment")),)),
        Section(words.STEPS, charts=(timeline(answers("milestones"), answers("stages"), site_id),)),
    ]
    if answers.view == "team":
        said = [action(row) for row in answers.to_do(site_id)] or [words.NO_ACTIONS]
        sections.append(Section(words.ACTIONS, tuple(said)))
    sections.append(Section(words.GAPS, charts=(gaps(answers("gaps")),)))
    sections.append(cannot_tell(answers))
    return report(answers, "site", asked.sites[site_id], sections)


def since_publish(answers: Answers) -> Iterator[Section]:
    """What is new since what was published before; for the team, and no section for others.

    A file for others stays when the next one is made: what two publishes tell together is for the
    team, which also sees whose numbers a few people part.
    """
    if answers.view != "team":
        return
    earlier, unreadable = answers.before()
    said = [
        words.UNREADABLE.format(at=f"{one.published_at:%Y-%m-%d %H:%M}", damage=one.damage)
        for one in unreadable
    ]
    if earlier is None:
        yield Section(words.SINCE_PUBLISH, tuple(said) or (words.FIRST,))
        return
    record = earlier.snapshot.record
    now, before = (_three(one) for one in (answers, earlier))
    found = changes.since_publish(before, now, record.published_at.date(), most=_CHANGES)
    form = words.SINCE if found else words.NOTHING_NEW
    said.append(form.format(at=f"{record.published_at:%Y-%m-%d %H:%M}", by=record.by))
    waits = changes.waiting(answers.snapshot.held, now[0])
    yield Section(words.SINCE_PUBLISH, (*said, *found, *((waits,) if waits else ())))


def _three(answers: Answers) -> changes.Three:
    """What is compared, seen from the last wave, whichever are chosen."""
    readiness, gaps_, milestones = (
        answers(one, waves=()) for one in ("readiness", "gaps", "milestones")
    )
    return readiness, gaps_, milestones


def since_wave(answers: Answers) -> Iterator[str]:
    """Which states of readiness moved from the wave before the last to the last one."""
    readiness = answers("readiness", waves=())
    last_two = list(options.later_waves(readiness).items())[:2]
    if len(last_two) < 2:
        yield words.ONE_WAVE
        return
    (now, now_label), (before, before_label) = last_two
    found = changes.since_wave(readiness, before, now)
    form = words.MOVED if found else words.NOTHING_MOVED
    yield form.format(before=before_label, now=now_label)
    yield from found


def cannot_tell(answers: Answers) -> Section:
    """What the programme's sources leave unknown, in its own words."""
    said = answers.snapshot.programme.cannot_tell or (words.NOTHING_UNKNOWN,)
    return Section(words.CANNOT_TELL, tuple(said))


def _scores(answers: Answers) -> Iterator[Chart]:
    """Every scale of each instrument at every wave; a version counts as its own."""
    found = answers("score")
    for instrument in answers.snapshot.instruments.values():
        if instrument.instrument_id in set(found.frame["instrument_id"]):
            for scale in instrument.scales:
                yield score(found, instrument.instrument_id, scale.scale_id)


def _stands(answers: Answers, site_id: str) -> Section:
    place = reading.place(answers("sites"), answers("income"), site_id, answers.income_basis)
    readiness = answers("readiness")
    waves = list(options.later_waves(readiness))
    drawn = (standing(readiness, site_id, waves[0]),) if waves else ()
    return Section(words.STANDS, tuple(place), drawn)


def _attitudes(answers: Answers) -> Section:
    instruments = tuple(answers.snapshot.instruments.values())
    said = reading.attitudes(answers("shift"), instruments, every_scale=True)
    return Section(words.ATTITUDES, tuple(said), tuple(_scores(answers)))
