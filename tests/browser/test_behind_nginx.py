"""The documented nginx before the server, as people meet it: https, in a real browser."""

from __future__ import annotations

import datetime
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from bridgeboard import settings
from bridgeboard.ui.page_words import sign_in as words
from tests.browser.conftest import PATIENCE_MS, Visit, listen
from tests.browser.signing_in import free_port, mock, settings_of

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
pytestmark = pytest.mark.skipif(NGINX is None, reason="there is no nginx (apt install nginx-light)")

#: What docs/deploy/nginx.conf leaves to nginx's main file; all below one folder.
MAIN = """
daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log warn;
events { worker_connections 512; }
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi;
    scgi_temp_path scgi;
    include bridgeboard.conf;
}
"""
LIST = '[[people]]\nemail = "steward@example.org"\nrole = "steward"\n'
CLAIMS = {"steward": {"email": "steward@example.org", "email_verified": True}}
MB = 1024 * 1024


@pytest.fixture(scope="module")
def site(serve, shipped_store, upsides, demonstration, tmp_path_factory) -> Iterator[Any]:
    """A server where people sign in, with nginx before it: address, port, plain_port."""
    folder = tmp_path_factory.mktemp("site")
    port, tls, plain = free_port(), free_port(), free_port()
    address = f"https://localhost:{tls}"
    with mock(CLAIMS) as provider:
        given = settings_of(folder, provider, port, LIST)
        secrets = folder / "secrets.toml"
        said = secrets.read_text(encoding="utf-8").replace(f"http://127.0.0.1:{port}", address)
        secrets.write_text(said, encoding="utf-8")
        server = serve(shipped_store.root, **given)
        with _nginx(folder, port, tls, plain):
            yield SimpleNamespace(address=address, port=tls, plain_port=plain, server=server)


def _nginx_conf(folder: Path, port: str, tls: str, plain: str) -> str:
    """docs/deploy/nginx.conf with the name, ports and certificate of this test, and no more."""
    text = (settings.PROJECT / "docs" / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    certificate = "/etc/letsencrypt/live/board.example.org"
    for there, here in {
        f"{certificate}/fullchain.pem": str(folder / "certificate.pem"),
        f"{certificate}/privkey.pem": str(folder / "key.pem"),
        "server 127.0.0.1:8501;": f"server 127.0.0.1:{port};",
        "listen 443": f"listen 127.0.0.1:{tls}",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "board.example.org": "localhost",
    }.items():
        assert there in text
        text = text.replace(there, here)
    return text


class _nginx:
    """A running nginx."""

    def __init__(self, folder: Path, port: str, tls: str, plain: str) -> None:
        _certify(folder)
        (folder / "bridgeboard.conf").write_text(_nginx_conf(folder, port, tls, plain))
        (folder / "nginx.conf").write_text(MAIN)
        command = [NGINX, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, check=False)
        assert checked.returncode == 0, checked.stderr
        self._process = subprocess.Popen(command)
        _wait_for(int(tls))

    def __enter__(self) -> None:
        return None

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait(20)


def _wait_for(port: int) -> None:
    """Until somebody listens there."""
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < until, "nginx did not start"
        else:
            return


def _certify(folder: Path) -> None:
    """A key and a certificate for localhost, signed by itself, for a day."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(pem))
    plain = (serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(key.private_bytes(pem, *plain))


@pytest.fixture(scope="module")
def visit(site, new_context) -> Iterator[Visit]:
    """A browser that has signed in as a steward on the way to a page with charts."""
    context = new_context(ignore_https_errors=True)
    # The mock's page wants a stylesheet from elsewhere.
    context.route(re.compile("^https://(?!localhost)"), lambda route: route.abort())
    visit = listen(context.new_page())
    page = visit.page
    page.goto(f"{site.address}/attitudes?programme=demonstration")
    page.get_by_role("button", name=words.SIGN_IN).click(timeout=PATIENCE_MS)
    page.locator("button, input[type=submit]").filter(has_text="steward").first.click()
    page.wait_for_url(f"{site.address}/attitudes**")
    visit.complaints.clear()
    visit.addresses.clear()
    visit.page.reload()
    visit.ready()
    yield visit
    context.close()


def test_the_browser_sees_every_header_on_the_page(site, visit):
    with visit.page.expect_response(f"{site.address}/attitudes**") as answer:
        visit.page.reload()
    headers = answer.value.all_headers()
    assert headers["strict-transport-security"] == "max-age=31536000"
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["content-encoding"] == "gzip"
    assert "uvicorn" not in headers.get("server", "")
    assert "access-control-allow-origin" not in headers
    visit.ready()


def test_charts_are_drawn_over_a_websocket_and_nothing_complains(site, visit):
    assert visit.page.locator('[data-testid="stPlotlyChart"] .main-svg').count() > 0
    sockets = [address for address in visit.addresses if address.startswith("ws")]
    assert sockets
    assert all(address.startswith(f"wss://localhost:{site.port}/") for address in sockets)
    assert all(
        address.startswith(("https://localhost:", "wss://localhost:", "data:", "blob:"))
        for address in visit.addresses
    )
    assert visit.complaints == []


def test_every_cookie_is_for_https_only_and_a_sign_in_ends_after_its_hours(visit):
    cookies = {one["name"]: one for one in visit.page.context.cookies("https://localhost")}
    assert {"_streamlit_user", "_streamlit_xsrf"} <= set(cookies)
    assert all(one["secure"] for one in cookies.values())
    for name in ("_streamlit_user", "_streamlit_user_tokens"):
        assert cookies[name]["httpOnly"]
        assert cookies[name]["expires"] < time.time() + 12 * 3600 + 60


def test_a_table_is_taken_away(visit, tmp_path):
    page = visit.page
    page.get_by_role("button", name="Download").first.click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Table as CSV").first.click()
    taken.value.save_as(tmp_path / "table.csv")
    assert (tmp_path / "table.csv").stat().st_size > 100


def test_a_file_is_loaded_and_one_that_is_too_large_is_refused_in_words(site, visit):
    page = visit.page
    page.goto(f"{site.address}/load-data?programme=demonstration")
    visit.ready()
    uploader = page.locator('[data-testid="stFileUploader"] input[type=file]').first
    small = {"name": "sites.csv", "mimeType": "text/csv", "buffer": b"site_id,site_name\na,A\n"}
    with page.expect_response(lambda answer: answer.request.method == "PUT") as put:
        uploader.set_input_files([small])
    assert put.value.status == 204
    page.get_by_text("sites.csv").first.wait_for()
    cookies = "; ".join(
        f"{c['name']}={c['value']}" for c in page.context.cookies("https://localhost")
    )
    reply = httpx.put(
        f"{site.address}/_stcore/upload_file/any/any",
        content=b"a" * (22 * MB),
        headers={"cookie": cookies, "origin": site.address},
        verify=False,
        trust_env=False,
    )
    assert (reply.status_code, reply.text) == (413, "This file is too large.\n")
    assert "strict-transport-security" in reply.headers


def test_another_name_gets_no_answer(site):
    """By TLS, and by Host within a connection to the right name."""
    with (
        pytest.raises(ssl.SSLError),
        socket.create_connection(("127.0.0.1", int(site.port))) as raw,
    ):
        _lenient().wrap_socket(raw, server_hostname="evil.example")
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(site.address, headers={"host": "evil.example"}, verify=False, trust_env=False)


def test_a_handshake_from_elsewhere_is_refused(site):
    with pytest.raises(InvalidStatus) as refused:
        connect(
            f"wss://localhost:{site.port}/_stcore/stream",
            origin="https://evil.example",
            ssl=_lenient(),
            proxy=None,
        ).__enter__()
    assert refused.value.response.status_code == 403


def test_http_leads_to_https(site):
    reply = httpx.get(
        f"http://127.0.0.1:{site.plain_port}/overview?programme=upsides",
        headers={"host": "localhost"},
        trust_env=False,
    )
    assert reply.status_code == 301
    assert reply.headers["location"] == "https://localhost/overview?programme=upsides"


def test_a_flood_of_sign_ins_is_stopped_in_words(site):
    """Last, as nobody can sign in for a while after it."""
    with httpx.Client(verify=False, trust_env=False) as client:
        said = [client.get(f"{site.address}/auth/login") for _ in range(40)]
    assert said[0].status_code == 302
    assert said[-1].status_code == 429
    assert "try again" in said[-1].text


def _lenient() -> ssl.SSLContext:
    """Takes the test's own certificate."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
