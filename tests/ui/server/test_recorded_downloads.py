"""No file leaves without a line that says who took it; no line, no file."""

from collections.abc import Callable

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bridgeboard.audit import events
from bridgeboard.ui.server.downloads import record
from bridgeboard.ui.server.recorded_downloads import RecordedDownloads

NAME = "demonstration_who-moved_team.csv"


def file_as_streamlit_serves_it(request: Request) -> Response:
    content = b"site,n\na,5\n"
    status = 200
    if "range" in request.headers:
        content, status = content[7:], 206
    kinds = {
        "one": f'attachment; filename="{NAME}"',
        "hebrew": "attachment; filename*=utf-8''demo_%D7%A2%D7%9E_team.csv",
        "map": 'attachment; filename="map_redcap-mary.toml"',
    }
    headers = {"content-disposition": kinds[request.path_params["file"].partition(".")[0]]}
    return Response(content, status, headers)


def picture(_request: Request) -> Response:
    return Response(b"<svg/>", media_type="image/svg+xml")


def gone(_request: Request) -> Response:
    return PlainTextResponse(
        "Not found", 404, {"content-disposition": f'attachment; filename="{NAME}"'}
    )


INNER = Starlette(
    routes=[
        Route("/media/shown.svg", picture),
        Route("/media/gone.csv", gone),
        Route("/media/{file}", file_as_streamlit_serves_it, methods=["GET", "HEAD", "OPTIONS"]),
        Route("/board/media/{file}", file_as_streamlit_serves_it),
        Route("/other/{file}", file_as_streamlit_serves_it),
    ]
)


@pytest.fixture
def store(tmp_path, monkeypatch):
    monkeypatch.setenv("BRIDGEBOARD_STORE", str(tmp_path))
    monkeypatch.setenv("BRIDGEBOARD_ACCESS", str(tmp_path / "none.toml"))
    return tmp_path


def _app(base: str = "") -> RecordedDownloads:
    return RecordedDownloads(INNER, base, record)


def test_a_file_that_leaves_is_written_down(ask: Callable, store):
    reply = ask(_app(), "GET", "/media/one.csv")
    assert reply.body == b"site,n\na,5\n"
    (said,) = events(store)
    assert (said["event"], said["by"], said["programme"]) == ("downloaded", "", "")
    assert said["details"] == {"file": NAME, "bytes": 11, "view": "team"}


def test_a_part_of_a_file_is_written_down_too(ask: Callable, store):
    reply = ask(_app(), "GET", "/media/one.csv", [("range", "bytes=7-")])
    assert (reply.status, reply.body) == (206, b"a,5\n")
    assert [one["details"]["bytes"] for one in events(store)] == [4]


def test_names_in_other_scripts_are_kept_and_names_of_maps_are_not(ask: Callable, store):
    ask(_app(), "GET", "/media/hebrew.csv")
    ask(_app(), "GET", "/media/map.toml")
    assert [one["details"]["file"] for one in events(store)] == ["demo_עמ_team.csv", "map.toml"]


def test_below_a_base_too(ask: Callable, store):
    ask(_app("/board"), "GET", "/board/media/one.csv")
    assert len(events(store)) == 1


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("HEAD", "/media/one.csv"),
        ("OPTIONS", "/media/one.csv"),
        ("GET", "/media/shown.svg"),
        ("GET", "/media/gone.csv"),
        ("GET", "/other/one.csv"),
    ],
)
def test_what_is_no_file_to_keep_is_not(ask: Callable, store, method: str, path: str):
    ask(_app(), method, path)
    assert events(store) == []


def test_what_cannot_be_written_down_does_not_leave(ask: Callable, store):
    (store / "audit").write_text("where the folder should be")
    reply = ask(_app(), "GET", "/media/one.csv")
    assert reply.status == 503
    assert "so it was not done" in reply.text
    assert b"a,5" not in reply.body
    assert "content-disposition" not in reply.headers
    assert ask(_app(), "GET", "/media/shown.svg").status == 200


def test_a_page_that_only_asks_whether_a_file_is_there_gets_no_file_and_is_no_line(
    ask: Callable, store
):
    fetched = [("sec-fetch-mode", "cors")]
    reply = ask(_app(), "GET", "/media/one.csv", fetched)
    assert (reply.status, reply.body) == (204, b"")
    assert ask(_app(), "GET", "/media/shown.svg", fetched).body == b"<svg/>"
    assert ask(_app(), "GET", "/media/gone.csv", fetched).status == 404
    assert events(store) == []
    assert ask(_app(), "GET", "/media/one.csv", [("sec-fetch-mode", "navigate")]).status == 200
    assert len(events(store)) == 1
