"""Errors in the server's log say what kind they are and where they arose, never their own words.

Those often quote what was being read ("could not convert 'They laugh at us' to a number"), and no
answer and no statement may get into a log.
"""

from __future__ import annotations

import logging
import threading
import traceback
from typing import Any

_LOG = logging.getLogger(__name__)


def tell_no_words() -> None:
    """From now on, in every log of this process, and of threads that end by an error."""
    make = logging.getLogRecordFactory()

    def made(*given: Any, **named: Any) -> logging.LogRecord:
        record = make(*given, **named)
        if record.exc_info and record.exc_info[1] is not None:
            # Where this is there already, no formatter makes its own.
            record.exc_text = told(record.exc_info[1])
        if isinstance(record.args, tuple):
            record.args = tuple(_plain(one) for one in record.args)
        elif isinstance(record.args, dict):
            record.args = {name: _plain(one) for name, one in record.args.items()}
        if isinstance(record.msg, BaseException):
            record.msg = _plain(record.msg)
        return record

    logging.setLogRecordFactory(made)
    threading.excepthook = _ended


def told(error: BaseException) -> str:
    """The places that an error came through, innermost last, and its kind; first what caused it."""
    lines, seen, rest = [], set(), error
    while rest is not None and id(rest) not in seen:
        seen.add(id(rest))
        places = (f"  {p.filename}, line {p.lineno}, in {p.name}" for p in _places(rest))
        lines.append("\n".join([*places, f"{_kind(rest)} (its words are not logged)"]))
        rest = rest.__cause__ or (None if rest.__suppress_context__ else rest.__context__)
    return "\nwhich led to\n".join(reversed(lines))


def _places(error: BaseException) -> traceback.StackSummary:
    return traceback.StackSummary.extract(
        traceback.walk_tb(error.__traceback__), lookup_lines=False
    )


def _kind(error: BaseException) -> str:
    kind = type(error)
    return (
        kind.__qualname__
        if kind.__module__ == "builtins"
        else f"{kind.__module__}.{kind.__qualname__}"
    )


def _plain(said: Any) -> Any:
    return _kind(said) if isinstance(said, BaseException) else said


def _ended(gone: threading.ExceptHookArgs) -> None:
    if gone.exc_type is not SystemExit:
        error = gone.exc_value
        _LOG.error(
            "A thread ended by an error", exc_info=(gone.exc_type, error, gone.exc_traceback)
        )
