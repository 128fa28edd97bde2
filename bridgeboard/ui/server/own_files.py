"""The few files of our own that the page loads, as they are on disk."""

from __future__ import annotations

import os
from typing import Any

from starlette.responses import Response
from starlette.staticfiles import StaticFiles


class OwnFiles(StaticFiles):
    """The files of one folder; a browser asks each time whether they changed.

    Their names stay the same when their content changes, so none may be kept unasked.
    """

    def file_response(self, *given: Any, **named: Any) -> Response:
        response = super().file_response(*given, **named)
        response.headers["cache-control"] = "no-cache"
        return response

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Only scripts: nothing else in the folder is anyone's business."""
        return super().lookup_path(path) if path.endswith(".js") else ("", None)
