"""The page that lays the sources side by side, block by block."""

from __future__ import annotations

from typing import Any

import streamlit as st

from bridgeboard.charts import joint, options
from bridgeboard.charts.figures.together import Link, together
from bridgeboard.charts.joint import Laid
from bridgeboard.charts.readings import joint as reading
from bridgeboard.charts.readings import joint_row
from bridgeboard.disclosure import Shown
from bridgeboard.ui import blocks, pickers
from bridgeboard.ui.answers import made, shown
from bridgeboard.ui.attitude_controls import control_grid
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.here import there_with
from bridgeboard.ui.page_words import together as words


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


@st.fragment
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
    themes, context = shown(choice, "themes"), shown(choice, "context")
    said = {wave: options.sites(themes, wave) for wave in options.waves(themes)}
    known = {wave: options.themes(themes, wave) for wave in said}
    facts = options.waves(context)

    def link(row: dict[str, Any], source: str) -> str:
        wave = row["to_wave_id"]
        if source == "survey":
            return _attitudes(row)
        if source == "statements" and not joint_row.speaks_at(row, "to"):
            wave = row["from_wave_id"]
        if source == "statements" and row["site_id"] in said.get(wave, ()):
            theme = row["subject_id"] if row["subject_id"] in known[wave] else None
            at = {"at_wave": wave, "at": row["site_id"], "theme": theme, "read": "first"}
            return there_with("focus-groups", **at)
        if source == "context" and wave in facts:
            return there_with("context-and-payment", at_wave=wave, site=row["site_id"])
        return ""

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
