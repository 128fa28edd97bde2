"""Attitudes: what do mental health workers answer, and how sure is that?"""

import streamlit as st

from bridgeboard.charts import options
from bridgeboard.charts.figures.distribution import distribution
from bridgeboard.charts.figures.score import score
from bridgeboard.instruments import Instrument
from bridgeboard.ui import blocks, pickers
from bridgeboard.ui.answers import shown
from bridgeboard.ui.choice import Choice, current_choice
from bridgeboard.ui.page_words import attitudes as words


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    instruments = choice.snapshot.instruments
    if not instruments:
        _nothing_loaded(choice)
        return
    named = options.instruments(instruments.values())
    instrument = instruments[pickers.one_of(words.INSTRUMENT, named, "instrument")]
    if not instrument.validated:
        mark = words.OWN if instrument.own else words.NOT_VALIDATED
        blocks.note(mark.format(name=instrument.short_name))
    _scores(choice, instrument)
    _answers(choice, instrument)


def _nothing_loaded(choice: Choice) -> None:
    programme = choice.snapshot.programme
    blocks.empty(words.NOTHING.format(programme=programme.name), words.HOW_TO_GET)
    if programme.provenance == "published":
        blocks.note(words.PUBLISHED)


@st.fragment
def _scores(choice: Choice, instrument: Instrument) -> None:
    blocks.section(words.SCORES)
    answer = shown(choice, "score")
    scales = options.scales(answer, instrument.instrument_id)
    if not instrument.scales:
        blocks.note(words.NO_SCORES.format(name=instrument.short_name))
    elif not scales:
        blocks.empty(words.FILTERED, words.CLEAR)
    else:
        scale = pickers.one_of(words.SCALE, scales, f"scale_{instrument.instrument_id}")
        blocks.note(words.FIVE)
        look = {"dark": choice.dark, "narrow": choice.narrow}
        blocks.chart(score(answer, instrument.instrument_id, scale, **look), "score")


@st.fragment
def _answers(choice: Choice, instrument: Instrument) -> None:
    blocks.section(words.ANSWERS)
    answer = shown(choice, "distribution")
    sites, parts = options.sites(answer), options.parts(instrument)
    if not sites:
        blocks.empty(words.FILTERED, words.CLEAR)
        return
    part = pickers.one_of(words.PART, parts, f"part_{instrument.instrument_id}") if parts else None
    if options.has_total(answer):
        site = pickers.one_or_all(words.SITE, sites, "answers_at", words.ALL_SITES)
    else:
        site = pickers.one_of_many(words.SITE, sites, "answers_at")
    drawn = distribution(
        answer,
        instrument.instrument_id,
        options.items(instrument, part),
        site_id=site,
        what=parts.get(part or "", instrument.short_name),
        dark=choice.dark,
        narrow=choice.narrow,
    )
    blocks.chart(drawn, "distribution")


main()
