"""Grouping sites by hand, into those that did well and those that did not, in a dialog."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

import streamlit as st

from bridgeboard.decisions import LONGEST
from bridgeboard.problems import Refusal
from bridgeboard.ui import gate
from bridgeboard.ui.by_whom import by_whom, last_said, remember
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.fragment import dialog
from bridgeboard.ui.page_words import cfir as words
from bridgeboard.ui.rating_answers import decisions

_OPENED, _SAID = "grouping_opened", "grouping_said"
#: How the id of a person's own grouping begins.
_OWN = "own:"


def buttons(choice: Choice, grouping: str | None) -> None:
    """Open the dialog; take the chosen grouping away if it is a person's own. For who may."""
    if not choice.viewer.may("group", choice.programme_id):
        return
    with st.container(horizontal=True):
        if st.button(words.OWN_GROUPS, key="group-sites"):
            st.session_state[_OPENED] = uuid.uuid4().hex
            st.rerun()
        own = grouping is not None and grouping.startswith(_OWN)
        if own and st.button(words.TAKE_AWAY, key="ungroup-sites"):
            _take_away(choice, grouping.removeprefix(_OWN))
            st.rerun()


def draw(choice: Choice, sites: Mapping[str, str]) -> None:
    """Draw the dialog if it is open, and say what came of it; call it once a run."""
    if said := st.session_state.pop(_SAID, None):
        st.toast(markdown(said))
    if opening := st.session_state.get(_OPENED):
        opened = dialog(words.OWN_GROUPS, width="medium", on_dismiss=_close)
        opened(_form)(choice, opening, sites)


def _close() -> None:
    st.session_state.pop(_OPENED, None)


def _form(choice: Choice, opening: str, sites: Mapping[str, str]) -> None:
    told = st.container()
    with st.form(f"{opening}-form", border=False):
        longest, help_text = LONGEST["grouping"], words.OWN_NAME_HELP
        name = st.text_input(
            words.OWN_NAME, max_chars=longest, help=help_text, key=f"{opening}-name"
        )
        chosen = {}
        for group, label in (("high", words.DID_WELL), ("low", words.DID_NOT)):
            chosen[group] = st.multiselect(
                label,
                list(sites),
                format_func=lambda one: sites.get(one, str(one)),
                key=f"{opening}-{group}",
            )
        by = by_whom(choice.viewer, words.BY, words.BY_HELP, f"{opening}-by")
        if not st.form_submit_button(words.KEEP, key=f"{opening}-keep"):
            return
    remember(choice.viewer, by)
    both = [sites[site] for site in chosen["high"] if site in chosen["low"]]
    if both:
        told.error(markdown(words.IN_BOTH.format(sites=", ".join(both))))
        return
    groups = {site: group for group, members in chosen.items() for site in members}
    try:
        gate.must(choice.viewer, "group", choice.programme_id)
        decisions(choice).set_grouping(name, groups, by, _version(choice, name))
    except Refusal as refusal:
        told.error(markdown(str(refusal)))
    else:
        _close()
        st.session_state[_SAID] = words.KEPT
        st.rerun()


def _take_away(choice: Choice, name: str) -> None:
    by = last_said(choice.viewer)
    try:
        gate.must(choice.viewer, "group", choice.programme_id)
        decisions(choice).withdraw_grouping(name, _version(choice, name), by)
        st.session_state[_SAID] = words.TAKEN_AWAY
    except Refusal as trouble:
        st.session_state[_SAID] = str(trouble)


def _version(choice: Choice, name: str) -> int:
    """Of the grouping of this name as it stands; 0 if there is none."""
    rows = decisions(choice).groupings().to_dicts()
    named = " ".join(name.split())
    return next((row["version"] for row in rows if row["grouping"] == named), 0)
