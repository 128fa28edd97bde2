"""A link opens the same view anywhere, and the address bar follows what is chosen."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.browser.conftest import listen


def _chosen(page, label: str) -> list[str]:
    box = page.get_by_test_id("stMultiSelect").filter(has=page.get_by_role("combobox", name=label))
    return [tag.inner_text() for tag in box.locator("[data-tag]").all()]


def _parameters(page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def _pick(visit, label: str, option: str) -> None:
    visit.page.get_by_role("combobox", name=label).click()
    # Of a long list only what is near is there.
    visit.page.keyboard.type(option)
    visit.page.get_by_role("option", name=option, exact=True).click()
    visit.page.keyboard.press("Escape")
    visit.ready()


@pytest.mark.parametrize("address", ["", "overview"])
def test_the_first_visit_of_a_fresh_server_may_be_any_link(
    serve, shipped_store, server, new_context, address
):
    fresh, context = serve(shipped_store.root), new_context()
    visit = listen(context.new_page())
    visit.page.goto(fresh.url(address, programme="upsides", site=["ULM", "BU"], view="shareable"))
    visit.ready()
    assert visit.complaints == []
    assert _chosen(visit.page, "Sites") == ["Ulm", "Butabika"]
    assert "Shareable view" in visit.page.inner_text('[data-testid="stSidebar"]')
    assert _parameters(visit.page)["site"] == ["Ulm", "Butabika"]
    context.close()
    fresh.stop()


def test_what_is_chosen_stands_in_the_link_and_the_copied_link_opens_it_elsewhere(
    open_page, new_context
):
    visit = open_page("focus-groups", programme="upsides")
    _pick(visit, "Sites", "Ulm")
    visit.page.get_by_role("radio", name="Shareable").click()
    visit.page.wait_for_url("**view=Shareable**")
    visit.ready()
    wanted = {"programme": ["UPSIDES"], "site": ["Ulm"], "view": ["Shareable"]}
    assert _parameters(visit.page) == wanted
    elsewhere = new_context()
    copied = listen(elsewhere.new_page())
    copied.page.goto(visit.page.url)
    copied.ready()
    assert _parameters(copied.page) == wanted
    main = '[data-testid="stMain"]'
    assert copied.page.inner_text(main) == visit.page.inner_text(main)
    elsewhere.close()
    visit.end()


def test_the_choice_follows_to_another_page_and_back(open_page):
    visit = open_page("focus-groups", programme="upsides", site="ULM")
    visit.page.get_by_test_id("stTopNavSection").filter(has_text="About").click()
    visit.page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Methods").click()
    visit.page.wait_for_url("**/methods**")
    visit.ready()
    assert visit.page.title() == "Methods · Bridgeboard"
    assert _chosen(visit.page, "Sites") == ["Ulm"]
    visit.page.go_back()
    visit.page.wait_for_url("**/focus-groups**")
    visit.ready()
    assert _chosen(visit.page, "Sites") == ["Ulm"]
    assert visit.complaints == []
    visit.end()


def test_a_copied_address_opens_the_same_points_and_as_little_on_a_fresh_server(
    serve, shipped_store, open_page, server, new_context
):
    visit = open_page("context-and-payment", programme="demonstration", view="Shareable")
    _pick(visit, "Across", "What facts say on: Stigma")
    _pick(visit, "Upwards", "Number of influences that are ready")
    visit.page.locator(".st-key-pay").get_by_text("share of a wage").click()
    visit.page.wait_for_url("**pay=share**")
    visit.ready()
    copied, context = serve(shipped_store.root), new_context()
    elsewhere = listen(context.new_page())
    elsewhere.page.goto(visit.page.url.replace(server.address, copied.address))
    elsewhere.ready()
    main = '[data-testid="stMain"]'
    shown = elsewhere.page.inner_text(main)
    assert shown == visit.page.inner_text(main)
    assert "Influences that are ready at 18 months" in shown
    assert "hidden: fewer than 10 people" in shown
    assert _parameters(elsewhere.page) == _parameters(visit.page)
    assert elsewhere.complaints == []
    context.close()
    copied.stop()
    visit.end()


def test_a_choice_of_one_page_is_not_in_the_address_of_another_that_means_else_by_it(open_page):
    visit = open_page("focus-groups", programme="demonstration")
    visit.page.locator(".st-key-kind").get_by_role("button").first.click()
    visit.page.wait_for_url("**kind=**")
    visit.ready()
    visit.page.get_by_test_id("stTopNavSection").filter(has_text="Change").click()
    visit.page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Together").click()
    visit.page.wait_for_url("**/together**")
    visit.ready()
    assert set(_parameters(visit.page)) == {"programme"}
    assert visit.page.get_by_test_id("stAlert").count() == 0
    assert visit.complaints == []
    visit.end()


def test_another_programme_drops_the_sites_that_it_has_not_from_the_link(open_page):
    visit = open_page("overview", programme="upsides", site="ULM")
    visit.page.get_by_role("combobox", name="Programme").click()
    visit.page.get_by_role("option").filter(has_not_text="UPSIDES").click()
    visit.page.wait_for_function("() => !/Ulm|UPSIDES/.test(location.search)")
    visit.ready()
    assert set(_parameters(visit.page)) == {"programme"}
    assert _chosen(visit.page, "Sites") == []
    assert visit.complaints == []
    visit.end()


def test_a_link_with_markup_shows_it_as_text_and_runs_nothing(open_page):
    hostile = "<img src=x onerror=alert(1)> **b** [l](http://evil.example) :red[r] $x$"
    visit = open_page("overview", site=hostile)
    said = visit.page.get_by_test_id("stAlert")
    assert f"“{hostile[:60]}" in said.inner_text().replace("\u2060", "")
    assert said.locator("img, a, strong, .katex").count() == 0
    assert visit.complaints == []
    visit.end()


def test_the_page_says_its_language_and_its_name(open_page):
    visit = open_page("methods")
    assert visit.page.get_attribute("html", "lang") == "en"
    assert visit.page.title() == "Methods · Bridgeboard"
    visit.end()
