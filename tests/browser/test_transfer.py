"""How many bytes a visit costs, counted, not timed."""

from __future__ import annotations

import pytest

from tests.browser.conftest import listen

#: A whole first visit, as sent over the wire, without and with Plotly's charts; uncompressed it is
#: three to four times this. Raise it only for something that readers gain.
FIRST_VISIT = {"overview": 1_750_000, "attitudes": 3_150_000}
#: A second visit: the page itself, and whatever may not be kept.
SECOND_VISIT = 20_000
#: What the script sends for a page; the connection compresses it to about a fifth.
MESSAGES = 300_000


def _counted(page) -> dict[str, int]:
    """Bytes over HTTP and over the WebSocket, growing while the page loads."""
    counted = {"http": 0, "websocket": 0}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def over_http(event) -> None:
        counted["http"] += int(event["encodedDataLength"])

    def over_websocket(event) -> None:
        counted["websocket"] += len(event["response"]["payloadData"]) * 3 // 4

    session.on("Network.loadingFinished", over_http)
    session.on("Network.webSocketFrameReceived", over_websocket)
    return counted


@pytest.mark.parametrize("address", list(FIRST_VISIT))
def test_a_first_visit_stays_within_its_bytes_and_a_second_costs_next_to_nothing(
    server, new_context, address
):
    context = new_context()
    sizes = []
    for _ in range(2):
        visit = listen(context.new_page())
        counted = _counted(visit.page)
        visit.page.goto(server.url(address, programme="demonstration"))
        visit.ready()
        sizes.append(dict(counted))
        visit.page.close()
    context.close()
    first, second = sizes
    assert 500_000 < first["http"] < FIRST_VISIT[address]
    assert second["http"] < SECOND_VISIT
    assert 10_000 < first["websocket"] < MESSAGES
