"""What is behind one cell of the map: raters, reasons, statements, pCAT, context; and what next."""

from __future__ import annotations

import streamlit as st

from bridgeboard.charts.figures import cfir as maps
from bridgeboard.charts.figures.statements import statements
from bridgeboard.charts.readings import cfir as reading
from bridgeboard.disclosure import Shown
from bridgeboard.ui import action_form, blocks, pickers, rating_form
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.cfir_controls import Asked
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.page_words import cfir as words
from bridgeboard.ui.rating_answers import bearing


@fragment
def behind(choice: Choice, asked: Asked, answer: Shown, ratings: Shown) -> None:
    """A construct and a site, chosen or linked to, with everything that is known of it.

    In: answer: what the map is made of, for what can be chosen; ratings: the measure cfir.
    """
    blocks.section(words.CELL)
    named, sites = made(maps.constructs, answer), asked.order.sites
    left, right = st.columns(2)
    with left:
        which = pickers.one_or_all(words.CONSTRUCT, named, "construct", words.NO_CONSTRUCT)
    with right:
        site = pickers.one_of_many(words.SITE, sites, "at")
    if which is None:
        return
    framework, construct_id = which.split("|", 1)
    with st.container(border=True, key="cell-card"):
        blocks.section(words.AT.format(construct=named[which], site=sites[site]))
        for wave in asked.waves:
            label = made(maps.waves, answer)[wave]
            title = words.ACCEPTING.format(construct=named[which], site=sites[site], wave=label)
            key = (site, wave, framework, construct_id)
            _wave(choice, key, ratings, label)
            if choice.view == "team":
                _buttons(choice, key, ratings, label if len(asked.waves) > 1 else "", title)
            _statements(choice, key)


def _wave(choice: Choice, key: tuple[str, str, str, str], ratings: Shown, label: str) -> None:
    """One construct at one site and wave."""
    construct_id = key[-1]
    found = bearing(choice)
    blocks.facts(words.RATED.format(wave=label), made(reading.behind, ratings, key))
    proposed = made(reading.proposed, shown(choice, "proposed_ratings"), key)
    heading = words.PROPOSALS_HERE.format(wave=label)
    blocks.facts(heading, proposed or [words.NOTHING_PROPOSED])
    factors = found.factors.get(construct_id, ())
    context = made(reading.context, shown(choice, "facts"), factors, key)
    blocks.facts(words.CONTEXT_HERE.format(wave=label), context or [words.NO_CONTEXT])


def _statements(choice: Choice, key: tuple[str, str, str, str]) -> None:
    """What was said for it and against it, with references."""
    site, wave, *_ = key
    said = made(reading.evidence, bearing(choice), key)
    if said:
        drawn = statements(
            shown(choice, "statements"),
            wave_id=wave,
            site_id=site,
            sides={one: words.SIDES[side] for one, side in said.items()},
            dark=choice.dark,
        )
        blocks.chart(drawn, f"cell-statements-{wave}")
    else:
        blocks.note(words.NO_STATEMENTS)


def _buttons(choice: Choice, key: rating_form.Key, ratings: Shown, wave: str, title: str) -> None:
    """Accept a rating, take it back, or make the barrier an action; wave: said where two show."""
    site, wave_id, _, construct_id = key
    with st.container(horizontal=True):
        if st.button(words.button(words.ACCEPT, wave), key=f"accept-{wave_id}"):
            proposed = shown(choice, "proposed_ratings")
            first = made(reading.to_accept, ratings, proposed, key)
            said = (*made(reading.behind, ratings, key), *made(reading.proposed, proposed, key))
            rating_form.open_for(choice, key, title, first, said)
            st.rerun()
        if rating_form.accepted(choice, key) and st.button(
            words.button(words.WITHDRAW, wave), key=f"withdraw-{wave_id}"
        ):
            rating_form.withdraw(choice, key)
            st.rerun()
        if st.button(words.button(words.ACTION, wave), key=f"act-{wave_id}"):
            barrier = made(reading.barrier, ratings, key)
            action_form.add(site_id=site, construct_id=construct_id, barrier=barrier)
            st.rerun()
