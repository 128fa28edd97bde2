"""The page on one site, block by block; everything on it is of that site."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import streamlit as st

from bridgeboard.charts import options
from bridgeboard.charts.figures.gaps import gaps
from bridgeboard.charts.figures.payment import payment
from bridgeboard.charts.figures.standing import standing
from bridgeboard.charts.figures.timeline import timeline
from bridgeboard.charts.readings import one_site as reading
from bridgeboard.charts.readings.to_do import action
from bridgeboard.disclosure import Shown
from bridgeboard.measures.action_list import to_do
from bridgeboard.problems import Refusal
from bridgeboard.ui import action_choice, action_form, blocks, changed_sections
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.here import there_with
from bridgeboard.ui.page_words import one_site as words
from bridgeboard.ui.rating_answers import with_decisions

#: Open actions, and changes, that fit on the sheet.
_ACTIONS, _CHANGES = 6, 5


def of_site(choice: Choice, site_id: str) -> Choice:
    """The same choice at this site only, at all waves."""
    filters = replace(choice.filters, sites=(site_id,), income_levels=(), waves=())
    return replace(choice, filters=filters)


def place(choice: Choice, site_id: str) -> None:
    """Where it is, and whether its waves may be compared."""
    about = (shown(choice, "sites"), shown(choice, "income"))
    blocks.bullets(made(reading.place, *about, site_id, choice.income_basis))


def stands(choice: Choice, answer: Shown, site_id: str) -> None:
    """The eight influences, each with its state and what weighs most."""
    wave = next(iter(options.later_waves(answer)))

    def link(row: dict[str, Any]) -> str:
        at = {"at": site_id, "influence": row["influence_id"]}
        return there_with("readiness", **at) + "#why"

    blocks.chart(standing(answer, site_id, wave, link=link, dark=choice.dark), "standing")


def changed(choice: Choice) -> None:
    """What is new here since the last wave, and since the last publish."""
    left, right = st.columns(2, gap="medium")
    with left:
        changed_sections.since_wave(choice, most=_CHANGES)
    with right:
        changed_sections.since_publish(choice, most=_CHANGES)


def missing(choice: Choice) -> None:
    """What a sound answer still lacks here, to tick off and hand on."""
    blocks.chart(made(gaps, with_decisions(choice, "gaps"), dark=choice.dark), "gaps")


def evidence(choice: Choice, site_id: str) -> None:
    """Attitudes, ratings, statements and context in short sentences, each with a link to all."""
    left, right = st.columns(2, gap="medium")
    with left:
        found = made(
            reading.attitudes, shown(choice, "shift"), tuple(choice.snapshot.instruments.values())
        )
        _part(words.ATTITUDES, found, words.ATTITUDES_LINK, "attitudes", site=site_id, at=site_id)
        found = made(reading.statements, shown(choice, "statements"), site_id)
        _part(words.STATEMENTS, found, words.STATEMENTS_LINK, "focus-groups", at=site_id)
    with right:
        found = made(reading.ratings, with_decisions(choice, "cfir"), site_id)
        _part(words.RATINGS, found, words.RATINGS_LINK, "cfir", at=site_id)
        found = made(reading.context, shown(choice, "facts"), site_id)
        _part(words.CONTEXT, found, words.CONTEXT_LINK, "context-and-payment", site=site_id)


def pay(choice: Choice) -> None:
    """How PSWs are paid here, since when, and against which wage."""
    blocks.chart(made(payment, shown(choice, "payment"), dark=choice.dark), "payment")


def steps(choice: Choice, site_id: str) -> None:
    """The site's milestones in time."""
    answers = (shown(choice, "milestones"), shown(choice, "stages"))
    blocks.chart(made(timeline, *answers, site_id, dark=choice.dark), "timeline")


def actions(choice: Choice, site_id: str) -> None:
    """What is to be done here, what is late first; adding one."""
    blocks.section(words.ACTIONS)
    if choice.view != "team":
        blocks.note(words.TEAM_ONLY)
        return
    try:
        rows = to_do(action_choice.listed(choice), site_id).to_dicts()
    except Refusal as refusal:
        blocks.note(str(refusal))
        return
    if rows:
        said = [action(row) for row in rows[:_ACTIONS]]
        if len(rows) > _ACTIONS:
            said.append(words.MORE.format(n=len(rows) - _ACTIONS))
        blocks.bullets(said)
    else:
        blocks.note(words.NO_OPEN)
    blocks.linked("", words.ACTIONS_LINK, there_with("actions", site=site_id))
    if st.button(words.ADD, key="add-here"):
        action_form.add(site_id=site_id)
        st.rerun()


def _part(title: str, said: list[str], link: str, page: str, **at: str) -> None:
    blocks.facts(title, said)
    blocks.linked("", link, there_with(page, **at))
