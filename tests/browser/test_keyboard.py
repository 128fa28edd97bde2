"""The menu and everything in the sidebar can be reached and used without a mouse."""

from __future__ import annotations

from playwright.sync_api import expect

FOCUSED = """() => {
  const element = document.activeElement;
  const outline = getComputedStyle(element);
  return element.getAttribute('aria-label') || element.innerText || element.tagName;
}"""
CONTROLS = ("Programme", "Sites", "Income level", "Waves", "Team")


def _tabbed(page, most: int = 60) -> list[str]:
    """What each press of Tab leads to, from the top of the page."""
    page.evaluate("() => document.activeElement.blur()")
    names = []
    for _ in range(most):
        page.keyboard.press("Tab")
        names.append(page.evaluate(FOCUSED).strip())
    return names


def test_tab_leads_to_every_control_of_the_sidebar_in_order(open_page):
    visit = open_page("overview", programme="upsides")
    names = _tabbed(visit.page)
    places = [
        next((i for i, name in enumerate(names) if wanted in name), -1) for wanted in CONTROLS
    ]
    assert -1 not in places, names
    assert places == sorted(places)
    visit.end()


def test_tab_leads_to_every_choice_about_attitudes_in_order(open_page):
    visit = open_page("attitudes", programme="demonstration")
    names = _tabbed(visit.page)
    wanted = ("Instrument", "Scale", "From", "To", "Everyone", "Points", "See what was said")
    places = [next((i for i, name in enumerate(names) if word in name), -1) for word in wanted]
    assert -1 not in places, names
    assert places == sorted(places)
    visit.page.get_by_role("radio", name="Everyone").focus()
    visit.page.keyboard.press("ArrowRight")
    visit.page.keyboard.press("Space")
    visit.page.wait_for_url("**design=Same+people**")
    visit.end()


def test_a_site_and_a_view_are_chosen_with_the_keyboard_alone(open_page):
    visit = open_page("overview", programme="upsides")
    page = visit.page
    page.get_by_role("combobox", name="Sites").focus()
    page.keyboard.type("Ulm")
    page.get_by_role("option", name="Ulm", exact=True).wait_for()
    page.keyboard.press("Enter")
    page.wait_for_url("**site=Ulm**")
    page.keyboard.press("Escape")
    page.get_by_role("radio", name="Team").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Space")
    page.wait_for_url("**view=Shareable**")
    visit.ready()
    assert visit.complaints == []
    visit.end()


def test_a_page_is_opened_from_the_menu_with_the_keyboard_alone(open_page):
    visit = open_page("overview", programme="upsides")
    page = visit.page
    page.get_by_test_id("stTopNavSection").filter(has_text="Compare").focus()
    page.keyboard.press("Enter")
    entries = page.get_by_test_id("stTopNavDropdownLink")
    expect(entries.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(entries.filter(has_text="Context")).to_be_focused()
    page.keyboard.press("Enter")
    page.wait_for_url("**/context-and-payment**")
    visit.ready()
    assert page.inner_text("h1") == "Context and payment"
    visit.end()
