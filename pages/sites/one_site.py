"""One site: where does it stand, what changed, and what is to be done next?"""

import streamlit as st

from bridgeboard.charts import options
from bridgeboard.problems import Refusal
from bridgeboard.ui import action_form, blocks, one_site_sections, pickers, report_sections
from bridgeboard.ui.choice import Choice, current_choice
from bridgeboard.ui.escape import markdown
from bridgeboard.ui.page_words import one_site as words
from bridgeboard.ui.rating_answers import with_decisions


def main() -> None:
    choice = current_choice()
    blocks.page_heading(words.TITLE, words.QUESTION)
    sites = options.sites(with_decisions(choice, "readiness"))
    if not sites:
        blocks.empty(words.NOTHING, words.HOW_TO_GET)
        return
    _dialog(choice)
    site = pickers.one_of_many(words.SITE, sites, "at")
    here = one_site_sections.of_site(choice, site)
    one_site_sections.place(here, site)
    one_site_sections.stands(here, with_decisions(here, "readiness"), site)
    one_site_sections.changed(here)
    one_site_sections.evidence(here, site)
    one_site_sections.pay(here)
    one_site_sections.steps(here, site)
    one_site_sections.actions(here, site)
    one_site_sections.missing(here)
    report_sections.of_site(here, site, sites[site])
    st.caption(words.PRINT)


def _dialog(choice: Choice) -> None:
    """The dialog for an action, if it is open."""
    if choice.view != "team":
        return
    try:
        action_form.draw(choice)
    except Refusal as refusal:
        st.warning(markdown(str(refusal)))


main()
