"""A sign-in service by oidc-provider-mock that can be held up: python mock.py < people.json

In:  people as JSON: claims by name.
Out: its address on the first line. PUT /hold makes whoever asks for its address book wait until
     PUT /release.
"""

from __future__ import annotations

import json
import os
import re
import sys
import threading
import warnings
from collections.abc import Callable, Iterable
from typing import Any

# It uses a part of Authlib that is going away.
warnings.simplefilter("ignore")
os.environ["AUTHLIB_INSECURE_TRANSPORT"] = "1"

import oidc_provider_mock  # noqa: E402
from werkzeug.serving import make_server  # noqa: E402
from werkzeug.wrappers import Response  # noqa: E402

_FREE = threading.Event()
_FREE.set()


def main() -> None:
    people = [oidc_provider_mock.User(sub=n, claims=c) for n, c in json.load(sys.stdin).items()]
    app = oidc_provider_mock.app(user_claims=people)
    app.debug = False

    @app.after_request
    def without_foreign_styles(reply: Response) -> Response:
        """Nothing leaves this machine: its pages ask another for a stylesheet."""
        if reply.mimetype == "text/html":
            reply.set_data(re.sub(rb"<link[^>]*>", b"", reply.get_data()))
        return reply

    def held_up(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        if path in ("/hold", "/release"):
            (_FREE.clear if path == "/hold" else _FREE.set)()
            start("204 No Content", [])
            return [b""]
        if path.startswith("/.well-known"):
            _FREE.wait()
        return app.wsgi_app(environ, start)

    server = make_server("127.0.0.1", 0, held_up, threaded=True)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
