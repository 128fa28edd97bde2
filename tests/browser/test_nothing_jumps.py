"""Nothing on a page jumps, neither when it is first loaded nor when somebody chooses something."""

from __future__ import annotations

import pytest

from tests.browser.conftest import listen

#: Cumulative Layout Shift, of which 0.1 counts as good (web.dev/articles/cls); here also of what
#: moves right after a press, which that leaves out.
MOST = 0.05
WATCH = """
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries())
      window.shifts.push([shift.value, shift.sources.map(({node}) => {
        const element = node?.nodeType === 1 ? node : node?.parentElement;
        return `${element?.dataset?.testid}: ${element?.innerText?.slice(0, 40)}`;
      })]);
  }).observe({type: 'layout-shift', buffered: true});
"""
#: A name of an icon that its font hasn't would stand there as a word.
WIDE_ICONS = """() => [...document.querySelectorAll('[data-testid="stIconMaterial"]')]
  .filter((icon) => icon.getClientRects().length)
  .filter((icon) => icon.scrollWidth > 1.5 * parseFloat(getComputedStyle(icon).fontSize))
  .map((icon) => icon.textContent)"""


@pytest.fixture(scope="module")
def opened(server, new_context):
    """opened(address, phone) -> a page in a browser that has never been there, all of it drawn."""
    contexts = []

    def of(address: str, phone: bool):
        contexts.append(new_context(phone=phone))
        contexts[-1].add_init_script(WATCH)
        visit = listen(contexts[-1].new_page())
        visit.page.goto(server.url(address, programme="demonstration"))
        return visit.ready()

    yield of
    for context in contexts:
        context.close()


def _jumped(page) -> list:
    """Waits for two frames, so that what was drawn last has been noted; all shifts since."""
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    return page.evaluate("() => window.shifts.splice(0)")


@pytest.mark.parametrize("phone", [False, True], ids=["desktop", "phone"])
@pytest.mark.parametrize(
    ("address", "choice"), [("overview", None), ("attitudes", "Each statement")]
)
def test_nothing_jumps_at_a_first_visit_or_at_a_choice(opened, address, choice, phone):
    visit = opened(address, phone)
    page = visit.page
    shifts = _jumped(page)
    assert sum(value for value, _ in shifts) < MOST, shifts
    assert page.evaluate("() => document.documentElement.dataset.drawing") is None
    assert page.evaluate(WIDE_ICONS) == []
    if choice:
        page.get_by_role("radio", name=choice, exact=True).click()
        visit.ready()
        shifts = _jumped(page)
        assert sum(value for value, _ in shifts) < MOST, shifts
    assert visit.complaints == []
