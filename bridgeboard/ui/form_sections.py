"""A form to take away: for chosen instruments, with the programme's sites and waves in it."""

from __future__ import annotations

import streamlit as st

from bridgeboard.forms import FORM_KINDS, Form, form_of
from bridgeboard.forms.csv_form import codes
from bridgeboard.instruments import shipped
from bridgeboard.problems import Refusal
from bridgeboard.store.form_places import places_of_snapshot
from bridgeboard.ui import blocks
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.csv_file import file_name
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.page_words import forms as words
from bridgeboard.ui.remembered import remembered

#: Mere bytes: under our own address no browser shall run the sheet to print.
_MIME = "application/octet-stream"


@fragment
def take_a_form(choice: Choice) -> None:
    """Instruments, kind of file, and the file; what must be done before anybody answers it."""
    # On paper there is nothing to press.
    with st.container(key="forms-to-collect-with"):
        blocks.section(words.TITLE)
        blocks.note(words.WHAT.format(programme=choice.snapshot.programme.name))
        # Those in use first, then our own, which need nobody's licence.
        others = sorted(shipped().items(), key=lambda pair: not pair[1].own)
        known = {**choice.snapshot.instruments, **dict(others)}
        names = {one: known[one].short_name for one in known}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            wanted = st.multiselect(
                words.INSTRUMENTS,
                list(names),
                default=next(iter(names)),
                format_func=names.get,
                key=f"form-instruments-{choice.programme_id}",
            )
            kind = st.selectbox(
                words.KIND, list(FORM_KINDS), format_func=words.KINDS.get, key="form-kind"
            )
            asks_wave = not kind.startswith("redcap") or _asks_wave()
        if not wanted:
            blocks.note(words.NONE_CHOSEN)
            return
        try:
            form = form_of(
                [known[one] for one in wanted],
                places_of_snapshot(choice.snapshot),
                asks_wave=asks_wave,
            )
        except Refusal as refusal:
            st.warning(markdown(str(refusal)))
            return
        _offer(choice, form, kind)


def _asks_wave() -> bool:
    """Does REDCap's form ask for the wave, or does its project have events?"""
    return (
        st.selectbox(
            words.WAVES, list(words.WAVES_AS), format_func=words.WAVES_AS.get, key="form-waves"
        )
        == "field"
    )


def _offer(choice: Choice, form: Form, kind: str) -> None:
    name = file_name(choice.programme_id, form.name, "form", kind, ending=FORM_KINDS[kind].ending)
    # Written with the page, not on the click: Streamlit soon forgets what it writes on one.
    st.download_button(
        words.DOWNLOAD.format(name=markdown(name)),
        data=_written(form, kind),
        file_name=name,
        mime=_MIME,
        key="form-download",
        on_click="ignore",
        icon=":material/download:",
    )
    blocks.note(words.HOW[kind])
    if kind == "csv":
        blocks.bullets(codes(form))
    if form.remarks:
        blocks.facts(words.BEFORE, form.remarks)


@remembered
def _written(form: Form, kind: str) -> bytes:
    return FORM_KINDS[kind].write(form)
