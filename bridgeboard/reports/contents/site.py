"""The report on one site: what the page One site has, with the scores behind its sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from bridgeboard.charts import options
from bridgeboard.charts.figures.gaps import gaps
from bridgeboard.charts.figures.payment import payment
from bridgeboard.charts.figures.score import score
from bridgeboard.charts.figures.standing import standing
from bridgeboard.charts.figures.timeline import timeline
from bridgeboard.charts.readings import changed as changes
from bridgeboard.charts.readings import one_site as reading
from bridgeboard.problems import Refusal
from bridgeboard.reports import words
from bridgeboard.reports.report import Report, Section
from bridgeboard.reports.sentences import report

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
        Section(words.CHANGED, tuple(since_wave(answers))),
        _attitudes(answers),
        Section(words.RATINGS, tuple(reading.ratings(answers("cfir"), site_id))),
        Section(words.SAID, tuple(reading.statements(answers("statements"), site_id))),
        Section(words.CONTEXT, tuple(reading.context(answers("facts"), site_id))),
        Section(words.PAYMENT, charts=(payment(answers("payment")),)),
        Section(words.STEPS, charts=(timeline(answers("milestones"), answers("stages"), site_id),)),
    ]
    if answers.view == "team":
        said = [_action(row) for row in answers.to_do(site_id)] or [words.NO_ACTIONS]
        sections.append(Section(words.ACTIONS, tuple(said)))
    sections.append(Section(words.GAPS, charts=(gaps(answers("gaps")),)))
    sections.append(cannot_tell(answers))
    return report(answers, "site", asked.sites[site_id], sections)


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


def scores(answers: Answers) -> Iterator[Chart]:
    """Each instrument's first scale at every site and wave; a version counts as its own."""
    found = answers("score")
    for instrument in answers.snapshot.instruments.values():
        if instrument.scales and instrument.instrument_id in set(found.frame["instrument_id"]):
            yield score(found, instrument.instrument_id, instrument.scales[0].scale_id)


def _stands(answers: Answers, site_id: str) -> Section:
    place = reading.place(answers("sites"), answers("income"), site_id, answers.income_basis)
    readiness = answers("readiness")
    waves = list(options.later_waves(readiness))
    drawn = (standing(readiness, site_id, waves[0]),) if waves else ()
    return Section(words.STANDS, tuple(place), drawn)


def _attitudes(answers: Answers) -> Section:
    instruments = tuple(answers.snapshot.instruments.values())
    said = reading.attitudes(answers("shift"), instruments)
    return Section(words.ATTITUDES, tuple(said), tuple(scores(answers)))


def _action(row: dict[str, Any]) -> str:
    return words.ACTION.format(
        what=row["what"],
        owner=row["owner"] or words.NOBODY,
        due=words.DUE.format(day=row["due"]) if row["due"] else words.NO_DUE,
        status=row["status"],
        late=words.LATE if row["days_late"] else "",
    )
