"""Assets come compressed, once, with tags and caching that are right; the page is ours."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from streamlit import file_util

from bridgeboard.ui.server.compressed_assets import Assets, CompressedAssets

SCRIPT = b"export const answer = 42;\n" * 200
PAGE = b"<html lang='en'>ours</html>" * 50
HASHED = "/static/js/index.AbC_d-12.js"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "static/js").mkdir(parents=True)
    (tmp_path / "static/js/index.AbC_d-12.js").write_bytes(SCRIPT)
    (tmp_path / "static/js/plain.js").write_bytes(SCRIPT)
    (tmp_path / "static/font.BsWL4Kly.woff2").write_bytes(b"font")
    (tmp_path / "static/icons.BsWL4Kly.woff2").write_bytes(b"all of four thousand icons")
    (tmp_path / "secret.js").write_bytes(b"not below static")
    return tmp_path


@pytest.fixture
def get(folder: Path, ask: Callable) -> Callable:
    """get("/path", method="GET", **headers), through the middleware, taking gzip by default."""

    async def answer(request: Request) -> Response:
        path = request.url.path
        if path.startswith("/static/"):
            return PlainTextResponse("from streamlit", headers={"vary": "Origin"})
        if path == "/missing.html":
            return HTMLResponse("gone", status_code=404)
        if path == "/data":
            return JSONResponse({"a": 1})
        return HTMLResponse("streamlit's page", headers={"etag": '"theirs"'})

    methods = ["GET", "POST"]
    app = Starlette(routes=[Route("/{any:path}", answer, methods=methods)])
    assets = Assets(folder, instead={"/static/icons.BsWL4Kly.woff2": b"a few icons"})
    wrapped = CompressedAssets(app, assets, PAGE)

    def got(path: str, method: str = "GET", **headers: str):
        named = {"accept-encoding": "gzip"}
        named |= {name.replace("_", "-"): value for name, value in headers.items()}
        return ask(wrapped, method, path, named.items())

    return got


def test_a_script_comes_compressed_and_is_the_same_after_unpacking(get: Callable):
    reply = get(HASHED, accept_encoding="gzip, br")
    assert reply.content == SCRIPT
    assert reply.headers["content-encoding"] == "gzip"
    assert reply.headers["content-type"] == "text/javascript; charset=utf-8"
    assert reply.headers["vary"] == "Accept-Encoding"
    assert int(reply.headers["content-length"]) == len(reply.body) < len(SCRIPT) / 5


def test_a_file_with_a_hash_in_its_name_may_be_kept_forever_and_another_not(get: Callable):
    assert "immutable" in get(HASHED).headers["cache-control"]
    assert get("/static/js/plain.js").headers["cache-control"] == "no-cache"


def test_a_browser_that_has_the_file_gets_it_not_again(get: Callable):
    etag = get(HASHED).headers["etag"]
    for known in (etag, f'"other", W/{etag}', "*"):
        again = get(HASHED, if_none_match=known)
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", etag)
    assert get(HASHED, if_none_match='"other"').status == 200


@pytest.mark.parametrize(
    "offer", ["identity", "gzip;q=0", "br", "", "*;q=0", "gzip;q=0, *", "gzip;q=nonsense"]
)
def test_a_browser_that_takes_no_gzip_gets_the_file_plain_from_streamlit(get: Callable, offer: str):
    reply = get(HASHED, accept_encoding=offer)
    assert reply.body == b"from streamlit"
    assert reply.headers["vary"] == "Origin, Accept-Encoding"


@pytest.mark.parametrize("offer", ["gzip", "GZIP", "br;q=1, gzip;q=0.1", "*", "deflate,gzip"])
def test_a_browser_that_takes_gzip_in_any_words_gets_it(get: Callable, offer: str):
    assert get(HASHED, accept_encoding=offer).headers["content-encoding"] == "gzip"


def test_a_part_of_a_file_and_a_font_are_left_to_streamlit(get: Callable):
    assert get(HASHED, range="bytes=0-3").text == "from streamlit"
    assert get("/static/font.BsWL4Kly.woff2").text == "from streamlit"


@pytest.mark.parametrize("offer", ["gzip", "identity"])
def test_a_smaller_file_is_given_as_it_is_and_asked_for_again_some_day(get: Callable, offer: str):
    reply = get("/static/icons.BsWL4Kly.woff2", accept_encoding=offer)
    assert (reply.body, reply.headers["content-length"]) == (b"a few icons", "11")
    assert reply.headers["content-type"] == "font/woff2"
    assert {"content-encoding", "vary"}.isdisjoint(reply.headers)
    assert "immutable" not in reply.headers["cache-control"]
    again = get("/static/icons.BsWL4Kly.woff2", if_none_match=reply.headers["etag"])
    assert (again.status, again.body) == (304, b"")


@pytest.mark.parametrize("path", ["/static/js/old.12345678.js", "/static/", "/static/../secret.js"])
def test_a_file_that_is_not_there_is_not_answered_with_a_page(get: Callable, path: str):
    assert get(path).status == 404


def test_head_gives_the_headers_alone(get: Callable):
    for path in (HASHED, "/"):
        head = get(path, method="HEAD")
        assert head.body == b""
        assert head.headers == get(path).headers


@pytest.mark.parametrize("path", ["/", "/overview", "/focus-groups"])
def test_every_address_of_a_page_gives_our_page(get: Callable, path: str):
    reply = get(path, if_none_match='"theirs"')
    assert reply.content == PAGE
    assert reply.headers["cache-control"] == "no-cache"
    assert get(path, accept_encoding="br").body == PAGE
    assert get(path, if_none_match=reply.headers["etag"]).status == 304


def test_other_replies_pass_unchanged(get: Callable):
    assert get("/data").body == b'{"a":1}'
    assert get("/missing.html").body == b"gone"
    assert get("/overview", method="POST").body == b"streamlit's page"


def test_all_files_of_the_installed_streamlit_shrink_to_less_than_a_third():
    folder = Path(file_util.get_static_dir())
    assets = Assets(folder)
    plain = sum(
        path.stat().st_size
        for path in (folder / "static").rglob("*")
        if assets.packs(f"/{path.relative_to(folder).as_posix()}")
    )
    assert 1_000_000 < assets.pack_all() < plain / 3


def test_every_file_of_the_installed_streamlit_unpacks_to_itself():
    folder = Path(file_util.get_static_dir())
    assets = Assets(folder)
    for path in sorted((folder / "static/css").rglob("*.css")):
        packed = assets.packed(f"/{path.relative_to(folder).as_posix()}")
        assert gzip.decompress(packed.body) == path.read_bytes()
        assert "immutable" in packed.cache_control
