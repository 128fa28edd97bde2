"""What somebody can send by hand to a server without sign-in; it costs the others nothing.

Each was tried against Streamlit alone and got through, or might have.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.exceptions import ConnectionClosed

from bridgeboard import settings
from tests.browser.wire import Wire, files, opened, texts

MB = 1024 * 1024


@pytest.fixture
def wire(server) -> Iterator[Wire]:
    """A session of the local user."""
    with Wire(server) as one:
        one.run("overview", query_string="programme=demonstration")
        yield one


def _message(kind: str) -> BackMsg:
    message = BackMsg()
    setattr(message, kind, True)
    return message


def test_a_new_session_is_not_told_where_the_app_lies_nor_how_many_others_there_are(server):
    with Wire(server) as one:
        said = one.run()
    (new,) = [m.new_session for m in said if m.WhichOneof("type") == "new_session"]
    assert new.main_script_path == "app.py"
    assert str(settings.PROJECT) not in texts(said)
    assert str(Path.home()) not in texts(said)
    assert [field.name for field, _ in new.initialize.environment_info.ListFields()] == [
        "streamlit_version"
    ]
    assert not new.initialize.user_info.ListFields()


@pytest.mark.parametrize(
    "kind",
    [
        "clear_cache",
        "set_run_on_save",
        "load_git_info",
        "debug_disconnect_websocket",
        "debug_shutdown_runtime",
    ],
)
def test_a_message_that_no_page_sends_is_dropped_and_the_session_goes_on(wire, kind):
    wire.send(_message(kind))
    said = wire.run("methods")
    kinds = {message.WhichOneof("type") for message in said}
    assert "Methods" in texts(said)
    assert not kinds & {"git_info_changed", "session_event"}
    assert _is_told(wire, f"Dropped a message of the kind {kind}")


def test_files_of_streamlit_are_not_written_beside_the_app(wire):
    before = sorted(settings.PROJECT.iterdir())
    message = BackMsg()
    message.backend_operation_request.request_id = "r"
    message.backend_operation_request.session_id = wire.session
    message.backend_operation_request.install_skills.SetInParent()
    wire.send(message)
    said = wire.run("methods")
    assert "backend_operation_response" not in {m.WhichOneof("type") for m in said}
    assert sorted(settings.PROJECT.iterdir()) == before


@pytest.mark.parametrize(
    ("frame", "code"), [(b"\xff" * 64, 1002), (b"x" * (3 * MB), 1009), (b"x" * (26 * MB), 1009)]
)
def test_what_is_no_message_or_too_long_ends_its_own_connection_only(wire, server, frame, code):
    with Wire(server) as bad:
        bad.socket.send(frame)
        with pytest.raises(ConnectionClosed) as closed:
            bad.socket.recv(20)
        assert closed.value.rcvd is None or closed.value.rcvd.code == code
    assert "Methods" in texts(wire.run("methods"))


def test_a_text_frame_ends_its_connection_without_a_word_of_the_machine(server):
    with Wire(server) as bad:
        bad.socket.send("a text")
        with pytest.raises(ConnectionClosed) as closed:
            bad.socket.recv(20)
        assert closed.value.rcvd is None or not closed.value.rcvd.reason


def test_values_that_no_control_offers_are_passed_over(wire, server):
    where = "programme=demonstration&view=team"
    said = wire.run("attitudes", query_string=where)
    evil = "'; DROP TABLE sites; --"
    forged = [WidgetState(id=one, string_value=evil) for one in _ids(said, "selectbox")]
    forged += [
        WidgetState(id=one, string_array_value={"data": [evil]})
        for one in _ids(said, "multiselect", "button_group")
    ]
    assert len(forged) > 3
    after = wire.run("attitudes", query_string=where, widgets=forged)
    assert "DROP TABLE" not in texts(after)
    assert not [m for m in after if m.delta.new_element.WhichOneof("type") == "exception"]
    assert _heading(after)[0] == _heading(said)[0]
    with Wire(server) as other:
        assert _heading(other.run("attitudes", query_string=where)) == _heading(said)


def test_what_breaks_a_run_tells_nothing_of_the_code(wire):
    """A value of a kind that the control doesn't have ends the run, of this session alone."""
    where = "programme=demonstration&view=team"
    said = wire.run("attitudes", query_string=where)
    broken = [
        WidgetState(id=one, int_array_value={"data": [10**9]}) for one in _ids(said, "multiselect")
    ]
    after = wire.run("attitudes", query_string=where, widgets=broken)
    told = [m.delta.new_element.exception for m in after if m.WhichOneof("type") == "delta"]
    told = [exception for exception in told if exception.type or exception.message]
    assert told
    assert not [exception for exception in told if exception.stack_trace]
    for word in ("Traceback", "site-packages", str(settings.PROJECT), ".py"):
        assert not [exception for exception in told if word in exception.message]


def test_a_page_that_is_not_in_the_menu_is_not_run_whatever_hash_is_sent(wire):
    for page in ("0" * 32, "../../etc/passwd", "pages/data/load.py"):
        said = wire.run(page_script_hash=page)
        assert not [m for m in said if m.delta.new_element.WhichOneof("type") == "exception"]
        assert "root:" not in texts(said)


def test_an_address_that_is_no_programme_tells_nothing_of_the_machine(wire):
    said = wire.run("overview", query_string="programme=../../../etc/passwd&site=%00&view=team'--")
    assert "root:" not in texts(said)
    assert "Traceback" not in texts(said)
    assert str(settings.PROJECT) not in texts(said)


def test_uploads_need_the_token_an_open_session_and_room(wire):
    session = wire.session
    assert wire.put(session, b"a").status_code == 204
    path = f"/_stcore/upload_file/{session}/f"
    whole = {"files": {"file": ("a.csv", b"a")}}
    assert wire.ask("PUT", path, **whole, headers={"x-xsrftoken": "2|0|0|0"}).status_code == 403
    assert (
        wire.ask("PUT", path, **whole, headers={"origin": "http://evil.example"}).status_code == 403
    )
    assert wire.put("no-such-session", b"a").status_code == 403
    assert wire.put(session, b"a" * (21 * MB)).status_code == 413
    begin = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    chunks = (begin + b"a" * MB if n == 0 else b"a" * MB for n in range(30))
    head = {"content-type": "multipart/form-data; boundary=b"}
    assert wire.ask("PUT", path, content=chunks, headers=head).status_code == 413


def test_files_that_are_parked_are_stopped_by_the_quota(server):
    with Wire(server) as one:
        one.run()
        said = [one.put(one.session, b"a" * (4 * MB), file=f"f{n}") for n in range(20)]
        kept = [reply.status_code for reply in said]
        assert kept == [204] * 14 + [413] * 6
        assert "too much room" in said[-1].text
        assert one.ask("DELETE", f"/_stcore/upload_file/{one.session}/f0").status_code == 204
        assert one.put(one.session, b"a" * (4 * MB), file="again").status_code == 204
        small = [one.put(one.session, b"", file=f"s{n}").status_code for n in range(60)]
        assert small == [204] * 46 + [413] * 14


@pytest.mark.parametrize("name", ["../../evil.csv", "..\\evil.csv", "/etc/evil.csv", "a\x00.csv"])
def test_a_file_name_that_leads_elsewhere_leads_nowhere(wire, server, name):
    before = sorted(path for path in server.store.parent.rglob("*evil*"))
    wire.put(wire.session, b"site_id\na\n", name=name)
    assert "Load data" in texts(wire.run("load-data"))
    assert sorted(path for path in server.store.parent.rglob("*evil*")) == before


@pytest.mark.parametrize(
    "path",
    [
        "/static/../../../../../../etc/passwd",
        "/static/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
        "/pictures/../../../../serve.py",
        "/pictures/%2e%2e/%2e%2e/serve.py",
        "/pictures/..%2f..%2fserve.py",
        "/app/static/../serve.py",
        "/app/static/serve.py",
        "/media/../serve.py",
        "/_stcore/bidi-components/x/../../serve.py",
        "/component/x/../../serve.py",
    ],
)
def test_no_address_leads_to_a_file_of_the_machine(server, path):
    """Sent as it stands: a client's library would tidy the address first."""
    text = _raw(server, f"GET {path} HTTP/1.1")
    assert "root:" not in text
    assert "import streamlit" not in text
    assert text.split(" ", 2)[1] in ("200", "400", "403", "404")
    if text.split(" ", 2)[1] == "200":
        assert "<title>Bridgeboard</title>" in text


def test_names_of_a_proxy_are_not_taken_from_whoever_says_them(server):
    host = server.address.removeprefix("http://")
    said = "X-Forwarded-Host: {0}\r\nX-Forwarded-Server: {0}\r\nForwarded: host={0}"
    refused = _raw(server, "GET / HTTP/1.1", "evil.example", said.format(host))
    assert refused.startswith("HTTP/1.1 403")
    assert _raw(server, "GET / HTTP/1.1", host, said.format("evil.example")).startswith(
        "HTTP/1.1 200"
    )


def test_a_file_of_nobodys_is_not_found_and_ones_own_is(wire):
    closed = wire.run("focus-groups")
    own = files(wire.run("focus-groups", widgets=opened(closed)[-1:]))
    assert {wire.ask("GET", path).status_code for path in own} == {200}
    assert wire.ask("GET", "/media/" + "0" * 32 + ".csv").status_code == 404


def test_asking_for_very_many_addresses_for_files_makes_none(wire):
    message = BackMsg()
    message.file_urls_request.request_id = "many"
    message.file_urls_request.file_names.extend(["a"] * 100_000)
    wire.send(message)
    said = wire.run("methods")
    assert "file_urls_response" not in {m.WhichOneof("type") for m in said}


def test_others_are_served_while_somebody_knocks_from_elsewhere(server, wire):
    began = time.monotonic()
    for _ in range(5):
        text = _raw(
            server,
            "GET /_stcore/stream HTTP/1.1",
            more="Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nOrigin: http://evil.example",
        )
        assert text.startswith("HTTP/1.1 403")
    assert wire.ask("GET", "/_stcore/health").text == "ok"
    # Streamlit alone stood still for ten seconds.
    assert time.monotonic() - began < 8


def _raw(server, line: str, host: str = "", more: str = "") -> str:
    """The answer to a request exactly as written."""
    place = server.address.removeprefix("http://")
    name, _, port = place.partition(":")
    head = [line, f"Host: {host or place}", "Connection: close" if "Upgrade" not in more else more]
    if more and "Upgrade" not in more:
        head.append(more)
    with socket.create_connection((name, int(port)), 20) as connection:
        connection.sendall(("\r\n".join(head) + "\r\n\r\n").encode())
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
            if "Upgrade" in more:
                break
    return b"".join(parts).decode("utf-8", "replace")


def _is_told(wire: Wire, words: str) -> bool:
    """Does the server's log say this, by the time that it has answered a few times more?"""
    for _ in range(20):
        if any(words in line for line in wire.server.log):
            return True
        wire.run("methods")
    return False


def _ids(said: list[ForwardMsg], *kinds: str) -> list[str]:
    """The controls of these kinds that a run drew."""
    elements = [m.delta.new_element for m in said if m.WhichOneof("type") == "delta"]
    return [getattr(e, e.WhichOneof("type")).id for e in elements if e.WhichOneof("type") in kinds]


def _heading(said: list[ForwardMsg]) -> list[str]:
    elements = [m.delta.new_element for m in said if m.WhichOneof("type") == "delta"]
    return [e.heading.body for e in elements if e.WhichOneof("type") == "heading"]
