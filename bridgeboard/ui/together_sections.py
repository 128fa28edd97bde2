"""The page that lays the sources side by side, block by block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from bridgeboard.charts import joint, options
from bridgeboard.charts.figures import cfir
from bridgeboard.charts.figures.together import Link, together
from bridgeboard.charts.joint import Laid
from bridgeboard.charts.readings import joint as reading
from bridgeboard.charts.readings import joint_row
from bridgeboard.disclosure import Shown
from bridgeboard.ui import blocks, pickers
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.attitude_controls import control_grid
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.here import there_with
from bridgeboard.ui.page_words import together as words
from bridgeboard.ui.rating_answers import with_decisions


def nothing(answer: Shown) -> bool:
    """Is there no row, or none in which any source says anything?"""
    return made(joint.is_silent, answer)


def draw(answer: Shown) -> Laid | None:
    """Draw the controls and lay rows side by side; None where there is nothing to choose from."""
    with control_grid():
        by = pickers.one_of(words.BY, words.BYS, "by")
        kind = pickers.one_of_many(words.KIND, words.KINDS, "kind")
        subjects = made(joint.subjects, answer, kind)
        if not subjects:
            blocks.empty(words.NO_KIND[kind], words.HOW_TO_GET)
            return None
        if by == "site":
            which = pickers.one_of_many(words.SITE, options.sites(answer), "at")
        else:
            which = pickers.one_of_many(words.SUBJECT, subjects, "subject")
        when = pickers.one_of_many(words.WHEN, made(joint.occasions, answer), "when")
    return made(joint.rows, answer, when, kind, by=by, which=which)


def sentence(laid: Laid) -> None:
    """The answer in one sentence, what it rests on, and what is missing."""
    blocks.headline(made(reading.headline, laid))
    left, right = st.columns(2, gap="medium")
    with left:
        blocks.facts(words.RESTS_ON, made(reading.rests_on, laid))
    with right:
        blocks.facts(words.MISSING, made(reading.missing, laid))


@fragment
def display(choice: Choice, answer: Shown, laid: Laid) -> None:
    """The table itself, and the rule that its verdicts follow."""
    verdicts = pickers.some_of(words.VERDICT, words.VERDICTS, "verdict")
    drawn = together(answer, laid, verdicts=verdicts, link=_links(choice), dark=choice.dark)
    if drawn.figure is None:
        blocks.empty(words.NOTHING_FITS, words.LOOSEN)
    else:
        blocks.chart(drawn, "together")
    with st.expander(words.RULE, key="rule"):
        blocks.bullets(made(reading.rules, laid))


def _links(choice: Choice) -> Link:
    """Where a row's evidence in one source stands: only what that page can show."""
    ways = {
        "survey": _attitudes,
        "ratings": _ratings(choice),
        "statements": _statements(choice),
        "context": _context(choice),
    }
    return lambda row, source: ways[source](row)


def _statements(choice: Choice) -> Callable[[dict[str, Any]], str]:
    themes = shown(choice, "themes")
    said = {wave: options.sites(themes, wave) for wave in options.waves(themes)}
    known = {wave: options.themes(themes, wave) for wave in said}

    def link(row: dict[str, Any]) -> str:
        wave = row["to_wave_id" if joint_row.speaks_at(row, "to") else "from_wave_id"]
        if row["site_id"] not in said.get(wave, ()):
            return ""
        theme = row["subject_id"] if row["subject_id"] in known[wave] else None
        at = {"at_wave": wave, "at": row["site_id"], "theme": theme, "read": "first"}
        return there_with("focus-groups", **at)

    return link


def _context(choice: Choice) -> Callable[[dict[str, Any]], str]:
    known = options.waves(shown(choice, "context"))

    def link(row: dict[str, Any]) -> str:
        if row["to_wave_id"] not in known:
            return ""
        at = {"at_wave": row["to_wave_id"], "site": row["site_id"]}
        return there_with("context-and-payment", **at)

    return link


def _ratings(choice: Choice) -> Callable[[dict[str, Any]], str]:
    """The map of the waves, opened at the construct and site; of proposals where none is rated."""
    answer = with_decisions(choice, "cfir")
    rated = made(cfir.waves, answer)
    answer = answer if rated else shown(choice, "proposed_ratings")
    waves, known = made(cfir.waves, answer), made(cfir.constructs, answer)

    def link(row: dict[str, Any]) -> str:
        earlier, later = row["from_wave_id"], row["to_wave_id"]
        if later not in waves:
            return ""
        two = rated and joint.is_two(row) and earlier in waves
        at = {"show": f"{earlier}~{later}" if two else later, "at": row["site_id"]}
        ids = (f"{edition}|{row['subject_id']}" for edition in ("2022", "2009", "own"))
        construct = next((one for one in ids if one in known), None)
        return there_with("cfir", **at, construct=construct, read=construct and "first")

    return link


def _attitudes(row: dict[str, Any]) -> str:
    instrument, _, _ = (row["scale_ids"] or row["item_ids"] or "").partition(":")
    if not instrument:
        return ""
    two = {}
    if joint.is_two(row):
        two = {"from": row["from_wave_id"], "to": row["to_wave_id"]}
    look = {"scale": row["scale_id"]} if row["scale_id"] else {"look": "statements"}
    at = {"site": row["site_id"], "at": row["site_id"]}
    return there_with("attitudes", instrument=instrument, **at, **look, **two)
