"""The page on CFIR, block by block: each asks for its answer, and shows what came of it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from bridgeboard.charts import site_order
from bridgeboard.charts.figures import cfir as maps
from bridgeboard.charts.figures import distinguishing as parted
from bridgeboard.charts.figures import raters as agreed
from bridgeboard.charts.figures import strategies as endorsed
from bridgeboard.charts.readings import cfir as reading
from bridgeboard.disclosure import Shown
from bridgeboard.measures.separation import RULE, RULE_BASIS
from bridgeboard.ui import action_form, blocks, grouping_form, pickers
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.cfir_controls import Asked
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.here import here_with
from bridgeboard.ui.page_words import cfir as words
from bridgeboard.ui.rating_answers import with_decisions

#: In the address of a cell that was tapped: what is behind it stands above the map then.
READ = "read"


def answer(choice: Choice, asked: Asked, ratings: Shown) -> None:
    """What stands out, in a sentence, and what it rests on."""
    if len(asked.waves) == 2:
        said = made(reading.headline_changed, with_decisions(choice, "cfir_change"), *asked.waves)
    else:
        said = made(reading.headline, ratings, asked.last)
    blocks.headline(said)
    apart, proposed = shown(choice, "rater_disagreements"), shown(choice, "proposed_ratings")
    left, right = st.columns(2, gap="medium")
    with left:
        blocks.facts(words.RESTS_ON, made(reading.rests_on, ratings, apart, proposed))
    with right:
        blocks.facts(words.HOW_TO_READ, words.READ)


def heat_map(choice: Choice, asked: Asked, ratings: Shown) -> None:
    """Constructs by domain x sites: at a wave, or from one to another."""
    how = {"dark": choice.dark, "link": _linked(ratings)}
    if len(asked.waves) == 2:
        moved = with_decisions(choice, "cfir_change")
        blocks.chart(maps.changes(moved, *asked.waves, asked.order, **how), "map")
    else:
        blocks.chart(maps.ratings(ratings, asked.last, asked.order, **how), "map")


def proposed_map(choice: Choice, asked: Asked, proposed: Shown) -> None:
    """What is proposed where nobody has rated: from statements, or from pCAT."""
    bases = made(maps.bases, proposed, asked.last)
    offered = {basis: name for basis, name in words.BASES.items() if basis in bases}
    if not offered:
        blocks.empty(words.NO_PROPOSALS, words.NO_PROPOSALS_HOW)
        return
    basis = next(iter(offered))
    if len(offered) > 1:
        basis = pickers.one_of(words.PROPOSED_FROM, offered, "basis")
    how = {"dark": choice.dark, "link": _linked(proposed)}
    drawn = maps.proposals(proposed, asked.last, basis, asked.order, **how)
    blocks.chart(drawn, "proposed-map")


def _linked(answer: Shown) -> maps.Link:
    """What a tap on a cell opens."""
    named, sites = maps.constructs(answer), site_order.listed(answer).sites

    def link(framework: str, construct_id: str, site: str) -> str:
        asked = {"construct": named[f"{framework}|{construct_id}"], "at": sites[site]}
        return here_with(**asked, read="first")

    return link


@fragment
def look_closer(choice: Choice, asked: Asked, has_ratings: bool) -> None:
    """One closer look, chosen by the reader; only that one is computed and drawn."""
    look = next(iter(words.SECTIONS))
    blocks.section(words.LOOK_CLOSER if has_ratings else words.SECTIONS[look])
    if has_ratings:
        look = pickers.one_of(words.LOOK_CLOSER, words.SECTIONS, "look", quiet=True)
    _DRAW[look](choice, asked)


def _strategies(choice: Choice, asked: Asked) -> None:
    answer, sites = with_decisions(choice, "strategies"), asked.order.sites
    left, middle, right = st.columns((1, 2, 1))
    with left:
        site = pickers.one_of_many(words.SITE, sites, "for")
        barriers = made(endorsed.barriers, answer, site, asked.last)
    if barriers:
        with middle:
            barrier = pickers.one_of_many(words.BARRIER, barriers, "barrier")
        clusters = made(endorsed.clusters, answer, site, asked.last, barrier)
        cluster = None
        with right:
            if len(clusters) > 1:
                cluster = pickers.one_or_all(words.CLUSTER, clusters, "cluster", words.ALL_CLUSTERS)
    if not barriers:
        blocks.empty(words.NO_BARRIER.format(site=sites[site]), words.NO_BARRIER_HOW)
        return
    which = (site, asked.last, barrier)
    drawn = made(endorsed.strategies, answer, *which, cluster, dark=choice.dark)
    blocks.chart(drawn, "strategies")
    if choice.view == "team":
        _to_action(answer, *which, cluster)


def _to_action(answer: Shown, site: str, wave: str, barrier: str, cluster: str | None) -> None:
    """One of the listed strategies, or none of them, as an action of the site."""
    named = made(endorsed.names, answer, site, wave, barrier, cluster)
    _, construct_id, said = made(endorsed.barrier_of, answer, site, wave, barrier)
    known = {"site_id": site, "construct_id": construct_id, "barrier": said}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if named:
            strategy = pickers.one_of_many(words.STRATEGY, named, "strategy")
            known |= {"strategy_id": strategy, "what": named[strategy]}
        if st.button(words.ACTION, key="strategy-action"):
            action_form.add(**known)
            st.rerun()


def _distinguishing(choice: Choice, asked: Asked) -> None:
    answer = with_decisions(choice, "distinguishing")
    offered = made(parted.groupings, answer)
    if not offered:
        blocks.empty(words.NO_GROUPS, words.NO_GROUPS_HOW)
        _group(choice, None)
        return
    left, right = st.columns((2, 1))
    with left:
        well = pickers.one_of_many(words.WELL, offered, "well")
    waves = made(parted.waves_of, answer, well)
    wave = next(iter(waves), None)
    with right:
        if len(waves) > 1:
            wave = pickers.one_of_many(words.WAVE, waves, "ratings_of")
    _group(choice, well)
    blocks.note(words.GROUPS.format(rule=made(parted.rule_of, answer, well)))
    blocks.note(f"{RULE} {RULE_BASIS}")
    if wave is None:
        blocks.empty(words.NOT_COMPARED, words.NO_GROUPS_HOW)
        return
    drawn = made(parted.distinguishing, answer, well, wave, dark=choice.dark)
    blocks.chart(drawn, "distinguishing")
    blocks.chart(made(parted.record, shown(choice, "distinguishing_record")), "record")


def _group(choice: Choice, grouping: str | None) -> None:
    if choice.view == "team":
        grouping_form.buttons(choice, grouping)


def _raters(choice: Choice, asked: Asked) -> None:
    answer = shown(choice, "rater_agreement")
    drawn = made(agreed.agreement, answer, dark=choice.dark)
    if drawn.figure is None:
        blocks.empty(words.NO_RATERS, words.NO_RATERS_HOW)
        return
    blocks.chart(drawn, "agreement")
    apart = shown(choice, "rater_disagreements")
    blocks.chart(made(agreed.disagreements, apart, dark=choice.dark), "disagreements")


def _proposals(choice: Choice, asked: Asked) -> None:
    blocks.note(words.PROPOSED_NOTE)
    proposed_map(choice, asked, shown(choice, "proposed_ratings"))


_DRAW: dict[str, Callable[[Choice, Asked], None]] = {
    "strategies": _strategies,
    "distinguishing": _distinguishing,
    "raters": _raters,
    "proposals": _proposals,
}
