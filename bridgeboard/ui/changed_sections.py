"""What changed: since the last publish, and since the last wave."""

from __future__ import annotations

from dataclasses import replace

from bridgeboard.charts import options
from bridgeboard.charts.readings import changed as reading
from bridgeboard.ui import blocks, snapshots
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.page_words import changed as words
from bridgeboard.ui.rating_answers import with_decisions


def since_publish(choice: Choice, most: int = reading.MOST) -> None:
    """What is new since what was published before: states, overdue steps, gaps."""
    blocks.section(words.TITLE)
    earlier, unreadable = snapshots.opened_before(choice.snapshot, choice.view)
    for record in unreadable:
        blocks.note(words.unreadable(record))
    if earlier is None:
        if not unreadable:
            blocks.note(words.FIRST)
        return
    now, before = (_three(one) for one in (choice, replace(choice, snapshot=earlier)))
    day = earlier.published_at.date()
    found = made(reading.since_publish, before, now, day, most=most)
    blocks.note(words.since(earlier.record, bool(found)))
    if found:
        blocks.bullets(found)
    if choice.view == "team" and (told := waiting(choice)):
        blocks.note(told)


def waiting(choice: Choice) -> str:
    """What the shareable view doesn't show yet; empty if it shows all."""
    held = choice.snapshot.held
    return made(reading.waiting, held, shown(_at_all_waves(choice), "readiness"))


def since_wave(choice: Choice, most: int = reading.MOST) -> None:
    """Which states of readiness moved since the wave before the last."""
    blocks.section(words.SINCE_WAVE)
    readiness = with_decisions(_at_all_waves(choice), "readiness")
    last_two = list(options.later_waves(readiness).items())[:2]
    if len(last_two) < 2:
        blocks.note(words.ONE_WAVE)
        return
    (now, now_label), (before, before_label) = last_two
    found = made(reading.since_wave, readiness, before, now, most=most)
    form = words.MOVED if found else words.NOTHING_MOVED
    blocks.note(form.format(before=before_label, now=now_label))
    if found:
        blocks.bullets(found)


def _three(choice: Choice) -> reading.Three:
    at_all = _at_all_waves(choice)
    return (
        with_decisions(at_all, "readiness"),
        with_decisions(at_all, "gaps"),
        shown(at_all, "milestones"),
    )


def _at_all_waves(choice: Choice) -> Choice:
    """What changed is seen from the last wave, whichever are chosen."""
    return replace(choice, filters=replace(choice.filters, waves=()))
