"""A report to take away: made when somebody asks for it, and then offered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from threading import Lock
from typing import Literal

import streamlit as st

from bridgeboard import settings
from bridgeboard.charts.by_income import Order
from bridgeboard.charts.side_by_side import Asked
from bridgeboard.problems import Refusal
from bridgeboard.reports import Answers, Report, asked_of, contents
from bridgeboard.ui import blocks
from bridgeboard.ui.answers import computed
from bridgeboard.ui.choice import Choice
from bridgeboard.ui.csv_file import file_name
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.fragment import fragment
from bridgeboard.ui.page_words import reports as words
from bridgeboard.ui.rating_answers import decisions

Kind = Literal["site", "programme", "comparison"]

_KEPT = "report-made"
#: A page of HTML is handed out as mere bytes: under our own address no browser shall run it.
_UNSAID = "application/octet-stream"
_MIME = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: A report takes a processor for seconds: one at a time leaves the other to those who read pages.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class _Made:
    """A file that was made, and for what: another choice must not be offered this one."""

    asked: tuple[object, ...]
    name: str
    mime: str
    data: bytes


def of_programme(choice: Choice) -> None:
    """A report on the chosen programme, at the chosen sites, waves and income levels."""
    _offer(choice, "programme", words.WHAT["programme"], contents.programme)


def of_comparison(choice: Choice, asked: Asked | None = None, order: Order = "income") -> None:
    """A report that compares the chosen sites and income levels: on what is asked, or on all."""
    hold = partial(contents.comparison, asked=asked, order=order)
    if asked is not None:
        choice = replace(choice, income_basis=asked.basis)
    said = words.WHAT["comparison" if asked is None else "asked"]
    _offer(choice, "comparison", said, hold, of=(asked, order))


def of_site(choice: Choice, site_id: str, site: str) -> None:
    """A report on one site. In: the choice at this site only."""
    said = words.WHAT["site"].format(site=site)
    _offer(choice, "site", said, partial(contents.site, site_id=site_id), site_id, site)


@fragment
def _offer(
    choice: Choice,
    kind: Kind,
    said: str,
    hold: Callable[[Answers], Report],
    site_id: str = "",
    site: str = "",
    of: tuple[object, ...] = (),
) -> None:
    # On paper there is nothing to press.
    with st.container(key="take-it-with-you"):
        blocks.section(words.TITLE)
        own = choice.snapshot.sight.sites is not None
        blocks.note(f"{said} {words.VIEWS['own' if own else choice.view]}")
        with st.container(horizontal=True, vertical_alignment="bottom"):
            form = st.selectbox(
                words.KIND, list(words.KINDS), format_func=words.KINDS.get, key="report-kind"
            )
            asked = (kind, site_id, form, *of, *_seen(choice))
            if st.button(words.MAKE, key="report-make"):
                _make(choice, hold, asked, form, (choice.programme_id, site, words.REPORT[kind]))
        made = st.session_state.get(_KEPT)
        # What was made stays: on a slow line the page may be drawn again before it is fetched.
        if made is not None and made.asked == asked:
            st.download_button(
                words.DOWNLOAD.format(name=markdown(made.name), size=_megabytes(made.data)),
                data=made.data,
                file_name=made.name,
                mime=made.mime,
                key="report-download",
                on_click="ignore",
                icon=":material/download:",
            )


def _seen(choice: Choice) -> tuple[object, ...]:
    """Everything that a report depends on besides its kind, what people decided included."""
    try:
        version = decisions(choice).version()
    except Refusal:
        version = 0
    snapshot = choice.snapshot.snapshot_id
    return (snapshot, version, choice.view, choice.filters, choice.income_basis, date.today())


def _make(
    choice: Choice,
    hold: Callable[[Answers], Report],
    asked: tuple[object, ...],
    form: str,
    named: tuple[str, ...],
) -> None:
    # Whoever never asks for a report doesn't wait for what it takes to write one.
    from bridgeboard.reports import file

    is_light = form == "light"
    ending = "html" if is_light else form
    with st.spinner(words.MAKING), _ONE_AT_A_TIME:
        answers = asked_of(
            choice.snapshot,
            settings.store_root(),
            view=choice.view,
            day=date.today(),
            filters=choice.filters,
            income_basis=choice.income_basis,
            computed=partial(computed, choice.snapshot),
        )
        try:
            data = file.written(hold(answers), ending, light=is_light)
        except Refusal as refusal:
            st.warning(markdown(str(refusal)))
            return
    name = file_name(*named, choice.view, "light" if is_light else "", ending=f".{ending}")
    st.session_state[_KEPT] = _Made(asked, name, _MIME.get(ending, _UNSAID), data)


def _megabytes(data: bytes) -> str:
    return f"{len(data) / 1e6:.2f}"
